import { list, objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { operationsOf, sourcesOf } from '../../model/policy-rules';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** Fields whose values are compared as they are written; of the others a value may stand for several texts. */
const PATTERNS = new Set(['hosts', 'methods', 'paths', 'namespaces', 'requestPrincipals']);
const OF_SOURCE = [
  ...['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'],
  ...['trustDomains', 'ipBlocks', 'remoteIpBlocks'],
];
const OF_OPERATION = ['hosts', 'methods', 'paths', 'ports'];

export const rule: Rule = {
  meta: {
    id: 'contradicting-rule',
    codes: ['CIS0451'],
    level: 'warning',
    description: 'A policy asks for values and rules all of them out again, so it matches no request',
    kinds: [AUTHORIZATION_POLICY],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      objects(resource.spec.rules).forEach((one, i) => {
        const at = `spec.rules[${i}]`;
        sourcesOf(one).forEach((source, j) => check(context, resource, source, OF_SOURCE, `${at}.from[${j}].source`));
        operationsOf(one).forEach((operation, j) =>
          check(context, resource, operation, OF_OPERATION, `${at}.to[${j}].operation`),
        );
        objects(one.when).forEach((condition, j) =>
          check(context, resource, condition, ['values'], `${at}.when[${j}]`, text(condition.key)),
        );
      });
    }
  },
};

function check(
  { report }: RuleContext,
  resource: Resource,
  part: Fields,
  names: readonly string[],
  at: string,
  what?: string,
): void {
  for (const name of names) {
    const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
    if (list(part[name]).length === 0 || list(part[not]).length === 0) continue;
    const isPattern = PATTERNS.has(name);
    const isOut = (value: string) => texts(part[not]).some((one) => covers(one, value, isPattern));
    if (!texts(part[name]).every(isOut)) continue;
    report({
      resource,
      path: `${at}.${not}`,
      message: `${not} rules out all that ${name} ${what === undefined ? '' : `of ${what} `}asks for, so this matches no request; remove one of them`,
    });
  }
}

/** Whether a pattern takes all that another takes: an exact text, `prefix*`, `*suffix`, or `*` for anything. */
function covers(wide: string, narrow: string, isPattern: boolean): boolean {
  if (wide === narrow) return true;
  // A template of a path is no text, and braces are nothing else.
  if (!isPattern || /[{}]/.test(wide + narrow)) return false;
  if (wide === '*') return true;
  if (narrow === '*') return false;
  if (wide.startsWith('*')) return !narrow.endsWith('*') && narrow.endsWith(wide.slice(1));
  return wide.endsWith('*') && !narrow.startsWith('*') && narrow.startsWith(wide.slice(0, -1));
}
