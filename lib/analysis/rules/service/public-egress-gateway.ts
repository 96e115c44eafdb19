import { egressHops } from '../../model/gateway-egress';
import { text, texts } from '../../model/json';
import { GATEWAY, SERVICE, VIRTUAL_SERVICE } from '../../model/kinds';
import { fullName, reference } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'public-egress-gateway',
    codes: ['CIS0449'],
    level: 'warning',
    heuristic: true,
    description:
      'The Service of a gateway for what leaves the cluster is a load balancer, which lets callers in from outside',
    kinds: [SERVICE, GATEWAY, VIRTUAL_SERVICE],
  },
  check(context) {
    const hops = egressHops(context);
    const leaving = new Set(hops.map(({ virtualService }) => virtualService));
    // Gateways that some VirtualService uses for what comes in.
    const entered = new Set(
      context
        .ofKind(VIRTUAL_SERVICE)
        .filter((route) => !leaving.has(route))
        .flatMap(({ namespace, spec }) => texts(spec.gateways).map((name) => fullName(reference(namespace, name)))),
    );
    const told = new Set<Resource>();
    for (const { service, gateways } of hops) {
      if (!service || told.has(service) || !isPublic(service)) continue;
      if (gateways.some((gateway) => entered.has(fullName(gateway)))) continue;
      told.add(service);
      context.report({
        resource: service,
        path: 'spec.type',
        message:
          'Requests leave the cluster through this gateway, and its type LoadBalancer gives it an address outside, as the Helm chart of gateways does by default; make it ClusterIP',
      });
    }
  },
};

/** A load balancer that nothing says is for the inside. */
function isPublic({ spec, annotations }: Resource): boolean {
  return text(spec.type) === 'LoadBalancer' && !Object.keys(annotations).some((key) => /internal|scheme/.test(key));
}
