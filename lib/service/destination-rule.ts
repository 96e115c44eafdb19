import type { DestinationRuleSpec } from '../../imports/networking.istio.io';
import { renderTrafficPolicy, type TrafficPolicy } from '../routing';
import type { Version } from './version';

/** The DestinationRule of a host: its subsets and how connections to it are made. */
export function renderDestinationRule(
  host: string,
  subsets: readonly Version[],
  trafficPolicy: TrafficPolicy | undefined,
  exportTo: readonly string[] | undefined,
): DestinationRuleSpec {
  return {
    host,
    ...(exportTo ? { exportTo: [...exportTo] } : {}),
    ...(trafficPolicy ? { trafficPolicy: renderTrafficPolicy(trafficPolicy) } : {}),
    ...(subsets.length > 0
      ? {
          subsets: subsets.map((version) => ({
            name: version.name,
            labels: { ...version.labels },
            ...(version.trafficPolicy ? { trafficPolicy: renderTrafficPolicy(version.trafficPolicy) } : {}),
          })),
        }
      : {}),
  };
}
