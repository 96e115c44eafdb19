/**
 * Protocols of ports as Istio's control plane tells them apart.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export type WireProtocol =
  | 'HTTP'
  | 'HTTP2'
  | 'GRPC'
  | 'GRPC-WEB'
  | 'HTTP_PROXY'
  | 'HTTPS'
  | 'TLS'
  | 'TCP'
  | 'UDP'
  | 'Mongo'
  | 'Redis'
  | 'MySQL'
  | 'Unsupported';

const BY_NAME: ReadonlyMap<string, WireProtocol> = new Map([
  ['http', 'HTTP'],
  ['http2', 'HTTP2'],
  ['grpc', 'GRPC'],
  ['grpc-web', 'GRPC-WEB'],
  ['http_proxy', 'HTTP_PROXY'],
  ['https', 'HTTPS'],
  ['tls', 'TLS'],
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['mongo', 'Mongo'],
  ['redis', 'Redis'],
  ['mysql', 'MySQL'],
]);
/** Ports where the server speaks first, so that detection would hang: SMTP, DNS, MySQL, MongoDB. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);
const HTTP = new Set<WireProtocol>(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTP_PROXY']);
const TCP = new Set<WireProtocol>(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL']);
const APP_PROTOCOLS: ReadonlyMap<string, WireProtocol> = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
]);

/** Reads a protocol in any case; what is unknown is left to detection. */
export function parseProtocol(name: string): WireProtocol {
  return BY_NAME.get(name.toLowerCase()) ?? 'Unsupported';
}

/** The protocol of a Kubernetes Service port. */
export function portProtocol(port: number, name: string, transport: string, appProtocol: string): WireProtocol {
  if (transport === 'UDP') return 'UDP';
  const special = APP_PROTOCOLS.get(appProtocol);
  if (special) return special;
  const declared = appProtocol || name;
  if (declared.slice(0, 8).toLowerCase() === 'grpc-web') return 'GRPC-WEB';
  const protocol = parseProtocol(declared.split('-', 1)[0] ?? '');
  return protocol === 'Unsupported' && SERVER_FIRST.has(port) ? 'TCP' : protocol;
}

/** HTTP in any form. */
export const isHttp = (protocol: WireProtocol): boolean => HTTP.has(protocol);
/** Opaque bytes, also encrypted ones. */
export const isTcp = (protocol: WireProtocol): boolean => TCP.has(protocol);
/** Encrypted by the application, told apart by SNI. */
export const isTls = (protocol: WireProtocol): boolean => protocol === 'HTTPS' || protocol === 'TLS';
/** HTTP, or left to detection. */
export const isHttpOrDetected = (protocol: WireProtocol): boolean => protocol === 'Unsupported' || HTTP.has(protocol);

/** What kind of listener a port gets; undefined for UDP, which gets none. */
export function listenerKind(protocol: WireProtocol): 'http' | 'tcp' | 'auto' | undefined {
  if (HTTP.has(protocol)) return 'http';
  if (TCP.has(protocol)) return 'tcp';
  return protocol === 'UDP' ? undefined : 'auto';
}
