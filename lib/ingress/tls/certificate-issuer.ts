import { checkDnsSubdomain } from './subdomain';

/** An Issuer or ClusterIssuer of cert-manager, as cdk8s' generated classes have it. */
export interface IIssuerLike {
  readonly kind: string;
  /** Name, as synthesised. */
  readonly name: string;
  readonly metadata: { readonly namespace?: string };
}

/**
 * Who signs certificates in the cluster.
 *
 * @see https://cert-manager.io/docs/concepts/issuer/
 */
export class CertificateIssuer {
  /** A ClusterIssuer by name. */
  public static cluster(name: string): CertificateIssuer {
    return new CertificateIssuer('ClusterIssuer', name);
  }

  /** An Issuer by name, in the namespace of the gateway's Pods. */
  public static inNamespace(name: string): CertificateIssuer {
    return new CertificateIssuer('Issuer', name);
  }

  /** An Issuer or ClusterIssuer of this App: `Issuer` and `ClusterIssuer` of `cdk8s-istio/imports/cert-manager.io`. */
  public static of(issuer: IIssuerLike): CertificateIssuer {
    const { kind, name, metadata } = issuer;
    if (kind === 'ClusterIssuer') return CertificateIssuer.cluster(name);
    return new CertificateIssuer('Issuer', name, metadata.namespace);
  }

  private constructor(
    public readonly kind: 'Issuer' | 'ClusterIssuer',
    public readonly name: string,
    /** Where an Issuer is; undefined where only the cluster knows. */
    public readonly namespace?: string,
  ) {
    checkDnsSubdomain(name, 'CertificateIssuer');
  }
}
