import { fields, text } from '../../model/json';
import { DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { serverMtls, servicesOf } from '../../model/server-mtls';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'mutual-under-disable',
    codes: ['CIS0503'],
    level: 'error',
    description: 'A DestinationRule demands mTLS of workloads that a PeerAuthentication has turned it off for',
    kinds: [DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE],
  },
  check(context) {
    for (const resource of context.ofKind(DESTINATION_RULE)) {
      if (text(fields(fields(resource.spec.trafficPolicy).tls).mode) !== 'ISTIO_MUTUAL') continue;
      for (const service of servicesOf(context, resource)) {
        const mtls = serverMtls(context, service);
        if (mtls?.mode !== 'DISABLE') continue;
        const { namespace, name } = mtls.policy;
        context.report({
          resource,
          path: 'spec.trafficPolicy.tls.mode',
          message: `ISTIO_MUTUAL towards ${fqdn(service.name, service.namespace, context.snapshot.clusterDomain)}, whose workloads take plaintext alone (PeerAuthentication ${namespace}/${name}); make that PERMISSIVE, or leave tls out so that Istio picks what the server takes`,
        });
        // One Service shows it; a wildcard may cover hundreds.
        break;
      }
    }
  },
};
