/** Whether one HTTP match takes every request that another takes. Sound: where it cannot be sure, it says no. */
import type { Fields } from '../../snapshot';
import { canonical, fields, list, maybe, text } from './json';

const TEXTS = ['scheme', 'method', 'authority'] as const;
const MAPS = ['headers', 'queryParams'] as const;
const EQUAL = ['withoutHeaders', 'sourceLabels', 'gateways'] as const;

/** Whether `wide` matches whatever `narrow` does. */
export function coversMatch(wide: Fields, narrow: Fields): boolean {
  if (!coversUri(wide, narrow)) return false;
  if (!TEXTS.every((name) => coversText(maybe(wide[name]), maybe(narrow[name])))) return false;
  if (!MAPS.every((name) => coversMap(fields(wide[name]), fields(narrow[name])))) return false;
  if (!EQUAL.every((name) => isUnset(wide[name]) || canonical(wide[name]) === canonical(narrow[name]))) return false;
  const isFree = (value: unknown) => value === undefined || value === 0 || value === '';
  return ['port', 'sourceNamespace'].every((name) => isFree(wide[name]) || wide[name] === narrow[name]);
}

function isUnset(value: unknown): boolean {
  return Array.isArray(value) ? list(value).length === 0 : Object.keys(fields(value)).length === 0;
}

function coversUri(wide: Fields, narrow: Fields): boolean {
  const [a, b] = [maybe(wide.uri), maybe(narrow.uri)];
  if (!a) return true;
  // Every path begins with a slash.
  if (wide.ignoreUriCase !== true && text(a.prefix) === '/' && a.exact === undefined && a.regex === undefined)
    return true;
  if (!b || wide.ignoreUriCase === true || narrow.ignoreUriCase === true)
    return canonical([a, wide.ignoreUriCase]) === canonical([b, narrow.ignoreUriCase]);
  return coversText(a, b);
}

function coversText(wide: Fields | undefined, narrow: Fields | undefined): boolean {
  if (!wide || Object.keys(wide).length === 0) return true;
  if (!narrow) return false;
  if (typeof wide.exact === 'string') return narrow.exact === wide.exact;
  if (typeof wide.regex === 'string') return narrow.regex === wide.regex;
  if (typeof wide.prefix !== 'string') return false;
  const begins = (value: unknown) => typeof value === 'string' && value.startsWith(wide.prefix as string);
  return begins(narrow.exact) || begins(narrow.prefix);
}

/** A header or parameter that is asked for without a value only has to be there. */
function coversMap(wide: Fields, narrow: Fields): boolean {
  return Object.entries(wide).every(([key, value]) => {
    if (!Object.hasOwn(narrow, key)) return false;
    return coversText(maybe(value), maybe(narrow[key]) ?? {});
  });
}
