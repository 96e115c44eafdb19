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
  try {
    re2().compile(expression);
  } catch (error) {
    throw refused(`not an RE2 expression: ${error instanceof Error ? error.message : String(error)}`);
  }
  return expression;
}

/** Whether the whole text matches an RE2 expression that {@link checkRegex} let through. */
export function matchesWhole(expression: string, text: string): boolean {
  return re2().compile(expression).matches(text);
}

// Loaded on first use: most apps have no expression.
function re2(): typeof import('re2js').RE2JS {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('re2js') as typeof import('re2js')).RE2JS;
}
