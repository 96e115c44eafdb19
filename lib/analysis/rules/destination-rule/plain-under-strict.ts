import { fields, text } from '../../model/json';
import { DESTINATION_RULE, PEER_AUTHENTICATION, SERVICE } from '../../model/kinds';
import { fqdn, serviceOf } from '../../model/names';
import { selects, type Labels } from '../../model/labels';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

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
      const name = fqdn(text(resource.spec.host), resource.namespace, context.snapshot.clusterDomain);
      const service = serviceOf(name, context.snapshot.clusterDomain);
      const found = service && context.find(SERVICE, service.namespace, service.name);
      if (!found) continue;
      const policy = strictPolicy(context, found);
      if (!policy) continue;
      context.report({
        resource,
        path: 'spec.trafficPolicy.tls.mode',
        message: `TLS mode ${mode} towards ${name}, whose workloads accept mTLS alone (PeerAuthentication ${policy.namespace}/${policy.name}); use ISTIO_MUTUAL`,
      });
    }
  },
};

/** The policy by which every port of the Service's workloads is STRICT: the most specific one decides. */
function strictPolicy({ ofKind, snapshot }: RuleContext, service: Resource): Resource | undefined {
  const all = ofKind(PEER_AUTHENTICATION);
  const root = text(snapshot.meshConfig.rootNamespace) || 'istio-system';
  const labels = fields(service.spec.selector) as Labels;
  const own = all.filter(({ namespace, spec }) => namespace === service.namespace && hasLabels(spec));
  // A policy for some of the labels may be for other workloads: nothing is certain then.
  if (own.some(({ spec }) => !selects(fields(spec.selector).matchLabels, labels))) return undefined;
  const ofNamespace = all.filter(({ namespace, spec }) => namespace === service.namespace && !hasLabels(spec));
  const ofMesh = all.filter(({ namespace, spec }) => namespace === root && !hasLabels(spec));
  for (const policies of [own, ofNamespace, ofMesh]) {
    const modes = policies
      .map(({ spec }) => text(fields(spec.mtls).mode))
      .filter((mode) => mode !== '' && mode !== 'UNSET');
    if (modes.length === 0) continue;
    const hasPorts = policies.some(({ spec }) => Object.keys(fields(spec.portLevelMtls)).length > 0);
    return modes.every((mode) => mode === 'STRICT') && !hasPorts ? policies[0] : undefined;
  }
  return undefined;
}

function hasLabels(spec: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(fields(fields(spec.selector).matchLabels)).length > 0;
}
