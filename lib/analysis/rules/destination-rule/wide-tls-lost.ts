import { compareSpecificity, isSubsetOf, isWildcard } from '../../../mesh';
import { fields, maybe, objects, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { fqdn, fullName } from '../../model/names';
import { rootNamespace } from '../../model/server-mtls';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'wide-tls-lost',
    codes: ['CIS0502'],
    level: 'warning',
    description: 'A DestinationRule without TLS settings hides those of a wildcard for the same host',
    kinds: [DESTINATION_RULE],
  },
  check(context) {
    const wide = context.ofKind(DESTINATION_RULE).filter((one) => setsTls(context, one));
    if (wide.length === 0) return;
    for (const resource of context.ofKind(DESTINATION_RULE)) {
      if (resource.spec.workloadSelector !== undefined || hasTls(resource)) continue;
      const host = hostOf(context, resource);
      const [hidden] = wide
        .filter((one) => isHiddenBy(context, one, resource) && isSubsetOf(host, hostOf(context, one)))
        .sort((a, b) => compareSpecificity(hostOf(context, a), hostOf(context, b)));
      if (!hidden) continue;
      context.report({
        resource,
        path: 'spec.trafficPolicy',
        message: `Hides DestinationRule ${fullName(hidden)} for "${text(resource.spec.host)}": its TLS mode ${modeOf(hidden)} does not apply there; repeat trafficPolicy.tls here`,
      });
    }
  },
};

/** A wildcard whose TLS is more than what Istio does by itself. */
function setsTls({ snapshot }: RuleContext, rule: Resource): boolean {
  const mode = modeOf(rule);
  if (mode === '' || !isWildcard(text(rule.spec.host)) || rule.spec.workloadSelector !== undefined) return false;
  return mode !== 'ISTIO_MUTUAL' || snapshot.meshConfig.enableAutoMtls === false;
}

/** One rule is looked up per host: the narrower of a namespace's own, and any before those of the root namespace. */
function isHiddenBy({ snapshot }: RuleContext, wide: Resource, narrow: Resource): boolean {
  if (wide === narrow || text(wide.spec.host) === text(narrow.spec.host)) return false;
  return wide.namespace === narrow.namespace || wide.namespace === rootNamespace(snapshot.meshConfig.rootNamespace);
}

function hasTls({ spec }: Resource): boolean {
  const policy = fields(spec.trafficPolicy);
  if (maybe(policy.tls) || objects(policy.portLevelSettings).some(({ tls }) => maybe(tls))) return true;
  const subsets = objects(spec.subsets);
  return subsets.length > 0 && subsets.every(({ trafficPolicy }) => maybe(fields(trafficPolicy).tls));
}

function modeOf({ spec }: Resource): string {
  return text(fields(fields(spec.trafficPolicy).tls).mode);
}

function hostOf({ snapshot }: RuleContext, { spec, namespace }: Resource): string {
  return fqdn(text(spec.host), namespace, snapshot.clusterDomain);
}
