import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyLoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple,
  DestinationRuleSpecTrafficPolicyLoadBalancerWarmup,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkPercentage } from '../../mesh';
import { renderDuration } from '../value';
import type { ConsistentHash } from './hash';
import type { Locality } from './locality';

type Rendered = DestinationRuleSpecTrafficPolicyLoadBalancer;

/** How the load of a new endpoint grows. */
export interface Warmup {
  /** Until an endpoint carries its full share, at least 1 ms. */
  readonly duration: Duration;
  /** Share that it starts with, 0–100 percent, fractions allowed. @default 10 */
  readonly minimumPercent?: number;
  /** How the share grows: 1 evenly; above 1 quickly at first. Above 0. @default 1 */
  readonly aggression?: number;
}

/** What a load balancer does besides its method. */
export interface LoadBalancerOptions {
  /** Preference for endpoints nearby. @default - that of the mesh: nearest first, where there is outlier detection */
  readonly locality?: Locality;
}

/** What a load balancer that can spare new endpoints does besides its method. */
export interface WarmupLoadBalancerOptions extends LoadBalancerOptions {
  /** Slow start of new endpoints. @default - they carry their full share at once */
  readonly warmup?: Warmup;
}

/**
 * How an endpoint is picked for each request, or for each connection where the proxy sees none.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancer {
  /**
   * One after the other. Prefer {@link leastRequest}, which does better with slow endpoints.
   *
   * @throws ConfigurationError WarmupMalformed, DurationOutOfRange, PercentageOutOfRange
   */
  public static roundRobin(options: WarmupLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: simple('ROUND_ROBIN'), ...warmup(options, 'LoadBalancer.roundRobin') }, options);
  }

  /**
   * The less busy one of two picked at random; Istio's default.
   *
   * @throws ConfigurationError WarmupMalformed, DurationOutOfRange, PercentageOutOfRange
   */
  public static leastRequest(options: WarmupLoadBalancerOptions = {}): LoadBalancer {
    const slow = warmup(options, 'LoadBalancer.leastRequest');
    return new LoadBalancer({ simple: simple('LEAST_REQUEST'), ...slow }, options);
  }

  /** Any one. */
  public static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ simple: simple('RANDOM') }, options);
  }

  /** The address that the caller asked for, with no balancing at all. */
  public static passthrough(): LoadBalancer {
    return new LoadBalancer({ simple: simple('PASSTHROUGH') }, {});
  }

  /** The same one for like requests, as long as the endpoints stay. */
  public static consistentHash(hash: ConsistentHash, options: LoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer({ consistentHash: hash._render() }, options);
  }

  /** Its preference for endpoints nearby. */
  public readonly locality: Locality | undefined;

  private constructor(
    private readonly rendered: Rendered,
    options: LoadBalancerOptions,
  ) {
    this.locality = options.locality;
  }

  /** @internal */
  public _render(): Rendered {
    return { ...this.rendered, ...this.locality?._render() };
  }
}

// The L1 enum has the same values; routing takes nothing but types from imports/.
function simple(value: `${DestinationRuleSpecTrafficPolicyLoadBalancerSimple}`): Rendered['simple'] {
  return value as DestinationRuleSpecTrafficPolicyLoadBalancerSimple;
}

function warmup(options: WarmupLoadBalancerOptions, at: string): Pick<Rendered, 'warmup'> {
  if (!options.warmup) return {};
  const { duration, minimumPercent, aggression } = options.warmup;
  if (minimumPercent !== undefined) checkPercentage(minimumPercent, at, 'warmup.minimumPercent');
  if (aggression !== undefined && !(aggression > 0 && Number.isFinite(aggression))) {
    throw new ConfigurationError('WarmupMalformed', {
      at,
      problem: 'warmup.aggression is not above 0',
      value: aggression,
    });
  }
  const rendered: DestinationRuleSpecTrafficPolicyLoadBalancerWarmup = {
    duration: renderDuration(duration, at, { of: 'warmup.duration' }),
    ...(minimumPercent === undefined ? {} : { minimumPercent }),
    ...(aggression === undefined ? {} : { aggression }),
  };
  return { warmup: rendered };
}
