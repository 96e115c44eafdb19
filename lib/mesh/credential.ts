import { ConfigurationError } from '../errors';
import { checkKind } from './kind';

/** A Secret, as cdk8s-plus-XX' `Secret` has it. */
export interface ISecretLike {
  /** Name, as synthesised. */
  readonly name: string;
  readonly metadata: { readonly namespace?: string };
}

const SECRET_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * Where a proxy finds a certificate or key: a Secret in the namespace of the Pods that use it. Key material itself never passes
 * through this library.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats
 */
export class Credential {
  /**
   * A Secret by name, in the namespace of the proxy that uses it. Somebody else puts it there.
   *
   * @throws ConfigurationError CredentialMalformed
   */
  public static secret(name: string): Credential {
    return new Credential(name, undefined);
  }

  /**
   * A Secret of this App. Its namespace is checked against that of the proxy.
   *
   * @throws ConfigurationError CredentialMalformed
   */
  public static fromSecret(secret: ISecretLike): Credential {
    return new Credential(secret.name, secret.metadata.namespace);
  }

  private constructor(
    /** What manifests call `credentialName`. */
    public readonly name: string,
    /** Where the Secret is; undefined where only its user knows. */
    public readonly namespace: string | undefined,
  ) {
    if (typeof name !== 'string' || name.length > 253 || !SECRET_NAME.test(name)) {
      const problem = 'the name of the Secret is no DNS-1123 subdomain';
      throw new ConfigurationError('CredentialMalformed', { at: 'Credential', problem, value: name });
    }
  }
}

/**
 * Refuses what only names a Secret, where a Credential is wanted.
 *
 * @throws ConfigurationError ValueMistyped
 */
export function checkCredential(credential: Credential, at: string): void {
  const isCredential = typeof (credential as Partial<Credential> | undefined)?.name === 'string';
  checkKind(isCredential, at, 'credential', credential, "a Credential, such as Credential.secret('name')");
}
