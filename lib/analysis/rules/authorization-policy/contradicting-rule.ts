import { list, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { negated, partsOf, type PolicyPart } from '../../model/policy-rules';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

/** Fields whose values are compared as they are written; of the others a value may stand for several texts. */
const PATTERNS = new Set(['hosts', 'methods', 'paths', 'namespaces', 'requestPrincipals']);
const NAMES: Readonly<Record<PolicyPart['kind'], readonly string[]>> = {
  source: [
    ...['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts'],
    ...['trustDomains', 'ipBlocks', 'remoteIpBlocks'],
  ],
  operation: ['hosts', 'methods', 'paths', 'ports'],
  condition: ['values'],
};

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
      for (const part of partsOf(resource)) check(context, resource, part);
    }
  },
};

function check({ report }: RuleContext, resource: Resource, { kind, value: part, path }: PolicyPart): void {
  for (const name of NAMES[kind]) {
    const not = negated(name);
    if (list(part[name]).length === 0 || list(part[not]).length === 0) continue;
    const isPattern = PATTERNS.has(name);
    const isOut = (value: string) => texts(part[not]).some((one) => covers(one, value, isPattern));
    if (!texts(part[name]).every(isOut)) continue;
    const of = kind === 'condition' ? `of ${text(part.key)} ` : '';
    report({
      resource,
      path: `${path}.${not}`,
      message: `${not} rules out all that ${name} ${of}asks for, so this matches no request; remove one of them`,
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
