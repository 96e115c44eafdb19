import { ambientService, hasAmbient, hasProxies } from '../../model/ambient';
import { objects, texts } from '../../model/json';
import { NAMESPACE, SERVICE, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'ambient-virtual-service',
    codes: ['CIS0521', 'CIS0522'],
    level: 'warning',
    description: 'A VirtualService routes requests to an ambient Service, but no waypoint applies it',
    kinds: [VIRTUAL_SERVICE, SERVICE, NAMESPACE, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    // A sidecar that calls the Service applies the routes itself.
    if (!hasAmbient(context) || hasProxies(context)) return;
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      const gateways = texts(resource.spec.gateways);
      if (gateways.length > 0 && !gateways.includes('mesh')) continue;
      if (objects(resource.spec.http).length + objects(resource.spec.tls).length === 0) continue;
      texts(resource.spec.hosts).forEach((host, i) => {
        const found = ambientService(context, host, resource.namespace);
        if (!found) return;
        const { service, waypointNamespace } = found;
        const name = `${service.namespace}/${service.name}`;
        const path = `spec.hosts[${i}]`;
        if (waypointNamespace === undefined) {
          context.report({
            resource,
            code: 'CIS0521',
            path,
            message: `Service ${name} is ambient and uses no waypoint, and ztunnel applies no routes; label it, or its namespace, istio.io/use-waypoint`,
          });
        } else if (resource.namespace !== service.namespace && resource.namespace !== waypointNamespace) {
          context.report({
            resource,
            code: 'CIS0522',
            path,
            message: `The waypoint of Service ${name} takes routes from namespace ${service.namespace}${waypointNamespace === service.namespace ? '' : ` or ${waypointNamespace}`} alone; move the VirtualService there`,
          });
        }
      });
    }
  },
};
