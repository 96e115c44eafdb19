import { ConfigurationError } from '../errors';
import { checkDnsLabel } from '../mesh';

const PRINCIPAL = /^[^/\s]+\/ns\/[^/\s]+\/sa\/[^/\s]+$/;

/**
 * Who may use a route through an egress gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
 */
export class Caller {
  /**
   * The workloads of a ServiceAccount, in the mesh's own trust domain.
   *
   * @throws ConfigurationError NameNotDnsLabel
   */
  public static serviceAccount(name: string, namespace: string): Caller {
    const at = 'Caller.serviceAccount';
    checkDnsLabel(namespace, at, 'namespace');
    return new Caller('serviceAccount', `ns/${namespace}/sa/${checkDnsLabel(name, at)}`);
  }

  /**
   * All workloads of a namespace.
   *
   * @throws ConfigurationError NameNotDnsLabel
   */
  public static namespace(namespace: string): Caller {
    return new Caller('namespace', checkDnsLabel(namespace, 'Caller.namespace', 'namespace'));
  }

  /**
   * An identity as certificates have it, `trust.domain/ns/namespace/sa/name`, also of another trust domain.
   *
   * @throws ConfigurationError CallerMalformed
   */
  public static principal(principal: string): Caller {
    if (!PRINCIPAL.test(principal)) {
      throw new ConfigurationError('CallerMalformed', {
        at: 'Caller.principal',
        problem: 'the principal is malformed',
        value: principal,
      });
    }
    return new Caller('principal', principal);
  }

  private constructor(
    private readonly kind: 'serviceAccount' | 'namespace' | 'principal',
    private readonly value: string,
  ) {}

  /** The identity that the caller's certificate names; undefined for a whole namespace. */
  public principal(trustDomain: string): string | undefined {
    if (this.kind === 'namespace') return undefined;
    return this.kind === 'serviceAccount' ? `${trustDomain}/${this.value}` : this.value;
  }

  /** The namespace, where all of it is meant. */
  public get wholeNamespace(): string | undefined {
    return this.kind === 'namespace' ? this.value : undefined;
  }
}
