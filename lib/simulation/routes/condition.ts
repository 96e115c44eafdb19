import type { HttpMatch } from '../rules/virtual-service';
import { describe, matches, type StringMatch } from '../model/string-match';
import { claim, queryParam, type RequestView } from './request-view';

/** One condition of a route. */
export interface Condition {
  readonly test: (request: RequestView) => boolean;
  /** For a reader: what it asks for. */
  readonly text: () => string;
}

/** How a route looks at the path; also says what a rewrite replaces. */
export interface PathRule {
  readonly kind: 'prefix' | 'exact' | 'regex' | 'separated';
  readonly value: string;
  readonly ignoreCase: boolean;
}

/** A path rule that takes everything. */
export const ANY_PATH: PathRule = { kind: 'prefix', value: '/', ignoreCase: false };

const CLAIMS = '@request.auth.claims';

/** The path rule of a match. Ingress and Gateway API prefixes end at a slash. */
export function pathRule(match: HttpMatch | undefined, segments: boolean): PathRule {
  const uri = match?.uri;
  if (!match || !uri || uri.kind === 'present') return ANY_PATH;
  const ignoreCase = match.ignoreUriCase;
  if (uri.kind === 'prefix' && segments && uri.value !== '/') {
    return { kind: 'separated', value: uri.value.replace(/\/$/, ''), ignoreCase };
  }
  return { kind: uri.kind, value: uri.value, ignoreCase };
}

/** Whether a path fits. */
function pathMatches(rule: PathRule, path: string): boolean {
  if (rule.kind === 'regex') return matches({ kind: 'regex', value: rule.value }, path);
  const given = rule.ignoreCase ? path.toLowerCase() : path;
  const wanted = rule.ignoreCase ? rule.value.toLowerCase() : rule.value;
  if (rule.kind === 'exact') return given === wanted;
  if (!given.startsWith(wanted)) return false;
  return rule.kind === 'prefix' || given.length === wanted.length || given[wanted.length] === '/';
}

/** The conditions of a match, in the order in which a reader thinks of them. */
export function conditions(match: HttpMatch | undefined, path: PathRule): readonly Condition[] {
  const out: Condition[] = [];
  if (path.kind !== 'prefix' || path.value !== '/') {
    out.push({
      test: (request) => pathMatches(path, request.path),
      text: () => `uri ${path.kind} ${JSON.stringify(path.value)}`,
    });
  }
  if (!match) return out;
  const field = (name: 'method' | 'authority' | 'scheme', wanted: StringMatch | undefined): void => {
    if (wanted)
      out.push({ test: (request) => matches(wanted, request[name]), text: () => `${name} ${describe(wanted)}` });
  };
  field('method', match.method);
  field('authority', match.authority);
  field('scheme', match.scheme);
  for (const [name, wanted] of match.headers) out.push(headerCondition(name, wanted));
  for (const [name, wanted] of match.withoutHeaders) out.push(withoutHeader(name, wanted));
  for (const [name, wanted] of match.queryParams) {
    out.push({
      test: ({ query }) => {
        const value = queryParam(query, name);
        return value !== undefined && matches(wanted, value);
      },
      text: () => `query parameter ${name} ${describe(wanted)}`,
    });
  }
  return out;
}

function headerCondition(name: string, wanted: StringMatch): Condition {
  const path = claimPath(name);
  if (path) {
    return {
      test: ({ claims }) => claimMatches(claim(claims, path), wanted),
      text: () => `claim ${path.join('.')} ${describe(wanted)}`,
    };
  }
  const value = headerReader(name);
  return {
    test: (request) => {
      const given = value(request);
      return given !== undefined && matches(wanted, given);
    },
    text: () => `header ${name} ${describe(wanted)}`,
  };
}

function withoutHeader(name: string, wanted: StringMatch): Condition {
  const path = claimPath(name);
  if (path) {
    return {
      test: ({ claims }) => !claimMatches(claim(claims, path), wanted),
      text: () => `no claim ${path.join('.')} ${describe(wanted)}`,
    };
  }
  const value = headerReader(name);
  return {
    // a missing header counts as empty, unless only its presence is asked for
    test: (request) =>
      wanted.kind === 'present' ? value(request) === undefined : !matches(wanted, value(request) ?? ''),
    text: () => `no header ${name} ${describe(wanted)}`,
  };
}

function headerReader(name: string): (request: RequestView) => string | undefined {
  switch (name.toLowerCase()) {
    case ':authority':
      return (request) => request.authority;
    case ':method':
      return (request) => request.method;
    case ':scheme':
      return (request) => request.scheme;
    case ':path':
      return (request) => request.path + (request.query === undefined ? '' : `?${request.query}`);
    default: {
      const key = name.toLowerCase();
      return (request) => request.headers.get(key);
    }
  }
}

/** The claim that a match key means, e.g. `@request.auth.claims.groups` or `@request.auth.claims[a][b]`. */
function claimPath(name: string): readonly string[] | undefined {
  if (!name.toLowerCase().startsWith(CLAIMS)) return undefined;
  const rest = name.slice(CLAIMS.length);
  if (rest.startsWith('.')) return rest.slice(1).split('.');
  if (rest.length > 2 && rest.startsWith('[') && rest.endsWith(']')) return rest.slice(1, -1).split('][');
  return undefined;
}

function claimMatches(value: unknown, wanted: StringMatch): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'string' && matches(wanted, item));
  return typeof value === 'string' && matches(wanted, value);
}
