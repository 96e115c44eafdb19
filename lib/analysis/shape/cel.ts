import { isIP } from 'node:net';
import { nanoseconds } from '../model/duration';
import { anyUrl, requestUrl } from '../model/url';

type CelLibrary = typeof import('@marcbachmann/cel-js', { with: { 'resolution-mode': 'import' } });
type Environment = InstanceType<CelLibrary['Environment']>;
type Program = (variables: Readonly<Record<string, unknown>>) => unknown;

let environment: Environment | undefined;
const programs = new Map<string, Program>();

/** The API server is built with a Go that lets more colons through. */
const API_SERVER = { strictColons: false };

/** A URL as CEL's `url()` gives it. */
class CelUrl {
  constructor(public readonly scheme: string) {}

  /** Read as a request first, then with its fragment. */
  public static read(text: string): CelUrl | undefined {
    const url = requestUrl(text, API_SERVER) && anyUrl(text, API_SERVER);
    return url && new CelUrl(url.scheme);
  }
}

/**
 * Evaluates a rule of `x-kubernetes-validations` on a value. A rule that fails refuses the value, as in the API server.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
export function holds(rule: string, self: unknown): boolean {
  let program = programs.get(rule);
  if (!program) {
    environment ??= kubernetesCel();
    program = environment.parse(celSource(rule)) as Program;
    programs.set(rule, program);
  }
  try {
    return program({ self }) === true;
  } catch {
    return false;
  }
}

/**
 * A rule as our library takes it: `matches` by RE2, as the API server has it, instead of JavaScript's expressions; `duration` as Go
 * reads one, in nanoseconds; and `has(list[0].field)`, whose index it does not take, as the same question to a list of one.
 */
export function celSource(rule: string): string {
  return rule
    .replace(/\.matches\(/g, '.matchesRe2(')
    .replace(/\bduration\(/g, 'nanoseconds(')
    .replace(/\bhas\(([\w.]+\[\d+\])\.(\w+)\)/g, '[$1].exists(one, has(one.$2))');
}

/** Rules about a change have nothing to say of an object that is new. */
export function isTransition(rule: string): boolean {
  return /\boldSelf\b/.test(rule);
}

// Loaded on first use: most kinds' rules are few, and many objects meet none.
function kubernetesCel(): Environment {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const cel = require('@marcbachmann/cel-js') as CelLibrary;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { RE2JS } = require('re2js') as typeof import('re2js');
  const expressions = new Map<string, { test(text: string): boolean }>();
  const matches = (text: string, pattern: string): boolean => {
    let expression = expressions.get(pattern);
    if (!expression) expressions.set(pattern, (expression = RE2JS.compile(pattern)));
    return expression.test(text);
  };
  return new cel.Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
    .registerFunction('string.matchesRe2(string): bool', matches)
    .registerFunction('nanoseconds(string): int', (text: string) => {
      const length = nanoseconds(text);
      if (length === undefined) throw new cel.EvaluationError(`no duration: ${text}`);
      return length;
    })
    .registerType('URL', CelUrl)
    .registerFunction('isURL(string): bool', (text: string) => requestUrl(text, API_SERVER) !== undefined)
    .registerFunction('url(string): URL', (text: string) => {
      const url = CelUrl.read(text);
      if (!url) throw new cel.EvaluationError(`no URL: ${text}`);
      return url;
    })
    .registerFunction('URL.getScheme(): string', (url: CelUrl) => url.scheme)
    .registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0);
}
