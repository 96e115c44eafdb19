import { byAge, configOf, keyOf, type Config } from '../model/config';
import { isRecord, record, text } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import type { Snapshot } from '../../snapshot';
import { mergeDelegate } from './delegate';
import { validVirtualService } from './valid-virtual-service';
import { readVirtualService, type HttpRule, type VirtualService } from './virtual-service';

/** VirtualServices by gateway and by who may see them, oldest first. */
export class VirtualServiceIndex {
  /** Every VirtualService with hosts, delegates merged in. */
  public readonly all: readonly VirtualService[];
  private readonly privately = new Map<string, VirtualService[]>();
  private readonly exported = new Map<string, VirtualService[]>();
  private readonly publicly = new Map<string, VirtualService[]>();

  constructor(
    snapshot: Snapshot,
    derived: readonly Config[],
    private readonly settings: MeshSettings,
  ) {
    const configs = [...snapshot.ofKind('networking.istio.io/VirtualService').map(configOf), ...derived]
      .filter(validVirtualService)
      .sort(byAge);
    const read = configs.map((config) => readVirtualService(config, settings.clusterDomain));
    const delegates = new Map(
      read.filter(({ hosts }) => hosts.length === 0).map((found) => [keyOf(found.config), found]),
    );
    this.all = read
      .filter(({ hosts }) => hosts.length > 0)
      .map((found) => (found.config.semantics ? found : this.withDelegates(found, delegates)));
    for (const virtualService of this.all) this.add(virtualService);
  }

  /** What is bound to a gateway (or `mesh`) and exported to a namespace: private ones first, then by name, then public. */
  public visible(namespace: string, gateway: string): readonly VirtualService[] {
    const key = `${namespace} ${gateway}`;
    const open = this.publicly.get(gateway) ?? [];
    const own = open.filter(({ config }) => config.semantics === 'gateway' && config.namespace === namespace);
    const ordered = own.length > 0 ? [...own, ...open.filter((one) => !own.includes(one))] : open;
    return [...(this.privately.get(key) ?? []), ...(this.exported.get(key) ?? []), ...ordered];
  }

  private add(virtualService: VirtualService): void {
    const { namespace } = virtualService.config;
    const scope = this.exportTo(virtualService);
    for (const gateway of virtualService.gateways) {
      if (scope.includes('*')) push(this.publicly, gateway, virtualService);
      else if (!scope.includes('~')) {
        for (const target of new Set(scope)) {
          push(target === namespace ? this.privately : this.exported, `${target} ${gateway}`, virtualService);
        }
      }
    }
  }

  private exportTo({ exportTo, config }: VirtualService): readonly string[] {
    if (exportTo.length > 0) return exportTo;
    return this.settings.virtualServiceExportTo.map((scope) => (scope === '.' ? config.namespace : scope));
  }

  private withDelegates(root: VirtualService, delegates: ReadonlyMap<string, VirtualService>): VirtualService {
    if (!root.http.some(({ policy }) => isRecord(policy['delegate']))) return root;
    const { namespace } = root.config;
    const http = root.http.flatMap((rule): readonly HttpRule[] => {
      if (!isRecord(rule.policy['delegate'])) return [rule];
      const reference = record(rule.policy['delegate']);
      const delegate = delegates.get(`${text(reference['namespace']) || namespace}/${text(reference['name'])}`);
      if (!delegate) return [];
      const scope = this.exportTo(delegate);
      return scope.includes('*') || scope.includes(namespace) ? mergeDelegate(rule, delegate.http) : [];
    });
    return { ...root, http };
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
