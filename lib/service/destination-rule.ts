import type { DestinationRuleSpec, DestinationRuleSpecSubsets } from '../../imports/networking.istio.io';
import type { IErrorScope } from '../errors';
import { renderTrafficPolicy, type TrafficPolicy } from '../routing';
import type { Version } from './version';

/** Everything that the DestinationRule of a host follows from. */
export interface DestinationRuleRequest {
  readonly scope: IErrorScope;
  readonly host: string;
  readonly subsets: readonly Version[];
  readonly trafficPolicy?: TrafficPolicy;
  readonly exportTo?: readonly string[];
}

/**
 * The DestinationRule of a host: its subsets and how connections to it are made.
 *
 * @throws ConfigurationError what {@link renderTrafficPolicy} refuses
 */
export function renderDestinationRule(request: DestinationRuleRequest): DestinationRuleSpec {
  const { scope, host, subsets, trafficPolicy, exportTo } = request;
  return {
    host,
    exportTo: exportTo && [...exportTo],
    trafficPolicy: trafficPolicy && renderTrafficPolicy(trafficPolicy, scope),
    subsets: subsets.length > 0 ? subsets.map((version) => renderSubset(version, request)) : undefined,
  };
}

function renderSubset(version: Version, { scope, trafficPolicy }: DestinationRuleRequest): DestinationRuleSpecSubsets {
  const own = version.trafficPolicy && renderTrafficPolicy(version.trafficPolicy, scope, trafficPolicy);
  return {
    name: version.name,
    labels: { ...version.labels },
    // L1 has the same shape twice, with enums of different names.
    trafficPolicy: own as DestinationRuleSpecSubsets['trafficPolicy'],
  };
}
