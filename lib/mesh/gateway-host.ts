/**
 * Hosts of a Gateway server: `host` or `namespace/host`, where the namespace limits whose VirtualServices may bind.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server (hosts)
 */
import { hostsOverlap, isSubsetOf } from './host';

/** A parsed `namespace/host`. */
export interface GatewayHost {
  /** `*` (any namespace), `.` (the Gateway's own) or a namespace name. */
  readonly namespace: string;
  readonly host: string;
}

/** Reads `host` (any namespace) or `namespace/host`. */
export function parseGatewayHost(text: string): GatewayHost {
  const slash = text.indexOf('/');
  if (slash < 0) return { namespace: '*', host: text };
  return { namespace: text.slice(0, slash), host: text.slice(slash + 1) };
}

/** Writes what {@link parseGatewayHost} reads; any namespace is left out, as Istio's own documents do. */
export function formatGatewayHost(of: GatewayHost): string {
  return of.namespace === '*' ? of.host : `${of.namespace}/${of.host}`;
}

/** Whether a VirtualService of `namespace` may bind `host` to a server of a Gateway in `gatewayNamespace`. */
export function admits(server: string, gatewayNamespace: string, namespace: string, host: string): boolean {
  const admitted = parseGatewayHost(server);
  const from = admitted.namespace === '.' ? gatewayNamespace : admitted.namespace;
  return (from === '*' || from === namespace) && hostsOverlap(host, admitted.host);
}

/** Whether the server takes every request of `host` from `namespace`'s VirtualServices. */
export function admitsWhole(server: string, gatewayNamespace: string, namespace: string, host: string): boolean {
  const admitted = parseGatewayHost(server);
  const from = admitted.namespace === '.' ? gatewayNamespace : admitted.namespace;
  return (from === '*' || from === namespace) && isSubsetOf(host, admitted.host);
}
