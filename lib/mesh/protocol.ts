import { ConfigurationError, type IErrorScope } from '../errors';

/**
 * Application protocol of a port, as Istio names it.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum Protocol {
  HTTP = 'HTTP',
  /** TLS that carries HTTP; to a sidecar it is opaque, a gateway may terminate it. */
  HTTPS = 'HTTPS',
  HTTP2 = 'HTTP2',
  GRPC = 'GRPC',
  GRPC_WEB = 'GRPC-WEB',
  /** TLS that carries anything, told apart by SNI. */
  TLS = 'TLS',
  TCP = 'TCP',
  MONGO = 'MONGO',
  REDIS = 'REDIS',
  MYSQL = 'MYSQL',
}

/** Which rules of a VirtualService handle a port: `http`, `tls` (by SNI) or `tcp`. */
export type RouteFamily = 'http' | 'tls' | 'tcp';

const FAMILIES: Readonly<Record<Protocol, RouteFamily>> = {
  [Protocol.HTTP]: 'http',
  [Protocol.HTTP2]: 'http',
  [Protocol.GRPC]: 'http',
  [Protocol.GRPC_WEB]: 'http',
  [Protocol.HTTPS]: 'tls',
  [Protocol.TLS]: 'tls',
  [Protocol.TCP]: 'tcp',
  [Protocol.MONGO]: 'tcp',
  [Protocol.REDIS]: 'tcp',
  [Protocol.MYSQL]: 'tcp',
};

/** The rules that a sidecar applies to a port of this protocol. */
export function routeFamily(protocol: Protocol): RouteFamily {
  return FAMILIES[protocol];
}

/**
 * Reads a protocol in any case.
 *
 * @throws ConfigurationError ProtocolUnknown
 */
export function parseProtocol(text: string, at: IErrorScope | string): Protocol {
  const protocol = Object.values(Protocol).find((known) => known === String(text).toUpperCase());
  if (!protocol) throw new ConfigurationError('ProtocolUnknown', { at, problem: 'unknown protocol', value: text });
  return protocol;
}

/**
 * The protocol that a Kubernetes Service port declares by `appProtocol`, or by the prefix of its name (`grpc-web`, `http-api`).
 * Undefined where it declares none: Istio then looks at the first bytes.
 */
export function declaredProtocol(name: string | undefined, appProtocol?: string): Protocol | undefined {
  if (appProtocol) return fromAppProtocol(appProtocol);
  const text = (name ?? '').toLowerCase();
  if (text === 'grpc-web' || text.startsWith('grpc-web-')) return Protocol.GRPC_WEB;
  const prefix = text.split('-')[0]?.toUpperCase();
  return Object.values(Protocol).find((known) => known === prefix);
}

function fromAppProtocol(appProtocol: string): Protocol | undefined {
  const text = appProtocol.toLowerCase();
  if (text === 'kubernetes.io/h2c') return Protocol.HTTP2;
  if (text === 'kubernetes.io/ws') return Protocol.HTTP;
  if (text === 'kubernetes.io/wss') return Protocol.HTTPS;
  return Object.values(Protocol).find((known) => known === text.toUpperCase());
}
