/** How a workload gets past its sidecar. */
import { text } from './json';
import { NAMESPACE } from './kinds';
import { isInMesh } from './mesh-membership';
import type { RuleContext } from '../rule';
import type { Workload } from './workloads';

const PREFIX = 'traffic.sidecar.istio.io/';
const INJECT = 'sidecar.istio.io/inject';

/**
 * What lets the workload's own connections to some port leave without its sidecar, or undefined: an annotation, the network
 * of the node, or no sidecar where its namespace has them. Reads Namespace.
 */
export function pastTheSidecar(context: RuleContext, workload: Workload, ports: readonly number[]): string | undefined {
  const { annotations, labels, spec } = workload;
  const value = (name: string) => text(annotations[`${PREFIX}${name}`]).trim();
  const named = (name: string) => `annotation ${PREFIX}${name}: "${value(name)}"`;
  if (value('excludeOutboundIPRanges') !== '') return named('excludeOutboundIPRanges');
  const included = annotations[`${PREFIX}includeOutboundIPRanges`];
  if (included !== undefined && value('includeOutboundIPRanges') !== '*') return named('includeOutboundIPRanges');
  const excluded = value('excludeOutboundPorts').split(',').map(Number);
  if (ports.some((port) => excluded.includes(port))) return named('excludeOutboundPorts');
  const inject = labels[INJECT] ?? annotations[INJECT];
  if (inject === 'false' && isInjected(context, workload.namespace)) return `${INJECT}: "false"`;
  return spec.hostNetwork === true && isInMesh(workload, context) ? 'hostNetwork' : undefined;
}

/** Whether the namespace gives its pods a sidecar; elsewhere a pod without one is nothing special. */
function isInjected({ find }: RuleContext, namespace: string): boolean {
  const labels = find(NAMESPACE, '', namespace)?.labels ?? {};
  return labels['istio-injection'] === 'enabled' || (labels['istio.io/rev'] ?? '') !== '';
}
