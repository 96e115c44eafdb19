import { fields, list, number, objects, text } from '../../model/json';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'subset-without-labels',
    codes: ['CIS0505'],
    level: 'warning',
    description: 'Weights split a host between subsets, one of which has no labels and so is all of them',
    kinds: [DESTINATION_RULE, VIRTUAL_SERVICE],
  },
  check({ ofKind, report, snapshot }) {
    const hostOf = (host: unknown, namespace: string) => fqdn(text(host), namespace, snapshot.clusterDomain);
    if (!ofKind(DESTINATION_RULE).some(({ spec }) => objects(spec.subsets).some((subset) => !isLabelled(subset))))
      return;
    const rules = groupBy(ofKind(DESTINATION_RULE), ({ spec, namespace }) => hostOf(spec.host, namespace));
    for (const virtualService of ofKind(VIRTUAL_SERVICE)) {
      for (const family of ['http', 'tls', 'tcp'] as const) {
        objects(virtualService.spec[family]).forEach((one, i) => {
          const split = objects(one.route).filter(({ weight }) => number(weight) > 0);
          const bySubset = groupBy(split, ({ destination }) =>
            hostOf(fields(destination).host, virtualService.namespace),
          );
          for (const [host, routes] of bySubset) {
            const names = [...new Set(routes.map(({ destination }) => text(fields(destination).subset)))];
            const labelled = subsetsWith(rules.get(host) ?? [], true);
            const bare = subsetsWith(rules.get(host) ?? [], false);
            const [found] = names.filter((name) => bare.has(name) && !labelled.has(name));
            if (found === undefined || !names.some((name) => labelled.has(name))) continue;
            report({
              resource: bare.get(found)!,
              path: `spec.subsets[${indexOf(bare.get(found)!, found)}].labels`,
              message: `Subset "${found}" has no labels, so its share in spec.${family}[${i}] of VirtualService ${fullName(virtualService)} goes to every workload of ${host}; give it the labels of its version`,
            });
          }
        });
      }
    }
  },
};

/** Subsets by name, that have labels or that have none. */
function subsetsWith(rules: readonly Resource[], labels: boolean): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const rule of rules) {
    for (const subset of objects(rule.spec.subsets)) {
      if (isLabelled(subset) === labels) found.set(text(subset.name), rule);
    }
  }
  return found;
}

function isLabelled({ labels }: Fields): boolean {
  return Object.keys(fields(labels)).length > 0;
}

function indexOf({ spec }: Resource, subset: string): number {
  return list(spec.subsets).findIndex((one) => text(fields(one).name) === subset);
}
