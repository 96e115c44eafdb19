import { fields, objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, GATEWAY, PEER_AUTHENTICATION, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { fullName } from '../../model/names';
import { EFFECT_WITHOUT_IDENTITY, identityOf } from '../../model/policy-rules';
import { gatewayNamespaces } from '../../model/rule-proxies';
import { rootNamespace, workloadMtls } from '../../model/server-mtls';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'identity-without-mtls',
    codes: ['CIS0320'],
    level: 'error',
    description: 'A policy asks who calls workloads to which nobody may speak mTLS, so no caller has a name',
    kinds: [AUTHORIZATION_POLICY, PEER_AUTHENTICATION, GATEWAY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const { namespace, spec } = resource;
      const effect = EFFECT_WITHOUT_IDENTITY[text(spec.action) || 'ALLOW'];
      const asking = objects(spec.rules).map(identityOf);
      if (!effect || asking.every((one) => one === undefined)) continue;
      const labels = fields(fields(spec.selector).matchLabels) as Labels;
      const mtls = workloadMtls(context, namespace, labels);
      if (mtls?.mode !== 'DISABLE' || isElsewhere(context, resource)) continue;
      asking.forEach((identity, i) => {
        if (identity === undefined) return;
        context.report({
          resource,
          path: `spec.rules[${i}]`,
          message: `The rule asks who the caller is, and PeerAuthentication ${fullName(mtls.policy)} turns mTLS off, so no caller has a name and the rule ${effect[identity]}; set mode STRICT or PERMISSIVE`,
        });
      });
    }
  },
};

/** Whether it may be for more than a namespace's sidecars: a gateway knows its callers by its servers, whatever the mode. */
function isElsewhere(context: RuleContext, { namespace, spec }: Resource): boolean {
  if (namespace === rootNamespace(context.snapshot.meshConfig.rootNamespace)) return true;
  if (spec.targetRef !== undefined || spec.targetRefs !== undefined) return true;
  const labels = fields(fields(spec.selector).matchLabels) as Labels;
  return context
    .ofKind(GATEWAY)
    .some(
      (gateway) =>
        gatewayNamespaces(context, gateway.namespace, gateway.name).has(namespace) ||
        (Object.keys(labels).length > 0 && selects(gateway.spec.selector, labels)),
    );
}
