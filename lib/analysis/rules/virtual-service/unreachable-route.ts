import { boundGateways, withGatewayNames } from '../../model/gateway-names';
import { list, maybe, objects, text, texts } from '../../model/json';
import { VIRTUAL_SERVICE } from '../../model/kinds';
import { coversMatch } from '../../model/match-cover';
import { coversTcp, coversTls } from '../../model/opaque-cover';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const COVERS = { http: coversMatch, tls: coversTls, tcp: coversTcp } as const;
type Family = keyof typeof COVERS;

/** A rule as it is compared with others. */
interface Candidate {
  readonly name: string;
  /** A rule without match takes what an empty match takes. */
  readonly matches: readonly Fields[];
  readonly hasMatch: boolean;
  /** Whether all that it matches stays with it: a delegate may take a part only. */
  readonly keeps: boolean;
}

export const rule: Rule = {
  meta: {
    id: 'unreachable-route',
    codes: ['CIS0303', 'CIS0340', 'CIS0355'],
    level: 'error',
    description:
      'A rule of a VirtualService, or one of its matches, is never used: rules before it take all its requests',
    kinds: [VIRTUAL_SERVICE],
  },
  check(context) {
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      // What a delegate gets depends on whoever delegates to it.
      if (list(resource.spec.hosts).length === 0) continue;
      for (const family of ['http', 'tls', 'tcp'] as const) checkFamily(context, resource, family);
    }
  },
};

function checkFamily({ report }: RuleContext, resource: Resource, family: Family): void {
  const [first, ...more] = objects(resource.spec[family]);
  if (more.length === 0 && objects(first?.match).every(({ gateways }) => gateways === undefined)) return;
  const bound = boundGateways(resource);
  const rules = objects(resource.spec[family]).map((one, i) => candidate(one, i, family, resource.namespace));
  const takerOf = (match: Fields, before: number) =>
    rules
      .slice(0, before)
      .find(({ keeps, matches }) => keeps && matches.some((one) => COVERS[family](one, match, bound)));
  rules.forEach(({ matches, name }, i) => {
    matches.forEach((match, j) => {
      if (!isForeign(match, bound)) return;
      const message = `Match ${j} of rule ${name} is for gateways that the VirtualService is not bound to, so it never matches; add them to spec.gateways, or correct them`;
      report({
        resource,
        code: 'CIS0355',
        level: 'warning',
        path: `spec.${family}[${i}].match[${j}].gateways`,
        message,
      });
    });
  });
  // A catch-all before others is what istiod's webhook tells (IST0130).
  const catchAll = rules.findIndex(({ hasMatch }) => !hasMatch);
  rules.slice(0, catchAll < 0 ? rules.length : catchAll + 1).forEach(({ matches, hasMatch, name }, i) => {
    if (i === 0) return;
    const takers = matches.map((match) => takerOf(match, i));
    const path = `spec.${family}[${i}]${hasMatch ? '.match' : ''}`;
    if (takers.every((taker) => taker !== undefined)) {
      const message = `Rule ${name} never matches: rule ${takers[0]!.name} before it takes all its requests; move it up, or remove it`;
      report({ resource, path, message });
      return;
    }
    takers.forEach((taker, j) => {
      if (!taker) return;
      const message = `Match ${j} of rule ${name} is never used: rule ${taker.name} before it takes all its requests; move the rule up, or remove the match`;
      report({ resource, code: 'CIS0340', level: 'warning', path: `${path}[${j}]`, message });
    });
  });
}

/** Whether a match names gateways, none of which has the VirtualService. */
function isForeign(match: Fields, bound: readonly string[]): boolean {
  const named = texts(match.gateways);
  return named.length > 0 && !named.some((name) => bound.includes(name));
}

function candidate(rule: Fields, index: number, family: Family, namespace: string): Candidate {
  const hasMatch = list(rule.match).length > 0;
  const name = family === 'http' ? text(rule.name) : '';
  return {
    name: name === '' ? `#${index}` : `"${name}"`,
    matches: hasMatch ? objects(rule.match).map((match) => withGatewayNames(match, namespace)) : [{}],
    hasMatch,
    keeps: hasMatch && !maybe(rule.delegate) && (family === 'http' || list(rule.route).length > 0),
  };
}
