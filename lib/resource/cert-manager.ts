/** The objects of cert-manager that constructs emit; its classes are loaded when the first of them is. */
import { type ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type * as certManager from '../../imports/cert-manager.io';
import type { Produce } from './as-written';
import { metadataOf, type ResourceMetadata } from './metadata';
import { patchable } from './patchable';

let PatchableCertificate: typeof certManager.Certificate | undefined;

/** Emits a Certificate. */
export function certificate(
  scope: Construct,
  id: string,
  metadata: ResourceMetadata,
  spec: Produce<certManager.CertificateSpec>,
): ApiObject {
  if (!PatchableCertificate) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { Certificate } = require('../../imports/cert-manager.io') as typeof certManager;
    PatchableCertificate = patchable(Certificate);
  }
  const lazy = Lazy.any({ produce: spec }) as certManager.CertificateSpec;
  return new PatchableCertificate(scope, id, { metadata: metadataOf(metadata), spec: lazy });
}
