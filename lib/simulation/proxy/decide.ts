import type { Connection, FilterChain, Listener, TcpHandler, Termination } from '../listeners/filter-chain';
import { authorize } from '../security/authorization';
import { callerOf } from './caller';
import { chosen, exists, heaviest } from './chosen';
import { applicationProtocols, type ProxyRequest } from './connection';
import { decision, type ChosenCluster, type Decision, type TlsLayer, type Upstream } from './decision';
import { decideHttp } from './decide-http';
import type { Proxy } from './proxy';

/** What a proxy does with a request. Never throws. */
export function decide(proxy: Proxy, request: ProxyRequest): Decision {
  if (proxy.unmodelled !== undefined) return decision({ outcome: 'unsupported', field: proxy.unmodelled });
  const made = decideBy(proxy, request);
  if (made.outcome !== 'forwarded') return made;
  for (const { cluster } of made.clusters) {
    if (cluster?.service.registry !== 'Kubernetes') continue;
    const field = proxy.unmodelledBackend(cluster.service.namespace, cluster.service.name);
    if (field !== undefined) return decision({ outcome: 'unsupported', field });
  }
  return made;
}

function decideBy(proxy: Proxy, request: ProxyRequest): Decision {
  const port = containerPort(proxy, request);
  const listener = listenerFor(proxy, request, port);
  if (!listener) return decision({ outcome: 'refused', reason: 'no listener' });
  const connection: Connection = {
    address: request.address,
    sni: request.tls === 'none' ? '' : request.sni,
    transport: request.tls === 'none' ? 'raw_buffer' : 'tls',
    alpn: applicationProtocols(request),
  };
  const chain = listener.pick(connection);
  if (!chain) return decision({ outcome: 'refused', listener, flag: 'NR', reason: 'filter_chain_not_found' });
  const refusal = refuseTls(chain.tls, request, proxy);
  if (refusal) {
    const certificate = request.tls === 'none' ? undefined : chain.tls?.certificate;
    return decision({ outcome: 'refused', listener, chain, certificate, reason: refusal });
  }
  const names = chain.tls?.subjectAltNames ?? [];
  // Names without a CA make Envoy refuse the listener; those of a certificate that nobody described decide alone.
  if (names.length > 0 && (chain.tls?.client === 'none' || !request.subjectKnown)) {
    return decision({ outcome: 'unsupported', field: 'Gateway spec.servers.tls.subjectAltNames' });
  }
  const certificate = chain.tls?.certificate;
  if (chain.handler.kind === 'tcp') {
    return { ...decideTcp(proxy, request, port, chain, chain.handler), listener, chain, certificate };
  }
  if ((request.tls !== 'none' && !chain.tls) || request.protocol === 'tcp') {
    return decision({ outcome: 'refused', listener, chain, certificate, flag: 'DPE', reason: 'http1.codec_error' });
  }
  return { ...decideHttp(proxy, request, port, chain, chain.handler.routes()), listener, chain, certificate };
}

/** The port of the pod that a request arrives at. */
export function containerPort(proxy: Proxy, request: ProxyRequest): number {
  if (proxy.workload.type !== 'router') return request.port;
  return proxy.targets.find(({ port }) => port.port === request.port)?.target ?? request.port;
}

function listenerFor(proxy: Proxy, request: ProxyRequest, port: number): Listener | undefined {
  if (proxy.workload.type === 'router') return proxy.gateway.find(port);
  return request.direction === 'inbound' ? proxy.inbound.find(port) : proxy.outbound.find(request.address, port);
}

/** Why the client's TLS and the chain's do not go together; undefined where they do. */
function refuseTls(tls: Termination | undefined, request: ProxyRequest, proxy: Proxy): string | undefined {
  if (!tls) return undefined;
  if (request.tls === 'none') return 'TLS is required, the client speaks plaintext';
  if (tls.client === 'mesh' && !ofMesh(request, proxy)) return 'a client certificate of the mesh is required';
  if (tls.client === 'required' && request.principal === undefined) return 'a client certificate is required';
  return refuseSubject(tls, request);
}

/** Why the name in the client's certificate is none that the chain takes, where the name is known. */
function refuseSubject({ client, subjectAltNames }: Termination, request: ProxyRequest): string | undefined {
  const { principal, subjectKnown } = request;
  if (client === 'none' || subjectAltNames.length === 0 || principal === undefined || !subjectKnown) return undefined;
  return subjectAltNames.includes(principal)
    ? undefined
    : `the client certificate is of none of ${subjectAltNames.join(', ')}`;
}

function ofMesh(request: ProxyRequest, proxy: Proxy): boolean {
  if (request.tls === 'mtls') return true;
  return request.principal?.startsWith(`spiffe://${proxy.settings.trustDomain}/`) ?? false;
}

function decideTcp(
  proxy: Proxy,
  request: ProxyRequest,
  port: number,
  chain: FilterChain,
  handler: TcpHandler,
): Decision {
  const outbound = proxy.workload.type === 'sidecar' && request.direction === 'outbound';
  const clusters = handler.clusters.map((one) => chosen(proxy, one.cluster, one.weight));
  const known = { clusters, split: handler.split, origin: handler.origin };
  if (!outbound && handler.checked) {
    const answer = authorize(proxy.authorization, callerOf(proxy, request, port, chain.tls !== undefined));
    if (answer.allowed === 'unsupported') return decision({ outcome: 'unsupported', field: answer.field });
    if (!answer.allowed) return decision({ ...known, outcome: 'refused', reason: `denied by policy: ${answer.by}` });
  }
  const target = heaviest(clusters);
  if (!target) return decision({ ...known, outcome: 'refused', flag: 'NC', reason: 'no destination' });
  if (target.name === 'BlackHoleCluster') {
    return decision({ ...known, outcome: 'refused', flag: 'UH', reason: 'connection closed' });
  }
  if (!exists(target)) return decision({ ...known, outcome: 'refused', flag: 'NC', reason: 'connection closed' });
  if (target.cluster?.tunnel)
    return decision({ outcome: 'unsupported', field: 'DestinationRule spec.trafficPolicy.tunnel' });
  return decision({
    ...known,
    outcome: 'forwarded',
    upstream: opaqueUpstream(request, target, chain.tls !== undefined),
  });
}

/** What the next hop sees of bytes that were not looked into. */
function opaqueUpstream(request: ProxyRequest, target: ChosenCluster, terminated: boolean): Upstream {
  const layers: TlsLayer[] = [];
  const tls = target.cluster?.tls;
  if (tls) layers.push({ sni: tls.sni ?? null, clientCertificate: tls.clientCertificate });
  if (request.tls !== 'none' && !terminated) {
    layers.push({ sni: request.sni === '' ? null : request.sni, clientCertificate: request.principal !== undefined });
  }
  const http = request.protocol !== 'tcp';
  return {
    host: http ? request.host : undefined,
    path: http ? request.path : undefined,
    method: request.method,
    headers: request.headers,
    headersSet: new Map(),
    headersRemoved: [],
    tls: layers,
  };
}
