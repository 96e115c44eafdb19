import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttp,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
  DestinationRuleSpecTrafficPolicyConnectionPoolTcp,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { MAX_UINT32, checkWhole, renderDuration } from '../value';

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

const AT = 'ConnectionPool.of';

/**
 * How many connections and requests a destination gets at once; what is over the limit fails at once (circuit breaker).
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
 */
export class ConnectionPool {
  /**
   * Limits connections, requests, or both.
   *
   * @throws ConfigurationError ConnectionPoolEmpty, ConnectionPoolContradicts, NumberOutOfRange, DurationOutOfRange
   */
  public static of(props: ConnectionPoolProps): ConnectionPool {
    const { tcp, http } = props;
    if (!tcp && !http) throw new ConfigurationError('ConnectionPoolEmpty', { at: AT, problem: 'no limit is given' });
    return new ConnectionPool({ ...(tcp ? { tcp: renderTcp(tcp) } : {}), ...(http ? { http: renderHttp(http) } : {}) });
  }

  private constructor(private readonly rendered: DestinationRuleSpecTrafficPolicyConnectionPool) {}

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyConnectionPool {
    return { ...this.rendered };
  }
}

function renderTcp(tcp: TcpPool): DestinationRuleSpecTrafficPolicyConnectionPoolTcp {
  const { keepalive } = tcp;
  return {
    ...count('maxConnections', tcp.maxConnections),
    ...duration('connectTimeout', tcp.connectTimeout),
    ...(keepalive
      ? {
          tcpKeepalive: {
            ...count('probes', keepalive.probes, MAX_UINT32),
            ...duration('time', keepalive.time),
            ...duration('interval', keepalive.interval),
          },
        }
      : {}),
    ...duration('maxConnectionDuration', tcp.maxConnectionDuration),
    ...duration('idleTimeout', tcp.idleTimeout, true),
  };
}

function renderHttp(http: HttpPool): DestinationRuleSpecTrafficPolicyConnectionPoolHttp {
  const { h2UpgradePolicy, useClientProtocol, http2KeepAlive } = http;
  if (useClientProtocol && h2UpgradePolicy === H2Upgrade.UPGRADE) {
    throw new ConfigurationError('ConnectionPoolContradicts', {
      at: AT,
      problem: 'the protocol of the client is kept and upgraded',
      value: { useClientProtocol, h2UpgradePolicy },
    });
  }
  return {
    ...count('http1MaxPendingRequests', http.http1MaxPendingRequests),
    ...count('http2MaxRequests', http.http2MaxRequests),
    ...count('maxRequestsPerConnection', http.maxRequestsPerConnection),
    ...count('maxRetries', http.maxRetries),
    ...duration('idleTimeout', http.idleTimeout),
    // The L1 enum has the same values; routing takes nothing but types from imports/.
    ...(h2UpgradePolicy === undefined
      ? {}
      : {
          h2UpgradePolicy:
            h2UpgradePolicy as unknown as DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
        }),
    ...(useClientProtocol === undefined ? {} : { useClientProtocol }),
    ...count('maxConcurrentStreams', http.maxConcurrentStreams),
    ...(http2KeepAlive
      ? {
          http2KeepAlive: {
            ...duration('interval', http2KeepAlive.interval),
            ...duration('timeout', http2KeepAlive.timeout),
          },
        }
      : {}),
  };
}

function count<K extends string>(of: K, value: number | undefined, max?: number): { readonly [P in K]?: number } {
  if (value === undefined) return {};
  return { [of]: checkWhole(value, AT, { of, ...(max === undefined ? {} : { max }) }) } as { [P in K]: number };
}

function duration<K extends string>(of: K, value: Duration | undefined, zero = false): { readonly [P in K]?: string } {
  return value ? ({ [of]: renderDuration(value, AT, { of, zero }) } as { [P in K]: string }) : {};
}
