import { list, objects, text } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { coversMatch } from '../../model/match-cover';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'unreachable-route',
    codes: ['CIS0303'],
    level: 'error',
    description: 'A rule of a VirtualService can never match, because a rule before it takes all its requests',
    kinds: [VIRTUAL_SERVICE],
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(VIRTUAL_SERVICE)) {
      const rules = objects(resource.spec.http);
      rules.forEach((rule, i) => {
        // A catch-all before a rule without match is what istiod's webhook tells (IST0130).
        if (list(rule.match).length === 0) return;
        const takers = rules.slice(0, i).filter((earlier) => list(earlier.match).length > 0);
        const isTaken = objects(rule.match).every((match) => takers.some((earlier) => takes(earlier, match)));
        if (!isTaken) return;
        const taker = rules.findIndex(
          (earlier) => list(earlier.match).length > 0 && takes(earlier, objects(rule.match)[0]!),
        );
        report({
          resource,
          path: `spec.http[${i}].match`,
          message: `Rule ${nameOf(rule, i)} never matches: rule ${nameOf(rules[taker]!, taker)} before it takes all its requests; move it up, or remove it`,
        });
      });
    }
  },
};

function takes(rule: Fields, match: Fields): boolean {
  return objects(rule.match).some((one) => coversMatch(one, match));
}

function nameOf(rule: Fields, index: number): string {
  return text(rule.name) === '' ? `#${index}` : `"${text(rule.name)}"`;
}
