import type { Duration } from 'cdk8s';

/** Whether HTTP/1.1 requests go on as HTTP/2. */
export enum H2Upgrade {
  /** As the mesh says. */
  DEFAULT = 'DEFAULT',
  /** Never. */
  DO_NOT_UPGRADE = 'DO_NOT_UPGRADE',
  /** Always; the destination must speak HTTP/2. */
  UPGRADE = 'UPGRADE',
}

/** Probes of a TCP connection on which nothing happens. */
export interface TcpKeepalive {
  /** Probes without an answer after which the connection is dead, 0–4294967295. @default - the kernel's, 9 on Linux */
  readonly probes?: number;
  /** Idle time before the first probe, at least 1 ms. @default - the kernel's, 2 h on Linux */
  readonly time?: Duration;
  /** Time between two probes, at least 1 ms. @default - the kernel's, 75 s on Linux */
  readonly interval?: Duration;
}

/** Pings of an HTTP/2 connection. */
export interface Http2Keepalive {
  /** Time between two pings, at least 1 ms. */
  readonly interval: Duration;
  /** Time for the answer to a ping before the connection is closed, at least 1 ms. */
  readonly timeout: Duration;
}

/** Limits of connections, whatever they carry. */
export interface TcpPool {
  /** Connections to the destination, 0–2147483647. @default 4294967295 */
  readonly maxConnections?: number;
  /** Time to connect, at least 1 ms. @default - 10 s */
  readonly connectTimeout?: Duration;
  /** Probes of idle connections; an empty struct for the kernel's settings. @default - none */
  readonly keepalive?: TcpKeepalive;
  /** Age at which a connection is closed, at least 1 ms. @default - no limit */
  readonly maxConnectionDuration?: Duration;
  /** Idle time after which a TCP connection is closed; 0 for never. @default - 1 h */
  readonly idleTimeout?: Duration;
}

/** Limits of HTTP requests and connections. Counts are whole numbers from 0 to 2147483647. */
export interface HttpPool {
  /** Requests that wait for a connection. @default 4294967295 */
  readonly http1MaxPendingRequests?: number;
  /** Requests under way, for HTTP/1.1 too. @default 4294967295 */
  readonly http2MaxRequests?: number;
  /** Requests for each connection; 1 turns keep-alive off, 0 is no limit. @default 0 */
  readonly maxRequestsPerConnection?: number;
  /** Retries under way, over all endpoints. @default 4294967295 */
  readonly maxRetries?: number;
  /** Time without requests after which a connection is closed, at least 1 ms. @default - 1 h */
  readonly idleTimeout?: Duration;
  /** Whether HTTP/1.1 goes on as HTTP/2. Not UPGRADE with `useClientProtocol`. @default - as the mesh says */
  readonly h2UpgradePolicy?: H2Upgrade;
  /** Whether requests go on with the protocol they came with. @default false */
  readonly useClientProtocol?: boolean;
  /** Streams at once on one HTTP/2 connection. @default 2147483647 */
  readonly maxConcurrentStreams?: number;
  /** Pings of HTTP/2 connections. @default - none */
  readonly http2KeepAlive?: Http2Keepalive;
}

/** Limits of what goes to a destination. At least one of them. */
export interface ConnectionPoolProps {
  /** Limits of connections. @default - Istio's */
  readonly tcp?: TcpPool;
  /** Limits of HTTP. @default - Istio's */
  readonly http?: HttpPool;
}
