import type { Suppression } from '../analysis';
import { ConfigurationError } from '../errors';
import type { KnownResource } from '../mesh';
import type { MeshConfig } from '../mesh/mesh-config';
import type { Finding, Level } from '../report';
import type { Snapshot, SnapshotOptions } from '../snapshot';
import type { IValidationContext } from './context';

/** `properties` of the plugin in cdk8s.yaml. */
export interface IstioValidationProperties {
  /** Findings below are left out: `error`, `warning` or `info`. Only errors fail the synth. @default warning */
  readonly level?: Level;
  /** Whether what is not in the manifests does not exist. @default false, the App is part of a cluster */
  readonly closed?: boolean;
  /** Istio's mesh settings. @default - Istio's own defaults */
  readonly meshConfig?: MeshConfig;
  /** A file with mesh settings, e.g. of `cdk8s-istio mesh-config`. @default - none */
  readonly meshConfigFile?: string;
  /** DNS domain of the cluster. @default cluster.local */
  readonly clusterDomain?: string;
  /** Resources that exist in the cluster although the App does not have them. @default - none */
  readonly known?: readonly KnownResource[];
  /** Namespaces of which the manifests hold every resource. @default - none */
  readonly complete?: readonly string[];
  /** Findings that are accepted. @default - those that annotations on the resources accept */
  readonly suppress?: readonly Suppression[];
}

const PROPERTIES = [
  'level',
  'closed',
  'meshConfig',
  'meshConfigFile',
  'clusterDomain',
  'known',
  'complete',
  'suppress',
];

/**
 * The checks as a plugin of `cdk8s synth`, for Apps whose manifests come from anywhere.
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-istio
 *     class: IstioValidation
 *     version: 0.1.0
 * ```
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/
 */
export class IstioValidation {
  /** @throws ConfigurationError PluginPropertyUnknown */
  constructor(private readonly properties: IstioValidationProperties = {}) {
    const unknown = Object.keys(properties).find((name) => !PROPERTIES.includes(name));
    if (unknown !== undefined) {
      throw new ConfigurationError('PluginPropertyUnknown', {
        at: 'IstioValidation',
        problem: 'no such property',
        value: unknown,
      });
    }
  }

  /** Called by the cdk8s CLI after synth. */
  public async validate(context: IValidationContext): Promise<void> {
    const { manifests, report } = context;
    const { analyze, describeCode, snapshot } = this.load(manifests);
    const { closed = false, level = 'warning', suppress = [] } = this.properties;
    const findings = analyze(snapshot, { closed, level, suppress });
    const resourceName = namesOf(snapshot);
    for (const finding of findings) {
      report.addViolation({
        ruleName: `${finding.code} (${finding.level})`,
        recommendation: finding.message,
        fix: `${describeCode(finding.code) ?? finding.code}: correct the resource, or suppress ${finding.code} with a reason`,
        violatingResources: [
          { resourceName: resourceName(finding), locations: locationsOf(finding), manifestPath: finding.file ?? '' },
        ],
      });
    }
    const failed = findings.some((finding) => finding.level === 'error');
    report.submit(failed ? 'failure' : 'success', { Checked: String(snapshot.resources.length) });
  }

  /** The main entry of this package exports the plugin: nothing of the analysis is loaded before it is needed. */
  private load(manifests: readonly string[]) {
    /* eslint-disable @typescript-eslint/no-require-imports -- see above */
    const { analyze, describeCode } = require('../analysis') as typeof import('../analysis');
    const { readMeshConfigFile, snapshotFromFiles } = require('../snapshot') as typeof import('../snapshot');
    /* eslint-enable @typescript-eslint/no-require-imports */
    const { meshConfigFile, meshConfig, clusterDomain, known, complete } = this.properties;
    const filed = meshConfigFile === undefined ? {} : readMeshConfigFile(meshConfigFile);
    const options: SnapshotOptions = {
      ...filed,
      ...(meshConfig === undefined ? {} : { meshConfig: { ...filed.meshConfig, ...meshConfig } }),
      ...(clusterDomain === undefined ? {} : { clusterDomain }),
      ...(known === undefined ? {} : { known: [...(filed.known ?? []), ...known] }),
      ...(complete === undefined ? {} : { complete: [...(filed.complete ?? []), ...complete] }),
    };
    return { analyze, describeCode, snapshot: snapshotFromFiles(manifests, options) };
  }
}

/**
 * The name by which the CLI finds the construct of a resource. It knows names without kind and namespace, so a name that two
 * resources share would get the construct of either: those are given in full, and get none.
 */
function namesOf({ resources }: Snapshot): (finding: Finding) => string {
  const counts = new Map<string, number>();
  for (const { name } of resources) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ resource: { kind, namespace, name } }) =>
    counts.get(name) === 1 ? name : `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

function locationsOf({ path, file, line }: Finding): string[] {
  const place = file === undefined || line === undefined ? [] : [`${file}:${line}`];
  return path === undefined ? place : [path, ...place];
}
