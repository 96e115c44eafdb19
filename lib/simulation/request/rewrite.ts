import { regex } from '../model/regex';
import type { RequestView } from '../routes/request-view';
import { ROOT_REWRITE } from '../routes/compile';
import type { PathRule } from '../routes/condition';
import type { Forward, Redirect, Route } from '../routes/route';

/** The path that the next hop gets, with the query. */
export function rewrittenPath(route: Route, action: Forward, request: RequestView): string {
  const query = request.query === undefined ? '' : `?${request.query}`;
  if (action.regexRewrite === ROOT_REWRITE) {
    if (route.path.kind !== 'separated') return request.path + query;
    const rest = request.path.slice(route.path.value.length);
    return (rest.startsWith('/') ? rest : `/${rest}`) + query;
  }
  if (action.regexRewrite) {
    return substituted(request.path, action.regexRewrite.pattern, action.regexRewrite.substitution) + query;
  }
  if (action.prefixRewrite !== '') return replacedPrefix(route.path, request.path, action.prefixRewrite) + query;
  return request.path + query;
}

/** An exact path or a regex is replaced as a whole, a prefix by its length. */
function replacedPrefix(rule: PathRule, path: string, by: string): string {
  if (rule.kind === 'exact' || rule.kind === 'regex') return by;
  return by + path.slice(rule.value.length);
}

/** Replaces every match; `\1` is the first group. */
function substituted(path: string, pattern: string, substitution: string): string {
  const expression = regex(pattern);
  if (!expression) return path;
  const matcher = expression.matcher(path);
  let out = '';
  let from = 0;
  while (matcher.find()) {
    out += path.slice(from, matcher.start());
    out += substitution.replace(/\\([0-9\\])/g, (_, digit: string) =>
      digit === '\\' ? '\\' : Number(digit) <= matcher.groupCount() ? (matcher.group(Number(digit)) ?? '') : '',
    );
    from = matcher.end();
  }
  return out + path.slice(from);
}

/** Where a redirect sends the client. */
export function locationOf(route: Route, redirect: Redirect, request: RequestView): string {
  const scheme = redirect.scheme || request.scheme;
  const host = redirect.host || requestHost(request, scheme, redirect.port !== 0);
  const port = redirect.port === 0 ? '' : `:${redirect.port}`;
  const query = request.query === undefined ? '' : `?${request.query}`;
  let path = request.path + query;
  if (redirect.path !== '') path = redirect.path.includes('?') ? redirect.path : redirect.path + query;
  else if (redirect.prefixRewrite !== '')
    path = replacedPrefix(route.path, request.path, redirect.prefixRewrite) + query;
  return `${scheme}://${host}${port}${path}`;
}

/** The host of the request; its port goes where another is given, or where a changed scheme makes a default port wrong. */
function requestHost({ authority, scheme }: RequestView, newScheme: string, ported: boolean): string {
  const colon = authority.lastIndexOf(':');
  if (colon < 0 || authority.indexOf(']', colon) >= 0) return authority;
  const port = authority.slice(colon);
  const stale =
    newScheme !== scheme && ((scheme === 'https' && port === ':443') || (scheme === 'http' && port === ':80'));
  return ported || stale ? authority.slice(0, colon) : authority;
}
