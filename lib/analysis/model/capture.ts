/** How a workload gets past its sidecar. */
import { text } from './json';
import { NAMESPACE, POD } from './kinds';
import { isInMesh } from './mesh-membership';
import type { RuleContext } from '../rule';
import type { Workload } from './workloads';

const PREFIX = 'traffic.sidecar.istio.io/';
const EXCLUDED_RANGES = `${PREFIX}excludeOutboundIPRanges`;
const INCLUDED_RANGES = `${PREFIX}includeOutboundIPRanges`;
const EXCLUDED_PORTS = `${PREFIX}excludeOutboundPorts`;
const EXCLUDED_INTERFACES = `${PREFIX}excludeInterfaces`;
const INTERCEPTION_MODE = 'sidecar.istio.io/interceptionMode';
const INJECT = 'sidecar.istio.io/inject';

/** A way past the sidecar. */
export interface Bypass {
  readonly how: string;
  /** Path in the workload's manifest, where one field opens it. */
  readonly path?: string;
}

/**
 * What lets the workload's own connections to some port leave without its sidecar, or undefined: an annotation, the network
 * of the node, or no sidecar where its namespace has them. Reads Namespace.
 */
export function pastTheSidecar(context: RuleContext, workload: Workload, ports: readonly number[]): Bypass | undefined {
  const { annotations, labels, spec, resource } = workload;
  const isPod = resource.kind === POD;
  const metadata = isPod ? 'metadata' : 'spec.template.metadata';
  const value = (name: string) => text(annotations[name]).trim();
  const by = (name: string): Bypass => ({
    how: `annotation ${name}: "${value(name)}"`,
    path: `${metadata}.annotations.${name}`,
  });
  if (value(EXCLUDED_RANGES) !== '') return by(EXCLUDED_RANGES);
  if (annotations[INCLUDED_RANGES] !== undefined && value(INCLUDED_RANGES) !== '*') return by(INCLUDED_RANGES);
  const excluded = value(EXCLUDED_PORTS).split(',').map(Number);
  if (ports.some((port) => excluded.includes(port))) return by(EXCLUDED_PORTS);
  if (value(EXCLUDED_INTERFACES) !== '') return by(EXCLUDED_INTERFACES);
  if (value(INTERCEPTION_MODE) === 'NONE') return by(INTERCEPTION_MODE);
  const inject = labels[INJECT] ?? annotations[INJECT];
  if (inject === 'false' && isInjected(context, workload.namespace)) {
    return { how: `${INJECT}: "false"`, path: `${metadata}.${INJECT in labels ? 'labels' : 'annotations'}.${INJECT}` };
  }
  if (spec.hostNetwork !== true || !isInMesh(workload, context)) return undefined;
  return { how: 'hostNetwork', path: `spec.${isPod ? '' : 'template.spec.'}hostNetwork` };
}

/** Whether the namespace gives its pods a sidecar; elsewhere a pod without one is nothing special. */
function isInjected({ find }: RuleContext, namespace: string): boolean {
  const labels = find(NAMESPACE, '', namespace)?.labels ?? {};
  return labels['istio-injection'] === 'enabled' || (labels['istio.io/rev'] ?? '') !== '';
}
