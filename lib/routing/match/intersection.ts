import { isSubset } from './coverage';
import { HeaderMatch } from './header-match';
import type { PathMatch } from './path-match';
import { RouteMatch, type RouteMatchProps } from './route-match';
import type { StringMatch } from './string-match';

/**
 * The requests that both matches take, or undefined where no request can be both. Istio joins conditions of one block
 * only, so two conditions on one thing have to become the narrower one; where neither is provably narrower, the two
 * cannot be joined and {@link CannotJoin} is returned.
 */
export function intersect(a: RouteMatch, b: RouteMatch): RouteMatch | CannotJoin | undefined {
  if (a.isAll) return b;
  if (b.isAll) return a;
  const joined: RouteMatch[] = [];
  for (const left of a.alternatives) {
    for (const right of b.alternatives) {
      const both = join(left, right);
      if (both instanceof CannotJoin) return both;
      if (both) joined.push(RouteMatch.of(both));
    }
  }
  return joined.length === 0 ? undefined : RouteMatch.anyOf(...joined);
}

/** Two conditions that one block of a VirtualService cannot hold together. */
export class CannotJoin {
  constructor(
    /** What both are about, e.g. `path`. */
    public readonly field: string,
  ) {}
}

function join(a: RouteMatchProps, b: RouteMatchProps): RouteMatchProps | CannotJoin | undefined {
  const joined: Record<string, unknown> = { ...b, ...a };
  for (const field of ['path', 'method', 'scheme', 'authority'] as const) {
    const both = narrower(a[field], b[field]);
    if (both === 'both') return new CannotJoin(field);
    if (both === 'never') return undefined;
    if (both) joined[field] = both;
  }
  for (const field of ['port', 'sourceNamespace'] as const) {
    if (a[field] !== undefined && b[field] !== undefined && a[field] !== b[field]) return undefined;
  }
  if (a.sourceLabels && b.sourceLabels) {
    for (const [key, value] of Object.entries(a.sourceLabels)) {
      if ((b.sourceLabels[key] ?? value) !== value) return undefined;
    }
    joined.sourceLabels = { ...b.sourceLabels, ...a.sourceLabels };
  }
  const headers = joinNamed(a.headers ?? [], b.headers ?? [], (one) => `${one.negated}${one.name}`);
  if (!headers || headers instanceof CannotJoin) return headers;
  const queryParams = joinNamed(a.queryParams ?? [], b.queryParams ?? [], (one) => one.name);
  if (!queryParams || queryParams instanceof CannotJoin) return queryParams;
  if (headers.length > 0) joined.headers = headers;
  if (queryParams.length > 0) joined.queryParams = queryParams;
  return joined as RouteMatchProps;
}

interface Named {
  readonly name: string;
  readonly value: StringMatch | undefined;
}

function joinNamed<T extends Named>(
  a: readonly T[],
  b: readonly T[],
  key: (one: T) => string,
): T[] | CannotJoin | undefined {
  const joined = new Map(a.map((one) => [key(one), one]));
  for (const one of b) {
    const other = joined.get(key(one));
    if (other && one instanceof HeaderMatch && one.negated) {
      if (!sameText(one.value, other.value)) return new CannotJoin(one.name);
      continue;
    }
    const both = narrower(other?.value, one.value);
    if (both === 'both') return new CannotJoin(one.name);
    if (both === 'never') return undefined;
    if (!other || both === one.value) joined.set(key(one), one);
  }
  return [...joined.values()];
}

/** The narrower of two conditions on one text; `never` where they exclude each other, `both` where neither is narrower. */
function narrower<T extends StringMatch | PathMatch>(
  a: T | undefined,
  b: T | undefined,
): T | 'both' | 'never' | undefined {
  if (!a || !b) return a ?? b;
  if (isSubset(a, b)) return a;
  if (isSubset(b, a)) return b;
  return a.kind === 'regex' || b.kind === 'regex' || ignoresCase(a) !== ignoresCase(b) ? 'both' : 'never';
}

function ignoresCase(of: StringMatch | PathMatch): boolean {
  return 'ignoreCase' in of && of.ignoreCase;
}

function sameText(a: StringMatch | undefined, b: StringMatch | undefined): boolean {
  return a?.kind === b?.kind && a?.value === b?.value;
}
