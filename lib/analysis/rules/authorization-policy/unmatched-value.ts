import { list, objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { operationsOf, sourcesOf } from '../../model/policy-rules';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

type Problem = (value: string) => string | undefined;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);
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
  const upper = value.toUpperCase();
  return upper !== value && METHODS.has(upper) ? `methods are in capitals: ${upper}` : undefined;
};
const host: Problem = (value) =>
  value.includes('/') ? 'a host has neither a scheme nor a path; write the name alone' : undefined;

const OF_SOURCE: readonly (readonly [string, Problem])[] = [['principals', principal]];
const OF_OPERATION: readonly (readonly [string, Problem])[] = [
  ['hosts', host],
  ['methods', method],
  ['paths', path],
];

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
      objects(resource.spec.rules).forEach((one, i) => {
        const at = `spec.rules[${i}]`;
        sourcesOf(one).forEach((source, j) => check(context, resource, source, OF_SOURCE, `${at}.from[${j}].source`));
        operationsOf(one).forEach((operation, j) =>
          check(context, resource, operation, OF_OPERATION, `${at}.to[${j}].operation`),
        );
        objects(one.when).forEach((condition, j) => {
          if (text(condition.key) !== 'source.principal') return;
          for (const name of ['values', 'notValues'])
            checkList(context, resource, condition, name, principal, `${at}.when[${j}]`);
        });
      });
    }
  },
};

function check(
  context: RuleContext,
  resource: Resource,
  value: Fields,
  problems: readonly (readonly [string, Problem])[],
  at: string,
): void {
  for (const [name, problem] of problems) {
    for (const key of [name, `not${name[0]!.toUpperCase()}${name.slice(1)}`])
      checkList(context, resource, value, key, problem, at);
  }
}

function checkList(
  { report }: RuleContext,
  resource: Resource,
  value: Fields,
  key: string,
  problem: Problem,
  at: string,
): void {
  if (list(value[key]).length === 0) return;
  texts(value[key]).forEach((one, i) => {
    const found = problem(one);
    if (found === undefined) return;
    report({ resource, path: `${at}.${key}[${i}]`, message: `"${one}" matches nothing: ${found}` });
  });
}
