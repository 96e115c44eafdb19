import { allDestinations, hostOf, type RouteDestination } from '../../model/destinations';
import { declaredHosts, reaches, type DeclaredHost } from '../../model/host-scopes';
import { isHostMissing } from '../../model/host-missing';
import { GATEWAY, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { proxiesOf } from '../../model/rule-proxies';
import { serviceLookup } from '../../model/service-lookup';
import { texts } from '../../model/json';
import type { Level } from '../../../report';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'destination-visibility',
    codes: ['CIS0401'],
    level: 'error',
    description: 'A proxy gets a route to a host that is not exported to its namespace, and answers 503',
    kinds: [VIRTUAL_SERVICE, SERVICE, SERVICE_ENTRY, GATEWAY, ...WORKLOAD_KINDS],
  },
  check(context) {
    const declared = declaredHosts(context);
    const lookup = serviceLookup(context);
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      const { namespace, spec } = resource;
      // A delegate is taken by whom its root is for.
      if (texts(spec.hosts).length === 0) continue;
      for (const one of allDestinations(resource)) {
        const host = hostOf(one.destination);
        const found = declared.get(fqdn(host, namespace, context.snapshot.clusterDomain));
        if (!found || found.scopes.includes('*')) continue;
        // What nobody finds is told as a host that does not exist.
        const isTold = !lookup.find(namespace, spec.exportTo, host) && isHostMissing(context, host, namespace);
        if (!isTold) checkProxies(context, resource, one, found);
      }
    }
  },
};

function checkProxies(context: RuleContext, resource: Resource, one: RouteDestination, found: DeclaredHost): void {
  const { gateways, sidecars } = proxiesOf(context, resource, one);
  const blind = [...gateways].filter((namespace) => !reaches(found.scopes, namespace));
  const others = [...sidecars].filter((namespace) => namespace !== '*' && !reaches(found.scopes, namespace));
  if (blind.length > 0) report(context, resource, one, found, `the gateway in ${named(blind)}`);
  else if (others.length > 0) report(context, resource, one, found, `the sidecars of ${named(others)}`);
  else if (sidecars.has('*') && isCalledElsewhere(context, resource))
    report(context, resource, one, found, 'the sidecars of all other namespaces', 'warning');
}

/** Whether a host of the route is known to more than some namespaces; if not, nobody else calls it anyway. */
function isCalledElsewhere(context: RuleContext, { namespace, spec }: Resource): boolean {
  const declared = declaredHosts(context);
  return texts(spec.hosts).some((host) => {
    const scopes = declared.get(fqdn(host, namespace, context.snapshot.clusterDomain))?.scopes;
    return scopes === undefined || scopes.includes('*');
  });
}

function report(
  context: RuleContext,
  resource: Resource,
  { destination, path }: RouteDestination,
  { by, scopes }: DeclaredHost,
  who: string,
  level?: Level,
): void {
  // Of a ServiceEntry's host another one may be elsewhere; a Service is one.
  const isOpen = !context.closed && !by.some(({ kind }) => kind === SERVICE);
  const [first] = by;
  context.report({
    resource,
    path,
    ...(isOpen ? { level: 'warning' } : level ? { level } : {}),
    message: `${first!.kind} ${fullName(first!)} exports "${hostOf(destination)}" to ${named(scopes)} only, so for ${who} the route leads nowhere (503); let both have the same exportTo`,
  });
}

function named(namespaces: readonly string[]): string {
  const all = namespaces.filter((one) => one !== '~');
  if (all.length === 0) return 'nobody';
  return all.length === 1 ? `namespace ${all[0]}` : `namespaces ${[...all].sort().join(', ')}`;
}
