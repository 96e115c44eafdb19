import { allDestinations, hostOf, onceAt } from '../../model/destinations';
import { text } from '../../model/json';
import { DESTINATION_RULE, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { declaresHosts } from '../../model/presence';
import { subsetNames } from '../../model/subsets';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'destination-subset',
    codes: ['IST0101', 'CIS0202'],
    level: 'error',
    description: 'A VirtualService sends requests to a subset that no DestinationRule defines',
    kinds: [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE, SERVICE_ENTRY],
    istioctl: 'virtualservice.DestinationRuleAnalyzer',
  },
  check(context) {
    const subsets = definedSubsets(context);
    const hasRules = subsets.size > 0 || context.ofKind(DESTINATION_RULE).length > 0;
    const softly = { code: 'CIS0202', level: declaresHosts(context) ? 'warning' : 'info' } as const;
    for (const virtualService of context.ofKind(VIRTUAL_SERVICE)) {
      const isNew = onceAt();
      for (const one of allDestinations(virtualService)) {
        const { destination, isMirror } = one;
        const subset = text(destination.subset);
        if (subset === '') continue;
        const host = hostOf(destination);
        const name = keyOf(host, virtualService.namespace);
        const ofHost = subsets.get(name);
        if (ofHost?.has(subset)) continue;
        // In a part of a cluster the rule may be elsewhere, unless the host's rule is here and lacks the subset.
        if (!context.closed && !ofHost) continue;
        const message =
          `Referenced ${isMirror ? 'mirror' : 'host'}+subset in destinationrule not found: "${host}+${subset}"; define the ` +
          `subset in the DestinationRule of the host`;
        if (!isNew(one, message)) continue;
        context.report({ resource: virtualService, path: one.path, ...(hasRules ? {} : softly), message });
      }
    }
  },
};

/** The subsets of each host that has any. */
function definedSubsets(context: RuleContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const rule of context.ofKind(DESTINATION_RULE)) {
    const subsets = subsetNames(rule);
    if (subsets.length === 0) continue;
    const host = keyOf(text(rule.spec.host), rule.namespace);
    const names = found.get(host) ?? new Set();
    for (const name of subsets) names.add(name);
    found.set(host, names);
  }
  return found;
}

/** Istio compares a host that is no full Service name within the namespace it is written in. */
function keyOf(host: string, namespace: string): string {
  const name = fqdn(host, namespace);
  return name.endsWith('.svc.cluster.local') ? name : `${namespace}/${host}`;
}
