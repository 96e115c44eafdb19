import { objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fullName } from '../../model/names';
import { guardedServers, knowCallers, onPorts } from '../../model/policy-gateways';
import { EFFECT_WITHOUT_IDENTITY, identityOf, portsOf } from '../../model/policy-rules';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'gateway-identity',
    codes: ['CIS0440'],
    level: 'error',
    description: 'A policy of a gateway asks who calls, and no server of the gateway is told by mutual TLS',
    kinds: [AUTHORIZATION_POLICY, GATEWAY, INGRESS, KUBERNETES_GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const effect = EFFECT_WITHOUT_IDENTITY[text(resource.spec.action) || 'ALLOW'];
      const servers = effect ? guardedServers(context, resource) : [];
      if (!effect || servers.length === 0) continue;
      objects(resource.spec.rules).forEach((one, i) => {
        const identity = identityOf(one);
        if (identity === undefined) return;
        const meant = onPorts(context, servers, portsOf(one));
        if (knowCallers(meant)) return;
        context.report({
          resource,
          path: `spec.rules[${i}]`,
          // Another Gateway may open the same workloads.
          ...(context.closed ? {} : { level: 'warning' }),
          message: `The rule asks who the caller is, and Gateway ${fullName(meant[0]!.gateway)} has no server with ISTIO_MUTUAL or MUTUAL where it applies, so no caller has a name and the rule ${effect[identity]}; make the hop mutual TLS`,
        });
      });
    }
  },
};
