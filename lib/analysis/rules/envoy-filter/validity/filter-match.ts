import { fields, maybe, text } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';
import type { Fields } from '../../../../snapshot';

const CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';
const OLD_CONNECTION_MANAGER = 'envoy.http_connection_manager';

/** Names of filters that Envoy has given up, and what they are called now. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  [OLD_CONNECTION_MANAGER, CONNECTION_MANAGER],
  ...'client_ssl_auth echo ext_authz mongo_proxy ratelimit rbac redis_proxy tcp_proxy thrift_proxy zookeeper_proxy mysql_proxy'
    .split(' ')
    .map((name): [string, string] => [`envoy.${name}`, `envoy.filters.network.${name}`]),
  ...'buffer cors csrf fault grpc_http1_bridge grpc_json_transcoder grpc_web gzip health_check ip_tagging lua router squash'
    .split(' ')
    .map((name): [string, string] => [`envoy.${name}`, `envoy.filters.http.${name}`]),
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
  ['envoy.ext_authz', 'envoy.filters.http.ext_authz'],
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
]);

/**
 * `filter` and `subFilter` of a listener's filter chain.
 *
 * @returns false where the patch is not judged further
 */
export function checkFilterMatch(problems: Problems, match: Fields, target: string, path: string): boolean {
  const filter = maybe(fields(fields(match.listener).filterChain).filter);
  if (!filter) return true;
  const at = `${path}.listener.filterChain.filter`;
  if (target === 'LISTENER' || target === 'FILTER_CHAIN') {
    problems.warning(at, `a match by filter has no effect with applyTo ${target}`);
  }
  const name = text(filter.name);
  const sub = maybe(filter.subFilter);
  const problem = problemOf(name, sub, target);
  if (problem !== undefined) {
    problems.error(at, problem);
    return false;
  }
  for (const [where, one] of [
    [`${at}.name`, name],
    [`${at}.subFilter.name`, text(sub?.name)],
  ] as const) {
    const now = RENAMED.get(one);
    if (now !== undefined) problems.warning(where, `filter name "${one}" is deprecated; use "${now}"`);
  }
  return true;
}

function problemOf(name: string, sub: Fields | undefined, target: string): string | undefined {
  if (name === '') return 'a match by filter needs the name of the filter';
  if (!sub) return undefined;
  if (target !== 'HTTP_FILTER') return 'a match by subFilter needs applyTo HTTP_FILTER';
  if (name !== CONNECTION_MANAGER && name !== OLD_CONNECTION_MANAGER)
    return `a match by subFilter needs filter ${CONNECTION_MANAGER}`;
  return text(sub.name) === '' ? 'a match by subFilter needs the name of the subFilter' : undefined;
}
