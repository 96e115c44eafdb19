/** Which pods NetworkPolicies keep from reaching any address. */
import type { Fields, Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { list, number, objects, fields, text, texts } from './json';
import { NETWORK_POLICY } from './kinds';
import { labelSelectorSelects, type Labels } from './labels';

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);
/** Ports of hosts whose route names none. */
const USUAL_PORTS = [80, 443];

/** The policies for connections out of the pods of a namespace; of those for one pod, each adds to what it may reach. */
export interface EgressPolicies {
  /** Those that name where pods may connect to. */
  readonly limiting: readonly Resource[];
  /** Those with a rule that lets pods connect to any address, and the index of that rule. */
  readonly opening: readonly { readonly policy: Resource; readonly rule: number }[];
}

/**
 * The policies for connections out of the pods of a namespace. Reads NetworkPolicy.
 *
 * @param ports those of the hosts that pods are not to reach; 0 where any is meant
 */
export function egressPolicies({ ofKind }: RuleContext, namespace: string, ports: readonly number[]): EgressPolicies {
  const own = ofKind(NETWORK_POLICY).filter((one) => one.namespace === namespace && isForEgress(one.spec));
  const asked = ports.some((port) => port === 0) ? [...ports, ...USUAL_PORTS] : ports;
  const ruleOf = new Map(
    own.map((policy) => [policy, objects(policy.spec.egress).findIndex((rule) => letsOut(rule, asked))]),
  );
  return {
    limiting: own.filter((policy) => ruleOf.get(policy)! < 0),
    opening: own.flatMap((policy) => (ruleOf.get(policy)! < 0 ? [] : [{ policy, rule: ruleOf.get(policy)! }])),
  };
}

/** Whether the policies keep a pod with these labels from any address. */
export function isLimited({ limiting, opening }: EgressPolicies, labels: Labels): boolean {
  const isFor = ({ spec }: Resource) => labelSelectorSelects(spec.podSelector, labels);
  return limiting.some(isFor) && !opening.some(({ policy }) => isFor(policy));
}

/** Whether the policies keep every pod from any address. */
export function limitsAll({ limiting, opening }: EgressPolicies): boolean {
  return opening.length === 0 && limiting.some(isForAll);
}

function isForAll({ spec }: Resource): boolean {
  const { matchLabels, matchExpressions } = fields(spec.podSelector);
  return Object.keys(fields(matchLabels)).length === 0 && list(matchExpressions).length === 0;
}

function isForEgress(spec: Fields): boolean {
  const types = texts(spec.policyTypes);
  return types.length > 0 ? types.includes('Egress') : list(spec.egress).length > 0;
}

/** Whether a rule lets pods connect to any address at one of the ports. */
function letsOut({ to, ports }: Fields, asked: readonly number[]): boolean {
  const isEverywhere = ({ ipBlock }: Fields) =>
    EVERYWHERE.has(text(fields(ipBlock).cidr)) && list(fields(ipBlock).except).length === 0;
  if (list(to).length > 0 && !objects(to).some(isEverywhere)) return false;
  return list(ports).length === 0 || objects(ports).some((one) => asked.some((port) => coversPort(one, port)));
}

/** A port of a policy; the name of one is that of a pod, which no host outside is. */
function coversPort({ protocol, port, endPort }: Fields, asked: number): boolean {
  if (text(protocol) !== '' && text(protocol) !== 'TCP') return false;
  const first = number(port);
  return port === undefined || port === null || (first <= asked && asked <= Math.max(first, number(endPort)));
}
