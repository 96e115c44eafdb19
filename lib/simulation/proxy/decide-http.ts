import { isAddress } from '../model/names';
import type { FilterChain } from '../listeners/filter-chain';
import { answersPreflight, isPreflight } from '../request/cors';
import { normalizePath } from '../request/path';
import { locationOf, rewrittenPath } from '../request/rewrite';
import { applyChanges } from '../routes/headers';
import { withoutPort, type RequestView } from '../routes/request-view';
import type { Forward, Route } from '../routes/route';
import type { RouteTable, VirtualHost } from '../routes/virtual-host';
import { authorize } from '../security/authorization';
import { authenticate, type Authentication } from '../security/request-authentication';
import { isGrpc, type ProxyRequest } from './connection';
import { callerOf } from './caller';
import { chosen, exists, heaviest } from './chosen';
import { decision, type ChosenCluster, type Decision, type TlsLayer, type Upstream } from './decision';
import type { Proxy } from './proxy';

/** A request on its way through the filters of one proxy. */
interface Passage {
  readonly proxy: Proxy;
  readonly request: ProxyRequest;
  readonly view: RequestView;
  readonly found: Found;
  readonly token: Authentication | undefined;
}

interface Found {
  readonly virtualHost: VirtualHost | undefined;
  readonly route: Route | undefined;
  readonly toHttps: boolean;
}

/** What a proxy does with an HTTP request: token, policies, fault, CORS, route, in this order. */
export function decideHttp(
  proxy: Proxy,
  request: ProxyRequest,
  port: number,
  chain: FilterChain,
  table: RouteTable,
): Decision {
  const plain = viewOf(proxy, request);
  const guarded = proxy.workload.type === 'router' || request.direction === 'inbound';
  let passage: Passage = { proxy, request, view: plain, found: find(table, plain), token: undefined };
  if (guarded) {
    // a preflight carries no token, and is not asked for one
    const token = authenticate(isPreflight(plain) ? [] : proxy.authentication, plain, request.now);
    if (token.unsupported) return decision({ outcome: 'unsupported', field: token.unsupported });
    if (token.status !== undefined) return answered(passage, token.status, `token refused: ${token.reason ?? ''}`);
    const view = token.claims ? { ...plain, claims: token.claims } : plain;
    // routes by claims are chosen again once the token is known
    passage = { ...passage, view, token, found: token.claims ? find(table, view) : passage.found };
    const caller = {
      ...callerOf(proxy, request, port, chain.tls !== undefined),
      remoteIp: remoteIp(proxy, request),
      request: view,
    };
    const answer = authorize(proxy.authorization, caller);
    if (answer.allowed === 'unsupported') return decision({ outcome: 'unsupported', field: answer.field });
    if (!answer.allowed) return answered(passage, 403, `denied by policy: ${answer.by}`);
  }
  return route(passage);
}

function find(table: RouteTable, view: RequestView): Found {
  const virtualHost = table.find(view.authority);
  if (!virtualHost) return { virtualHost, route: undefined, toHttps: false };
  if (virtualHost.requireTls && view.scheme !== 'https') return { virtualHost, route: undefined, toHttps: true };
  return { virtualHost, route: virtualHost.routes.find((candidate) => fits(candidate, view)), toHttps: false };
}

function fits(candidate: Route, view: RequestView): boolean {
  for (const condition of candidate.conditions) if (!condition.test(view)) return false;
  return true;
}

function route(passage: Passage): Decision {
  const { request, view, found } = passage;
  if (found.toHttps) {
    const at =
      request.path === view.path ? request.path : `${view.path}${view.query === undefined ? '' : `?${view.query}`}`;
    const location = `https://${view.authority}${at}`;
    return { ...answered(passage, 301, 'plain HTTP is redirected to HTTPS'), location };
  }
  if (!found.route) return { ...answered(passage, 404, 'no rule matches'), flag: 'NR' };
  const { action, fault, cors } = found.route;
  if (fault?.abort && fault.abort.percent > 0) {
    if (fault.abort.percent < 50) return forwardOrAnswer(passage, found.route);
    const status = fault.abort.grpcStatus === undefined ? (fault.abort.status ?? 500) : 200;
    return { ...answered(passage, status, 'injected fault'), flag: 'FI', fault };
  }
  if (answersPreflight(cors, view)) {
    return { ...answered(passage, 200, 'CORS preflight'), route: undefined, origin: undefined };
  }
  if (action.kind === 'redirect') {
    return { ...answered(passage, action.status, 'redirect'), location: locationOf(found.route, action, view) };
  }
  if (action.kind === 'direct') return { ...answered(passage, action.status, 'direct response'), body: action.body };
  return forwardOrAnswer(passage, found.route);
}

function forwardOrAnswer(passage: Passage, by: Route): Decision {
  const { proxy, request, view, found } = passage;
  if (by.action.kind !== 'forward') return answered(passage, 404, 'no destination');
  const action = by.action;
  const clusters = action.clusters.map(({ cluster, weight }) => chosen(proxy, cluster, weight));
  const target = heaviest(clusters);
  if (!target || !exists(target)) {
    return {
      ...answered(passage, action.missing, 'cluster does not exist'),
      flag: 'NC',
      clusters,
      split: action.split,
    };
  }
  if (target.cluster?.tunnel)
    return decision({ outcome: 'unsupported', field: 'DestinationRule spec.trafficPolicy.tunnel' });
  const { upstream, unknown } = upstreamOf(passage, by, action, target);
  if (unknown.length > 0) return decision({ outcome: 'unsupported', field: `header value with %${unknown[0] ?? ''}%` });
  return decision({
    outcome: 'forwarded',
    virtualHost: found.virtualHost,
    route: by,
    origin: by.origin,
    view,
    clusters,
    split: action.split,
    upstream,
    status: 200,
    forward: action,
    fault: by.fault,
    retries: request.direction === 'inbound' ? undefined : action.retries,
  });
}

function upstreamOf(
  { request, view, token }: Passage,
  by: Route,
  action: Forward,
  target: ChosenCluster,
): { upstream: Upstream; unknown: readonly string[] } {
  const headers = new Map(request.headers);
  for (const name of token?.removed ?? []) headers.delete(name);
  for (const [name, value] of token?.set ?? []) headers.set(name, value);
  const part = action.clusters.find(({ cluster }) => cluster === target.name);
  const unknown = [
    ...(part ? applyChanges(headers, part.headers.request, view) : []),
    ...applyChanges(headers, by.headers.request, view),
  ];
  const host = action.hostRewrite || (action.split ? (part?.headers.authority ?? '') : '') || request.host;
  if (isGrpc(request) && (action.timeout > 0 || (action.retries?.perTry ?? 0) > 0)) {
    headers.set('grpc-timeout', `${Math.round((action.retries?.perTry ?? action.timeout) * 1000)}m`);
  }
  const path = withoutParams(rewrittenPath(by, action, view), token?.removedParams ?? []);
  const layers: TlsLayer[] = [];
  const tls = target.cluster?.tls;
  if (tls) {
    const name = withoutPort(host);
    layers.push({ sni: tls.sni ?? (isAddress(name) ? null : name), clientCertificate: tls.clientCertificate });
  }
  return {
    unknown,
    upstream: {
      host,
      path,
      method: request.method,
      headers,
      headersSet: new Map([...headers].filter(([name, value]) => request.headers.get(name) !== value)),
      headersRemoved: [...request.headers.keys()].filter((name) => !headers.has(name)),
      tls: layers,
    },
  };
}

function withoutParams(path: string, names: readonly string[]): string {
  const mark = path.indexOf('?');
  if (mark < 0 || names.length === 0) return path;
  const kept = path
    .slice(mark + 1)
    .split('&')
    .filter((part) => !names.includes(part.split('=', 1)[0] ?? ''));
  return path.slice(0, mark) + (kept.length > 0 ? `?${kept.join('&')}` : '');
}

function answered({ request, view, found }: Passage, status: number, reason: string): Decision {
  return decision({
    outcome: 'answered',
    status: isGrpc(request) ? 200 : status,
    reason,
    view,
    virtualHost: found.virtualHost,
    route: found.route,
    origin: found.route?.origin,
  });
}

/** The request as rules compare it. */
function viewOf(proxy: Proxy, request: ProxyRequest): RequestView {
  const mark = request.path.indexOf('?');
  const raw = mark < 0 ? request.path : request.path.slice(0, mark);
  const spoken = request.tls === 'none' ? 'http' : 'https';
  const forwarded = (request.headers.get('x-forwarded-proto') ?? '').toLowerCase();
  const trusted = proxy.workload.type === 'sidecar' || proxy.settings.trustedProxies > 0;
  return {
    method: request.method,
    path: normalizePath(raw === '' ? '/' : raw, proxy.settings.pathNormalization),
    query: mark < 0 ? undefined : request.path.slice(mark + 1),
    authority: request.host.toLowerCase(),
    scheme: trusted && (forwarded === 'http' || forwarded === 'https') ? forwarded : spoken,
    headers: request.headers,
  };
}

/** The original client, as far as proxies in front are trusted. */
function remoteIp({ workload, settings }: Proxy, request: ProxyRequest): string {
  const chain = (request.headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const hops = settings.trustedProxies;
  if (workload.type === 'router') return (hops > 0 ? chain[chain.length - hops] : undefined) ?? request.sourceIp;
  return chain[chain.length - 1] ?? request.sourceIp;
}
