/** TLS of a Gateway's server, and of a Sidecar's ingress listener. */
import { list, objects, text, texts } from '../json';
import type { Fields } from '../../../snapshot';
import type { Problems } from './problems';

const CIPHERS = new Set(
  (
    'ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ' +
    'ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA ' +
    'ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA AES256-SHA DES-CBC3-SHA'
  ).split(' '),
);
const TERMINATING = new Set(['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL']);
const FIELDS = ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName'] as const;

/** Judges `tls` by itself. The protocol of its port is its owner's concern. */
export function checkServerTls(problems: Problems, tls: Fields, path: string): void {
  checkVersionAndCiphers(problems, tls, path);
  const mode = modeOf(tls);
  if (mode === 'ISTIO_MUTUAL') {
    checkIstioMutual(problems, tls, path);
    return;
  }
  const hasCertificates = list(tls.tlsCertificates).length > 0;
  const credentials = text(tls.credentialName) !== '' || list(tls.credentialNames).length > 0;
  const any = [...FIELDS.slice(0, 3), 'caCrl'].some((name) => text(tls[name]) !== '') || hasCertificates || credentials;
  if ((mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') && any) {
    problems.warning(path, `${mode} does not use certificates; remove them`);
  }
  const sources = [
    text(tls.serverCertificate) !== '' && text(tls.privateKey) !== '',
    text(tls.credentialName) !== '',
    list(tls.credentialNames).length > 0,
    hasCertificates,
  ].filter(Boolean).length;
  if (sources > 1) {
    problems.error(
      path,
      'only one of credentialName, credentialNames, serverCertificate with privateKey, and tlsCertificates may be set',
    );
  }
  if (TERMINATING.has(mode) && credentials) return;
  if (TERMINATING.has(mode)) checkFiles(problems, tls, mode, path);
  if (text(tls.caCrl) === '') return;
  if (text(tls.credentialName) !== '')
    problems.error(`${path}.caCrl`, 'caCrl cannot stand beside credentialName; put it into the Secret');
  if (mode === 'SIMPLE') problems.error(`${path}.caCrl`, 'caCrl needs a mode that checks client certificates');
}

/** Unset is PASSTHROUGH, protobuf's zero. */
export function modeOf(tls: Fields): string {
  return text(tls.mode) || 'PASSTHROUGH';
}

function checkVersionAndCiphers(problems: Problems, tls: Fields, path: string): void {
  const suites = texts(tls.cipherSuites);
  if (['TLSV1_0', 'TLSV1_1'].includes(text(tls.minProtocolVersion)) && suites.length === 0) {
    problems.warning(`${path}.minProtocolVersion`, 'a version below TLSV1_2 needs cipherSuites that it can use');
  }
  const isKnown = (suite: string) =>
    suite === '' || suite === 'ALL' || CIPHERS.has(suite) || /^[!-/:-@[-`{-~\s]/.test(suite);
  const unknown = [...new Set(suites.filter((suite) => !isKnown(suite)))].sort();
  const known = suites.filter(isKnown);
  const twice = [...new Set(known.filter((suite, i) => known.indexOf(suite) !== i))].sort();
  if (unknown.length > 0)
    problems.warning(`${path}.cipherSuites`, `unknown cipher suites are ignored: ${unknown.join(' ')}`);
  if (twice.length > 0) problems.warning(`${path}.cipherSuites`, `cipher suites are named twice: ${twice.join(' ')}`);
}

function checkIstioMutual(problems: Problems, tls: Fields, path: string): void {
  for (const name of [...FIELDS, 'tlsCertificates', 'credentialNames']) {
    const isSet = text(tls[name]) !== '' || list(tls[name]).length > 0;
    if (isSet) problems.error(`${path}.${name}`, `ISTIO_MUTUAL uses the certificate of the workload; remove ${name}`);
  }
}

function checkFiles(problems: Problems, tls: Fields, mode: string, path: string): void {
  const name = mode === 'SIMPLE' ? 'SIMPLE' : 'MUTUAL';
  if (mode !== 'SIMPLE' && text(tls.caCertificates) === '') {
    problems.error(path, `${name} needs caCertificates, or a credentialName`);
  }
  const given = objects(tls.tlsCertificates);
  if (given.length > 2) problems.warning(`${path}.tlsCertificates`, `${name} takes at most 2 certificates`);
  for (const pair of given.length > 0 ? given : [tls]) {
    if (text(pair.serverCertificate) === '')
      problems.error(path, `${name} needs a serverCertificate, or a credentialName`);
    if (text(pair.privateKey) === '') problems.error(path, `${name} needs a privateKey, or a credentialName`);
  }
}
