/** What runs: Pods, and the pods that a Deployment and its like will make. */
import type { Fields, Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { fields, text } from './json';
import { POD, WORKLOAD_KINDS } from './kinds';
import { selects, type Labels } from './labels';

/** A pod, or the template of some. */
export interface Workload {
  readonly resource: Resource;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** PodSpec. */
  readonly spec: Fields;
}

const memory = new WeakMap<Snapshot, Workloads>();

/** All workloads of a snapshot; a rule that asks declares {@link WORKLOAD_KINDS}. */
export function workloadsOf(context: RuleContext): Workloads {
  const resources = WORKLOAD_KINDS.map((kind) => context.ofKind(kind));
  const known = memory.get(context.snapshot);
  if (known) return known;
  const workloads = new Workloads(resources.flat());
  memory.set(context.snapshot, workloads);
  return workloads;
}

/** Workloads, found by label without looking at each. */
export class Workloads {
  /** Pods first, then templates whose pods are not there themselves. */
  public readonly all: readonly Workload[];
  private readonly byLabel = new Map<string, Workload[]>();

  constructor(resources: readonly Resource[]) {
    const pods = resources.filter(isPod).map(podOf);
    for (const pod of pods) this.index(pod);
    // A pod of the template stands for it: counting both would say everything twice.
    const templates = resources
      .filter((resource) => !isPod(resource))
      .map(templateOf)
      .filter((one) => Object.keys(one.labels).length === 0 || this.select(one.labels, one.namespace).length === 0);
    for (const template of templates) this.index(template);
    this.all = [...pods, ...templates];
  }

  /** Those that have the labels, in one namespace or in all. */
  public select(selector: unknown, namespace?: string): readonly Workload[] {
    return this.candidates(selector).filter(
      (one) => (namespace === undefined || one.namespace === namespace) && selects(selector, one.labels),
    );
  }

  /** Whether one that has the labels also passes a test; stops at the first. */
  public some(selector: unknown, test: (workload: Workload) => boolean): boolean {
    return this.candidates(selector).some((one) => selects(selector, one.labels) && test(one));
  }

  private candidates(selector: unknown): readonly Workload[] {
    let best: readonly Workload[] | undefined;
    for (const [key, value] of Object.entries(fields(selector))) {
      const found = this.byLabel.get(`${key}=${text(value)}`) ?? [];
      if (!best || found.length < best.length) best = found;
    }
    return best ?? this.all ?? [];
  }

  private index(workload: Workload): void {
    for (const [key, value] of Object.entries(workload.labels)) {
      const label = `${key}=${value}`;
      const found = this.byLabel.get(label);
      if (found) found.push(workload);
      else this.byLabel.set(label, [workload]);
    }
  }
}

function isPod(resource: Resource): boolean {
  return resource.kind === POD;
}

function podOf(resource: Resource): Workload {
  const { namespace, labels, annotations, spec } = resource;
  return { resource, namespace, labels, annotations, spec };
}

function templateOf(resource: Resource): Workload {
  const template = fields(resource.spec.template);
  const metadata = fields(template.metadata);
  return {
    resource,
    namespace: resource.namespace,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    spec: fields(template.spec),
  };
}

function textsOf(value: unknown): Labels {
  const found = Object.create(null) as Record<string, string>;
  for (const [key, one] of Object.entries(fields(value))) found[key] = text(one);
  return found;
}
