import type { DestinationRuleSpecTrafficPolicyLoadBalancer } from '../../../imports/networking.istio.io';
import { MAX_UINT32, checkWhole } from '../value';
import {
  checkDistribution,
  checkFailover,
  checkPriority,
  checkSome,
  type LocalityDistribution,
  type RegionFailover,
} from './locality-entry';
import { checkApart } from './locality-name';

type Rendered = Pick<DestinationRuleSpecTrafficPolicyLoadBalancer, 'localityLbSetting' | 'zoneAwareLbSetting'>;

/** Preferences of zone-aware balancing. */
export interface ZoneAwareProps {
  /** Order of other regions. @default - none is preferred */
  readonly failover?: readonly RegionFailover[];
  /** Labels whose agreement is preferred, the weightiest first; no region, zone or subzone. @default - none */
  readonly failoverPriority?: readonly string[];
  /** Least endpoints in the caller's region, 1–4294967295; with fewer, zones do not count. @default - Envoy's, 6 */
  readonly minClusterSize?: number;
}

/**
 * Which endpoints are preferred for being near. Replaces the mesh's own setting.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export class Locality {
  /** The nearest first; when those are unhealthy, the next nearest. Needs outlier detection. */
  public static nearest(): Locality {
    return new Locality({ localityLbSetting: { enabled: true } }, true);
  }

  /** No preference, whatever the mesh says. */
  public static ignored(): Locality {
    return new Locality({ localityLbSetting: { enabled: false } }, false);
  }

  /**
   * The nearest first, and other regions in a given order. Needs outlier detection.
   *
   * @param priority labels whose agreement is preferred besides; no region, zone or subzone
   * @throws ConfigurationError LocalityMalformed, LocalityEmpty, FailoverToItself, LocalityPriorityContradicts
   */
  public static failover(regions: readonly RegionFailover[], priority: readonly string[] = []): Locality {
    const at = 'Locality.failover';
    checkSome(regions, at);
    const failover = regions.map((one) => checkFailover(one, at));
    const failoverPriority = checkPriority(priority, at);
    const labels = failoverPriority.length > 0 ? { failoverPriority } : {};
    return new Locality({ localityLbSetting: { enabled: true, failover, ...labels } }, true);
  }

  /**
   * Endpoints that agree with the caller in most labels first: the first n labels must agree for the n-th to count.
   * Needs outlier detection.
   *
   * @param labels names (`topology.kubernetes.io/zone`), or names with the value that endpoints must have (`tier=gold`)
   * @throws ConfigurationError LocalityEmpty
   */
  public static failoverPriority(labels: readonly string[]): Locality {
    checkSome(labels, 'Locality.failoverPriority');
    return new Locality({ localityLbSetting: { enabled: true, failoverPriority: [...labels] } }, true);
  }

  /**
   * Fixed shares for each locality of callers; localities that are not named get nothing. The first `from` that fits counts.
   *
   * @throws ConfigurationError LocalityMalformed, LocalityEmpty, LocalitiesOverlap, LocalityWeightsNotHundred, NumberOutOfRange
   */
  public static distribute(distributions: readonly LocalityDistribution[]): Locality {
    const at = 'Locality.distribute';
    checkSome(distributions, at);
    const distribute = distributions.map((one) => checkDistribution(one, at));
    checkApart(
      distribute.map((one) => one.from),
      true,
      at,
    );
    return new Locality({ localityLbSetting: { enabled: true, distribute } }, false);
  }

  /**
   * As many requests to each zone as it has a share of the callers, so that zones are loaded evenly. With preferences, needs
   * outlier detection.
   *
   * @throws ConfigurationError LocalityMalformed, FailoverToItself, LocalityPriorityContradicts, NumberOutOfRange
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting
   */
  public static zoneAware(props: ZoneAwareProps = {}): Locality {
    const at = 'Locality.zoneAware';
    const { minClusterSize } = props;
    const failover = (props.failover ?? []).map((one) => checkFailover(one, at));
    const failoverPriority = checkPriority(props.failoverPriority ?? [], at);
    if (minClusterSize !== undefined) {
      checkWhole(minClusterSize, at, { of: 'minClusterSize', min: 1, max: MAX_UINT32 });
    }
    const zoneAwareLbSetting = {
      enabled: true,
      ...(failover.length > 0 ? { failover } : {}),
      ...(failoverPriority.length > 0 ? { failoverPriority } : {}),
      ...(minClusterSize === undefined ? {} : { minClusterSize }),
    };
    return new Locality({ zoneAwareLbSetting }, failover.length + failoverPriority.length > 0);
  }

  private constructor(
    private readonly rendered: Rendered,
    /** Whether it does nothing without outlier detection, which tells the proxy who is unhealthy. */
    public readonly needsOutlierDetection: boolean,
  ) {}

  /** @internal */
  public _render(): Rendered {
    return { ...this.rendered };
  }
}
