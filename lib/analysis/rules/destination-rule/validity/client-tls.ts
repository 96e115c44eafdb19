import { fields, maybe, text } from '../../../model/json';
import type { Problems } from '../../../model/validity/problems';

const CONFIG_MAP = 'configmap://';

/** `tls` of a traffic policy. */
export function checkClientTls(problems: Problems, value: unknown, path: string): void {
  const tls = maybe(value);
  if (!tls) return;
  const { namespace } = problems.resource;
  const credential = text(tls.credentialName);
  const mode = text(tls.mode);
  const has = (...names: string[]) => names.some((name) => text(fields(tls)[name]) !== '');
  if (credential.startsWith(CONFIG_MAP)) {
    problems.error(`${path}.credentialName`, configMapProblem(credential.slice(CONFIG_MAP.length), namespace));
  }
  if (tls.insecureSkipVerify === true && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    const names = Array.isArray(tls.subjectAltNames) && tls.subjectAltNames.length > 0;
    const checks = has('caCertificates') || names || (mode === 'SIMPLE' && credential !== '');
    if (checks)
      problems.error(path, `insecureSkipVerify with ${mode} excludes what verifies: caCertificates, subjectAltNames`);
  }
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && credential !== '') {
    if (has('clientCertificate', 'caCertificates', 'privateKey', 'caCrl')) {
      problems.error(path, 'credentialName excludes clientCertificate, privateKey, caCertificates and caCrl');
    }
    return;
  }
  if (mode !== 'MUTUAL') return;
  if (!has('clientCertificate')) problems.error(path, 'MUTUAL needs a clientCertificate, or a credentialName');
  if (!has('privateKey')) problems.error(path, 'MUTUAL needs a privateKey, or a credentialName');
}

function configMapProblem(name: string, namespace: string): string | undefined {
  const [first = '', second = '', ...more] = name.split('/');
  if (first === '' || second === '' || more.length > 0) return 'credentialName should read configmap://namespace/name';
  // Without a namespace in the manifest, it is yet to be chosen.
  if (first === namespace || namespace === '') return undefined;
  return `credentialName names a ConfigMap of namespace "${first}"; it must be in that of the DestinationRule`;
}
