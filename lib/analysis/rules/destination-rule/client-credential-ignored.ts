import { credentialUsers } from '../../model/client-credentials';
import { maybe, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { fqdn } from '../../model/names';
import { ORIGINATOR_KINDS, Originators } from '../../model/originators';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'client-credential-ignored',
    codes: ['CIS0540'],
    level: 'warning',
    description: 'A DestinationRule has a credentialName that sidecars ignore, and no gateway sends to its host',
    kinds: [DESTINATION_RULE, ...ORIGINATOR_KINDS],
    heuristic: true,
  },
  check(context) {
    const originators = new Originators(context);
    for (const { resource, credentials } of credentialUsers(context)) {
      if (maybe(resource.spec.workloadSelector)) continue;
      const host = fqdn(text(resource.spec.host), resource.namespace, context.snapshot.clusterDomain);
      for (const { mode, path } of credentials) {
        if (originators.towards(host).size > 0) continue;
        context.report({
          resource,
          path: `${path}.credentialName`,
          message: `Sidecars ignore a credentialName without workloadSelector and send plaintext in place of ${mode}, and no gateway routes to ${host}; add workloadSelector, or mount files and name them`,
        });
      }
    }
  },
};
