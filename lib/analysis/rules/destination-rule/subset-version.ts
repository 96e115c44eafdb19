import { fields, objects, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import type { Rule } from '../../rule';

const VERSION = /^v\d+$/;

export const rule: Rule = {
  meta: {
    id: 'subset-version',
    codes: ['CIS0307'],
    level: 'warning',
    description: "A subset's name contradicts the version that its labels select",
    kinds: [DESTINATION_RULE],
    heuristic: true,
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(DESTINATION_RULE)) {
      objects(resource.spec.subsets).forEach((subset, i) => {
        const [name, version] = [text(subset.name), text(fields(subset.labels).version)];
        if (!VERSION.test(name) || !VERSION.test(version) || name === version) return;
        report({
          resource,
          path: `spec.subsets[${i}].labels.version`,
          message: `Subset "${name}" selects version "${version}"; correct the label, or the name`,
        });
      });
    }
  },
};
