/** Whether a workload has, or will get, Istio's proxy. */
import type { RuleContext } from '../rule';
import { objects, text } from './json';
import { NAMESPACE } from './kinds';
import type { Labels } from './labels';
import type { Workload } from './workloads';

const INJECT = 'sidecar.istio.io/inject';
const INJECTION = 'istio-injection';

/** In the mesh by its own container, label or annotation, or by its namespace; reads Namespace. */
export function isInMesh(workload: Workload, context: RuleContext): boolean {
  if (hasProxy(workload)) return true;
  const own = workload.labels[INJECT] ?? workload.annotations[INJECT];
  if (own !== undefined) return own === 'true';
  return context.find(NAMESPACE, '', workload.namespace)?.labels[INJECTION] === 'enabled';
}

/** Whether one of its containers is Istio's proxy, with an image. */
export function hasProxy({ spec }: Workload): boolean {
  const proxy = [...objects(spec.containers), ...objects(spec.initContainers)].find(
    (container) => text(container.name) === 'istio-proxy',
  );
  return proxy !== undefined && text(proxy.image) !== '';
}

/** Whether the pod's traffic is redirected to the ambient mesh. */
export function isAmbient({ annotations }: Workload): boolean {
  return annotations['ambient.istio.io/redirection'] === 'enabled';
}

/** Whether a namespace's labels put its pods into the ambient mesh. */
export function isAmbientNamespace(labels: Labels): boolean {
  if (labels[INJECTION] === 'enabled' || (labels['istio.io/rev'] ?? '') !== '') return false;
  return labels['istio.io/dataplane-mode'] === 'ambient';
}

/** Whether labels mark a part of Istio itself, which istioctl does not judge. */
export function isControlPlane(labels: Labels): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}
