/**
 * When one match takes every request that another takes. Always right when it says yes; where regular expressions leave
 * it open, the answer is no.
 */
import type { HeaderMatch } from './header-match';
import type { PathMatch } from './path-match';
import type { QueryMatch } from './query-match';
import { matchesWhole } from './regex';
import type { RouteMatch, RouteMatchProps } from './route-match';
import type { StringMatch } from './string-match';

/** Whether every request that `narrow` takes is also taken by `wide`. */
export function covers(wide: RouteMatch, narrow: RouteMatch): boolean {
  return narrow.alternatives.every((one) => wide.alternatives.some((other) => coversOne(other, one)));
}

function coversOne(wide: RouteMatchProps, narrow: RouteMatchProps): boolean {
  return (
    pathWithin(narrow.path, wide.path) &&
    within(narrow.method, wide.method) &&
    within(narrow.scheme, wide.scheme) &&
    within(narrow.authority, wide.authority) &&
    (wide.port === undefined || wide.port === narrow.port) &&
    (wide.sourceNamespace === undefined || wide.sourceNamespace === narrow.sourceNamespace) &&
    Object.entries(wide.sourceLabels ?? {}).every(([key, value]) => narrow.sourceLabels?.[key] === value) &&
    (wide.headers ?? []).every((condition) => impliesHeader(narrow.headers ?? [], condition)) &&
    (wide.queryParams ?? []).every((condition) => impliesQuery(narrow.queryParams ?? [], condition))
  );
}

function pathWithin(narrow: PathMatch | undefined, wide: PathMatch | undefined): boolean {
  const everyPath =
    !wide || (wide.kind === 'prefix' && wide.value === '/') || (wide.kind === 'regex' && /^\/?\.\*$/.test(wide.value));
  return everyPath || (narrow !== undefined && isSubset(narrow, wide));
}

function within(narrow: StringMatch | undefined, wide: StringMatch | undefined): boolean {
  return !wide || (narrow !== undefined && isSubset(narrow, wide));
}

/** Whether every text that `narrow` takes is also taken by `wide`. */
export function isSubset(narrow: StringMatch | PathMatch, wide: StringMatch | PathMatch): boolean {
  const blind = 'ignoreCase' in wide && wide.ignoreCase;
  const narrowBlind = 'ignoreCase' in narrow && narrow.ignoreCase;
  if (wide.kind === 'regex') {
    if (narrow.kind === 'regex') return narrow.value === wide.value;
    if (narrow.kind === 'exact' && !narrowBlind) return matchesWhole(wide.value, narrow.value);
    return wide.value === '.*';
  }
  if (narrow.kind === 'regex' || (narrowBlind && !blind)) return false;
  const fold = (text: string): string => (blind ? text.toLowerCase() : text);
  if (wide.kind === 'prefix') return fold(narrow.value).startsWith(fold(wide.value));
  return narrow.kind === 'exact' && fold(narrow.value) === fold(wide.value);
}

function impliesHeader(narrow: readonly HeaderMatch[], wide: HeaderMatch): boolean {
  return narrow.some((one) => {
    if (one.name !== wide.name || one.negated !== wide.negated) return false;
    if (one.negated) return sameValue(one.value, wide.value);
    return !wide.value || (one.value !== undefined && isSubset(one.value, wide.value));
  });
}

function impliesQuery(narrow: readonly QueryMatch[], wide: QueryMatch): boolean {
  return narrow.some(
    (one) => one.name === wide.name && (!wide.value || (one.value !== undefined && isSubset(one.value, wide.value))),
  );
}

function sameValue(a: StringMatch | undefined, b: StringMatch | undefined): boolean {
  return a?.kind === b?.kind && a?.value === b?.value;
}
