/** A request as a proxy compares it, after its path was normalised. */
export interface RequestView {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Without the question mark; undefined where there is none. */
  readonly query: string | undefined;
  /** The Host header, in lower case, with its port if it has one. */
  readonly authority: string;
  readonly scheme: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Claims of the token that was verified, if any. */
  readonly claims?: ReadonlyMap<string, unknown>;
}

/** The host without its port. */
export function withoutPort(authority: string): string {
  const colon = authority.lastIndexOf(':');
  if (colon < 0 || authority.indexOf(']', colon) >= 0) return authority;
  return /^\d*$/.test(authority.slice(colon + 1)) ? authority.slice(0, colon) : authority;
}

/** The first value of a query parameter, as it was sent; undefined where it is missing. */
export function queryParam(query: string | undefined, name: string): string | undefined {
  if (query === undefined) return undefined;
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    if ((equals < 0 ? part : part.slice(0, equals)) === name) return equals < 0 ? '' : part.slice(equals + 1);
  }
  return undefined;
}

/** A claim by its path; undefined where it is missing. */
export function claim(claims: ReadonlyMap<string, unknown> | undefined, path: readonly string[]): unknown {
  let value: unknown = claims?.get(path[0] ?? '');
  for (const step of path.slice(1)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
