import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttp,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy,
  DestinationRuleSpecTrafficPolicyConnectionPoolTcp,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { MAX_UINT32, checkWhole, renderDuration } from '../value';
import { H2Upgrade, type ConnectionPoolProps, type HttpPool, type TcpPool } from './connection-limits';

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
