import { CA_SUFFIX, CREDENTIAL_KINDS, Credentials, hasCa, parseCredentialName } from '../../model/credentials';
import { fields, objects, text } from '../../model/json';
import { GATEWAY, WORKLOAD_KINDS } from '../../model/kinds';
import { workloadsOf } from '../../model/workloads';
import type { Rule } from '../../rule';

/** Modes in which the gateway asks its callers for a certificate. */
const ASKS = new Set(['MUTUAL', 'OPTIONAL_MUTUAL']);

export const rule: Rule = {
  meta: {
    id: 'gateway-credential-source',
    codes: ['CIS0543', 'CIS0544'],
    level: 'error',
    description: 'A Gateway verifies its callers by a Secret without CA, or uses a Secret that its proxy may not have',
    kinds: [GATEWAY, ...CREDENTIAL_KINDS, ...WORKLOAD_KINDS],
  },
  check(context) {
    const workloads = workloadsOf(context);
    const credentials = new Credentials(context);
    for (const gateway of context.ofKind(GATEWAY)) {
      const [workload] = workloads.select(gateway.spec.selector);
      if (!workload) continue;
      const proxy = workload.namespace;
      objects(gateway.spec.servers).forEach((server, i) => {
        const tls = fields(server.tls);
        for (const field of ['credentialName', 'caCertCredentialName']) {
          const { namespace = proxy } = parseCredentialName(text(tls[field])) ?? {};
          if (namespace === proxy) continue;
          context.report({
            resource: gateway,
            code: 'CIS0544',
            path: `spec.servers[${i}].tls.${field}`,
            message: /^\w+:$/.test(namespace)
              ? `Istio knows no scheme ${namespace}//; write the name of the Secret`
              : `The gateway in namespace ${proxy} gets no Secret of namespace ${namespace}; put it into ${proxy} and write its name alone`,
          });
        }
        const credential = parseCredentialName(text(tls.credentialName));
        if (!ASKS.has(text(tls.mode)) || text(tls.caCertCredentialName) !== '' || !credential) return;
        const secret = credentials.find(proxy, credential.name);
        const ca = credentials.find(proxy, `${credential.name}${CA_SUFFIX}`);
        const isAlone = ca !== undefined || credentials.isMissing(proxy, `${credential.name}${CA_SUFFIX}`);
        const read = ca ?? secret;
        if (!read || !isAlone || hasCa(read)) return;
        context.report({
          resource: gateway,
          code: 'CIS0543',
          path: `spec.servers[${i}].tls.credentialName`,
          message: `${text(tls.mode)} needs a CA to verify callers by, and Secret ${proxy}/${read.name} has no ca.crt or cacert; add it, or a Secret ${credential.name}${CA_SUFFIX}`,
        });
      });
    }
  },
};
