/** Which pods a NetworkPolicy keeps from reaching any address. */
import type { Fields, Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { list, objects, fields, text, texts } from './json';
import { NETWORK_POLICY } from './kinds';
import { labelSelectorSelects, type Labels } from './labels';

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** The policies that limit where pods of a namespace may connect to. Reads NetworkPolicy. */
export function egressPolicies({ ofKind }: RuleContext, namespace: string): readonly Resource[] {
  return ofKind(NETWORK_POLICY).filter((one) => one.namespace === namespace && limitsEgress(one.spec));
}

/** Whether one of the policies is for a pod with these labels. */
export function isLimited(policies: readonly Resource[], labels: Labels): boolean {
  return policies.some(({ spec }) => labelSelectorSelects(spec.podSelector, labels));
}

/** Whether one of the policies is for every pod. */
export function limitsAll(policies: readonly Resource[]): boolean {
  return policies.some(({ spec }) => {
    const { matchLabels, matchExpressions } = fields(spec.podSelector);
    return Object.keys(fields(matchLabels)).length === 0 && list(matchExpressions).length === 0;
  });
}

function limitsEgress(spec: Fields): boolean {
  const types = texts(spec.policyTypes);
  const isForEgress = types.length > 0 ? types.includes('Egress') : list(spec.egress).length > 0;
  return isForEgress && !objects(spec.egress).some(letsEverythingOut);
}

function letsEverythingOut({ to }: Fields): boolean {
  const peers = objects(to);
  if (peers.length === 0) return true;
  return peers.some(
    ({ ipBlock }) => EVERYWHERE.has(text(fields(ipBlock).cidr)) && list(fields(ipBlock).except).length === 0,
  );
}
