import { ambientNamespace } from '../../model/ambient';
import { NAMESPACE, WORKLOAD_KINDS } from '../../model/kinds';
import { hasProxy, isAmbient } from '../../model/mesh-membership';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Rule } from '../../rule';

const MODE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const TEMPLATES = 'inject.istio.io/templates';
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

export const rule: Rule = {
  meta: {
    id: 'ambient-sidecar',
    codes: ['CIS0526'],
    level: 'warning',
    description: 'A workload is meant for the ambient mesh and has a sidecar, which keeps it out',
    kinds: [NAMESPACE, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    for (const workload of workloadsOf(context).all) {
      const { resource, namespace, labels } = workload;
      const asks = labels[MODE] === 'ambient' || isAmbient(workload);
      if (asks && (hasProxy(workload) || isInjected(workload))) {
        context.report({
          resource,
          message: `Labelled for the ambient mesh, but with a sidecar: traffic stays with the sidecar; remove ${INJECT}, or the label ${MODE}`,
        });
      } else if (!asks && hasProxy(workload) && !isMeantSo(workload) && ambientNamespace(context, namespace)) {
        context.report({
          resource,
          message: `Namespace ${namespace} is ambient, but the workload brings a sidecar; remove the container istio-proxy, or label it ${MODE}: none`,
        });
      }
    }
  },
};

function isInjected({ labels, annotations }: Workload): boolean {
  return (labels[INJECT] ?? annotations[INJECT]) === 'true';
}

/** It says by itself that it has a proxy, or is a gateway or waypoint. */
function isMeantSo(workload: Workload): boolean {
  const { labels, annotations } = workload;
  const isGateway = labels[GATEWAY_NAME] !== undefined || annotations[TEMPLATES] !== undefined;
  return isGateway || isInjected(workload) || labels[MODE] !== undefined;
}
