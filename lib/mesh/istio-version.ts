import { ConfigurationError, type IErrorScope } from '../errors';

/** An Istio release, as far as features depend on it. */
export interface IstioVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * Reads `1.31` or `1.31.2`.
 *
 * @throws ConfigurationError IstioVersionMalformed
 */
export function parseIstioVersion(text: string, at: IErrorScope | string): IstioVersion {
  const parts = /^(\d+)\.(\d+)(\.\d+)?$/.exec(text);
  if (!parts) {
    throw new ConfigurationError('IstioVersionMalformed', { at, problem: 'istioVersion is no version', value: text });
  }
  return { major: Number(parts[1]), minor: Number(parts[2]) };
}

/** Whether `version` has what came with `since`. */
export function isAtLeast(version: IstioVersion, since: IstioVersion): boolean {
  return version.major > since.major || (version.major === since.major && version.minor >= since.minor);
}
