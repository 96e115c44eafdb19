import { fields, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import { subsetNames } from '../../model/subsets';
import { scopesOf } from '../../model/visibility';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'duplicate-destination-rule',
    codes: ['CIS0305'],
    level: 'warning',
    description:
      'Two DestinationRules of one namespace for one host: of the same subset or policy only the older counts',
    kinds: [DESTINATION_RULE],
  },
  check({ ofKind, snapshot, report }) {
    const key = ({ namespace, spec }: Resource) =>
      `${namespace} ${fqdn(text(spec.host), namespace, snapshot.clusterDomain)} ${JSON.stringify(fields(spec.workloadSelector))}`;
    for (const rules of groupBy(ofKind(DESTINATION_RULE), key).values()) {
      rules.forEach((resource, i) => {
        const rival = rules.slice(0, i).find((other) => sharesScope(resource, other) && clashes(resource, other));
        if (!rival) return;
        report({
          resource,
          path: 'spec.host',
          message: `DestinationRule ${fullName(rival)} is for host "${text(resource.spec.host)}" too, with a policy or a subset of the same name, so one of them is ignored; merge them`,
        });
      });
    }
  },
};

function sharesScope(a: Resource, b: Resource): boolean {
  const [mine, other] = [a, b].map(({ spec, namespace }) => scopesOf(spec.exportTo, namespace));
  return mine!.includes('*') || other!.includes('*') || mine!.some((scope) => other!.includes(scope));
}

/** Istio merges subsets of different names; of two policies it keeps the older. */
function clashes(a: Resource, b: Resource): boolean {
  if (a.spec.trafficPolicy !== undefined && b.spec.trafficPolicy !== undefined) return true;
  const names = new Set(subsetNames(b));
  return subsetNames(a).some((name) => names.has(name));
}
