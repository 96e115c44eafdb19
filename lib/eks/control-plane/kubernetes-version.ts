import { ConfigurationError, type IErrorScope } from '../../errors';

/** Version of a cluster that names none. Reviewed by hand: raise it once the next version has a quarter of use behind it. */
export const DEFAULT_KUBERNETES_VERSION = '1.35';

/**
 * Oldest minor versions that EKS creates clusters of, by kind of support, as of November 2026: 1.34 leaves standard support on
 * 2 December 2026, 1.31 leaves extended support on 26 November 2026. They age towards letting through what EKS then refuses.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const OLDEST_MINOR = { standard: 34, extended: 31 } as const;

/**
 * @throws ConfigurationError EksKubernetesVersion for a version that is retired, or is none
 */
export function checkKubernetesVersion(at: IErrorScope, version: string, extendedSupport = false): string {
  const oldest = OLDEST_MINOR[extendedSupport ? 'extended' : 'standard'];
  const minor = /^1\.([1-9]\d{0,2})$/.exec(version)?.[1];
  if (minor === undefined || Number(minor) < oldest) {
    throw new ConfigurationError('EksKubernetesVersion', {
      at,
      problem: 'Kubernetes version',
      value: version,
      allowed: `1.${oldest} or a later minor version, such as ${DEFAULT_KUBERNETES_VERSION}`,
    });
  }
  return version;
}
