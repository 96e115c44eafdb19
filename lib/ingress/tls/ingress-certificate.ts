import { type ApiObject, type Duration, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import type { SharedGateway } from '../../gateway';
import { Credential, parseHost } from '../../mesh';
import { certificate } from '../../resource';
import { ownedName } from '../access/owned-name';
import type { CertificateIssuer } from './certificate-issuer';

/** A certificate that cert-manager keeps. */
export interface IngressCertificateProps {
  /** Names it is for, exact or `*.example.com`. At least one. A wildcard does not include its apex. */
  readonly dnsNames: readonly string[];
  /** Who signs it. */
  readonly issuer: CertificateIssuer;
  /** The Gateway that shows it; certificate and Secret are in the namespace of its Pods. */
  readonly via: SharedGateway;
  /** Name of the Secret. @default - derived from the construct path */
  readonly secretName?: string;
  /** How long it is valid. @default - cert-manager's own: 90 days */
  readonly duration?: Duration;
  /** How long before its end it is renewed. @default - cert-manager's own: a third of its life */
  readonly renewBefore?: Duration;
}

/**
 * A certificate that cert-manager asks an issuer for and renews, in the one namespace where the gateway finds it. No key material
 * is in any manifest.
 *
 * An issuer that checks names by HTTP-01 needs port 80 without a redirect of the server: use `PlainHttp.REDIRECT_BY_RULE`.
 *
 * Children: `Resource` (Certificate).
 *
 * @see https://istio.io/latest/docs/ops/integrations/certmanager/
 */
export class IngressCertificate extends Construct {
  /** What `ServerTls` takes. */
  public readonly credential: Credential;
  /** The Certificate. */
  public readonly certificate: ApiObject;

  /** @throws ConfigurationError HostMissing, HostMalformed, IssuerElsewhere, CredentialMalformed */
  constructor(scope: Construct, id: string, props: IngressCertificateProps) {
    super(scope, id);
    const { issuer, duration, renewBefore } = props;
    const { namespace } = props.via.workload;
    if (props.dnsNames.length === 0) {
      throw new ConfigurationError('HostMissing', { at: this, problem: 'a certificate for no name', value: [] });
    }
    const dnsNames = props.dnsNames.map((name) => parseHost(name, this, { wildcard: true }));
    if (issuer.namespace !== undefined && issuer.namespace !== namespace) {
      const problem = `Issuer ${issuer.name} is in ${issuer.namespace}, the Certificate is in ${namespace}`;
      throw new ConfigurationError('IssuerElsewhere', { at: this, problem, value: issuer.namespace });
    }
    const secretName = props.secretName ?? Names.toDnsLabel(this, { extra: ['tls'] });
    this.credential = Credential.fromSecret({ name: secretName, metadata: { namespace } });
    this.certificate = certificate(this, 'Resource', { ...ownedName(this, '', namespace), namespace }, () => ({
      secretName,
      dnsNames,
      issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
      ...(duration ? { duration: `${duration.toSeconds()}s` } : {}),
      ...(renewBefore ? { renewBefore: `${renewBefore.toSeconds()}s` } : {}),
    }));
    Checks.register(this);
  }
}
