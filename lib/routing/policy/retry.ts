import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttpRetries } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkWhole, milliseconds, renderDuration } from '../value';
import type { RetryCondition } from './retry-condition';

/** How requests are tried again. */
export interface RetryProps {
  /** How often, after the first time: a whole number from 1 to 2147483647. See {@link Retry.none} for never. */
  readonly attempts: number;
  /** Time that each try may take, at least 1 ms. @default - the timeout of the route */
  readonly perTryTimeout?: Duration;
  /**
   * What is tried again.
   * @default - Istio's own: connect-failure, refused-stream, unavailable, cancelled, retriable-status-codes
   */
  readonly retryOn?: readonly RetryCondition[];
  /** Least time before the second retry, at least 1 ms; it grows with jitter from there. @default - 25 ms */
  readonly backoff?: Duration;
  /** Whether retries may go to other localities. @default false */
  readonly retryRemoteLocalities?: boolean;
  /**
   * Whether retries avoid the hosts that failed.
   * @default - true, but false where the destination hashes consistently
   */
  readonly retryIgnorePreviousHosts?: boolean;
}

/**
 * Retries of failed requests. Without one, Istio tries twice more what is safe to try again.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
 */
export class Retry {
  /**
   * Try again.
   *
   * @throws ConfigurationError NumberOutOfRange, DurationOutOfRange, RetryConditionUnknown
   */
  public static of(props: RetryProps): Retry {
    return new Retry(props);
  }

  /** Never try again, not even what Istio retries by default. */
  public static none(): Retry {
    return new Retry(undefined);
  }

  /** How often, after the first time. */
  public readonly attempts: number;
  /** Milliseconds that each try may take; undefined where the route's timeout counts. */
  public readonly perTryTimeoutMs: number | undefined;
  private readonly rendered: VirtualServiceSpecHttpRetries;

  private constructor(props: RetryProps | undefined) {
    this.attempts = props?.attempts ?? 0;
    this.perTryTimeoutMs = props?.perTryTimeout && milliseconds(props.perTryTimeout, AT, { of: 'perTryTimeout' });
    // Rendered at once, so that a mistake is found in the line that makes it.
    this.rendered = props ? render(props) : { attempts: 0 };
  }

  /** @internal */
  public _render(): VirtualServiceSpecHttpRetries {
    return { ...this.rendered };
  }
}

const AT = 'Retry.of';

function render(props: RetryProps): VirtualServiceSpecHttpRetries {
  const { attempts, perTryTimeout, retryOn, backoff, retryRemoteLocalities, retryIgnorePreviousHosts } = props;
  return {
    attempts: checkWhole(attempts, AT, { of: 'attempts', min: 1 }),
    ...(perTryTimeout ? { perTryTimeout: renderDuration(perTryTimeout, AT, { of: 'perTryTimeout' }) } : {}),
    ...(retryOn ? { retryOn: renderConditions(retryOn) } : {}),
    ...(backoff ? { backoff: renderDuration(backoff, AT, { of: 'backoff' }) } : {}),
    ...(retryRemoteLocalities === undefined ? {} : { retryRemoteLocalities }),
    ...(retryIgnorePreviousHosts === undefined ? {} : { retryIgnorePreviousHosts }),
  };
}

function renderConditions(conditions: readonly RetryCondition[]): string {
  if (conditions.length === 0) {
    throw new ConfigurationError('RetryConditionUnknown', {
      at: AT,
      problem: 'retryOn is empty, which Istio would take for its default',
      fix: "name a condition, leave retryOn out for Istio's default, or use Retry.none()",
    });
  }
  return [...new Set(conditions.map((one) => one.value))].join(',');
}
