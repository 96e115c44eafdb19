import { fields, number, objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, GATEWAY, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { fullName } from '../../model/names';
import { guardedServers, hasIdentity, type GuardedServer } from '../../model/policy-gateways';
import { identityOf, portsOf } from '../../model/policy-rules';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** What a rule does that no caller matches, and one that every caller matches, by action. */
const EFFECT: Readonly<Record<string, readonly [needed: string, unwanted: string]>> = {
  ALLOW: ['never allows anything', 'allows everybody'],
  DENY: ['never denies anything', 'denies everybody'],
};

export const rule: Rule = {
  meta: {
    id: 'gateway-identity',
    codes: ['CIS0440'],
    level: 'error',
    description: 'A policy of a gateway asks who calls, and no server of the gateway is told by mutual TLS',
    kinds: [AUTHORIZATION_POLICY, GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const effect = EFFECT[text(resource.spec.action) || 'ALLOW'];
      const servers = effect ? guardedServers(context, resource) : [];
      if (!effect || servers.length === 0) continue;
      objects(resource.spec.rules).forEach((one, i) => {
        const identity = identityOf(one);
        if (identity === undefined) return;
        const meant = serversFor(context.ofKind(SERVICE), servers, one);
        if (meant.some(hasIdentity)) return;
        context.report({
          resource,
          path: `spec.rules[${i}]`,
          // Another Gateway may open the same workloads.
          ...(context.closed ? {} : { level: 'warning' }),
          message: `The rule asks who the caller is, and Gateway ${fullName(meant[0]!.gateway)} has no server with ISTIO_MUTUAL or MUTUAL where it applies, so no caller has a name and the rule ${effect[identity === 'needed' ? 0 : 1]}; make the hop mutual TLS`,
        });
      });
    }
  },
};

/** The servers on the ports that a rule is for, which are those of the pods; all of them, where no port is one of theirs. */
function serversFor(
  services: readonly Resource[],
  servers: readonly GuardedServer[],
  rule: Fields,
): readonly GuardedServer[] {
  const ports = portsOf(rule);
  if (ports.length === 0) return servers;
  const opened = services.flatMap(({ spec }) =>
    objects(spec.ports).filter((one) => ports.includes(number(one.targetPort))),
  );
  const numbers = new Set([...ports, ...opened.map((one) => number(one.port))]);
  const meant = servers.filter(({ server }) => numbers.has(number(fields(server.port).number)));
  return meant.length > 0 ? meant : servers;
}
