import { list, text, texts } from '../../model/json';
import { methodInCapitals } from '../../model/http-methods';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { negated, partsOf, type PolicyPart } from '../../model/policy-rules';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

type Problem = (value: string) => string | undefined;

const SPIFFE = 'spiffe://';

const principal: Problem = (value) =>
  value.startsWith(SPIFFE) ? `principals are written without ${SPIFFE}: ${value.slice(SPIFFE.length)}` : undefined;
const path: Problem = (value) => {
  if (value.includes('?')) return 'a path is compared without its query';
  return value.startsWith('/') || value.startsWith('*') || value.startsWith('{') || value === ''
    ? undefined
    : `a path begins with a slash: /${value}`;
};
const method: Problem = (value) => {
  const upper = methodInCapitals(value);
  return upper === undefined ? undefined : `methods are in capitals: ${upper}`;
};
const host: Problem = (value) =>
  value.includes('/') ? 'a host has neither a scheme nor a path; write the name alone' : undefined;

type Judged = readonly (readonly [string, Problem])[];

const OF_SOURCE: Judged = [['principals', principal]];
const OF_OPERATION: Judged = [
  ['hosts', host],
  ['methods', method],
  ['paths', path],
];
const OF_PRINCIPAL: Judged = [['values', principal]];

export const rule: Rule = {
  meta: {
    id: 'unmatched-value',
    codes: ['CIS0446'],
    level: 'error',
    description: 'A policy compares with a value that no request has',
    kinds: [AUTHORIZATION_POLICY],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      for (const part of partsOf(resource)) {
        for (const [name, problem] of judgedOf(part)) {
          for (const key of [name, negated(name)]) checkList(context, resource, part, key, problem);
        }
      }
    }
  },
};

function judgedOf({ kind, value }: PolicyPart): Judged {
  if (kind === 'source') return OF_SOURCE;
  if (kind === 'operation') return OF_OPERATION;
  return text(value.key) === 'source.principal' ? OF_PRINCIPAL : [];
}

function checkList(
  { report }: RuleContext,
  resource: Resource,
  { value, path: at }: PolicyPart,
  key: string,
  problem: Problem,
): void {
  if (list(value[key]).length === 0) return;
  texts(value[key]).forEach((one, i) => {
    const found = problem(one);
    if (found === undefined) return;
    report({ resource, path: `${at}.${key}[${i}]`, message: `"${one}" matches nothing: ${found}` });
  });
}
