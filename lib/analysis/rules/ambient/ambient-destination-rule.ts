import { ambientService, hasAmbient, hasProxies } from '../../model/ambient';
import { fields, maybe, objects, text } from '../../model/json';
import { DESTINATION_RULE, NAMESPACE, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { rootNamespace } from '../../model/server-mtls';
import type { Fields } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'ambient-destination-rule',
    codes: ['CIS0523', 'CIS0524'],
    level: 'warning',
    description: 'A DestinationRule has settings for HTTP towards an ambient Service, but no waypoint applies them',
    kinds: [DESTINATION_RULE, SERVICE, NAMESPACE, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    // A sidecar that calls the Service applies the settings itself.
    if (!hasAmbient(context) || hasProxies(context)) return;
    const root = rootNamespace(context.snapshot.meshConfig.rootNamespace);
    for (const resource of context.ofKind(DESTINATION_RULE)) {
      const setting = httpSetting(resource.spec);
      const found = setting && ambientService(context, text(resource.spec.host), resource.namespace);
      if (!found) continue;
      const { service, waypointNamespace } = found;
      const name = `${service.namespace}/${service.name}`;
      if (waypointNamespace === undefined) {
        context.report({
          resource,
          code: 'CIS0523',
          path: 'spec.host',
          message: `Service ${name} is ambient and uses no waypoint, and ztunnel knows no ${setting}; label it, or its namespace, istio.io/use-waypoint`,
        });
      } else if (![service.namespace, waypointNamespace, root].includes(resource.namespace)) {
        context.report({
          resource,
          code: 'CIS0524',
          path: 'spec.host',
          message: `The waypoint of Service ${name} takes no DestinationRule from namespace ${resource.namespace}; move it to ${service.namespace}`,
        });
      }
    }
  },
};

/** Name of the first setting that only a proxy for HTTP can apply. */
function httpSetting(spec: Fields): string | undefined {
  const policies = [spec.trafficPolicy, ...objects(spec.subsets).map(({ trafficPolicy }) => trafficPolicy)].map(fields);
  for (const policy of policies) {
    for (const level of [policy, ...objects(policy.portLevelSettings)]) {
      const hash = fields(fields(level.loadBalancer).consistentHash);
      if (text(hash.httpHeaderName) !== '' || maybe(hash.httpCookie)) return 'loadBalancer.consistentHash by HTTP';
      if (maybe(fields(level.connectionPool).http)) return 'connectionPool.http';
      if (maybe(level.outlierDetection)) return 'outlierDetection';
    }
  }
  return undefined;
}
