import { objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../model/kinds';
import { EFFECT_WITHOUT_IDENTITY, tokenOf } from '../../model/policy-rules';
import { rootNamespace } from '../../model/server-mtls';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'token-without-check',
    codes: ['CIS0450'],
    level: 'error',
    description: 'A policy asks for the token of the caller, and no RequestAuthentication has it read',
    kinds: [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION],
  },
  check(context) {
    if (!context.closed) return;
    const checks = context.ofKind(REQUEST_AUTHENTICATION);
    const checked = new Set(checks.map(({ namespace }) => namespace));
    const root = rootNamespace(context.snapshot.meshConfig.rootNamespace);
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const { namespace, spec } = resource;
      const effect = EFFECT_WITHOUT_IDENTITY[text(spec.action) || 'ALLOW'];
      // One that is for the mesh is for the workloads of every namespace.
      const isChecked = namespace === root ? checked.size > 0 : checked.has(namespace) || checked.has(root);
      if (!effect || isChecked) continue;
      objects(spec.rules).forEach((one, i) => {
        const token = tokenOf(one);
        if (token === undefined) return;
        context.report({
          resource,
          // Where none is among the manifests they may be kept elsewhere.
          ...(checks.length > 0 ? {} : { level: 'info' }),
          path: `spec.rules[${i}]`,
          message: `The rule asks for the caller's token, and no RequestAuthentication of ${placesOf(namespace, root)} has tokens read, so the rule ${effect[token]}; add a RequestAuthentication for these workloads`,
        });
      });
    }
  },
};

/** Where a RequestAuthentication for the workloads of a policy may be. */
function placesOf(namespace: string, root: string): string {
  if (namespace === root) return 'any namespace';
  return `${namespace === '' ? 'its namespace' : `namespace ${namespace}`} or ${root}`;
}
