import type { Config } from '../model/config';
import { isRecord, selects, textMap } from '../model/fields';
import type { Workload } from '../model/workload';
import type { BoundGateway } from './gateway-merge';
import type { ServiceTarget } from './service-targets';

/** Names the Services that a Gateway of the Gateway API is reached by. */
export const GATEWAY_SERVICES = 'internal.istio.io/gateway-service';
/** The namespace of the object that such a Gateway was made from. */
export const PARENT_NAMESPACE = 'internal.istio.io/parent-namespace';

/** The Gateways that hold for a gateway pod: by selector, in whatever namespace, or by the Services in front of it. */
export function boundGateways(
  gateways: readonly Config[],
  workload: Workload,
  targets: readonly ServiceTarget[],
): readonly BoundGateway[] {
  return gateways.flatMap((gateway): BoundGateway[] => {
    const services = gateway.annotations.get(GATEWAY_SERVICES);
    if (services === undefined) {
      const selector = gateway.spec['selector'];
      if (isRecord(selector) && !selects(textMap(selector), workload.labels)) return [];
      return [{ gateway, targets, bySelector: true }];
    }
    const known = new Set(services.split(','));
    const namespace = gateway.annotations.get(PARENT_NAMESPACE) || gateway.namespace;
    const found = targets.filter(({ service }) => known.has(service.host) && service.namespace === namespace);
    return found.length > 0 ? [{ gateway, targets: found, bySelector: false }] : [];
  });
}
