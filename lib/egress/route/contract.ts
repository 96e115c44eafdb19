import type { CommonTrafficPolicy, TrafficPolicy } from '../../routing';
import type { Caller } from '../caller';
import type { EgressPort } from '../port/egress-port';
import type { TlsOrigination } from '../tls-origination';

/**
 * What a route and the owner of its egress gateway agree on. An application that may not write into the gateway's namespace
 * gives the same value to its EgressRoute and, in the platform's App, to `EgressGateway.admit`.
 */
export interface EgressContract {
  /** The outside host: exact, or `*.example.com`. */
  readonly host: string;
  /** Further hosts with the same ports. @default - none */
  readonly moreHosts?: readonly string[];
  /** The ports that applications dial. At least one. */
  readonly ports: readonly EgressPort[];
  /** Namespace of the route. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
  /** How plain HTTP leaves as HTTPS. @default - it leaves as it came */
  readonly tls?: TlsOrigination;
  /**
   * Who may use the route; everybody else is denied its hosts at the gateway, and no other host is touched. Needs hops in
   * mutual TLS.
   * @default - everybody
   */
  readonly callers?: readonly Caller[];
  /** The one server that gets the requests of a wildcard host behind a gateway; DNS name. @default - none */
  readonly wildcardTarget?: string;
  /** How the last proxy makes connections to the server: connection pool, outlier detection. @default - the mesh's */
  readonly trafficPolicy?: TrafficPolicy;
  /** How sidecars make connections to the gateway; not their TLS, which follows from the hop. @default - the mesh's */
  readonly hopPolicy?: CommonTrafficPolicy;
  /**
   * Word that names what is placed into the gateway's namespace, so that Apps do not overwrite each other. A DNS-1123 label.
   * @default - the namespace of the route
   */
  readonly owner?: string;
}
