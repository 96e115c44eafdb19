import { fields, maybe, number, objects, text } from '../../model/json';
import { CUSTOM_RESOURCE_DEFINITION, SIDECAR, VIRTUAL_SERVICE } from '../../model/kinds';
import type { Rule } from '../../rule';

const REMOVED = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

export const rule: Rule = {
  meta: {
    id: 'deprecated-field',
    codes: ['IST0002'],
    level: 'warning',
    description: 'A field or kind is deprecated, or ignored by now',
    kinds: [VIRTUAL_SERVICE, SIDECAR, CUSTOM_RESOURCE_DEFINITION],
    istioctl: 'deprecation.DeprecationAnalyzer',
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(VIRTUAL_SERVICE)) {
      const isOld = objects(resource.spec.http).some(({ fault }) => number(fields(fields(fault).delay).percent) > 0);
      if (!isOld) continue;
      report({
        resource,
        message: 'Deprecated: HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage',
      });
    }
    for (const resource of ofKind(SIDECAR)) {
      if (!maybe(fields(resource.spec.outboundTrafficPolicy).egressProxy)) continue;
      report({ resource, message: 'Deprecated: OutboundTrafficPolicy.EgressProxy ignored; remove it' });
    }
    for (const resource of ofKind(CUSTOM_RESOURCE_DEFINITION)) {
      const { group, names } = resource.spec;
      const kind = text(fields(names).kind);
      if (text(group) !== 'rbac.istio.io' || !REMOVED.has(kind)) continue;
      report({
        resource,
        message: `Deprecated: Custom resource type rbac.istio.io ${kind} is removed; use AuthorizationPolicy`,
      });
    }
  },
};
