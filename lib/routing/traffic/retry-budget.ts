import type { Duration } from 'cdk8s';
import type { DestinationRuleSpecTrafficPolicyRetryBudget } from '../../../imports/networking.istio.io';
import { checkPercentage } from '../../mesh';
import { MAX_UINT32, checkWhole, renderDuration } from '../value';

/** How many retries a destination gets at once. */
export interface RetryBudgetProps {
  /** Share of the requests under way that may be retries, 0–100 percent, fractions allowed. @default 20 */
  readonly percent?: number;
  /** Retries that may be under way in any case, 0–4294967295. @default 3 */
  readonly minRetryConcurrency?: number;
  /** Time over which requests are counted; 0 for those under way only. @default - 0 */
  readonly budgetInterval?: Duration;
}

/**
 * Keeps retries from flooding a destination that is failing; takes the place of `maxRetries`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget
 */
export class RetryBudget {
  /**
   * Limits retries in relation to requests.
   *
   * @throws ConfigurationError PercentageOutOfRange, NumberOutOfRange, DurationOutOfRange
   */
  public static of(props: RetryBudgetProps = {}): RetryBudget {
    const at = 'RetryBudget.of';
    const { percent, minRetryConcurrency, budgetInterval } = props;
    if (percent !== undefined) checkPercentage(percent, at, 'percent');
    if (minRetryConcurrency !== undefined) {
      checkWhole(minRetryConcurrency, at, { of: 'minRetryConcurrency', max: MAX_UINT32 });
    }
    return new RetryBudget({
      ...(percent === undefined ? {} : { percent }),
      ...(minRetryConcurrency === undefined ? {} : { minRetryConcurrency }),
      ...(budgetInterval
        ? { budgetInterval: renderDuration(budgetInterval, at, { of: 'budgetInterval', zero: true }) }
        : {}),
    });
  }

  private constructor(private readonly rendered: DestinationRuleSpecTrafficPolicyRetryBudget) {}

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyRetryBudget {
    return { ...this.rendered };
  }
}
