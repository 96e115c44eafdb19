import { hostMatches } from '../../../mesh';
import { fields, objects, text } from '../../model/json';
import { DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { serverMtls } from '../../model/server-mtls';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const MUTUAL = new Set(['ISTIO_MUTUAL', 'MUTUAL']);

export const rule: Rule = {
  meta: {
    id: 'strict-without-client-mtls',
    codes: ['CIS0504'],
    level: 'error',
    description: 'A mesh without automatic mTLS has STRICT workloads towards which no DestinationRule turns mTLS on',
    kinds: [PEER_AUTHENTICATION, SERVICE, DESTINATION_RULE],
  },
  check(context) {
    // With automatic mTLS, Istio's default, every sidecar sends mTLS to whoever takes it.
    if (context.snapshot.meshConfig.enableAutoMtls !== false || !context.closed) return;
    const mutual = context.ofKind(DESTINATION_RULE).filter(turnsOn);
    const told = new Set<Resource>();
    for (const service of context.ofKind(SERVICE)) {
      const mtls = serverMtls(context, service);
      if (mtls?.mode !== 'STRICT' || told.has(mtls.policy)) continue;
      const name = fqdn(service.name, service.namespace, context.snapshot.clusterDomain);
      if (mutual.some((one) => hostMatches(hostOf(context, one), name))) continue;
      told.add(mtls.policy);
      context.report({
        resource: mtls.policy,
        path: 'spec.mtls.mode',
        message: `STRICT, but enableAutoMtls is off and no DestinationRule for ${name} has tls.mode ISTIO_MUTUAL, so its callers send plaintext; add one, or turn enableAutoMtls on`,
      });
    }
  },
};

/** For the whole host, or for some part of it: then it is not certain that callers send plaintext. */
function turnsOn({ spec }: Resource): boolean {
  const policies = [spec.trafficPolicy, ...objects(spec.subsets).map(({ trafficPolicy }) => trafficPolicy)].map(fields);
  return policies.some((policy) =>
    [policy, ...objects(policy.portLevelSettings)].some(({ tls }) => MUTUAL.has(text(fields(tls).mode))),
  );
}

function hostOf({ snapshot }: RuleContext, { spec, namespace }: Resource): string {
  return fqdn(text(spec.host), namespace, snapshot.clusterDomain);
}
