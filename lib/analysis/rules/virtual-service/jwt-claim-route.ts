import { fields, objects, texts } from '../../model/json';
import { GATEWAY, REQUEST_AUTHENTICATION, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { isJwtClaim } from '../../model/jwt-claim';
import { selects } from '../../model/labels';
import { fullName, groupBy, reference } from '../../model/names';
import { workloadsOf } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const ROOT = 'istio-system';

export const rule: Rule = {
  meta: {
    id: 'jwt-claim-route',
    codes: ['IST0149'],
    level: 'error',
    description: 'A VirtualService routes by JWT claims at a gateway that checks no JWT',
    kinds: [VIRTUAL_SERVICE, GATEWAY, REQUEST_AUTHENTICATION, ...WORKLOAD_KINDS],
    istioctl: 'virtualservice.JWTClaimRouteAnalyzer',
  },
  check(context) {
    const routed = context.ofKind(VIRTUAL_SERVICE).flatMap((one) => {
      const claim = claimOf(one);
      return claim === undefined ? [] : [{ virtualService: one, claim }];
    });
    if (routed.length === 0) return;
    const workloads = workloadsOf(context);
    const policies = groupBy(context.ofKind(REQUEST_AUTHENTICATION), ({ namespace }) => namespace);
    for (const { virtualService, claim } of routed) {
      for (const name of texts(virtualService.spec.gateways)) {
        const target = reference(virtualService.namespace, name);
        const gateway = name === 'mesh' ? undefined : context.find(GATEWAY, target.namespace, target.name);
        if (!gateway) continue;
        for (const { namespace, labels, resource } of workloads.select(gateway.spec.selector)) {
          const applying = [...(policies.get(ROOT) ?? []), ...(policies.get(namespace) ?? [])];
          if (applying.some(({ spec }) => selects(fields(spec.selector).matchLabels, labels))) continue;
          if (!context.closed && !context.snapshot.complete.includes(namespace)) continue;
          context.report({
            resource: virtualService,
            message:
              `The virtual service uses the JWT claim based routing (key: ${claim}) but found no request authentication for the ` +
              `gateway (${fullName(target)}) pod (${resource.name}); add a RequestAuthentication with its labels`,
          });
        }
      }
    }
  },
};

function claimOf(virtualService: Resource): string | undefined {
  for (const rule of objects(virtualService.spec.http)) {
    for (const match of objects(rule.match)) {
      const keys = [...Object.keys(fields(match.headers)), ...Object.keys(fields(match.withoutHeaders))];
      const claim = keys.find(isJwtClaim);
      if (claim !== undefined) return claim;
    }
  }
  return undefined;
}
