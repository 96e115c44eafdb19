import { hostsOverlap, isWildcard } from '../../mesh/host';
import { clusterName } from '../model/names';
import { isTls } from '../model/protocol';
import type { Workload } from '../model/workload';
import { ANY_ADDRESS, type MeshService, type ServicePort } from '../registry/service';
import { shortForms } from '../routes/service-domains';
import type { VirtualService } from '../rules/virtual-service';
import type { Scope } from '../scope/scope';
import type { FilterChain } from './filter-chain';
import { forwardBytes, forwardTo, l4Applies } from './l4-rules';

/** What opaque chains of a sidecar's listener are made for. */
export interface OpaqueListener {
  readonly scope: Scope;
  readonly workload: Workload;
  readonly service: MeshService;
  readonly port: ServicePort;
  readonly bind: string;
  readonly cidrs: readonly string[];
  /** Rules of which a host covers the service. */
  readonly rules: readonly VirtualService[];
  readonly domain: string;
}

/** The chains by which a sidecar forwards bytes of a service's port. */
export function opaqueChains(of: OpaqueListener): readonly FilterChain[] {
  return isTls(of.port.protocol) ? tlsChains(of) : tcpChains(of);
}

/** The rules of which a host covers a service, or is covered by its wildcard. */
export function rulesFor(host: string, rules: readonly VirtualService[]): readonly VirtualService[] {
  return rules.filter(
    (rule) => (rule.tls.length > 0 || rule.tcp.length > 0) && rule.hosts.some((one) => hostsOverlap(one, host)),
  );
}

function tlsChains(of: OpaqueListener): readonly FilterChain[] {
  const { scope, workload, service, port } = of;
  const out: FilterChain[] = [];
  const seen = new Set<string>();
  let { cidrs } = of;
  for (const rule of of.rules) {
    for (const tls of rule.tls) {
      if (tls.destinations.length === 0) continue;
      for (const match of tls.matches) {
        if (!l4Applies(match, workload, port.port)) continue;
        if (match.subnets.length > 0) cidrs = match.subnets;
        const key = `${match.sniHosts.join()}|${match.subnets.join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const handler = forwardBytes(tls.destinations, (host) => scope.services.get(host), port.port, tls.origin);
        out.push(chain(match.sniHosts, cidrs, handler));
      }
    }
  }
  if (out.length > 0) return out;
  return [chain(defaultNames(of, cidrs), cidrs, forwardTo(serviceCluster(service, port)))];
}

/** Server names of a service's own chain: none where its address already tells it apart. */
function defaultNames({ service, bind, domain }: OpaqueListener, cidrs: readonly string[]): readonly string[] {
  const address = service.address.includes('/') ? '' : service.address;
  const shared = address === ANY_ADDRESS && bind === ANY_ADDRESS;
  const dynamic = isWildcard(service.host) && service.resolution === 'dynamic-dns';
  if (cidrs.length === 0 && address !== '' && !shared && !dynamic) return [];
  return [service.host, ...service.aliases.flatMap((alias) => [alias, ...shortForms(alias, domain)])];
}

function tcpChains(of: OpaqueListener): readonly FilterChain[] {
  const { scope, workload, service, port, cidrs } = of;
  const out: FilterChain[] = [];
  for (const rule of of.rules) {
    for (const tcp of rule.tcp) {
      if (tcp.destinations.length === 0) continue;
      const handler = forwardBytes(tcp.destinations, (host) => scope.services.get(host), port.port, tcp.origin);
      const matching = tcp.matches.filter((match) => l4Applies(match, workload, port.port));
      if (tcp.matches.length === 0 || matching.some(({ subnets }) => subnets.length === 0)) {
        out.push(chain([], cidrs, handler));
        return out;
      }
      const subnets = matching.flatMap((match) => match.subnets);
      if (subnets.length === 0) continue;
      out.push(chain([], subnets, handler));
      if (subnets.length === cidrs.length && [...subnets].sort().join() === [...cidrs].sort().join()) return out;
    }
  }
  out.push(chain([], cidrs, forwardTo(serviceCluster(service, port))));
  return out;
}

function serviceCluster(service: MeshService, port: ServicePort): string {
  return clusterName(service.host, service.ports.length === 1 ? (service.ports[0]?.port ?? port.port) : port.port);
}

function chain(sni: readonly string[], cidrs: readonly string[], handler: FilterChain['handler']): FilterChain {
  return { sni, cidrs, transport: '', alpn: [], tls: undefined, handler };
}
