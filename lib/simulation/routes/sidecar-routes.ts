import { hostsOverlap, isWildcard } from '../../mesh/host';
import { record } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import { isAddress } from '../model/names';
import { isHttpOrDetected } from '../model/protocol';
import type { Workload } from '../model/workload';
import { portNumbered, withPorts, type MeshService } from '../registry/service';
import type { VirtualService } from '../rules/virtual-service';
import { sameRule, type EgressListener } from '../scope/egress-listener';
import type { Scope } from '../scope/scope';
import { bareRoute, compileRoutes, defaultRoute, destinationCluster, plainRoute } from './compile';
import { destinationHash, serviceHash } from './hash';
import type { Route } from './route';
import { RouteTable, type VirtualHost } from './virtual-host';
import { serviceDomains } from './service-domains';

/** What a sidecar's route table is made for. */
export interface SidecarRoutes {
  readonly scope: Scope;
  readonly listener: EgressListener;
  readonly workload: Workload;
  readonly settings: MeshSettings;
}

interface Group {
  readonly hosts: readonly string[];
  readonly services: readonly MeshService[];
  readonly routes: readonly Route[];
}

/**
 * The routes of a port as a sidecar has them.
 *
 * @param sniffed the service whose own address the listener binds; its table has that service only
 */
export function sidecarRouteTable(of: SidecarRoutes, port: number, sniffed?: MeshService): RouteTable {
  const hosts = virtualHosts(of, port);
  if (!sniffed) return new RouteTable([...hosts, unknownHost(of.scope)]);
  const own = hosts.filter(({ domains }) => domains.includes(sniffed.host));
  return new RouteTable(own.length === 1 ? own.map((host) => ({ ...host, domains: ['*'] })) : own);
}

function virtualHosts(of: SidecarRoutes, port: number): readonly VirtualHost[] {
  const { listener, settings, workload } = of;
  const proxyPort = listener.port?.protocol === 'HTTP_PROXY' ? 0 : port;
  const services = new Map<string, MeshService>();
  for (const service of listener.services) {
    // an HTTP proxy port knows the services of port 80: only their names go without a port
    const found = portNumbered(service, proxyPort === 0 ? 80 : proxyPort);
    const host = service.host.toLowerCase();
    if (found) services.set(host, { ...withPorts(service, [found]), host });
  }
  const rules = proxyPort === 80 ? listener.virtualServices : withServices(listener.virtualServices, services);
  const groups = rules.flatMap((rule) => ruleGroups(rule, services, of, proxyPort));
  for (const group of groups) for (const { host } of group.services) services.delete(host);
  for (const service of services.values()) {
    if (service.resolution === 'alias') continue;
    for (const { port: number, protocol } of service.ports) {
      if (!isHttpOrDetected(protocol)) continue;
      const hash = serviceHash(of.scope.destinationRule(service.host, workload), number);
      groups.push({ hosts: [], services: [service], routes: [defaultRoute(service.host, number, settings, hash)] });
    }
  }
  return distinct(groups, proxyPort, `${workload.namespace}.svc.${settings.clusterDomain}`);
}

/** Off port 80 a VirtualService counts only where one of its hosts is a service with that port. */
function withServices(
  rules: readonly VirtualService[],
  services: ReadonlyMap<string, MeshService>,
): readonly VirtualService[] {
  const wild = [...services.keys()].filter(isWildcard);
  return rules.filter((rule) =>
    rule.hosts.some((given) => {
      const host = given.toLowerCase();
      if (services.has(host)) return true;
      if (!isWildcard(host)) return wild.some((service) => hostsOverlap(host, service));
      for (const service of services.keys()) if (hostsOverlap(host, service)) return true;
      return false;
    }),
  );
}

function ruleGroups(
  rule: VirtualService,
  services: ReadonlyMap<string, MeshService>,
  { scope, workload, settings, listener }: SidecarRoutes,
  port: number,
): Group[] {
  const routes = compileRoutes(rule, {
    workload,
    settings,
    port,
    gateway: 'mesh',
    tls: false,
    service: (host) => services.get(host),
    hash: (destination) => destinationHash(scope.destinationRule(destination.host, workload), destination),
  });
  if (routes.length === 0) return [];
  const { hosts, found } = splitHosts(rule, services, listener);
  const fromRoute = rule.config.semantics === 'gateway';
  const { namespace } = rule.config;
  const own = found.filter((service) => service.namespace === namespace || workload.namespace === namespace);
  if (fromRoute && own.length === 0) return [];
  const http = found.filter((service) => service.ports.some(({ protocol }) => isHttpOrDetected(protocol)));
  return http.length > 0 || port === 80 ? [{ hosts, services: http, routes }] : [];
}

/** Hosts of a rule that are services, and those that are not. */
function splitHosts(
  rule: VirtualService,
  services: ReadonlyMap<string, MeshService>,
  listener: EgressListener,
): { hosts: string[]; found: MeshService[] } {
  const hosts: string[] = [];
  const found: MeshService[] = [];
  for (const given of rule.hosts) {
    const host = given.toLowerCase();
    if (isWildcard(host)) continue;
    const service = services.get(host);
    if (service) found.push(service);
    else hosts.push(host);
  }
  for (const given of rule.hosts) {
    const host = given.toLowerCase();
    if (!isWildcard(host)) continue;
    let any = false;
    if (rule.config.semantics !== 'gateway') {
      for (const service of services.values()) {
        if (!hostsOverlap(service.host, host)) continue;
        any = true;
        if (sameRule(listener.closest.get(service.host), rule)) found.push(service);
      }
    }
    if (!any) hosts.push(host);
  }
  return { hosts, found };
}

/** Gives every name to the first that claims it; a short form gives way to a service that is really called so. */
function distinct(groups: readonly Group[], port: number, domain: string): readonly VirtualHost[] {
  const out: VirtualHost[] = [];
  const names = new Set<string>();
  const taken = new Set<string>();
  const known = new Set<string>();
  for (const { services } of groups) for (const { host } of services) known.add(host).add(`${host}:${port}`);
  const add = (host: string, routes: readonly Route[], service: MeshService | undefined): void => {
    const name = `${host}:${port}`;
    if (names.has(name)) return;
    names.add(name);
    const { domains, short } = service
      ? serviceDomains(service, domain)
      : { domains: [isAddress(host) && host.includes(':') ? `[${host}]` : host], short: [] };
    const free = domains.filter((candidate) => {
      const key = candidate.toLowerCase();
      if (taken.has(key) || (short.includes(candidate) && known.has(candidate))) return false;
      taken.add(key);
      return true;
    });
    if (free.length > 0) out.push({ name, domains: free, routes, requireTls: false });
  };
  for (const { hosts, services, routes } of groups) {
    for (const host of hosts) add(host, routes, undefined);
    for (const service of services) add(service.host, routes, service);
  }
  return out;
}

/** Where a Host goes that no service or rule knows. */
export function unknownHost(scope: Scope): VirtualHost {
  const { mode, egressProxy } = scope.outboundPolicy;
  const host = (name: string, route: Route): VirtualHost => ({
    name,
    domains: ['*'],
    routes: [route],
    requireTls: false,
  });
  if (mode === 'ALLOW_ANY_DYNAMIC_DNS') {
    return host('allow_any_dynamic_dns', plainRoute('allow_any_dynamic_dns', 'AllowAnyDynamicDNSCluster', undefined));
  }
  if (mode === 'ALLOW_ANY') {
    return host('allow_any', plainRoute('allow_any', unknownCluster(egressProxy), undefined));
  }
  return host('block_all', bareRoute('block_all', { kind: 'direct', status: 502, body: undefined }));
}

/** The cluster for destinations that nobody declares, where they are allowed. */
export function unknownCluster(egressProxy: Scope['outboundPolicy']['egressProxy']): string {
  if (!egressProxy) return 'PassthroughCluster';
  const port = record(egressProxy['port'])['number'];
  return destinationCluster(
    {
      host: String(egressProxy['host'] ?? ''),
      subset: String(egressProxy['subset'] ?? ''),
      port: typeof port === 'number' ? port : undefined,
    },
    undefined,
    0,
  );
}
