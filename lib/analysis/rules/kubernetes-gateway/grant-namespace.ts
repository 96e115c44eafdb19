import { objects, text } from '../../model/json';
import { NAMESPACE, REFERENCE_GRANT } from '../../model/kinds';
import { namespaceJudge } from '../../model/namespaces';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'grant-namespace',
    codes: ['CIS0534'],
    level: 'warning',
    description: 'A ReferenceGrant is for a namespace that does not exist',
    kinds: [REFERENCE_GRANT, NAMESPACE],
  },
  check(context) {
    const isMissing = namespaceJudge(context);
    for (const resource of context.ofKind(REFERENCE_GRANT)) {
      objects(resource.spec.from).forEach((one, i) => {
        const namespace = text(one.namespace);
        if (!isMissing(namespace)) return;
        context.report({
          resource,
          path: `spec.from[${i}].namespace`,
          message: `Grants namespace "${namespace}", which does not exist; correct the name`,
        });
      });
    }
  },
};
