import { ConfigurationError } from '../../errors';
import { checkWhole } from '../value';
import { checkApart, checkLocality, checkRegion } from './locality-name';

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

/** Labels of which failover between regions, and zone-aware balancing, take care themselves. */
const TOPOLOGY: ReadonlySet<string> = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

/** @throws ConfigurationError LocalityEmpty */
export function checkSome(list: readonly unknown[], at: string): void {
  if (list.length === 0) throw new ConfigurationError('LocalityEmpty', { at, problem: 'the list is empty' });
}

/** @throws ConfigurationError FailoverToItself, LocalityMalformed */
export function checkFailover({ from, to }: RegionFailover, at: string): RegionFailover {
  if (from === to) {
    throw new ConfigurationError('FailoverToItself', { at, problem: 'a region helps itself out', value: from });
  }
  return { from: checkRegion(from, at), to: checkRegion(to, at) };
}

/** @throws ConfigurationError LocalityPriorityContradicts */
export function checkPriority(labels: readonly string[], at: string): string[] {
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

/** @throws ConfigurationError LocalityMalformed, LocalitiesOverlap, LocalityWeightsNotHundred, NumberOutOfRange */
export function checkDistribution(
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
