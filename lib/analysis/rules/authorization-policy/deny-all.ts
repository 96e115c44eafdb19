import { fields, list, text } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { selectorText } from '../../model/labels';
import { rootNamespace } from '../../model/server-mtls';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'deny-all',
    codes: ['CIS0445'],
    level: 'info',
    description: 'A policy without rules lets nobody in, except where another one does',
    kinds: [AUTHORIZATION_POLICY],
  },
  check({ ofKind, snapshot, report }) {
    const root = rootNamespace(snapshot.meshConfig.rootNamespace);
    for (const resource of ofKind(AUTHORIZATION_POLICY)) {
      const { action, rules } = resource.spec;
      if ((text(action) || 'ALLOW') !== 'ALLOW' || list(rules).length > 0) continue;
      report({
        resource,
        path: 'spec',
        message: `No rules: nobody may call ${whomOf(resource, root)}, unless another ALLOW policy lets them; to let everybody in write rules: [{}]`,
      });
    }
  },
};

function whomOf({ namespace, spec }: Resource, root: string): string {
  const labels = selectorText(fields(spec.selector).matchLabels);
  const where = namespace === root ? 'the mesh' : `namespace ${namespace}`;
  if (list(spec.targetRefs).length > 0 || spec.targetRef !== undefined) return 'its target';
  return labels === '' ? `any workload of ${where}` : `workloads ${labels} of ${where}`;
}
