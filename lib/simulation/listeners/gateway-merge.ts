import { text } from '../model/fields';
import { isHttp, parseProtocol } from '../model/protocol';
import { passesThrough, readServers, servesHttp, speaksTls, type Server } from './server';
import type { ServiceTarget } from './service-targets';
import type { Config } from '../model/config';

/** Servers that share a port, protocol and address. */
export interface MergedServers {
  readonly port: number;
  readonly protocol: string;
  readonly bind: string;
  routeName: string;
  readonly servers: Server[];
}

/** The Gateways of a gateway pod, merged port by port. */
export interface MergedGateway {
  readonly groups: readonly MergedServers[];
  /** Servers by the route table they share. */
  readonly byRouteName: ReadonlyMap<string, readonly Server[]>;
  /** Servers that gave way to an older one, for explanations. */
  readonly dropped: readonly { readonly server: Server; readonly reason: string }[];
}

/** A Gateway that holds for a pod, and the Service ports it is reached by. */
export interface BoundGateway {
  readonly gateway: Config;
  readonly targets: readonly ServiceTarget[];
  /** Whether its ports may be container ports, too: Gateways with a selector, not those of the Gateway API. */
  readonly bySelector: boolean;
}

/**
 * Merges Gateways as the control plane does: oldest first; on one port plain HTTP servers share a route table, TLS servers
 * stand side by side by server name, and what conflicts with an older server is dropped.
 */
export function mergeGateways(gateways: readonly BoundGateway[]): MergedGateway {
  const merge = new Merge();
  for (const bound of gateways) {
    for (const server of readServers(bound.gateway)) {
      for (const port of resolvePorts(server.port, bound)) merge.add(server, port);
    }
  }
  return { groups: merge.groups, byRouteName: merge.byRouteName, dropped: merge.dropped };
}

function resolvePorts(number: number, { targets, bySelector }: BoundGateway): readonly number[] {
  const found = targets
    .filter(
      ({ service }) => !(bySelector && service.labels.has('experimental.istio.io/disable-gateway-port-translation')),
    )
    .filter(({ port }) => port.port === number)
    .map(({ target }) => target);
  if (!bySelector) return [...new Set(found)];
  return [found[0] ?? number];
}

class Merge {
  public readonly groups: MergedServers[] = [];
  public readonly byRouteName = new Map<string, Server[]>();
  public readonly dropped: { server: Server; reason: string }[] = [];
  private readonly ports = new Set<number>();
  private readonly plain = new Map<number, MergedServers>();
  private readonly binds = new Map<number, Set<string>>();
  private readonly tlsHosts = new Map<number, Map<string, string>>();

  public add(server: Server, port: number): void {
    const routeName = routeNameOf(server, port);
    if (server.tls) {
      const taken = this.takenHosts(server, port);
      if (taken.length > 0)
        return this.drop(server, `${taken.join(', ')} on port ${port} belongs to an older TLS server`);
    }
    if (!this.ports.has(port)) {
      this.ports.add(port);
      const group = this.open(server, port, routeName);
      if (!speaksTls(server)) this.plain.set(port, group);
      if (servesHttp(server)) this.byRouteName.set(routeName, [server]);
      return;
    }
    const current = this.plain.get(port);
    if (current) this.addBesidePlain(server, port, routeName, current);
    else this.addBesideTls(server, port, routeName);
  }

  private addBesidePlain(server: Server, port: number, routeName: string, current: MergedServers): void {
    const sameBind = current.bind === server.bind;
    const known = parseProtocol(current.protocol);
    if (sameBind && !((isHttp(server.protocol) || server.protocol === known) && isHttp(known))) {
      return this.drop(server, `port ${port} already serves ${current.protocol}`);
    }
    if (sameBind && routeName === '') return this.drop(server, `port ${port} already serves ${current.protocol}`);
    if (sameBind) {
      current.servers.push(server);
      this.route(routeName, server);
      return;
    }
    const group = this.group(server, port);
    if (!group) {
      const opened = this.open(server, port, routeName);
      if (!speaksTls(server)) this.plain.set(port, opened);
      if (servesHttp(server)) this.byRouteName.set(routeName, [server]);
      return;
    }
    group.routeName = routeName;
    group.servers.push(server);
    this.route(routeName, server);
  }

  private addBesideTls(server: Server, port: number, routeName: string): void {
    if (!speaksTls(server)) {
      this.plain.set(port, this.open(server, port, routeName));
      if (servesHttp(server)) this.byRouteName.set(routeName, [server]);
      return;
    }
    if (servesHttp(server)) {
      if (routeName === '' || this.byRouteName.has(routeName)) {
        return this.drop(server, `another server of the Gateway has the port name ${server.portName}`);
      }
      this.byRouteName.set(routeName, [server]);
    }
    let binds = this.binds.get(port);
    if (!binds) this.binds.set(port, (binds = new Set()));
    binds.add(server.bind);
    const group = this.group(server, port);
    if (group) group.servers.push(server);
    else this.open(server, port, '');
  }

  private takenHosts(server: Server, port: number): readonly string[] {
    let known = this.tlsHosts.get(port);
    if (!known) this.tlsHosts.set(port, (known = new Map()));
    const taken = duplicates(server.hosts, server.bind, known);
    return taken;
  }

  private group(server: Server, port: number): MergedServers | undefined {
    return this.groups.find(
      (group) => group.port === port && group.protocol === server.protocolText && group.bind === server.bind,
    );
  }

  private open(server: Server, port: number, routeName: string): MergedServers {
    const group = { port, protocol: server.protocolText, bind: server.bind, routeName, servers: [server] };
    const known = this.group(server, port);
    if (known) this.groups.splice(this.groups.indexOf(known), 1, group);
    else this.groups.push(group);
    return group;
  }

  private route(name: string, server: Server): void {
    const known = this.byRouteName.get(name);
    if (known) known.push(server);
    else this.byRouteName.set(name, [server]);
  }

  private drop(server: Server, reason: string): void {
    this.dropped.push({ server, reason });
  }
}

/** Hosts that another server on this address has; if there are none, all of them are taken from now on. */
export function duplicates(hosts: readonly string[], bind: string, known: Map<string, string>): readonly string[] {
  const taken = hosts.filter((host) => known.get(host) === bind);
  if (taken.length === 0) for (const host of hosts) known.set(host, bind);
  return taken;
}

function routeNameOf(server: Server, port: number): string {
  const bind = server.bind === '' ? '' : `.${server.bind}`;
  if (isHttp(server.protocol)) return `http.${port}${bind}`;
  if (server.protocol !== 'HTTPS' || passesThrough(server)) return '';
  return `https.${server.port}.${server.portName}.${text(server.gateway.name)}.${server.gateway.namespace}${bind}`;
}
