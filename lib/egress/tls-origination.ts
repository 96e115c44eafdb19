import { checkCredential, checkPort, type Credential, parseHost } from '../mesh';
import { ClientTls } from '../routing';

/** How TLS to an outside server is made. */
export interface TlsOriginationOptions {
  /** Port of the server that speaks TLS, 1–65535. @default 443 */
  readonly port?: number;
  /** Server name to present. @default - the host; for a wildcard the host of each request */
  readonly sni?: string;
  /** Names of which the server's certificate must have one. @default - the server name */
  readonly subjectAltNames?: readonly string[];
  /** File in the proxy with the authorities that are trusted. Not with a credential. @default - those of the proxy's system */
  readonly caCertificates?: string;
  /**
   * Whether anybody may be the server. Not with authorities or names to verify.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** The same where a Secret can hold the authorities. */
export interface SimpleTlsOriginationOptions extends TlsOriginationOptions {
  /** Secret with the authorities that are trusted (key `cacert` or `ca.crt`). @default - those of the proxy's system */
  readonly caCredential?: Credential;
}

/**
 * How an application's plain HTTP leaves as HTTPS: at the egress gateway where the route has one, else at the sidecar.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
 */
export class TlsOrigination {
  /**
   * The server shows a certificate.
   *
   * @throws ConfigurationError ValueMistyped, ClientTlsCredentialTwice, ClientTlsNotVerified, HostMalformed, PortOutOfRange
   */
  public static simple(options: SimpleTlsOriginationOptions = {}): TlsOrigination {
    if (options.caCredential !== undefined) checkCredential(options.caCredential, 'TlsOrigination.simple');
    return new TlsOrigination(options, options.caCredential, (common) =>
      ClientTls.simple({ ...common, ...named(options.caCredential) }),
    );
  }

  /**
   * Both sides show certificates; the client's is in a Secret beside the proxy that uses it: the gateway's namespace, or the
   * route's own where it has no gateway.
   *
   * @throws ConfigurationError ValueMistyped, ClientTlsCredentialTwice, ClientTlsNotVerified, HostMalformed, PortOutOfRange
   */
  public static mutual(credential: Credential, options: TlsOriginationOptions = {}): TlsOrigination {
    checkCredential(credential, 'TlsOrigination.mutual');
    return new TlsOrigination(options, credential, (common) => ClientTls.mutual({ ...common, ...named(credential) }));
  }

  /** Port of the server that speaks TLS. */
  public readonly port: number;

  private constructor(
    private readonly options: TlsOriginationOptions,
    /** The Secret that the proxy needs; undefined where it needs none. */
    public readonly credential: Credential | undefined,
    private readonly render: (common: TlsOriginationOptions) => ClientTls,
  ) {
    const at = 'TlsOrigination';
    this.port = checkPort(options.port ?? 443, at);
    if (options.sni !== undefined) parseHost(options.sni, at, { short: true });
    this.clientTls(undefined);
  }

  /**
   * The setting for a server.
   *
   * @param host name to present; undefined for that of each request
   */
  public clientTls(host: string | undefined): ClientTls {
    const { subjectAltNames, caCertificates, insecureSkipVerify } = this.options;
    const sni = this.options.sni ?? host;
    return this.render({
      ...(sni === undefined ? {} : { sni }),
      ...(subjectAltNames ? { subjectAltNames } : {}),
      ...(caCertificates === undefined ? {} : { caCertificates }),
      ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
    });
  }
}

function named(credential: Credential | undefined): { credentialName?: string } {
  return credential ? { credentialName: credential.name } : {};
}
