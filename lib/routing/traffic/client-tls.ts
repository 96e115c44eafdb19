import type {
  DestinationRuleSpecTrafficPolicyTls,
  DestinationRuleSpecTrafficPolicyTlsMode,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';

/** What every TLS client can say. */
export interface IstioMutualTlsOptions {
  /** Server name to present. @default - the host of the request, or of the destination */
  readonly sni?: string;
  /** Names of which the server's certificate must have one. @default - the destination's; in the mesh, its identities */
  readonly subjectAltNames?: readonly string[];
}

/** How the server is verified. */
export interface SimpleTlsOptions extends IstioMutualTlsOptions {
  /** File in the proxy with the authorities that are trusted. @default - those of the proxy's system */
  readonly caCertificates?: string;
  /** File in the proxy with revoked certificates. @default - none are looked up */
  readonly caCrl?: string;
  /**
   * Secret with the authorities (key `cacert` or `ca.crt`), or `configmap://namespace/name`, instead of files. The Secret is
   * read in the namespace of the proxy. Sidecars use it only where the DestinationRule has a workloadSelector.
   * @default - files
   */
  readonly credentialName?: string;
  /**
   * Whether anybody may be the server. Not with authorities or names that would be verified.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** How the server is verified, and who the client is. */
export interface MutualTlsOptions extends SimpleTlsOptions {
  /** File in the proxy with the client's certificate. @default - that of `credentialName` */
  readonly clientCertificate?: string;
  /** File in the proxy with the client's key. @default - that of `credentialName` */
  readonly privateKey?: string;
}

/**
 * How the proxy makes connections to a destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** As plain text. */
  public static disable(): ClientTls {
    return new ClientTls('DISABLE', {});
  }

  /**
   * With TLS in which the server shows its certificate.
   *
   * @throws ConfigurationError ClientTlsCredentialTwice, ClientTlsNotVerified, ClientTlsConfigMapMalformed
   */
  public static simple(options: SimpleTlsOptions = {}): ClientTls {
    const at = 'ClientTls.simple';
    refuseUnverified(options, ['caCertificates', 'credentialName', 'subjectAltNames'], at);
    refuseTwoSources(options, at);
    return new ClientTls('SIMPLE', options);
  }

  /**
   * With TLS in which both sides show certificates; the client's is in `credentialName`, or in two files.
   *
   * @throws ConfigurationError ClientTlsCredentialTwice, ClientTlsNotVerified, ClientTlsConfigMapMalformed, ClientTlsCertificateMissing
   */
  public static mutual(options: MutualTlsOptions): ClientTls {
    const at = 'ClientTls.mutual';
    refuseUnverified(options, ['caCertificates', 'subjectAltNames'], at);
    refuseTwoSources(options, at);
    if (!options.credentialName && (!options.clientCertificate || !options.privateKey)) {
      throw new ConfigurationError('ClientTlsCertificateMissing', {
        at,
        problem: 'the client has no certificate, or no key for it',
        value: options,
      });
    }
    return new ClientTls('MUTUAL', options);
  }

  /** With the mesh's own certificates. */
  public static istioMutual(options: IstioMutualTlsOptions = {}): ClientTls {
    const { sni, subjectAltNames } = options;
    return new ClientTls('ISTIO_MUTUAL', { sni, subjectAltNames });
  }

  private constructor(
    /** `DISABLE`, `SIMPLE`, `MUTUAL` or `ISTIO_MUTUAL`. */
    public readonly mode: string,
    private readonly options: MutualTlsOptions,
  ) {}

  /** @internal */
  public _render(): DestinationRuleSpecTrafficPolicyTls {
    const { sni, subjectAltNames, insecureSkipVerify, ...files } = this.options;
    const { credentialName, clientCertificate, privateKey, caCertificates, caCrl } = files;
    return {
      // The L1 enum has the same values; routing takes nothing but types from imports/.
      mode: this.mode as DestinationRuleSpecTrafficPolicyTlsMode,
      ...(credentialName === undefined ? {} : { credentialName }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
      ...(privateKey === undefined ? {} : { privateKey }),
      ...(caCertificates === undefined ? {} : { caCertificates }),
      ...(caCrl === undefined ? {} : { caCrl }),
      ...(sni === undefined ? {} : { sni }),
      ...(subjectAltNames ? { subjectAltNames: [...subjectAltNames] } : {}),
      ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
    };
  }
}

const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;
const CONFIG_MAP = /^configmap:\/\//;
const CONFIG_MAP_WHOLE = /^configmap:\/\/[^/]+\/[^/]+$/;

function refuseTwoSources(options: MutualTlsOptions, at: string): void {
  const { credentialName } = options;
  if (!credentialName) return;
  const files = FILES.filter((field) => options[field]);
  if (files.length > 0) {
    throw new ConfigurationError('ClientTlsCredentialTwice', {
      at,
      problem: `credentialName is given, and so is ${files.join(' and ')}`,
      value: files,
    });
  }
  if (CONFIG_MAP.test(credentialName) && !CONFIG_MAP_WHOLE.test(credentialName)) {
    throw new ConfigurationError('ClientTlsConfigMapMalformed', {
      at,
      problem: 'the ConfigMap has no namespace, or no name',
      value: credentialName,
    });
  }
}

function refuseUnverified(options: SimpleTlsOptions, fields: readonly (keyof SimpleTlsOptions)[], at: string): void {
  if (!options.insecureSkipVerify) return;
  const verified = fields.filter((field) => {
    const value = options[field];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
  if (verified.length > 0) {
    throw new ConfigurationError('ClientTlsNotVerified', {
      at,
      problem: `insecureSkipVerify leaves ${verified.join(' and ')} without effect`,
      value: verified,
    });
  }
}
