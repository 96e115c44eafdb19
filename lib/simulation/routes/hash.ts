import { isRecord, number, record, records } from '../model/fields';
import type { DestinationRule } from '../rules/destination-rule';
import type { Destination } from '../rules/virtual-service';
import { hashPolicy } from './policies';

/** The hash policy that a destination of a rule gets: the subset's for the named port, the subset's, the port's, the rule's. */
export function destinationHash(rule: DestinationRule | undefined, destination: Destination): readonly string[] {
  if (!rule) return [];
  const subset = rule.subsets.find(({ name }) => name === destination.subset)?.trafficPolicy;
  for (const found of [
    ofPort(subset, destination.port),
    general(subset),
    ofPort(rule.trafficPolicy, destination.port),
    general(rule.trafficPolicy),
  ]) {
    if (isRecord(found)) return hashPolicy(found);
  }
  return [];
}

/** The hash policy of a service's own route. */
export function serviceHash(rule: DestinationRule | undefined, port: number): readonly string[] {
  const own = ofPort(rule?.trafficPolicy, port);
  return hashPolicy(isRecord(own) ? own : general(rule?.trafficPolicy));
}

function general(policy: unknown): unknown {
  return record(record(policy)['loadBalancer'])['consistentHash'];
}

function ofPort(policy: unknown, port: number | undefined): unknown {
  if (port === undefined) return undefined;
  const setting = records(record(policy)['portLevelSettings']).find(
    (candidate) => number(record(candidate['port'])['number']) === port,
  );
  return general(setting);
}
