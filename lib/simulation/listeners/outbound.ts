import type { MeshSettings } from '../model/mesh-settings';
import { isHttp, isTcp, listenerKind, type WireProtocol } from '../model/protocol';
import { isAddress } from '../model/names';
import type { Workload } from '../model/workload';
import { ANY_ADDRESS, portNumbered, type MeshService, type ServicePort } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';
import { sidecarRouteTable, unknownCluster, unknownHost } from '../routes/sidecar-routes';
import { RouteTable } from '../routes/virtual-host';
import type { EgressListener } from '../scope/egress-listener';
import type { Scope } from '../scope/scope';
import { addressRange } from './address-range';
import { Listener, PLAINTEXT_HTTP, type FilterChain } from './filter-chain';
import { forwardTo } from './l4-rules';
import { opaqueChains, rulesFor } from './outbound-chains';

interface Entry {
  protocol: WireProtocol;
  chains: readonly FilterChain[];
  locked: boolean;
}

/** The listeners of a sidecar for what its application dials, made port by port as they are asked for. */
export class OutboundListeners {
  private readonly byPort = new Map<number, ReadonlyMap<string, Listener>>();
  private readonly tables = new Map<string, RouteTable>();
  private readonly catchAll: Listener;

  constructor(
    private readonly scope: Scope,
    private readonly workload: Workload,
    private readonly settings: MeshSettings,
    private readonly registry: ServiceRegistry,
  ) {
    const rest = this.unknown('virtualOutbound-catchall-tcp');
    const dynamic = scope.outboundPolicy.mode === 'ALLOW_ANY_DYNAMIC_DNS';
    this.catchAll = new Listener('virtualOutbound', dynamic ? [this.unknownHttp(), rest] : [rest], undefined);
  }

  /** The listener for a dialled address and port: its own, the one for every address, or the one for the unknown. */
  public find(address: string, port: number): Listener {
    let listeners = this.byPort.get(port);
    if (!listeners) this.byPort.set(port, (listeners = this.build(port)));
    return (address === '' ? undefined : listeners.get(address)) ?? listeners.get(ANY_ADDRESS) ?? this.catchAll;
  }

  private build(port: number): ReadonlyMap<string, Listener> {
    const entries = new Map<string, Entry>();
    for (const listener of this.scope.listeners) {
      if (listener.port) {
        if (listener.port.number !== port) continue;
        const own: ServicePort = { name: '', port, protocol: listener.port.protocol, target: port };
        for (const service of listener.services) this.add(entries, listener, service, own, listener.bind, []);
        continue;
      }
      for (const entry of entries.values()) entry.locked = true;
      for (const service of listener.services) {
        const found = portNumbered(service, port);
        if (found) this.addService(entries, listener, service, found);
      }
    }
    const listeners = new Map<string, Listener>();
    for (const [bind, entry] of entries) {
      const listener = this.finish(`${bind}_${port}`, entry);
      // without the refused one, its connections reach the listener for the rest
      if (!listener.isAmbiguous) listeners.set(bind, listener);
    }
    return listeners;
  }

  private addService(
    entries: Map<string, Entry>,
    listener: EgressListener,
    service: MeshService,
    port: ServicePort,
  ): void {
    const opaque = listenerKind(port.protocol) !== 'http' && port.protocol !== 'UDP';
    const headless = service.resolution === 'none' && service.address === ANY_ADDRESS;
    if (!headless || !opaque || listener.bind !== '') {
      this.add(entries, listener, service, port, listener.bind, []);
      return;
    }
    const endpoints = this.registry.endpointsOn(service, port.port);
    if (service.registry !== 'Kubernetes' && endpoints.length === 0 && service.selector === undefined) {
      this.add(entries, listener, service, port, '', []);
      return;
    }
    for (const { address } of endpoints) {
      if (isAddress(address) && address !== this.workload.address)
        this.add(entries, listener, service, port, address, []);
    }
  }

  private add(
    entries: Map<string, Entry>,
    listener: EgressListener,
    service: MeshService,
    port: ServicePort,
    given: string,
    ranges: readonly string[],
  ): void {
    const kind = listenerKind(port.protocol);
    if (service.resolution === 'alias' || kind === undefined) return;
    let bind = given;
    let cidrs = ranges;
    if (kind === 'http') bind ||= ANY_ADDRESS;
    else if (bind === '') {
      bind = service.address.includes('/') ? ANY_ADDRESS : service.address;
      if (service.address.includes('/')) cidrs = [service.address];
    }
    const current = entries.get(bind);
    if (current?.locked) return;
    const opaque = (): readonly FilterChain[] =>
      opaqueChains({
        scope: this.scope,
        workload: this.workload,
        service,
        port,
        bind,
        cidrs,
        rules: rulesFor(service.host, listener.virtualServices),
        domain: `${this.workload.namespace}.svc.${this.settings.clusterDomain}`,
      });
    const http = (): FilterChain => this.httpChain(service, port, bind, kind);
    if (!current) {
      const plain = kind === 'http' && bind === ANY_ADDRESS;
      const chains = kind === 'http' ? [http()] : kind === 'tcp' ? opaque() : [...opaque(), http()];
      entries.set(bind, { chains, protocol: plain ? 'Unsupported' : port.protocol, locked: false });
      return;
    }
    if (serverFirst(port.protocol, current.protocol)) return;
    if (kind === 'http') {
      if (!isTcp(current.protocol)) return;
      current.chains = merge(current.chains, [http()]);
      current.protocol = 'Unsupported';
    } else if (kind === 'tcp') {
      current.chains = merge(current.chains, opaque());
      if (isHttp(current.protocol)) current.protocol = 'Unsupported';
    } else if (isHttp(current.protocol)) {
      entries.set(bind, { chains: [...opaque(), http()], protocol: port.protocol, locked: false });
    } else if (isTcp(current.protocol)) {
      current.chains = merge(current.chains, [...opaque(), http()]);
      current.protocol = 'Unsupported';
    }
  }

  private httpChain(service: MeshService, port: ServicePort, bind: string, kind: 'http' | 'tcp' | 'auto'): FilterChain {
    const sniffed = kind === 'auto' && bind !== ANY_ADDRESS ? service : undefined;
    const detect = kind === 'auto' || bind === ANY_ADDRESS;
    return {
      sni: [],
      cidrs: [],
      transport: detect ? 'raw_buffer' : '',
      alpn: detect ? PLAINTEXT_HTTP : [],
      tls: undefined,
      handler: { kind: 'http', routes: () => this.table(port.port, sniffed) },
    };
  }

  private table(port: number, sniffed: MeshService | undefined): RouteTable {
    const key = `${sniffed?.host ?? ''}:${port}`;
    let table = this.tables.get(key);
    if (!table) {
      const listener = this.scope.listeners.find((one) => one.port === undefined || one.port.number === port);
      const { scope, workload, settings } = this;
      table = listener
        ? sidecarRouteTable({ scope, listener, workload, settings }, port, sniffed)
        : sidecarRouteTable({ scope, listener: EMPTY, workload, settings }, port, sniffed);
      this.tables.set(key, table);
    }
    return table;
  }

  private finish(name: string, { chains }: Entry): Listener {
    const open = chains.filter(matchesAll);
    const rest = chains.filter((chain) => !matchesAll(chain));
    const last = open[open.length - 1];
    if (rest.length === 0 && last) return new Listener(name, [last], undefined);
    return new Listener(name, rest, last ?? this.unknown('PassthroughFilterChain'));
  }

  /** HTTP to a port that nobody declares is sent by its Host header, where the policy looks names up. */
  private unknownHttp(): FilterChain {
    const table = new RouteTable([unknownHost(this.scope)]);
    return {
      sni: [],
      cidrs: [],
      transport: 'raw_buffer',
      alpn: PLAINTEXT_HTTP,
      tls: undefined,
      handler: { kind: 'http', routes: () => table },
      name: 'virtualOutbound-catchall-http',
    };
  }

  private unknown(name: string): FilterChain {
    const { mode, egressProxy } = this.scope.outboundPolicy;
    const cluster = mode === 'REGISTRY_ONLY' ? 'BlackHoleCluster' : unknownCluster(egressProxy);
    return { sni: [], cidrs: [], transport: '', alpn: [], tls: undefined, handler: forwardTo(cluster), name };
  }
}

const EMPTY: EgressListener = {
  port: undefined,
  bind: '',
  services: [],
  virtualServices: [],
  closest: new Map(),
  matchPort: false,
};

/** Protocols in which the server speaks first share a port with nothing else. */
function serverFirst(incoming: WireProtocol, existing: WireProtocol): boolean {
  const special = (protocol: WireProtocol): boolean => protocol === 'Mongo' || protocol === 'MySQL';
  return (special(incoming) || special(existing)) && incoming !== existing;
}

function matchesAll(chain: FilterChain): boolean {
  return (
    (chain.sni.length === 0 || chain.sni.includes('*')) &&
    chain.alpn.length === 0 &&
    chain.transport === '' &&
    chain.cidrs.length === 0
  );
}

/** Adds the chains that no chain before them already stands for. */
function merge(current: readonly FilterChain[], incoming: readonly FilterChain[]): readonly FilterChain[] {
  const out = [...current];
  const keys = new Set(out.map(matchKey));
  for (const chain of incoming) {
    const key = matchKey(chain);
    if (keys.has(key)) continue;
    keys.add(key);
    out.push(chain);
  }
  return out;
}

function matchKey(chain: FilterChain): string {
  const names = [...new Set(chain.sni.filter((name) => name !== '*'))].sort();
  const ranges = chain.cidrs
    .map(addressRange)
    .filter((range) => range !== undefined && !(range.value === 0n && !range.v6))
    .map((range) => `${range?.value}/${range?.bits}`);
  return JSON.stringify([chain.transport, chain.alpn, names, [...new Set(ranges)].sort()]);
}
