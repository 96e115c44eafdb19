import { texts } from '../../model/json';
import { GATEWAY, SERVICE, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { reaches } from '../../model/host-scopes';
import { gatewayNamespaces, visibleFrom } from '../../model/rule-proxies';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'gateway-visibility',
    codes: ['CIS0402'],
    level: 'error',
    description:
      'A VirtualService is bound to a gateway whose namespace it is not exported to, so the gateway never sees it',
    kinds: [VIRTUAL_SERVICE, GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(VIRTUAL_SERVICE)) {
      const scopes = visibleFrom(context, resource);
      texts(resource.spec.gateways).forEach((name, i) => {
        if (name === 'mesh') return;
        const homes = [...gatewayNamespaces(context, resource.namespace, name)];
        // Where some of the gateway's workloads see it, it may be meant for them.
        if (homes.length === 0 || homes.some((home) => reaches(scopes, home))) return;
        context.report({
          resource,
          // More workloads with these labels may be elsewhere.
          ...(context.closed ? {} : { level: 'warning' }),
          path: texts(resource.spec.exportTo).length > 0 ? 'spec.exportTo' : `spec.gateways[${i}]`,
          message: `The workloads of Gateway "${name}" run in ${homes.sort().join(', ')}, and this is exported to ${scopes.join(', ')} only, so they have none of its routes; add the namespace to exportTo`,
        });
      });
    }
  },
};
