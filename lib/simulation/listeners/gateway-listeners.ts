import { hostsOverlap, isSubsetOf } from '../../mesh/host';
import { sniName } from '../model/names';
import { isHttp, parseProtocol } from '../model/protocol';
import { ANY_ADDRESS } from '../registry/service';
import { gatewayRouteTable, type GatewayRoutes } from '../routes/gateway-routes';
import type { RouteTable } from '../routes/virtual-host';
import type { L4Match } from '../rules/virtual-service';
import { Listener, type FilterChain } from './filter-chain';
import { duplicates, mergeGateways, type BoundGateway, type MergedGateway, type MergedServers } from './gateway-merge';
import { forwardBytes, forwardTo } from './l4-rules';
import { passesThrough, serverNames, termination, type Server } from './server';

/** Application protocols of Istio's own mutual TLS. */
export const ISTIO_ALPN = ['istio-peer-exchange', 'istio', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'] as const;

/** The listeners of a gateway pod. */
export class GatewayListeners {
  public readonly merged: MergedGateway;
  private readonly listeners = new Map<number, Listener>();
  private readonly tables = new Map<string, RouteTable>();

  constructor(
    gateways: readonly BoundGateway[],
    private readonly routes: GatewayRoutes,
  ) {
    this.merged = mergeGateways(gateways);
    const known = new Map<number, Map<string, string>>();
    const drafts = new Map<string, { port: number; bind: string; chains: FilterChain[] }>();
    for (const group of this.merged.groups) {
      if (routes.workload.unprivileged && group.port < 1024) continue;
      const bind = group.bind || ANY_ADDRESS;
      const name = `${bind}_${group.port}`;
      let draft = drafts.get(name);
      if (!draft) drafts.set(name, (draft = { port: group.port, bind, chains: [] }));
      draft.chains.push(...this.chains(group, known));
    }
    for (const [name, { port, bind, chains }] of drafts) {
      // a listener without chains is refused; of several addresses on a port the one for every address is reached from outside
      if (chains.length === 0 || (this.listeners.has(port) && bind !== ANY_ADDRESS)) continue;
      const listener = new Listener(name, chains, undefined);
      if (!listener.isAmbiguous) this.listeners.set(port, listener);
    }
  }

  /** The listener on a container port. */
  public find(port: number): Listener | undefined {
    return this.listeners.get(port);
  }

  public get ports(): readonly number[] {
    return [...this.listeners.keys()];
  }

  private chains(group: MergedServers, known: Map<number, Map<string, string>>): readonly FilterChain[] {
    if (isHttp(parseProtocol(group.protocol))) return [this.httpChain([], undefined, group.routeName)];
    return group.servers.flatMap((server) => {
      if (server.protocol === 'HTTPS' && server.tls && !passesThrough(server)) {
        return [this.httpChain(serverNames(server), termination(server), this.routeNameOf(server))];
      }
      if (server.mode === 'AUTO_PASSTHROUGH') return this.autoPassthrough(server);
      if (passesThrough(server)) return this.passthrough(server, group.port, known);
      return this.opaque(server);
    });
  }

  private httpChain(sni: readonly string[], tls: FilterChain['tls'], routeName: string): FilterChain {
    return {
      sni,
      cidrs: [],
      transport: '',
      alpn: [],
      tls,
      handler: { kind: 'http', routes: () => this.table(routeName) },
    };
  }

  private table(routeName: string): RouteTable {
    let table = this.tables.get(routeName);
    if (!table) {
      table = gatewayRouteTable(this.routes, this.merged.byRouteName.get(routeName) ?? []);
      this.tables.set(routeName, table);
    }
    return table;
  }

  private routeNameOf(server: Server): string {
    for (const [name, servers] of this.merged.byRouteName) if (servers.includes(server)) return name;
    return '';
  }

  /** Bytes of a port, or of TLS that was ended here: the first rule that fits. */
  private opaque(server: Server): readonly FilterChain[] {
    for (const rule of this.rules(server)) {
      const found = rule.tcp.find(
        (tcp) =>
          tcp.destinations.length > 0 &&
          (tcp.matches.length === 0 || tcp.matches.some((match) => this.fits(match, server))),
      );
      const ofTlsRoute = rule.config.annotations.get(PARENTS)?.startsWith('TLSRoute/') === true;
      const chosen =
        found ??
        (ofTlsRoute ? rule.tls.find((tls) => tls.matches.some((match) => this.fits(match, server))) : undefined);
      if (!chosen) continue;
      const handler = forwardBytes(
        chosen.destinations,
        (host) => this.routes.scope.services.get(host),
        server.port,
        chosen.origin,
      );
      return [{ sni: serverNames(server), cidrs: [], transport: '', alpn: [], tls: termination(server), handler }];
    }
    return [];
  }

  private passthrough(server: Server, port: number, known: Map<number, Map<string, string>>): readonly FilterChain[] {
    const out: FilterChain[] = [];
    for (const rule of this.rules(server)) {
      for (const tls of rule.tls) {
        if (tls.destinations.length === 0) continue;
        for (const match of tls.matches) {
          if (!this.fits(match, server)) continue;
          let names = known.get(port);
          if (!names) known.set(port, (names = new Map()));
          if (duplicates(match.sniHosts, server.bind, names).length > 0) continue;
          const handler = forwardBytes(
            tls.destinations,
            (host) => this.routes.scope.services.get(host),
            server.port,
            tls.origin,
          );
          out.push({ sni: match.sniHosts, cidrs: [], transport: '', alpn: [], tls: undefined, handler });
        }
      }
    }
    return out;
  }

  /** Mutual TLS of other clusters, routed by the server name that Istio's own clients use. */
  private autoPassthrough(server: Server): readonly FilterChain[] {
    const names = serverNames(server);
    const { scope, workload } = this.routes;
    const chain = (name: string): FilterChain => ({
      sni: [name],
      cidrs: [],
      transport: '',
      alpn: ISTIO_ALPN,
      tls: undefined,
      handler: forwardTo(name, false),
    });
    return [...scope.services.values()]
      .filter((service) => !service.external && names.some((name) => isSubsetOf(service.host, name)))
      .flatMap((service) =>
        service.ports
          .filter(({ protocol }) => protocol !== 'UDP')
          .flatMap(({ port }) => [
            chain(sniName(service.host, port)),
            ...(scope.destinationRule(service.host, workload)?.subsets ?? []).map(({ name }) =>
              chain(sniName(service.host, port, name)),
            ),
          ]),
      );
  }

  private rules(server: Server): ReturnType<GatewayRoutes['rules']['visible']> {
    return this.routes.rules.visible(this.routes.workload.namespace, server.gatewayName).filter((rule) =>
      rule.hosts.some((host) =>
        server.hosts.some((given) => {
          const slash = given.indexOf('/');
          if (slash >= 0 && given.slice(0, slash) !== rule.config.namespace) return false;
          return hostsOverlap(given.slice(slash + 1), host);
        }),
      ),
    );
  }

  private fits(match: L4Match, server: Server): boolean {
    if (match.port !== 0 && match.port !== server.port) return false;
    return match.gateways.length === 0 || match.gateways.includes(server.gatewayName);
  }
}

/** Names the Gateway API objects that an internal object was made from. */
export const PARENTS = 'internal.istio.io/parents';
