import { fields, list, objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION } from '../../model/kinds';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const IDENTITY = ['principals', 'namespaces', 'serviceAccounts'];

export const rule: Rule = {
  meta: {
    id: 'identity-without-mtls',
    codes: ['CIS0320'],
    level: 'error',
    description:
      'An ALLOW policy asks for an identity of workloads to which nobody may speak mTLS, so it never allows anything',
    kinds: [AUTHORIZATION_POLICY, PEER_AUTHENTICATION],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      if ((text(resource.spec.action) || 'ALLOW') !== 'ALLOW' || resource.spec.selector !== undefined) continue;
      const policy = turnsMtlsOff(context, resource.namespace);
      if (!policy) continue;
      objects(resource.spec.rules).forEach((rule, i) => {
        const from = objects(rule.from);
        if (from.length === 0 || !from.every(({ source }) => asksForIdentity(fields(source)))) return;
        context.report({
          resource,
          path: `spec.rules[${i}].from`,
          message: `The rule asks for a peer identity, and PeerAuthentication ${policy.namespace}/${policy.name} turns mTLS off, so no peer has one; set mode STRICT or PERMISSIVE`,
        });
      });
    }
  },
};

function asksForIdentity(source: Fields): boolean {
  return IDENTITY.some((name) => list(source[name]).length > 0);
}

/** The policy that makes a whole namespace refuse mTLS, where none is for some of its workloads. */
function turnsMtlsOff({ ofKind, snapshot }: RuleContext, namespace: string): Resource | undefined {
  const root = text(snapshot.meshConfig.rootNamespace) || 'istio-system';
  const all = ofKind(PEER_AUTHENTICATION).filter((one) => one.namespace === namespace || one.namespace === root);
  const isGeneral = ({ spec }: Resource) => Object.keys(fields(fields(spec.selector).matchLabels)).length === 0;
  if (namespace === root || !all.every(isGeneral)) return undefined;
  const own = all.filter((one) => one.namespace === namespace);
  const deciding = own.length > 0 ? own : all;
  return deciding.length === 1 && text(fields(deciding[0]!.spec.mtls).mode) === 'DISABLE' ? deciding[0] : undefined;
}
