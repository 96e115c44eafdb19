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

const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map(Object.values(Protocol).map((one) => [one, one]));

/** What Kubernetes' own values of appProtocol stand for; unlike Istio's they have one spelling. */
const KUBERNETES_PROTOCOLS: ReadonlyMap<string, Protocol> = new Map([
  ['kubernetes.io/h2c', Protocol.HTTP2],
  ['kubernetes.io/ws', Protocol.HTTP],
  ['kubernetes.io/wss', Protocol.HTTPS],
]);

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
  const protocol = PROTOCOLS.get(String(text).toUpperCase());
  if (!protocol) throw new ConfigurationError('ProtocolUnknown', { at, problem: 'unknown protocol', value: text });
  return protocol;
}

/**
 * The protocol that a Kubernetes Service port declares by `appProtocol`, or by the prefix of its name (`grpc-web`, `http-api`).
 * Undefined where it declares none: Istio then looks at the first bytes.
 */
export function declaredProtocol(name: string | undefined, appProtocol?: string): Protocol | undefined {
  const ofKubernetes = KUBERNETES_PROTOCOLS.get(appProtocol ?? '');
  if (ofKubernetes) return ofKubernetes;
  const declared = (appProtocol || name || '').toUpperCase();
  // Looked for first, as its own dash would end the prefix.
  if (declared.startsWith(Protocol.GRPC_WEB)) return Protocol.GRPC_WEB;
  const [prefix] = declared.split('-');
  return PROTOCOLS.get(prefix as string);
}
