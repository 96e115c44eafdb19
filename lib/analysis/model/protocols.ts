/** Protocols that a port of an Istio resource may name, in any case. */
const KNOWN = new Set('tcp udp grpc grpc-web http http_proxy http2 https tls mongo redis mysql'.split(' '));
const HTTP = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);
const TLS = new Set(['https', 'tls']);
const TCP = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** Whether Istio knows the protocol. */
export function isKnownProtocol(protocol: string): boolean {
  return KNOWN.has(protocol.toLowerCase());
}

/** HTTP in the clear: its requests can be routed one by one. */
export function isHttp(protocol: string): boolean {
  return HTTP.has(protocol.toLowerCase());
}

/** TLS, told apart by SNI. */
export function isTls(protocol: string): boolean {
  return TLS.has(protocol.toLowerCase());
}

/** A byte stream to the proxy, TLS included. */
export function isTcp(protocol: string): boolean {
  return TCP.has(protocol.toLowerCase());
}
