import { fields, text } from '../../model/json';
import { DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { serverMtls, servicesOf } from '../../model/server-mtls';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'plain-under-strict',
    codes: ['CIS0306'],
    level: 'error',
    description: 'A DestinationRule turns mTLS off towards workloads that accept nothing else',
    kinds: [DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE],
  },
  check(context) {
    for (const resource of context.ofKind(DESTINATION_RULE)) {
      const mode = text(fields(fields(resource.spec.trafficPolicy).tls).mode);
      if (mode !== 'DISABLE' && mode !== 'SIMPLE') continue;
      for (const service of servicesOf(context, resource)) {
        const mtls = serverMtls(context, service);
        if (mtls?.mode !== 'STRICT') continue;
        const { namespace, name } = mtls.policy;
        context.report({
          resource,
          path: 'spec.trafficPolicy.tls.mode',
          message: `TLS mode ${mode} towards ${fqdn(service.name, service.namespace, context.snapshot.clusterDomain)}, whose workloads accept mTLS alone (PeerAuthentication ${namespace}/${name}); use ISTIO_MUTUAL`,
        });
        // One Service shows it; a wildcard may cover hundreds.
        break;
      }
    }
  },
};
