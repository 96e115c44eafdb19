import { list, text, texts } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';
import { accountsProblem, emptyProblem, ipProblem, portTextProblem, wildcardsProblem } from './lists';

type Check = (key: string, values: readonly string[]) => string | undefined;

const first = (values: readonly string[], check: (value: string) => string | undefined): string | undefined =>
  values.map(check).find((problem) => problem !== undefined);
const anything: Check = () => undefined;
const ips: Check = (_, values) => first(values, ipProblem);
const inBrackets: Check = (key) => {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2 ? undefined : `key "${key}" should read a[b]`;
};
const refused = (instead: string): Check => {
  return (key) => `key "${key}" is not supported; ${instead}`;
};

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['source.ip', ips],
  ['remote.ip', ips],
  ['destination.ip', ips],
  ['destination.port', (_, values) => first(values, portTextProblem)],
  ['source.serviceAccount', accountsProblem],
  ['source.trustDomain', wildcardsProblem],
  ['source.namespace', anything],
  ['source.principal', anything],
  ['request.auth.principal', anything],
  ['request.auth.audiences', anything],
  ['request.auth.presenter', anything],
  ['connection.sni', anything],
  ['destination.namespace', refused('put the policy into that namespace')],
  ['destination.name', refused('use the selector')],
  ['destination.user', refused('use the selector')],
]);
const PREFIXES: readonly (readonly [string, Check])[] = [
  ['request.headers', inBrackets],
  ['request.auth.claims', inBrackets],
  ['experimental.envoy.filters.', inBrackets],
  ['destination.labels', refused('use the selector')],
];

/** One item of `when`. */
export function checkCondition(problems: Problems, condition: Fields, path: string): void {
  const key = text(condition.key);
  if (key === '') {
    problems.error(`${path}.key`, 'a condition needs a key');
    return;
  }
  if (list(condition.values).length === 0 && list(condition.notValues).length === 0) {
    problems.error(path, `condition ${key} needs values or notValues`);
    return;
  }
  for (const name of ['values', 'notValues']) {
    const problem = attributeProblem(key, texts(condition[name]));
    if (problem !== undefined) problems.error(`${path}.${name}`, `${name} of ${key}: ${problem}`);
  }
}

function attributeProblem(key: string, values: readonly string[]): string | undefined {
  const check = CHECKS.get(key) ?? PREFIXES.find(([prefix]) => key.startsWith(prefix))?.[1];
  return emptyProblem(key, values) ?? (check ? check(key, values) : `key "${key}" is unknown`);
}
