import type { DestinationRuleSpecTrafficPolicyLoadBalancer } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { MAX_UINT32, checkWhole } from '../value';
import { checkApart, checkLocality, checkRegion } from './locality-name';

type Rendered = Pick<DestinationRuleSpecTrafficPolicyLoadBalancer, 'localityLbSetting' | 'zoneAwareLbSetting'>;

/** Where the requests of a region go when its own endpoints are unhealthy. */
export interface RegionFailover {
  /** Region of the caller. */
  readonly from: string;
  /** Region that helps out; another one. */
  readonly to: string;
}

/** How the requests of a locality are shared between localities. */
export interface LocalityDistribution {
  /** Locality of the caller: `region`, `region/zone`, `region/zone/subzone`; the last part may be `*`. */
  readonly from: string;
  /** Localities with their share in percent, whole numbers from 1 to 100 that add up to 100. */
  readonly to: { readonly [locality: string]: number };
}

/** Preferences of zone-aware balancing. */
export interface ZoneAwareProps {
  /** Order of other regions. @default - none is preferred */
  readonly failover?: readonly RegionFailover[];
  /** Labels whose agreement is preferred, the weightiest first; no region, zone or subzone. @default - none */
  readonly failoverPriority?: readonly string[];
  /** Least endpoints in the caller's region, 1–4294967295; with fewer, zones do not count. @default - Envoy's, 6 */
  readonly minClusterSize?: number;
}

/** Labels of which failover between regions, and zone-aware balancing, take care themselves. */
const TOPOLOGY: ReadonlySet<string> = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

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

function checkSome(list: readonly unknown[], at: string): void {
  if (list.length === 0) throw new ConfigurationError('LocalityEmpty', { at, problem: 'the list is empty' });
}

function checkFailover({ from, to }: RegionFailover, at: string): RegionFailover {
  if (from === to) {
    throw new ConfigurationError('FailoverToItself', { at, problem: 'a region helps itself out', value: from });
  }
  return { from: checkRegion(from, at), to: checkRegion(to, at) };
}

function checkPriority(labels: readonly string[], at: string): string[] {
  const topology = labels.find((one) => TOPOLOGY.has(one));
  if (topology !== undefined) {
    throw new ConfigurationError('LocalityPriorityContradicts', {
      at,
      problem: 'a label of the topology, which is preferred anyway',
      value: topology,
    });
  }
  return [...labels];
}

function checkDistribution(
  { from, to }: LocalityDistribution,
  at: string,
): { from: string; to: Record<string, number> } {
  const shares = Object.entries(to);
  for (const [locality, weight] of shares) {
    checkLocality(locality, at);
    checkWhole(weight, at, { of: `the share of ${locality}`, min: 1, max: 100 });
  }
  const sum = shares.reduce((total, [, weight]) => total + weight, 0);
  if (sum !== 100) {
    throw new ConfigurationError('LocalityWeightsNotHundred', {
      at,
      problem: `the shares of requests from ${from} add up to ${sum}`,
      value: to,
    });
  }
  checkApart(
    shares.map(([locality]) => locality),
    false,
    at,
  );
  return { from: checkLocality(from, at), to: Object.fromEntries(shares) };
}
