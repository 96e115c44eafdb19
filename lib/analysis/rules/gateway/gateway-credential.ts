import { X509Certificate } from 'node:crypto';
import { CREDENTIAL_KINDS, Credentials, certificateOf, parseCredentialName } from '../../model/credentials';
import { gatewayWithoutWorkload } from '../../model/gateway-without-workload';
import { fields, objects, text } from '../../model/json';
import { GATEWAY, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { routedGateways } from '../../model/presence';
import { workloadsOf } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'gateway-credential',
    codes: ['IST0101', 'IST0161', 'CIS0203'],
    level: 'error',
    description: 'A Gateway uses a Secret that is not beside its workload, or that holds no usable certificate',
    kinds: [GATEWAY, VIRTUAL_SERVICE, ...CREDENTIAL_KINDS, ...WORKLOAD_KINDS],
    istioctl: 'gateway.SecretAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const routed = routedGateways(context);
    const credentials = new Credentials(context);
    for (const gateway of context.ofKind(GATEWAY)) {
      const [workload] = workloads.select(gateway.spec.selector);
      if (!workload) {
        gatewayWithoutWorkload(context, gateway, workloads, routed).forEach(context.report);
        continue;
      }
      objects(gateway.spec.servers).forEach((server, i) => {
        const written = text(fields(server.tls).credentialName);
        const credential = parseCredentialName(written);
        if (!credential) return;
        const { name, namespace = workload.namespace } = credential;
        const path = `spec.servers[${i}].tls.credentialName`;
        const secret = credentials.find(namespace, name);
        if (secret) {
          if (hasUsableCertificate(secret)) return;
          context.report({
            resource: gateway,
            code: 'IST0161',
            path,
            message:
              `The credential referenced by the Gateway ${gateway.name} in namespace ${workload.namespace} is invalid, which can ` +
              `cause the traffic not to work as expected; put a certificate and its key, in PEM and not expired, into the Secret`,
          });
          return;
        }
        const isMissing = credentials.isMissing(namespace, name);
        if (!isMissing && !credentials.isElsewhere(namespace, name)) return;
        const others = credentials.namespacesOf(name).join(', ');
        context.report({
          resource: gateway,
          code: 'IST0101',
          // Somebody may copy it to where it is needed.
          ...(isMissing ? {} : { level: 'warning' }),
          path,
          message: `Referenced credentialName not found: "${written}"; create the Secret in namespace ${namespace}${others === '' ? '' : `, beside the gateway, and not in ${others}`}`,
        });
      });
    }
  },
};

function hasUsableCertificate(secret: Resource): boolean {
  const chain = certificateOf(secret);
  return chain !== undefined && isUsable(chain);
}

/** Day of the Istio that these rules are of. What had expired by then has expired for certain, and two runs say the same. */
const TODAY_AT_LEAST = Date.UTC(2026, 7, 22);

/** Whether the first certificate parses and has not expired. */
function isUsable(pem: string): boolean {
  try {
    return TODAY_AT_LEAST <= Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return false;
  }
}
