import { allDestinations, hostOf } from '../../model/destinations';
import { objects, text } from '../../model/json';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
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
    const position = new Map(snapshot.resources.map((resource, i) => [resource, i]));
    const definitions = new Map<string, Resource[]>();
    for (const rule of ofKind(DESTINATION_RULE)) {
      for (const { name } of objects(rule.spec.subsets)) {
        const key = `${full(text(rule.spec.host), rule)} ${text(name)}`;
        const others = definitions.get(key);
        if (others) others.push(rule);
        else definitions.set(key, [rule]);
      }
    }
    // The order of a file is one thing to change, however many objects it is about.
    const told = new Set<string>();
    for (const resource of services) {
      const file = resource.origin.file!;
      if (told.has(file)) continue;
      const isLater = (rule: Resource) => rule.origin.file === file && position.get(rule)! > position.get(resource)!;
      for (const { destination, path } of allDestinations(resource)) {
        const subset = text(destination.subset);
        const rules = subset === '' ? [] : (definitions.get(`${full(hostOf(destination), resource)} ${subset}`) ?? []);
        if (rules.length === 0 || !rules.every(isLater)) continue;
        told.add(file);
        const message = `Subset "${subset}" is defined by DestinationRule ${fullName(rules[0]!)}, which is applied after this: requests get 503 in between; put the DestinationRules of this file first`;
        report({ resource, path, message });
        break;
      }
    }
  },
};
