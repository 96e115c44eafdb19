import { number, record, records, text } from '../model/fields';
import { listenerKind, parseProtocol, type WireProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';
import { bareRoute, plainRoute } from '../routes/compile';
import { RouteTable } from '../routes/virtual-host';
import type { Scope } from '../scope/scope';
import type { InboundMtls, MtlsMode } from '../security/peer-authentication';
import { Listener, PLAINTEXT_HTTP, type FilterChain, type Termination } from './filter-chain';
import { ISTIO_ALPN } from './gateway-listeners';
import { forwardTo } from './l4-rules';
import type { ServiceTarget } from './service-targets';

const MTLS_HTTP = ['istio-http/1.0', 'istio-http/1.1', 'istio-h2'] as const;
const MTLS_TCP = ['istio-peer-exchange', 'istio'] as const;
const MESH_TLS: Termination = { certificate: 'default', client: 'mesh', subjectAltNames: [] };

/** The side of a sidecar that its application is reached by; made port by port. */
export class InboundListeners {
  private readonly byPort = new Map<number, Listener>();
  private readonly protocols = new Map<number, { readonly protocol: WireProtocol; readonly servicePort: number }>();

  constructor(
    scope: Scope,
    targets: readonly ServiceTarget[],
    private readonly mtls: InboundMtls,
    public readonly workload: Workload,
  ) {
    const ingress = records(scope.sidecar?.spec['ingress']);
    for (const listener of ingress) {
      const port = record(listener['port']);
      const value = number(port['number']);
      if (value === undefined || this.protocols.has(value)) continue;
      this.protocols.set(value, { protocol: parseProtocol(text(port['protocol'])), servicePort: value });
    }
    // a Sidecar that lists its ingress replaces what Services say
    if (ingress.length > 0) return;
    for (const { target, port } of targets) {
      if (port.protocol === 'UDP' || this.protocols.has(target)) continue;
      this.protocols.set(target, { protocol: port.protocol, servicePort: port.port });
    }
  }

  /** Ports that a Service or the Sidecar declares. */
  public get ports(): readonly number[] {
    return [...this.protocols.keys()];
  }

  /** What handles a connection to a port of the pod. */
  public find(port: number): Listener {
    let listener = this.byPort.get(port);
    if (!listener) this.byPort.set(port, (listener = this.build(port)));
    return listener;
  }

  private build(port: number): Listener {
    const known = this.protocols.get(port);
    const mode = this.mtls.ports.get(port) ?? this.mtls.mode;
    const kind = listenerKind(known?.protocol ?? 'Unsupported') ?? 'auto';
    const cluster = known ? `inbound|${port}||` : 'InboundPassthroughCluster';
    const http = new RouteTable([
      {
        name: `inbound|http|${known?.servicePort ?? 0}`,
        domains: ['*'],
        routes: [
          known
            ? plainRoute('default', cluster, undefined)
            : bareRoute('default', plainRoute('', cluster, undefined).action),
        ],
        requireTls: false,
      },
    ]);
    const name = known ? `0.0.0.0_${port}` : 'virtualInbound-catchall';
    const chains = chainShapes(mode, kind).map((shape): FilterChain => ({
      sni: [],
      cidrs: [],
      transport: shape.transport,
      alpn: shape.alpn,
      tls: shape.tls ? MESH_TLS : undefined,
      handler: shape.kind === 'http' ? { kind: 'http', routes: () => http } : forwardTo(cluster),
      name: known ? name : `${name}-${shape.kind}`,
    }));
    return new Listener(
      'virtualInbound',
      chains,
      undefined,
      chains.some(({ transport }) => transport === 'tls'),
    );
  }
}

interface Shape {
  readonly kind: 'http' | 'tcp';
  readonly transport: 'tls' | 'raw_buffer';
  readonly alpn: readonly string[];
  readonly tls: boolean;
}

function shape(
  kind: 'http' | 'tcp',
  transport: 'tls' | 'raw_buffer',
  tls: boolean,
  alpn: readonly string[] = [],
): Shape {
  return { kind, transport, tls, alpn };
}

/** The chains of a port by its mode and protocol. */
function chainShapes(mode: MtlsMode, kind: 'http' | 'tcp' | 'auto'): readonly Shape[] {
  if (kind === 'auto') {
    if (mode === 'STRICT') return [shape('http', 'tls', true, MTLS_HTTP), shape('tcp', 'tls', true)];
    const plain = [shape('http', 'raw_buffer', false, PLAINTEXT_HTTP), shape('tcp', 'raw_buffer', false)];
    if (mode === 'DISABLE') return plain;
    return [
      shape('http', 'tls', true, MTLS_HTTP),
      shape('tcp', 'tls', true, MTLS_TCP),
      ...plain,
      shape('tcp', 'tls', false),
    ];
  }
  if (mode === 'STRICT') return [shape(kind, 'tls', true)];
  const plain = shape(kind, 'raw_buffer', false);
  if (mode === 'DISABLE') return [plain];
  const mutual = shape(kind, 'tls', true, ISTIO_ALPN);
  return kind === 'http' ? [mutual, plain] : [mutual, shape('tcp', 'tls', false), plain];
}
