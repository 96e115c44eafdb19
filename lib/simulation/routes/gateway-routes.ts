import { isSubsetOf } from '../../mesh/host';
import type { Server } from '../listeners/server';
import { hostsFor } from '../listeners/server';
import { keyOf } from '../model/config';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';
import type { MeshService } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';
import type { VirtualService } from '../rules/virtual-service';
import type { VirtualServiceIndex } from '../rules/virtual-service-index';
import type { Scope } from '../scope/scope';
import { compileRoutes } from './compile';
import { destinationHash } from './hash';
import type { Route } from './route';
import { RouteTable } from './virtual-host';

/** What a gateway's route tables are made for. */
export interface GatewayRoutes {
  readonly scope: Scope;
  readonly workload: Workload;
  readonly settings: MeshSettings;
  readonly registry: ServiceRegistry;
  readonly rules: VirtualServiceIndex;
}

interface Draft {
  readonly name: string;
  routes: Route[];
  requireTls: boolean;
}

/** The routes of the servers that share a table. */
export function gatewayRouteTable(of: GatewayRoutes, servers: readonly Server[]): RouteTable {
  const drafts = new Map<string, Draft>();
  // rules are compiled once a Gateway, for the port of the server that needs them first
  const compiled = new Map<string, readonly Route[]>();
  for (const server of servers) {
    for (const rule of of.rules.visible(of.workload.namespace, server.gatewayName)) {
      const hosts = intersection(hostsFor(server, rule.config.namespace), rule.hosts);
      if (hosts.length === 0) continue;
      const key = `${server.gatewayName} ${keyOf(rule.config)}`;
      const routes = compiled.get(key) ?? compile(of, server, rule);
      if (routes.length === 0) continue;
      compiled.set(key, routes);
      for (const host of hosts) {
        const draft = draftFor(drafts, host, server);
        draft.routes = [...draft.routes, ...routes];
        draft.requireTls ||= server.httpsRedirect;
      }
    }
    if (!server.httpsRedirect) continue;
    for (const host of server.hosts) draftFor(drafts, host, server).requireTls = true;
  }
  return new RouteTable(
    [...drafts].map(([host, { name, routes, requireTls }]) => ({
      name,
      domains: [host],
      routes: [...routes.filter(({ catchAll }) => !catchAll), ...routes.filter(({ catchAll }) => catchAll)],
      requireTls,
    })),
  );
}

function draftFor(drafts: Map<string, Draft>, host: string, server: Server): Draft {
  const key = host.toLowerCase();
  let draft = drafts.get(key);
  if (!draft) drafts.set(key, (draft = { name: `${key}:${server.port}`, routes: [], requireTls: false }));
  return draft;
}

function compile(of: GatewayRoutes, server: Server, rule: VirtualService): readonly Route[] {
  const { scope, workload, settings, registry } = of;
  const service = (host: string): MeshService | undefined => {
    const own = registry.named(host).get(rule.config.namespace);
    return own && registry.isVisible(own, workload.namespace) ? own : scope.services.get(host);
  };
  return compileRoutes(rule, {
    workload,
    settings,
    port: server.port,
    gateway: server.gatewayName,
    tls: server.tls !== undefined,
    service,
    hash: (destination) => destinationHash(scope.destinationRule(destination.host, workload), destination),
  });
}

/** The names that both have: of each overlapping pair the narrower one. */
function intersection(server: readonly string[], rule: readonly string[]): readonly string[] {
  const out = new Set<string>();
  for (const one of server) {
    for (const other of rule) {
      if (isSubsetOf(one, other)) out.add(one);
      else if (isSubsetOf(other, one)) out.add(other);
    }
  }
  return [...out];
}
