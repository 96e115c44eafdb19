/** What one proxy is given: a connection and, where it is HTTP, the request on it. */
export interface ProxyRequest {
  readonly direction: 'outbound' | 'inbound';
  /** Port that was dialled; of the Service at a gateway, of the container at a sidecar's inbound side. */
  readonly port: number;
  /** Destination address of an outbound connection; empty is one that nobody declares. */
  readonly address: string;
  readonly protocol: 'http' | 'http2' | 'tcp';
  /** TLS that the client speaks: its own, or Istio's mutual TLS. */
  readonly tls: 'none' | 'tls' | 'mtls';
  readonly sni: string;
  /** Application protocols that the client offers; empty takes those of its kind. */
  readonly alpn: readonly string[];
  readonly host: string;
  /** With the query. */
  readonly path: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly sourceIp: string;
  /** SPIFFE id of the client certificate. */
  readonly principal: string | undefined;
  /** Whether `principal` is a name in that certificate, and not one that stands for names nobody told. */
  readonly subjectKnown: boolean;
  /** Instant at which tokens are judged, in seconds since 1970. */
  readonly now: number;
}

/** The application protocols that a listener sees. */
export function applicationProtocols(request: ProxyRequest): readonly string[] {
  const { protocol, tls, alpn } = request;
  if (tls === 'none') return protocol === 'tcp' ? [] : protocol === 'http2' ? ['h2c'] : ['http/1.1'];
  if (alpn.length > 0) return alpn;
  if (tls === 'tls') return protocol === 'tcp' ? [] : protocol === 'http2' ? ['h2'] : ['http/1.1'];
  if (protocol === 'tcp') return ['istio-peer-exchange', 'istio'];
  return protocol === 'http2' ? ['istio-h2', 'istio', 'h2'] : ['istio-http/1.1', 'istio', 'http/1.1'];
}

/** Whether a gRPC client would understand the answer: local answers to it are always HTTP 200. */
export function isGrpc(request: ProxyRequest): boolean {
  const type = request.headers.get('content-type') ?? '';
  return type === 'application/grpc' || type.startsWith('application/grpc+') || type.startsWith('application/grpc;');
}
