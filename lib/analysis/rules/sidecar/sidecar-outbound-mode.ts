import { isFields, text } from '../../model/json';
import { SIDECAR } from '../../model/kinds';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'sidecar-outbound-mode',
    codes: ['CIS0510'],
    level: 'info',
    description: 'A Sidecar has an outboundTrafficPolicy without mode, which is REGISTRY_ONLY and not the mesh setting',
    kinds: [SIDECAR],
  },
  check({ ofKind, report }) {
    for (const resource of ofKind(SIDECAR)) {
      const { outboundTrafficPolicy } = resource.spec;
      if (!isFields(outboundTrafficPolicy) || text(outboundTrafficPolicy.mode) !== '') continue;
      report({
        resource,
        path: 'spec.outboundTrafficPolicy',
        message:
          'outboundTrafficPolicy without mode is REGISTRY_ONLY; write the mode, or leave the whole field out for the setting of the mesh',
      });
    }
  },
};
