/** The instant at which tokens are judged where nobody says otherwise: 2026-01-01. */
export const DEFAULT_NOW = 1767225600;

/**
 * A request to follow. Exactly one of `from` and `at` says where it starts.
 *
 * @see https://istio.io/latest/docs/concepts/traffic-management/
 */
export interface TraceRequest {
  /**
   * Where it goes: `http://reviews.shop:9080/x?y=1`, `https://…` for TLS that the application itself speaks (to a gateway: TLS
   * with the host as SNI), `tls://host:port` and `tcp://host:port` for anything that is not HTTP. A short host is completed as
   * DNS does in the caller's namespace. The default port is that of the scheme; tcp and tls need one.
   */
  readonly url: string;
  /**
   * The caller: `namespace/name` of a workload.
   * @default - the request comes from outside, at the gateway `at`
   */
  readonly from?: string;
  /**
   * The gateway it arrives at from outside: name, or `namespace/name`, of its workload, its Service or a Gateway bound to it.
   * @default - the request is made by the workload `from`
   */
  readonly at?: string;
  /**
   * Labels of the caller's Pods, for a caller that the manifests do not contain.
   * @default - those of the workload `from`
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Whether the caller has a sidecar.
   * @default - as the manifests say; true where they say nothing
   */
  readonly sidecar?: boolean;
  /** HTTP method. @default GET */
  readonly method?: string;
  /** Request headers; names in any case. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Port that is dialled, 1–65535. @default - the URL's */
  readonly port?: number;
  /** IP address that is dialled. @default - what DNS gives for a host of the mesh; else one that nobody declares */
  readonly address?: string;
  /** Server name in the client's TLS. @default - the URL's host */
  readonly sni?: string;
  /** Whether HTTP/2 is spoken, as gRPC does. @default false */
  readonly http2?: boolean;
  /** SPIFFE id, or another name, of the client certificate of a caller from outside. @default - no certificate */
  readonly principal?: string;
  /** Address of the caller. @default 127.0.0.1 */
  readonly sourceIp?: string;
  /** Instant at which tokens are judged, in seconds since 1970. @default 1767225600 - 2026-01-01, so that results never change */
  readonly now?: number;
}
