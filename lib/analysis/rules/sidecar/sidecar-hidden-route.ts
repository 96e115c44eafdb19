import { gatewayHops } from '../../model/gateway-hops';
import { declaredHosts, reaches } from '../../model/host-scopes';
import { texts } from '../../model/json';
import { GATEWAY, SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy, serviceOf } from '../../model/names';
import { gatewaysOf, visibleFrom } from '../../model/rule-proxies';
import { rootNamespace } from '../../model/server-mtls';
import { SidecarImports } from '../../model/sidecar-imports';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** A Sidecar with what it imports. */
interface Importer {
  readonly sidecar: Resource;
  readonly imports: SidecarImports;
}

export const rule: Rule = {
  meta: {
    id: 'sidecar-hidden-route',
    codes: ['CIS0410', 'CIS0411'],
    level: 'warning',
    description: 'A Sidecar leaves out a route of its own namespace, or the one that sends a host through a gateway',
    kinds: [SIDECAR, VIRTUAL_SERVICE, SERVICE, SERVICE_ENTRY, GATEWAY],
  },
  check(context) {
    const { meshConfig, clusterDomain } = context.snapshot;
    const root = rootNamespace(meshConfig.rootNamespace);
    const routes = context.ofKind(VIRTUAL_SERVICE).filter(isForSidecars);
    const throughGateway = new Set(routes.filter((one) => gatewayHops(context, one).length > 0));
    for (const [namespace, sidecars] of groupBy(context.ofKind(SIDECAR), (one) => one.namespace)) {
      // One of the root namespace is for every namespace, each of which may have its own instead.
      if (namespace === root) continue;
      const importers = sidecars.map((sidecar) => ({ sidecar, imports: new SidecarImports(sidecar, clusterDomain) }));
      // Workloads that no Sidecar is for take every route.
      const general = sidecars.find(({ spec }) => spec.workloadSelector === undefined);
      for (const route of routes) {
        const isOwn = general !== undefined && isMeantFor(context, route, namespace);
        // Most routes are neither, and there may be thousands of both.
        if (!isOwn && !throughGateway.has(route)) continue;
        const blind = importers.filter(({ imports }) => !imports.hasRule(route));
        if (blind.length === 0 || !reaches(visibleFrom(context, route), namespace)) continue;
        const past = throughGateway.has(route) ? blind.filter((one) => knowsHost(context, one, route)) : [];
        for (const { sidecar } of past) context.report(passedBy(sidecar, route));
        if (isOwn && past.length === 0 && blind.length === importers.length) context.report(hidden(general, route));
      }
    }
  },
};

/** For the mesh, and no delegate, which its root brings along. */
function isForSidecars({ spec }: Resource): boolean {
  return gatewaysOf(spec).includes('mesh') && texts(spec.hosts).length > 0;
}

/** Whether the workloads know a host of the route, so that they call it as if there were no route. */
function knowsHost(context: RuleContext, { sidecar, imports }: Importer, { namespace, spec }: Resource): boolean {
  const declared = declaredHosts(context);
  return texts(spec.hosts).some((one) => {
    const host = fqdn(one, namespace, context.snapshot.clusterDomain);
    const found = declared.get(host);
    if (!found || !reaches(found.scopes, sidecar.namespace)) return false;
    return found.by.some((by) => imports.hasHost(host, by.namespace));
  });
}

/** Whether the namespace's own workloads are to take it: hosts outside, or a Service of another namespace. */
function isMeantFor({ snapshot }: RuleContext, route: Resource, namespace: string): boolean {
  if (route.namespace !== namespace && !texts(route.spec.exportTo).includes(namespace)) return false;
  return texts(route.spec.hosts).every((host) => {
    const service = serviceOf(fqdn(host, route.namespace, snapshot.clusterDomain), snapshot.clusterDomain);
    // A route for one's own Service is for its callers, who may all be elsewhere.
    return service?.namespace !== namespace;
  });
}

function passedBy(resource: Resource, route: Resource) {
  return {
    resource,
    code: 'CIS0411',
    path: 'spec.egress',
    message: `The hosts let in "${hostsOf(route)}", and not VirtualService ${fullName(route)}, which sends it through a gateway: requests go past the gateway; add ${route.namespace}/${texts(route.spec.hosts)[0]} to egress.hosts`,
  };
}

function hidden(resource: Resource, route: Resource) {
  return {
    resource,
    path: 'spec.egress',
    message: `No egress.hosts of the Sidecars of namespace ${resource.namespace} let in VirtualService ${fullName(route)} for "${hostsOf(route)}", so none of its sidecars takes the route; add ${route.namespace}/${texts(route.spec.hosts)[0]}`,
  };
}

function hostsOf({ spec }: Resource): string {
  return texts(spec.hosts).join(', ');
}
