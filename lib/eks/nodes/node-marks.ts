import { ConfigurationError, type IErrorScope } from '../../errors';

/** Label, and taint of effect NoSchedule, of nodes of a gateway pool. */
export const GATEWAY_NODE_LABEL = 'istio-gateway';

/** A taint, by EKS's name of the effect. */
export interface NodeTaint {
  readonly key: string;
  /** @default - none */
  readonly value?: string;
  readonly effect: 'NO_SCHEDULE' | 'NO_EXECUTE' | 'PREFER_NO_SCHEDULE';
}

/** What tells Pods whether a node is for them. */
export interface NodeMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
}

const EFFECTS: readonly string[] = ['NO_SCHEDULE', 'NO_EXECUTE', 'PREFER_NO_SCHEDULE'];
const NAME = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const KEY = new RegExp(`^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?${NAME}$`);
const VALUE = new RegExp(`^(?:${NAME})?$`);
/** Prefixes of labels that EKS keeps for itself and for Kubernetes. */
const RESERVED = /^(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;

/**
 * Checks what a node group is marked with, and adds the marks of a gateway pool.
 * @throws ConfigurationError EksNodeMarks, EksGatewayPool
 */
export function nodeMarks(at: IErrorScope, group: string, given: NodeMarks, gateway: boolean): NodeMarks {
  const refuse = (problem: string, value: unknown): never => {
    throw new ConfigurationError('EksNodeMarks', { at, problem: `${problem} of node group ${group}`, value });
  };
  const marks = [
    ...Object.entries(given.labels).map(([key, value]) => ({ kind: 'label', key, value })),
    ...given.taints.map(({ key, value = '' }) => ({ kind: 'taint', key, value })),
  ];
  for (const { kind, key, value } of marks) {
    const reserved = kind === 'label' && RESERVED.test(key);
    if (reserved || !KEY.test(key) || !VALUE.test(value)) refuse(kind, { [key]: value });
    if (key === GATEWAY_NODE_LABEL) refuseOwn(at, `${kind} ${key} of node group ${group}`);
  }
  const wrong = given.taints.find((taint) => !EFFECTS.includes(taint.effect));
  if (wrong) refuse('effect of a taint', wrong.effect);
  const twice = given.taints.find(
    (one, index) => given.taints.findIndex(({ key, effect }) => key === one.key && effect === one.effect) !== index,
  );
  if (twice) refuse('repeated taint', twice);
  if (!gateway) return { labels: { ...given.labels }, taints: [...given.taints] };
  return {
    labels: { ...given.labels, [GATEWAY_NODE_LABEL]: 'true' },
    taints: [...given.taints, { key: GATEWAY_NODE_LABEL, value: 'true', effect: 'NO_SCHEDULE' }],
  };
}

/** Gateways would be drawn to nodes without a way out. */
function refuseOwn(at: IErrorScope, problem: string): never {
  throw new ConfigurationError('EksGatewayPool', {
    at,
    problem,
    allowed: `other keys: ${GATEWAY_NODE_LABEL} is written on gateway pools by itself, and on no others`,
    fix: 'set the role NodeRole.GATEWAY instead',
  });
}
