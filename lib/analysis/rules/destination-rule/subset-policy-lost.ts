import { hostOf, routeDestinations } from '../../model/destinations';
import { fields, maybe, objects, text } from '../../model/json';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'subset-policy-lost',
    codes: ['CIS0343'],
    level: 'warning',
    description: 'A host has a traffic policy in its subsets only, and a route sends to the host without a subset',
    kinds: [VIRTUAL_SERVICE, DESTINATION_RULE],
    heuristic: true,
  },
  check({ ofKind, report, snapshot }) {
    const full = (host: string, { namespace }: Resource) => fqdn(host, namespace, snapshot.clusterDomain);
    if (!ofKind(DESTINATION_RULE).some((rule) => policed(rule).length > 0)) return;
    const rules = groupBy(ofKind(DESTINATION_RULE), (rule) => full(text(rule.spec.host), rule));
    for (const resource of ofKind(VIRTUAL_SERVICE)) {
      for (const one of routeDestinations(resource)) {
        if (text(one.destination.subset) !== '') continue;
        const own = rules.get(full(hostOf(one.destination), resource)) ?? [];
        if (own.some(({ spec }) => maybe(spec.trafficPolicy))) continue;
        const found = own.flatMap((rule) => policed(rule).map((subset) => [rule, subset] as const));
        if (found.length === 0) continue;
        const [rule, subset] = found[0]!;
        report({
          resource,
          path: one.path,
          message: `DestinationRule ${fullName(rule)} has a trafficPolicy for subset "${subset}" only, which does not count for a route without subset; name the subset, or move the policy to spec.trafficPolicy`,
        });
      }
    }
  },
};

/** Names of the subsets with a policy of their own. */
function policed({ spec }: Resource): readonly string[] {
  return objects(spec.subsets)
    .filter(({ trafficPolicy }) => Object.keys(fields(trafficPolicy)).length > 0)
    .map(({ name }) => text(name));
}
