/** Servers of Gateways as one proxy opens them. */
import { parseGatewayHost } from '../../mesh';
import type { Fields, Resource } from '../../snapshot';
import { fields, maybe, number, objects, text, texts } from './json';
import { selectorText } from './labels';
import { fullName } from './names';
import { isHttp } from './protocols';
import type { Workloads } from './workloads';

/** One server of a Gateway. */
export interface GatewayServer {
  readonly gateway: Resource;
  readonly index: number;
  readonly port: number;
  readonly protocol: string;
  readonly bind: string;
  readonly hosts: readonly string[];
  /** Whether it tells connections apart by SNI. */
  readonly isTls: boolean;
}

/** The servers of a Gateway, in order. */
export function serversOf(gateway: Resource): readonly GatewayServer[] {
  return objects(gateway.spec.servers).map((server, index) => {
    const port = fields(server.port);
    const protocol = text(port.protocol).toUpperCase();
    return {
      gateway,
      index,
      port: number(port.number),
      protocol,
      bind: text(server.bind),
      hosts: texts(server.hosts),
      isTls: isTlsServer(server, protocol),
    };
  });
}

function isTlsServer(server: Fields, protocol: string): boolean {
  return maybe(server.tls) !== undefined && !isHttp(protocol);
}

/** Gateways that share a proxy, each group once. Where none of their workloads is known, those with one selector do. */
export function gatewaysOfProxies(
  gateways: readonly Resource[],
  workloads: Workloads,
): readonly (readonly Resource[])[] {
  const byProxy = new Map<unknown, Resource[]>();
  for (const gateway of gateways) {
    const proxies = workloads.select(gateway.spec.selector);
    for (const proxy of proxies.length > 0 ? proxies : [selectorText(gateway.spec.selector)]) {
      const sharing = byProxy.get(proxy);
      if (sharing) sharing.push(gateway);
      else byProxy.set(proxy, [gateway]);
    }
  }
  const groups = new Map<string, readonly Resource[]>();
  for (const group of byProxy.values()) groups.set(group.map(fullName).join(), group);
  return [...groups.values()];
}

/** Names that clients ask for by SNI, whichever namespaces may bind to them. */
export function sniHosts({ hosts }: GatewayServer): readonly string[] {
  return hosts.map((host) => parseGatewayHost(host).host.toLowerCase());
}
