import type { Snapshot } from '../../snapshot';
import { configOf, type Config } from '../model/config';
import { isRecord, number, record, selects, text, textMap } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';

/** How a workload takes connections of the mesh. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** The mode of a workload, and of ports with one of their own. */
export interface InboundMtls {
  readonly mode: MtlsMode;
  readonly ports: ReadonlyMap<number, MtlsMode>;
  /** The policies that decided. */
  readonly from: readonly Config[];
}

/** PeerAuthentications of the mesh. */
export class PeerAuthentications {
  private readonly policies: readonly Config[];
  private readonly global: MtlsMode;

  constructor(
    snapshot: Snapshot,
    private readonly settings: MeshSettings,
  ) {
    this.policies = snapshot
      .ofKind('security.istio.io/PeerAuthentication')
      .map(configOf)
      .sort((a, b) => a.created - b.created);
    this.global = modeOf(this.general(settings.rootNamespace)) ?? 'PERMISSIVE';
  }

  /** What clients expect of a namespace's workloads: policies of single workloads are not looked at. */
  public ofNamespace(namespace: string): MtlsMode {
    if (namespace === this.settings.rootNamespace) return this.global;
    return modeOf(this.general(namespace)) ?? this.global;
  }

  /** What a workload really does. */
  public ofWorkload(workload: Workload): InboundMtls {
    const mesh = this.general(this.settings.rootNamespace);
    const own = workload.namespace === this.settings.rootNamespace ? undefined : this.general(workload.namespace);
    const special =
      workload.namespace === this.settings.rootNamespace
        ? undefined
        : this.policies.find(
            (policy) =>
              policy.namespace === workload.namespace &&
              selecting(policy) &&
              selects(selectorOf(policy), workload.labels),
          );
    const mode = modeOf(special) ?? modeOf(own) ?? modeOf(mesh) ?? 'PERMISSIVE';
    const ports = new Map<number, MtlsMode>();
    for (const [port, setting] of Object.entries(record(special?.spec['portLevelMtls']))) {
      const value = number(port);
      if (value !== undefined) ports.set(value, parse(record(setting)['mode']) ?? mode);
    }
    return { mode, ports, from: [special, own, mesh].filter((policy) => policy !== undefined) };
  }

  private general(namespace: string): Config | undefined {
    return this.policies.find((policy) => policy.namespace === namespace && !selecting(policy));
  }
}

function selectorOf(policy: Config): ReadonlyMap<string, string> {
  return textMap(record(policy.spec['selector'])['matchLabels']);
}

function selecting(policy: Config): boolean {
  return isRecord(policy.spec['selector']) && selectorOf(policy).size > 0;
}

function modeOf(policy: Config | undefined): MtlsMode | undefined {
  return policy && parse(record(policy.spec['mtls'])['mode']);
}

function parse(mode: unknown): MtlsMode | undefined {
  const value = text(mode);
  return value === 'STRICT' || value === 'PERMISSIVE' || value === 'DISABLE' ? value : undefined;
}
