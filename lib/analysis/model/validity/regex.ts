/** Regular expressions in the syntax of RE2, which Envoy uses. */
import type * as Re2 from 're2js';
import { fields, text } from '../json';
import type { Problem } from './problems';

const LONGEST = 1024;

/** Why RE2 does not compile it; the library is loaded with the first expression. */
export function compiles(expression: string): string | undefined {
  const reason = syntaxError(expression);
  // Go and Envoy let several groups have one name; our library does not.
  return reason?.includes('duplicate capture group name')
    ? syntaxError(expression.replace(/\(\?P?<\w+>/g, '('))
    : reason;
}

function syntaxError(expression: string): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  const { RE2JS } = require('re2js') as typeof Re2;
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether RE2 finds the whole text to match; undefined where it does not know the expression. */
export function matchesWhole(expression: string, text: string): boolean | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on first use
  const { RE2JS } = require('re2js') as typeof Re2;
  try {
    return RE2JS.compile(expression).matches(text);
  } catch {
    return undefined;
  }
}

/** RE2 syntax, of at most 1024 bytes. */
export function regexProblem(expression: string, of: string): Problem {
  if (Buffer.byteLength(expression) > LONGEST) return `regex of ${of} is longer than ${LONGEST} bytes`;
  const reason = compiles(expression);
  return reason === undefined
    ? undefined
    : `regex "${expression}" of ${of} is not RE2: ${reason}; see https://github.com/google/re2/wiki/Syntax`;
}

/** The regex of a StringMatch, where it has one. */
export function regexMatchProblem(match: unknown, of: string): Problem {
  const { regex } = fields(match);
  if (regex === undefined || regex === null) return undefined;
  return text(regex) === ''
    ? `regex of ${of} is empty; leave the match out to match anything`
    : regexProblem(text(regex), of);
}

/** A StringMatch whose prefix or regex must say something. */
export function stringMatchProblem(match: unknown, of: string): Problem {
  const { prefix } = fields(match);
  if (typeof prefix === 'string' && prefix === '')
    return `prefix of ${of} is empty; leave the match out to match anything`;
  return regexMatchProblem(match, of);
}
