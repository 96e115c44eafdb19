import { fields, text } from '../../model/json';
import { WORKLOAD_GROUP } from '../../model/kinds';
import { selectorText } from '../../model/labels';
import { fullName, groupBy } from '../../model/names';
import type { Rule } from '../../rule';

const SERVICE_ACCOUNT = 'ServiceAccount';

export const rule: Rule = {
  meta: {
    id: 'group-template',
    codes: ['CIS0528', 'CIS0529'],
    level: 'warning',
    description: 'A WorkloadGroup has the identity of nobody, or the labels of another',
    kinds: [WORKLOAD_GROUP, SERVICE_ACCOUNT],
    heuristic: true,
  },
  check(context) {
    const groups = context.ofKind(WORKLOAD_GROUP);
    // Without any ServiceAccount among the manifests, they are made elsewhere.
    const isTold = context.ofKind(SERVICE_ACCOUNT).length > 0;
    for (const resource of groups) {
      const account = text(fields(resource.spec.template).serviceAccount);
      // Kubernetes makes `default` itself.
      if (account === '' || account === 'default' || !isTold) continue;
      if (!context.isMissing(SERVICE_ACCOUNT, resource.namespace, account)) continue;
      context.report({
        resource,
        code: 'CIS0528',
        path: 'spec.template.serviceAccount',
        message: `ServiceAccount ${resource.namespace}/${account} does not exist, so its workloads get no identity; create it, or name another`,
      });
    }
    const labelsOf = (group: (typeof groups)[number]) => selectorText(fields(group.spec.metadata).labels);
    const labelled = groups.filter((one) => labelsOf(one) !== '');
    for (const same of groupBy(labelled, (one) => `${one.namespace} ${labelsOf(one)}`).values()) {
      for (const resource of same.slice(1)) {
        context.report({
          resource,
          code: 'CIS0529',
          path: 'spec.metadata.labels',
          message: `WorkloadGroup ${fullName(same[0]!)} has the same labels, so every selector takes both; give each a label of its own`,
        });
      }
    }
  },
};
