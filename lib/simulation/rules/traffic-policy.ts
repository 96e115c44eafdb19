import type { Fields } from '../../snapshot';
import { isRecord, number, record, records } from '../model/fields';

/** Blocks that a subset's policy replaces one by one. */
const BLOCKS = ['connectionPool', 'outlierDetection', 'loadBalancer', 'tls'] as const;
const WHOLE = ['tunnel', 'proxyProtocol', 'retryBudget'] as const;

/** A policy for one port, and whether it is the port's own. Port-level settings inherit nothing. */
export function portPolicy(policy: unknown, port: number): { policy: Fields | undefined; own: boolean } {
  if (!isRecord(policy)) return { policy: undefined, own: false };
  for (const setting of records(policy['portLevelSettings'])) {
    if (isRecord(setting['port']) && number(setting['port']['number']) === port) return { policy: setting, own: true };
  }
  return { policy, own: false };
}

/** The policy that a subset's cluster has for a port. */
export function subsetPolicy(service: unknown, subset: unknown, port: number): Fields | undefined {
  const general = portPolicy(service, port).policy;
  if (!isRecord(subset)) return general;
  const special = portPolicy(subset, port);
  if (!general) return special.policy;
  const merged: Record<string, unknown> = {};
  for (const block of BLOCKS) {
    const given = record(special.policy)[block];
    merged[block] = given !== undefined || special.own ? given : general[block];
  }
  for (const block of WHOLE) merged[block] = record(special.policy)[block] ?? general[block];
  return merged;
}
