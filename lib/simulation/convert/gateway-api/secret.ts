import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Snapshot } from '../../../snapshot';
import { record, text } from '../../model/fields';

/**
 * Whether a Secret holds a certificate and its key. Manifests without any Secret say nothing about Secrets, so there every
 * one is taken to be good; so is one that somebody vouched for.
 */
export function usableCertificate(snapshot: Snapshot, namespace: string, name: string): boolean {
  const secret = snapshot.find('Secret', namespace, name);
  if (!secret) return snapshot.isKnown('Secret', namespace, name) || snapshot.ofKind('Secret').length === 0;
  const value = (...keys: readonly string[]): string => {
    for (const key of keys) {
      const plain = text(record(secret.manifest['stringData'])[key]);
      if (plain !== '') return plain;
      const encoded = text(record(secret.manifest['data'])[key]);
      if (encoded !== '') return Buffer.from(encoded, 'base64').toString();
    }
    return '';
  };
  try {
    const certificate = new X509Certificate(value('tls.crt', 'cert'));
    return certificate.checkPrivateKey(createPrivateKey(value('tls.key', 'key')));
  } catch {
    return false;
  }
}
