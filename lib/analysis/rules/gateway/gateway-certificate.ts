import { fields, maybe, objects, text } from '../../model/json';
import { GATEWAY } from '../../model/kinds';
import { selects } from '../../model/labels';
import { fullName } from '../../model/names';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'gateway-certificate',
    codes: ['IST0138'],
    level: 'warning',
    description:
      'Two Gateways of one workload serve the same certificate, so a client that reuses its connection gets 404',
    kinds: [GATEWAY],
    istioctl: 'gateway.CertificateAnalyzer',
  },
  check({ ofKind, report }) {
    const gateways = ofKind(GATEWAY).filter(({ spec }) => objects(spec.servers).some(({ tls }) => hasCertificate(tls)));
    const byCertificate = new Map<string, Set<Resource>>();
    for (const gateway of gateways) {
      for (const key of certificatesOf(gateway)) {
        const same = byCertificate.get(key) ?? new Set();
        byCertificate.set(key, same.add(gateway));
      }
    }
    for (const gateway of gateways) {
      const others = new Set(certificatesOf(gateway).flatMap((key) => [...(byCertificate.get(key) ?? [])]));
      for (const other of others) {
        // The smaller selector reaches the workloads of the larger one, not the other way round.
        if (other === gateway || !selects(gateway.spec.selector, labelsOf(other))) continue;
        report({
          resource: gateway,
          path: 'metadata.name',
          message:
            `Duplicate certificate in multiple gateways [${fullName(gateway)} ${fullName(other)}] may cause 404s if clients ` +
            `re-use HTTP2 connections; serve these hosts from one Gateway, or give each its own certificate`,
        });
      }
    }
  },
};

function hasCertificate(value: unknown): boolean {
  return keyOf(fields(value)) !== undefined;
}

function certificatesOf(gateway: Resource): readonly string[] {
  return objects(gateway.spec.servers).flatMap(({ tls }) => {
    const settings = maybe(tls);
    return (settings && keyOf(settings)) ?? [];
  });
}

function keyOf(tls: Fields): string | undefined {
  const credential = text(tls.credentialName);
  if (credential !== '') return `credential ${credential}`;
  const [certificate, key] = [text(tls.serverCertificate), text(tls.privateKey)];
  return certificate !== '' && key !== '' ? `files ${certificate} ${key}` : undefined;
}

function labelsOf(gateway: Resource): Readonly<Record<string, string>> {
  return fields(gateway.spec.selector) as Readonly<Record<string, string>>;
}
