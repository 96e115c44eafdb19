import type { Snapshot } from '../../snapshot';
import { isAddress } from '../model/names';
import type { Workload } from '../model/workload';
import type { ProxyRequest } from '../proxy/connection';
import { heaviest } from '../proxy/chosen';
import { containerPort, decide } from '../proxy/decide';
import type { ChosenCluster, Decision } from '../proxy/decision';
import { hopOf, tlsOf, type Layer, type Wire } from './hop';
import { portNumbered } from '../registry/service';
import { intercepted } from './interception';
import { forbidding, type Peer } from './network-policy';
import { parseTarget, type Target } from './parse-request';
import { Trace, type ReachedTls, type TraceEnd, type TraceHop } from './trace';
import { DEFAULT_NOW, type TraceRequest } from './trace-request';
import { TracedMesh } from './traced-mesh';

const MOST_HOPS = 16;

/**
 * Follows a request through every proxy it meets, with no cluster: from the caller's sidecar, or the gateway it arrives at, to
 * the workload or outside host that gets it, or the proxy that answers or refuses it. Of a split the destination with the
 * largest share is followed.
 *
 * @throws ConfigurationError RequestMalformed, WorkloadUnknown, GatewayUnknown
 */
export function trace(snapshot: Snapshot, request: TraceRequest): Trace {
  const target = parseTarget(request);
  const mesh = TracedMesh.of(snapshot);
  const path = new Path(mesh, request, target);
  const end =
    request.at === undefined ? path.fromWorkload(mesh.caller(request)) : path.fromOutside(mesh.gateway(request.at));
  const start = request.at === undefined ? `from ${request.from ?? ''}` : `at ${request.at}`;
  return new Trace(`${request.method ?? 'GET'} ${request.url} ${start}`, path.hops, end, mesh.assumptions);
}

class Path {
  public readonly hops: TraceHop[] = [];
  private readonly seen = new Set<string>();
  private readonly wire: Wire;

  constructor(
    private readonly mesh: TracedMesh,
    private readonly request: TraceRequest,
    private readonly target: Target,
  ) {
    const encrypted = target.scheme === 'https' || target.scheme === 'tls';
    const own: Layer = {
      sni: request.sni ?? (isAddress(target.host) ? null : target.host),
      clientCertificate: request.principal !== undefined,
      mtls: false,
      principal: request.principal,
      subjectKnown: true,
    };
    this.wire = {
      port: target.port,
      address: '',
      host: target.authority,
      path: target.path,
      headers: new Map(
        Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
      ),
      layers: encrypted ? [own] : [],
    };
  }

  public fromOutside(gateway: Workload): TraceEnd {
    return this.atProxy(gateway, 'outbound', this.wire);
  }

  public fromWorkload(caller: Workload): TraceEnd {
    const { target, mesh, request } = this;
    const service = mesh.resolve(target.host, caller.namespace);
    const found = isAddress(target.host) ? target.host : (service?.addresses[0] ?? '');
    const wire = { ...this.wire, address: request.address ?? found };
    if (caller.injected && intercepted(caller, 'outbound', wire.port, wire.address))
      return this.atProxy(caller, 'outbound', wire);
    const behind = service && !service.external ? mesh.behind(service, undefined) : undefined;
    if (service && behind) return this.arrive(caller, behind, service.host, wire, '');
    return this.leave(caller, service?.host ?? target.host, wire, wire.layers);
  }

  /** What a proxy does, and where that leads. */
  private atProxy(workload: Workload, direction: 'outbound' | 'inbound', wire: Wire): TraceEnd {
    const asked = this.asked(wire, direction);
    const key = `${workload.namespace}/${workload.name} ${direction} ${wire.port} ${asked.host} ${asked.path} ${asked.sni}`;
    if (this.seen.has(key) || this.hops.length >= MOST_HOPS) return { kind: 'loop', reason: `${key} comes up again` };
    this.seen.add(key);
    const proxy = this.mesh.model.proxy(workload);
    const decision = decide(proxy, asked);
    this.hops.push(hopOf(workload, direction, asked, decision));
    switch (decision.outcome) {
      case 'unsupported':
        return { kind: 'unsupported', field: decision.field };
      case 'refused':
        return { kind: 'reset', reason: decision.reason, ...(decision.flag ? { flag: decision.flag } : {}) };
      case 'answered':
        return {
          kind: 'response',
          status: decision.status,
          flag: decision.flag,
          location: decision.location,
          reason: decision.reason,
        };
      default:
    }
    const rest = decision.chain?.tls ? wire.layers.slice(1) : wire.layers;
    if (direction === 'inbound') return this.application(workload, wire, rest, containerPort(proxy, asked));
    return this.onward(workload, decision, wire, rest);
  }

  private asked(wire: Wire, direction: 'outbound' | 'inbound'): ProxyRequest {
    const { request, target } = this;
    const outer = wire.layers[0];
    const opaque = target.scheme === 'tcp' || target.scheme === 'tls' || wire.layers.length > 1;
    return {
      direction,
      port: wire.port,
      address: wire.address,
      protocol: opaque ? 'tcp' : request.http2 ? 'http2' : 'http',
      tls: outer ? (outer.mtls ? 'mtls' : 'tls') : 'none',
      sni: outer?.sni ?? '',
      alpn: [],
      host: wire.host,
      path: wire.path,
      method: request.method ?? 'GET',
      headers: wire.headers,
      sourceIp: request.sourceIp ?? '127.0.0.1',
      principal: outer?.principal,
      subjectKnown: outer?.subjectKnown ?? true,
      now: request.now ?? DEFAULT_NOW,
    };
  }

  /** From the cluster that was chosen to whoever stands behind it. */
  private onward(from: Workload, decision: Decision, wire: Wire, rest: readonly Layer[]): TraceEnd {
    const chosen = heaviest(decision.clusters);
    const { upstream } = decision;
    if (!chosen || !upstream) return { kind: 'reset', reason: 'no destination' };
    const cluster = chosen.cluster;
    const tls = cluster?.tls;
    const trust = this.mesh.model.settings.trustDomain;
    const started: readonly Layer[] = tls
      ? [
          {
            ...(upstream.tls[0] ?? { sni: null, clientCertificate: tls.clientCertificate }),
            mtls: tls.mode === 'ISTIO_MUTUAL',
            subjectKnown: tls.mode === 'ISTIO_MUTUAL',
            principal: tls.clientCertificate
              ? tls.mode === 'ISTIO_MUTUAL'
                ? `spiffe://${trust}/ns/${from.namespace}/sa/${from.serviceAccount}`
                : tls.credential || 'client'
              : undefined,
          },
        ]
      : [];
    const next: Wire = {
      port: cluster?.port.port ?? wire.port,
      address: wire.address,
      host: upstream.host ?? wire.host,
      path: upstream.path ?? wire.path,
      headers: upstream.headers,
      layers: [...started, ...rest],
    };
    if (!cluster) return this.unknownDestination(from, next, rest);
    const { service } = cluster;
    const subset = cluster.destinationRule?.subsets.find(({ name }) => name === cluster.subset)?.labels;
    const behind = this.mesh.behind(service, subset);
    if (behind) return this.arrive(from, behind, service.host, next, cluster.subset, chosen);
    return {
      ...this.reached(service.host, next, next.layers),
      ...(cluster.subset === '' ? {} : { subset: cluster.subset }),
    };
  }

  /** What nobody declares goes to the address that was dialled; if that is a workload of the mesh, to it. */
  private unknownDestination(from: Workload, wire: Wire, rest: readonly Layer[]): TraceEnd {
    const host = wire.address === '' ? this.target.host : wire.address;
    return this.leave(from, host, { ...wire, port: this.wire.port }, rest);
  }

  /** To a host without workload in the manifests, unless a NetworkPolicy forbids it. */
  private leave(from: Workload, host: string, wire: Wire, layers: readonly Layer[]): TraceEnd {
    const address = isAddress(host) ? host : '';
    return this.forbidden(from, { workload: undefined, address }, wire.port) ?? this.reached(host, wire, layers);
  }

  private forbidden(from: Workload, to: Peer, port: number): TraceEnd | undefined {
    const policy = forbidding(this.mesh.snapshot, { workload: from, address: from.address ?? '' }, to, port);
    if (!policy) return undefined;
    return { kind: 'reset', reason: `NetworkPolicy ${policy.namespace}/${policy.name} allows no such connection` };
  }

  /** At a workload of the mesh: its proxy first, if it has one. */
  private arrive(
    from: Workload,
    workload: Workload,
    host: string,
    wire: Wire,
    subset: string,
    chosen?: ChosenCluster,
  ): TraceEnd {
    const service = this.mesh.model.registry.named(host).get(workload.namespace);
    const port = service && portNumbered(service, wire.port);
    const container =
      typeof port?.target === 'number' ? port.target : (workload.ports?.get(String(port?.target)) ?? wire.port);
    const stopped = this.forbidden(from, { workload, address: workload.address ?? '' }, container);
    if (stopped) return stopped;
    if (workload.type === 'router') return this.atProxy(workload, 'outbound', wire);
    const extra = subset === '' ? {} : { subset };
    if (workload.injected && intercepted(workload, 'inbound', container, '')) {
      const end = this.atProxy(workload, 'inbound', { ...wire, port: container });
      return end.kind === 'reached' ? { ...end, host, port: wire.port, ...extra } : end;
    }
    if (chosen?.cluster?.tls?.mode === 'ISTIO_MUTUAL') {
      return {
        kind: 'reset',
        reason: `${workload.namespace}/${workload.name} has no sidecar that could end mutual TLS`,
      };
    }
    return { ...this.reached(host, wire, wire.layers), workload: `${workload.namespace}/${workload.name}`, ...extra };
  }

  private application(workload: Workload, wire: Wire, layers: readonly Layer[], port: number): TraceEnd {
    const arrived = wire.layers[0]?.mtls ? 'ISTIO_MUTUAL' : tlsOf(layers);
    return {
      kind: 'reached',
      host: wire.host,
      port,
      tls: layers.length > 0 ? 'PASSTHROUGH' : arrived,
      workload: `${workload.namespace}/${workload.name}`,
    };
  }

  private reached(host: string, wire: Wire, layers: readonly Layer[]): TraceEnd {
    const sni = layers[0]?.sni;
    return { kind: 'reached', host, port: wire.port, tls: this.outerTls(layers), ...(sni ? { sni } : {}) };
  }

  /** The client's own TLS counts as passed through, whatever it is. */
  private outerTls(layers: readonly Layer[]): ReachedTls {
    return layers[0] === this.wire.layers[0] && layers.length > 0 ? 'PASSTHROUGH' : tlsOf(layers);
  }
}
