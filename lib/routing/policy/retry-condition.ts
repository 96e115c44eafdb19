import { ConfigurationError } from '../../errors';

/**
 * The status codes that Go's `net/http` has a name for: what istiod takes for a registered status. Kept as ranges.
 */
const REGISTERED: readonly (readonly [number, number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/**
 * What makes the proxy try a request again.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
export class RetryCondition {
  /** Any 5xx answer, or none at all (disconnect, reset, read timeout); includes connect failures and refused streams. */
  public static readonly SERVER_ERROR = new RetryCondition('5xx');
  /** 502, 503 or 504. */
  public static readonly GATEWAY_ERROR = new RetryCondition('gateway-error');
  /** No answer at all: disconnect, reset, read timeout. */
  public static readonly RESET = new RetryCondition('reset');
  /** A reset before the request was sent; safe for requests that must not run twice. */
  public static readonly RESET_BEFORE_REQUEST = new RetryCondition('reset-before-request');
  /** The connection could not be made. */
  public static readonly CONNECT_FAILURE = new RetryCondition('connect-failure');
  /** A 4xx answer that may be different next time: 409. */
  public static readonly RETRIABLE_4XX = new RetryCondition('retriable-4xx');
  /** The server reset the stream with REFUSED_STREAM. */
  public static readonly REFUSED_STREAM = new RetryCondition('refused-stream');
  /** A status that the request header `x-envoy-retriable-status-codes` lists; see {@link status} for fixed ones. */
  public static readonly RETRIABLE_STATUS_CODES = new RetryCondition('retriable-status-codes');
  /** An answer with a header that the request header `x-envoy-retriable-header-names` lists. */
  public static readonly RETRIABLE_HEADERS = new RetryCondition('retriable-headers');
  /** An answer with the header `x-envoy-ratelimited`. */
  public static readonly ENVOY_RATELIMITED = new RetryCondition('envoy-ratelimited');
  /** HTTP/3 failed after the connection was made; tried again over TCP. */
  public static readonly HTTP3_POST_CONNECT_FAILURE = new RetryCondition('http3-post-connect-failure');
  /** gRPC status CANCELLED in the answer's headers. */
  public static readonly GRPC_CANCELLED = new RetryCondition('cancelled');
  /** gRPC status DEADLINE_EXCEEDED in the answer's headers. */
  public static readonly GRPC_DEADLINE_EXCEEDED = new RetryCondition('deadline-exceeded');
  /** gRPC status INTERNAL in the answer's headers. */
  public static readonly GRPC_INTERNAL = new RetryCondition('internal');
  /** gRPC status RESOURCE_EXHAUSTED in the answer's headers. */
  public static readonly GRPC_RESOURCE_EXHAUSTED = new RetryCondition('resource-exhausted');
  /** gRPC status UNAVAILABLE in the answer's headers. */
  public static readonly GRPC_UNAVAILABLE = new RetryCondition('unavailable');

  /**
   * An answer with this status.
   *
   * @param code a registered HTTP status code
   * @throws ConfigurationError RetryConditionUnknown
   */
  public static status(code: number): RetryCondition {
    if (!Number.isInteger(code) || !REGISTERED.some(([first, last]) => code >= first && code <= last)) {
      throw new ConfigurationError('RetryConditionUnknown', {
        at: 'RetryCondition.status',
        problem: 'no registered HTTP status code',
        value: code,
      });
    }
    return new RetryCondition(String(code));
  }

  private constructor(
    /** The word, or status code, that Istio has for it. */
    public readonly value: string,
  ) {}
}
