import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Version } from './version';
import type { Warning } from './warning';

type Labels = Readonly<Record<string, string>>;

interface Metadata {
  readonly namespace?: string;
  readonly labels?: Labels;
}

/** A manifest, as far as Services and workloads are concerned. */
interface Manifest {
  readonly metadata?: Metadata;
  readonly spec?: { readonly selector?: Labels; readonly template?: { readonly metadata?: Metadata } };
}

const TEMPLATED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);
/** Put by cdk8s-plus on the Pods of one Deployment alone, and into the selector of a Service that exposes it. */
const ADDRESS = 'cdk8s.io/metadata.addr';

/** The Services and the workloads of an App. */
export class WorkloadIndex {
  private readonly selectors = new Map<string, Labels>();
  private readonly pods = new Map<string, Labels[]>();

  constructor(root: IConstruct) {
    for (const construct of root.node.findAll()) {
      if (ApiObject.isApiObject(construct)) this.add(construct);
    }
  }

  /**
   * Versions of a Service that none of the workloads which it selects is. Says nothing where the App holds no workload of the
   * Service: they may be in another one.
   */
  public warnings(name: string, namespace: string | undefined, versions: readonly Version[]): readonly Warning[] {
    const selector = this.selectors.get(keyOf(namespace, name));
    if (!selector || Object.keys(selector).length === 0) return [];
    const selected = (this.pods.get(namespace ?? '') ?? []).filter((labels) => isSubset(selector, labels));
    if (selected.length === 0) return [];
    const missing = versions.filter(({ labels }) => labels && !selected.some((pod) => isSubset(labels, pod)));
    return missing.map((version) => warningOf(version, name, selector));
  }

  private add(object: ApiObject): void {
    const { kind } = object;
    if (kind !== 'Service' && kind !== 'Pod' && !TEMPLATED.has(kind)) return;
    const { metadata = {}, spec = {} } = object.toJson() as Manifest;
    if (kind === 'Service') {
      if (object.apiGroup === 'core') this.selectors.set(keyOf(metadata.namespace, object.name), spec.selector ?? {});
      return;
    }
    const labels = (kind === 'Pod' ? metadata : spec.template?.metadata)?.labels ?? {};
    const namespace = metadata.namespace ?? '';
    this.pods.set(namespace, [...(this.pods.get(namespace) ?? []), labels]);
  }
}

function warningOf({ name, labels }: Version, service: string, selector: Labels): Warning {
  const fix =
    ADDRESS in selector
      ? 'exposeViaService() selects the Pods of one Deployment alone; make a Service that selects a label which all versions have'
      : 'give a workload the labels, or correct the version';
  return {
    id: 'VersionWithoutWorkload',
    message: `no workload that Service ${service} selects has the labels ${JSON.stringify(labels)} of version ${name}; ${fix}`,
  };
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function isSubset(of: Labels, labels: Labels): boolean {
  return Object.entries(of).every(([key, value]) => labels[key] === value);
}
