import { X509Certificate } from 'node:crypto';
import { fields, isFields, objects, text } from '../../model/json';
import { CERTIFICATE, GATEWAY, SECRET, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { routedGateways } from '../../model/presence';
import { workloadMissing } from '../../model/selector-missing';
import { workloadsOf } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'gateway-credential',
    codes: ['IST0101', 'IST0161', 'CIS0203'],
    level: 'error',
    description: 'A Gateway uses a Secret that is not beside its workload, or that holds no usable certificate',
    kinds: [GATEWAY, VIRTUAL_SERVICE, SECRET, CERTIFICATE, ...WORKLOAD_KINDS],
    istioctl: 'gateway.SecretAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const routed = routedGateways(context);
    const issued = issuedSecrets(context);
    for (const gateway of context.ofKind(GATEWAY)) {
      const [workload] = workloads.select(gateway.spec.selector);
      if (!workload) {
        if (context.closed && workloads.all.length > 0) context.report(workloadMissing(gateway, routed));
        continue;
      }
      objects(gateway.spec.servers).forEach((server, i) => {
        const name = text(fields(server.tls).credentialName);
        if (name === '') return;
        const path = `spec.servers[${i}].tls.credentialName`;
        const secret = context.find(SECRET, workload.namespace, name);
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
        } else if (
          context.isMissing(SECRET, workload.namespace, name) &&
          !issued.has(`${workload.namespace}/${name}`)
        ) {
          context.report({
            resource: gateway,
            code: 'IST0101',
            path,
            message: `Referenced credentialName not found: "${name}"; create the Secret in namespace ${workload.namespace}`,
          });
        }
      });
    }
  },
};

/** Secrets that cert-manager will write: there is a Certificate for them, and nothing to read yet. */
function issuedSecrets(context: RuleContext): ReadonlySet<string> {
  return new Set(context.ofKind(CERTIFICATE).map(({ namespace, spec }) => `${namespace}/${text(spec.secretName)}`));
}

/** Keys that a Secret may hold its certificate under, as Istio looks for them: name of the certificate, name of its key. */
const PAIRS = [
  ['tls.crt', 'tls.key'],
  ['cert', 'key'],
] as const;

function hasUsableCertificate(secret: Resource): boolean {
  const value = reader(secret);
  for (const [certificate, key] of PAIRS) {
    const chain = value(certificate);
    if (chain === undefined || chain === '') continue;
    const privateKey = value(key);
    return privateKey !== undefined && privateKey !== '' && isUsable(chain);
  }
  return false;
}

function reader(secret: Resource): (key: string) => string | undefined {
  const { data, stringData } = secret.manifest;
  return (key) => {
    const plain = isFields(stringData) ? stringData[key] : undefined;
    if (typeof plain === 'string') return plain;
    const encoded = isFields(data) ? data[key] : undefined;
    return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : undefined;
  };
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
