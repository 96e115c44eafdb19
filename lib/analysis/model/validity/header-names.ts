/** Names and values of headers, as the webhook lets them be matched and changed. */
import { isJwtClaim } from '../jwt-claim';
import type { Problem } from './problems';

const TOKEN = /^[-!#$%&'*+.^_`|~0-9A-Za-z,]+$/;
const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':status']);
const EMPTY = 'the header name is empty';

const invalid = (name: string): string => `header name "${name}" is invalid`;

/** A header that a match names: token, pseudo header, or JWT claim. */
export function matchedHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  return isJwtClaim(name) || PSEUDO.has(name) || TOKEN.test(name) ? undefined : invalid(name);
}

/** A header of a CORS policy. */
export function corsHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  return name === '*' || TOKEN.test(name) ? undefined : invalid(name);
}

/** A header that a JWT's claim is written to. */
export function strictHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  return /^[-_A-Za-z0-9]+$/.test(name) ? undefined : invalid(name);
}

/** A header that a probe sends. */
export function probeHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  return /^[-A-Za-z0-9]+$/.test(name) ? undefined : invalid(name);
}

/** Whether the header is the request's authority. */
export function isAuthority(name: string): boolean {
  return /^(:authority|host)$/i.test(name);
}

/** A request header that is set or added. */
export function requestHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  return name.startsWith(':') && !isAuthority(name)
    ? `header "${name}" cannot be changed: only :authority may begin with ":"`
    : undefined;
}

/** A header that is removed, or that a response gets. */
export function changedHeaderProblem(name: string): Problem {
  if (name === '') return EMPTY;
  if (/^host$/i.test(name)) return `header "${name}" cannot be changed here; use rewrite.authority`;
  return name.startsWith(':') ? `header "${name}" cannot be changed: it begins with ":"` : undefined;
}

type State = (char: string, next: string | undefined) => [state: State, skip: boolean] | string;

/** A value in Envoy's format: `%VAR%`, `%VAR(args)%`, `%%` for a percent. */
export function headerValueProblem(value: string): Problem {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return `header value "${value}" has control characters`;
  let state: State = literal;
  for (let i = 0; i < value.length; i++) {
    const result = state(value[i]!, value[i + 1]);
    if (typeof result === 'string') return `header value "${value}": ${result}`;
    state = result[0];
    if (result[1]) i++;
  }
  return state === literal
    ? undefined
    : `header value "${value}" has a variable that is not ended by %; write %% for a percent`;
}

const literal: State = (char, next) => {
  if (char !== '%') return [literal, false];
  if (next === undefined) return 'a % stands alone; write %% for a percent';
  return next === '%' ? [literal, true] : [variable, false];
};
const variable: State = (char) => [char === '%' ? literal : char === '(' ? firstArgument : variable, false];
const firstArgument: State = (char) => [char === '[' ? listItem : char === ' ' ? firstArgument : inText, false];
const listItem: State = (char) => {
  if (char === '"') return [inText, false];
  return char === ' ' ? [listItem, false] : 'a list of arguments holds texts in double quotes';
};
const inText: State = (char, next) => {
  if (char === '\\') return next === undefined ? 'a backslash ends the value' : [inText, true];
  return [char === ')' ? afterArguments : char === '"' ? afterItem : inText, false];
};
const afterItem: State = (char) => {
  if (char === ',') return [listItem, false];
  if (char === ']') return [afterList, false];
  return char === ' ' ? [afterItem, false] : 'items of a list of arguments are separated by commas';
};
const afterList: State = (char) => {
  if (char === ')') return [afterArguments, false];
  return char === ' ' ? [afterList, false] : 'arguments end in )';
};
const afterArguments: State = (char) => {
  if (char === '%') return [literal, false];
  return char === ' ' ? [afterArguments, false] : 'a variable ends in %';
};
