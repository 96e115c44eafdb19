import { allDestinations, hostOf } from '../../model/destinations';
import { text } from '../../model/json';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName, groupBy } from '../../model/names';
import { definesSubset } from '../../model/subsets';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'apply-order',
    codes: ['CIS0350'],
    level: 'info',
    description: 'A file has a VirtualService before the DestinationRule that defines its subsets',
    kinds: [VIRTUAL_SERVICE, DESTINATION_RULE],
    heuristic: true,
  },
  check({ ofKind, report, snapshot }) {
    const full = (host: string, { namespace }: Resource) => fqdn(host, namespace, snapshot.clusterDomain);
    const services = ofKind(VIRTUAL_SERVICE).filter(({ origin }) => origin.file !== undefined);
    if (services.length === 0) return;
    const rulesOf = groupBy(ofKind(DESTINATION_RULE), (rule) => full(text(rule.spec.host), rule));
    let position: ReadonlyMap<Resource, number> | undefined;
    // The order of a file is one thing to change, however many objects it is about.
    const told = new Set<string>();
    for (const resource of services) {
      const file = resource.origin.file!;
      if (told.has(file)) continue;
      const isLater = (rule: Resource) => {
        if (rule.origin.file !== file) return false;
        position ??= new Map(snapshot.resources.map((one, i) => [one, i]));
        return position.get(rule)! > position.get(resource)!;
      };
      for (const one of allDestinations(resource)) {
        const { destination } = one;
        const subset = text(destination.subset);
        const ofHost = subset === '' ? [] : (rulesOf.get(full(hostOf(destination), resource)) ?? []);
        const rules = ofHost.filter((rule) => definesSubset(rule, subset));
        if (rules.length === 0 || !rules.every(isLater)) continue;
        told.add(file);
        const message = `Subset "${subset}" is defined by DestinationRule ${fullName(rules[0]!)}, which is applied after this: requests get 503 in between; put the DestinationRules of this file first`;
        report({ resource, path: one.path, message });
        break;
      }
    }
  },
};
