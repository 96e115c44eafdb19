/** Services that istiod makes for Gateways of the Gateway API: they are in no manifest. */
import type { Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { objects, text } from './json';
import { KUBERNETES_GATEWAY } from './kinds';

const NAME_OVERRIDE = 'gateway.istio.io/name-override';
const WAYPOINT = 'istio-waypoint';
const HEALTH_PORT = 15021;

/** Ports of the Service that istiod makes, by `namespace/name`. Reads the Gateway API's Gateway. */
export function generatedServices({ ofKind }: RuleContext): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, ReadonlySet<number>>();
  for (const gateway of ofKind(KUBERNETES_GATEWAY)) {
    const ports = objects(gateway.spec.listeners).map(({ port }) => Number(text(port)));
    found.set(`${gateway.namespace}/${serviceName(gateway)}`, new Set([...ports, HEALTH_PORT]));
  }
  return found;
}

/** `<gateway>-<class>`; a waypoint's is the Gateway's own name. */
function serviceName({ name, annotations, spec }: Resource): string {
  const override = annotations[NAME_OVERRIDE] ?? '';
  if (override !== '') return override;
  const gatewayClass = text(spec.gatewayClassName);
  return gatewayClass === WAYPOINT ? name : `${name}-${gatewayClass}`;
}
