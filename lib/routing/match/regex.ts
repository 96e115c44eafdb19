import { ConfigurationError, type IErrorScope } from '../../errors';

/** Longest expression that istiod's webhook accepts. */
const LONGEST_REGEX = 1024;

/**
 * Checks an RE2 expression, as istiod's webhook does, and returns it.
 *
 * @throws ConfigurationError RegexMalformed
 */
export function checkRegex(expression: string, at: IErrorScope | string): string {
  const refused = (problem: string): ConfigurationError =>
    new ConfigurationError('RegexMalformed', { at, problem, value: expression });
  if (typeof expression !== 'string' || expression === '') throw refused('the regular expression is empty');
  if (Buffer.byteLength(expression) > LONGEST_REGEX)
    throw refused(`the regular expression is longer than ${LONGEST_REGEX} bytes`);
  // Loaded on first use: most apps have no expression.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    RE2JS.compile(expression);
  } catch (error) {
    throw refused(`not an RE2 expression: ${error instanceof Error ? error.message : String(error)}`);
  }
  return expression;
}
