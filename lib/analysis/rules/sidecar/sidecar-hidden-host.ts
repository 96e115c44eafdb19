import { allDestinations, hostOf } from '../../model/destinations';
import { texts } from '../../model/json';
import { GATEWAY, SERVICE, SERVICE_ENTRY, SIDECAR, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fqdn, groupBy } from '../../model/names';
import { gatewayNamespaces, visibleFrom } from '../../model/rule-proxies';
import { reaches } from '../../model/host-scopes';
import { SidecarImports } from '../../model/sidecar-imports';
import { scopesOf } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'sidecar-hidden-host',
    codes: ['CIS0412'],
    level: 'warning',
    description: 'A ServiceEntry is private to a namespace, whose Sidecars leave its host out, so nobody knows it',
    kinds: [SIDECAR, SERVICE_ENTRY, VIRTUAL_SERVICE, GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    const { clusterDomain, meshConfig } = context.snapshot;
    const entries = groupBy(context.ofKind(SERVICE_ENTRY), (one) => one.namespace);
    const gateways = namespacesOfGateways(context);
    for (const [namespace, sidecars] of groupBy(context.ofKind(SIDECAR), (one) => one.namespace)) {
      // Workloads that no Sidecar is for know everything, and gateways are not limited by one.
      const general = sidecars.find(({ spec }) => spec.workloadSelector === undefined);
      if (!general || gateways.has(namespace)) continue;
      const imports = sidecars.map((sidecar) => new SidecarImports(sidecar, clusterDomain));
      for (const { spec } of entries.get(namespace) ?? []) {
        const scopes = scopesOf(spec.exportTo, namespace, meshConfig.defaultServiceExportTo);
        if (!scopes.every((scope) => scope === namespace)) continue;
        for (const host of texts(spec.hosts)) {
          if (imports.some((one) => one.hasHost(host, namespace))) continue;
          if (isBroughtAlong(context, namespace, host, imports)) continue;
          context.report({
            resource: general,
            path: 'spec.egress',
            message: `"${host}" is declared for namespace ${namespace} alone, and no Sidecar there lets it in, so nobody knows it; add ./${host} to egress.hosts`,
          });
        }
      }
    }
  },
};

/** A route that is let in brings the hosts that it sends to. */
function isBroughtAlong(
  context: RuleContext,
  namespace: string,
  host: string,
  imports: readonly SidecarImports[],
): boolean {
  const { clusterDomain } = context.snapshot;
  const sendsThere = (route: Resource) =>
    allDestinations(route).some(
      ({ destination }) => fqdn(hostOf(destination), route.namespace, clusterDomain) === host,
    );
  return context
    .ofKind(VIRTUAL_SERVICE)
    .some(
      (route) =>
        sendsThere(route) &&
        reaches(visibleFrom(context, route), namespace) &&
        (texts(route.spec.hosts).length === 0 || imports.some((one) => one.hasRule(route))),
    );
}

function namespacesOfGateways(context: RuleContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { namespace, name } of context.ofKind(GATEWAY)) {
    for (const home of gatewayNamespaces(context, namespace, name)) found.add(home);
  }
  return found;
}
