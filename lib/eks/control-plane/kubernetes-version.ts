import { ConfigurationError, type IErrorScope } from '../../errors';

/** Version of a cluster that names none. Reviewed by hand: raise it once the next version has a quarter of use behind it. */
export const DEFAULT_KUBERNETES_VERSION = '1.35';

/** Oldest minor version that EKS creates clusters of under standard support. */
const OLDEST_MINOR = 34;

/**
 * @throws ConfigurationError EksKubernetesVersion for a version that is retired, or is none
 */
export function checkKubernetesVersion(at: IErrorScope, version: string): string {
  const minor = /^1\.([1-9]\d{0,2})$/.exec(version)?.[1];
  if (minor === undefined || Number(minor) < OLDEST_MINOR) {
    throw new ConfigurationError('EksKubernetesVersion', {
      at,
      problem: 'Kubernetes version',
      value: version,
      allowed: `1.${OLDEST_MINOR} or a later minor version, such as ${DEFAULT_KUBERNETES_VERSION}`,
    });
  }
  return version;
}
