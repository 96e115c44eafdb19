import type { Fields } from '../../../snapshot';
import { isRecord, number, record, records, seconds, text, texts } from '../../model/fields';
import { quoted } from '../../security/string-pattern';
import {
  destinationsOf,
  headerFilters,
  mirrorFilters,
  Unconvertible,
  weightOf,
  type RouteConversion,
} from './destination';

const FILTERS = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'RequestMirror',
  'URLRewrite',
  'CORS',
]);
const GRPC_FILTERS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror']);
const BACKEND_FILTERS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']);

/** A rule of an HTTPRoute or GRPCRoute with one of its matches, as an http rule of a VirtualService. */
export function httpRule(
  rule: Fields,
  match: Fields | undefined,
  index: number,
  conversion: RouteConversion,
): Fields | Unconvertible {
  const { route } = conversion;
  const grpc = route.kind === 'GRPCRoute';
  const converted = match === undefined ? undefined : grpc ? grpcMatch(match) : httpMatch(match);
  if (converted instanceof Unconvertible) return converted;
  const filters = records(rule['filters']);
  const stranger = filters.find((filter) => !(grpc ? GRPC_FILTERS : FILTERS).has(text(filter['type'])));
  if (stranger) return new Unconvertible(`filter ${text(stranger['type'])} is not supported`);
  const headers = headerFilters(filters);
  const mirrors = mirrorFilters(filters, conversion);
  const redirect = filters.map((filter) => filter['requestRedirect']).find(isRecord);
  const common: Fields = {
    name: text(rule['name']) || `${route.namespace}.${route.name}.${index}`,
    ...(converted ? { match: [converted] } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(mirrors.length > 0 ? { mirrors } : {}),
    ...(redirect ? { redirect: redirectOf(redirect) } : {}),
    ...rewriteOf(filters),
    ...corsOf(filters),
    ...times(rule),
  };
  const backends = records(rule['backendRefs']);
  if (backends.reduce((sum, backend) => sum + weightOf(backend), 0) === 0 && !redirect) {
    return { ...common, directResponse: { status: 500 } };
  }
  const destinations = destinationsOf(backends, conversion, (backend) => {
    const own = records(backend['filters']);
    const other = own.find((filter) => !BACKEND_FILTERS.has(text(filter['type'])));
    return other
      ? new Unconvertible(`filter ${text(other['type'])} is not supported on a backend`)
      : headerFilters(own);
  });
  if (destinations instanceof Unconvertible) return destinations;
  return { ...common, route: destinations };
}

function httpMatch(match: Fields): Fields | Unconvertible {
  const path = record(match['path']);
  const type = text(path['type']) || 'PathPrefix';
  const value = path['value'] === undefined ? '/' : text(path['value']);
  const kind = PATH_TYPES.get(type);
  if (kind === undefined) return new Unconvertible(`path type ${type} is not supported`);
  const headers = typedMatches(match['headers']);
  const queryParams = typedMatches(match['queryParams']);
  if (headers instanceof Unconvertible) return headers;
  if (queryParams instanceof Unconvertible) return queryParams;
  const method = text(match['method']);
  return {
    uri: { [kind]: kind === 'prefix' && value !== '/' ? value.replace(/\/$/, '') : value },
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(queryParams).length > 0 ? { queryParams } : {}),
    ...(method === '' ? {} : { method: { exact: method } }),
  };
}

const PATH_TYPES: ReadonlyMap<string, 'prefix' | 'exact' | 'regex'> = new Map([
  ['PathPrefix', 'prefix'],
  ['Exact', 'exact'],
  ['RegularExpression', 'regex'],
]);

function typedMatches(value: unknown): Fields | Unconvertible {
  const out = Object.create(null) as Record<string, Fields>;
  for (const match of records(value)) {
    const type = text(match['type']) || 'Exact';
    if (type !== 'Exact' && type !== 'RegularExpression')
      return new Unconvertible(`match type ${type} is not supported`);
    out[text(match['name'])] = type === 'Exact' ? { exact: text(match['value']) } : { regex: text(match['value']) };
  }
  return out;
}

function grpcMatch(match: Fields): Fields | Unconvertible {
  const headers = typedMatches(match['headers']);
  if (headers instanceof Unconvertible) return headers;
  const extra = Object.keys(headers).length > 0 ? { headers } : {};
  if (!isRecord(match['method'])) return extra;
  const { method, service } = match['method'];
  if (method === undefined && service === undefined)
    return new Unconvertible('a method match names neither method nor service');
  const regular = text(match['method']['type']) === 'RegularExpression';
  const name = text(service);
  const call = text(method);
  if (service === undefined) return { uri: { regex: `/[^/]+/${call}` }, ...extra };
  if (method === undefined) return { uri: regular ? { regex: `/${name}/.+` } : { prefix: `/${name}/` }, ...extra };
  return { uri: regular ? { regex: `/${name}/${call}` } : { exact: `/${name}/${call}` }, ...extra };
}

function redirectOf(filter: Fields): Fields {
  const path = record(filter['path']);
  const scheme = text(filter['scheme']);
  const derive = scheme === '' ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT';
  return {
    ...(filter['statusCode'] === undefined ? {} : { redirectCode: number(filter['statusCode']) }),
    authority: text(filter['hostname']),
    scheme,
    ...(filter['port'] === undefined ? { derivePort: derive } : { port: number(filter['port']) }),
    ...(text(path['type']) === 'ReplaceFullPath' ? { uri: text(path['replaceFullPath']) } : {}),
    ...(text(path['type']) === 'ReplacePrefixMatch' ? { prefixRewrite: text(path['replacePrefixMatch']) } : {}),
  };
}

function rewriteOf(filters: readonly Fields[]): Fields {
  const filter = filters.map((one) => one['urlRewrite']).find(isRecord);
  if (!filter) return {};
  const path = record(filter['path']);
  const authority = text(filter['hostname']);
  const rewrite = {
    ...(text(path['type']) === 'ReplacePrefixMatch'
      ? { uri: text(path['replacePrefixMatch']).replace(/\/$/, '') || '/' }
      : {}),
    ...(text(path['type']) === 'ReplaceFullPath'
      ? { uriRegexRewrite: { match: '/.*', rewrite: text(path['replaceFullPath']) } }
      : {}),
    ...(authority === '' ? {} : { authority }),
  };
  return Object.keys(rewrite).length > 0 ? { rewrite } : {};
}

function corsOf(filters: readonly Fields[]): Fields {
  const filter = filters.map((one) => one['cors']).find(isRecord);
  if (!filter) return {};
  const allowOrigins = texts(filter['allowOrigins']).map((origin) => {
    if (origin === '*') return { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' };
    if (!origin.includes('*')) return { exact: origin };
    if (origin.indexOf('*') === origin.length - 1) return { prefix: origin.slice(0, -1) };
    return { regex: `^${origin.split('*').map(quoted).join('.*')}$` };
  });
  return { corsPolicy: { allowOrigins, unmatchedPreflights: 'IGNORE' } };
}

function times(rule: Fields): Fields {
  const out: Record<string, unknown> = {};
  const timeouts = record(rule['timeouts']);
  const request = seconds(timeouts['request']) ?? 0;
  const backend = seconds(timeouts['backendRequest']) ?? 0;
  if (isRecord(rule['retry'])) {
    const attempts = number(rule['retry']['attempts']) ?? 2;
    const codes = Array.isArray(rule['retry']['codes']) ? rule['retry']['codes'].map(text) : [];
    out['retries'] = {
      attempts,
      ...(attempts === 0
        ? {}
        : { retryOn: ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes].join(',') }),
      ...(backend > 0 ? { perTryTimeout: `${backend}s` } : {}),
    };
  }
  if (request > 0) out['timeout'] = `${request}s`;
  if (backend > 0 && out['retries'] === undefined) out['timeout'] = `${backend}s`;
  return out;
}
