import { ConfigurationError } from '../../errors';
import type { RenderedServerTls, ServerTlsMode } from '../../gateway';
import { checkCredential, type Credential } from '../../mesh';

/** Versions of TLS. */
export enum TlsVersion {
  V1_0 = 'TLSV1_0',
  V1_1 = 'TLSV1_1',
  V1_2 = 'TLSV1_2',
  V1_3 = 'TLSV1_3',
}

/** What can be said about the TLS that a gateway ends. */
export interface ServerTlsOptions {
  /** Oldest version that is accepted. @default - Istio's own: TLS 1.2 */
  readonly minVersion?: TlsVersion;
  /** Newest version that is accepted. @default - Istio's own: TLS 1.3 */
  readonly maxVersion?: TlsVersion;
  /** Cipher suites by their OpenSSL names; TLS 1.3 has its own. @default - Istio's own */
  readonly cipherSuites?: readonly string[];
  /** A second certificate, e.g. ECDSA beside RSA; the client chooses. @default - none */
  readonly alternative?: Credential;
}

/** What can be said where clients show certificates. */
export interface ClientCertificateOptions extends ServerTlsOptions {
  /**
   * Secret with the authority of the clients' certificates, under `ca.crt`.
   * @default - `ca.crt` of the server's Secret, or the Secret `<name>-cacert`
   */
  readonly ca?: Credential;
  /** Names of which the client's certificate must have one. @default - any certificate of the authority */
  readonly subjectAltNames?: readonly string[];
  /** File in the gateway's container that lists withdrawn certificates. @default - `ca.crl` of the Secret, where there is one */
  readonly revocationList?: string;
}

/**
 * How a gateway ends the TLS of its clients, or passes it through.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /**
   * The gateway shows a certificate; clients need none.
   *
   * @throws ConfigurationError ValueMistyped, TlsContradicts
   */
  public static simple(credential: Credential, options: ServerTlsOptions = {}): ServerTls {
    return terminated('SIMPLE', credential, options);
  }

  /**
   * The gateway shows a certificate and demands one of its clients.
   *
   * @throws ConfigurationError ValueMistyped, TlsContradicts
   */
  public static mutual(credential: Credential, options: ClientCertificateOptions = {}): ServerTls {
    return terminated('MUTUAL', credential, options);
  }

  /**
   * The gateway shows a certificate and checks one that a client shows; clients without one are served too.
   *
   * @throws ConfigurationError ValueMistyped, TlsContradicts
   */
  public static optionalMutual(credential: Credential, options: ClientCertificateOptions = {}): ServerTls {
    return terminated('OPTIONAL_MUTUAL', credential, options);
  }

  /** The gateway looks at the server name only; the destination ends the TLS. */
  public static passthrough(): ServerTls {
    return new ServerTls({ mode: 'PASSTHROUGH' }, []);
  }

  /** Both sides show the certificates of the mesh: for clients in this or another cluster of it. */
  public static istioMutual(): ServerTls {
    return new ServerTls({ mode: 'ISTIO_MUTUAL' }, []);
  }

  /** @internal */
  public static _of(
    rendered: RenderedServerTls,
    credentials: readonly Credential[],
    authority?: Credential,
  ): ServerTls {
    return new ServerTls(rendered, credentials, authority);
  }

  private constructor(
    private readonly rendered: RenderedServerTls,
    /** The Secrets it needs in the namespace of the gateway's Pods. */
    public readonly credentials: readonly Credential[],
    /** The Secret with the authority of clients' certificates, where it was named. */
    public readonly authority?: Credential,
  ) {}

  /** As Istio names it. */
  public get mode(): ServerTlsMode {
    return this.rendered.mode as ServerTlsMode;
  }

  /** Whether clients cannot connect without a certificate. */
  public get isStrict(): boolean {
    return this.mode === 'MUTUAL' || this.mode === 'ISTIO_MUTUAL';
  }

  /** Whether the gateway never sees what is inside. */
  public get isPassedThrough(): boolean {
    return this.mode === 'PASSTHROUGH';
  }

  /** @internal */
  public _render(): RenderedServerTls {
    return this.rendered;
  }
}

const FACTORIES = { SIMPLE: 'simple', MUTUAL: 'mutual', OPTIONAL_MUTUAL: 'optionalMutual' } as const;
type Terminated = keyof typeof FACTORIES;

const ORDER = Object.values(TlsVersion);

function terminated(mode: Terminated, credential: Credential, options: ClientCertificateOptions): ServerTls {
  const { minVersion, maxVersion, cipherSuites, alternative, ca, subjectAltNames, revocationList } = options;
  const at = `ServerTls.${FACTORIES[mode]}`;
  const credentials = [credential, ...[alternative, ca].filter((one) => one !== undefined)];
  for (const one of credentials) checkCredential(one, at);
  check(options, at);
  const rendered: RenderedServerTls = {
    mode,
    ...(alternative ? { credentialNames: [credential.name, alternative.name] } : { credentialName: credential.name }),
    ...(ca ? { caCertCredentialName: ca.name } : {}),
    ...(subjectAltNames ? { subjectAltNames: [...subjectAltNames] } : {}),
    ...(revocationList === undefined ? {} : { caCrl: revocationList }),
    ...(minVersion === undefined ? {} : { minProtocolVersion: minVersion }),
    ...(maxVersion === undefined ? {} : { maxProtocolVersion: maxVersion }),
    ...(cipherSuites ? { cipherSuites: [...cipherSuites] } : {}),
  };
  return ServerTls._of(rendered, credentials, ca);
}

function check(options: ClientCertificateOptions, at: string): void {
  const { minVersion, maxVersion, cipherSuites, subjectAltNames } = options;
  if (minVersion && maxVersion && ORDER.indexOf(minVersion) > ORDER.indexOf(maxVersion)) {
    throw new ConfigurationError('TlsContradicts', {
      at,
      problem: 'the oldest version is newer than the newest',
      value: { minVersion, maxVersion },
    });
  }
  for (const [name, list] of Object.entries({ cipherSuites, subjectAltNames })) {
    if (list && (list.length === 0 || new Set(list).size !== list.length || list.some((one) => one.trim() === ''))) {
      const problem = `${name} is empty or names something twice`;
      throw new ConfigurationError('TlsContradicts', { at, problem, value: list, allowed: 'different names' });
    }
  }
  if (cipherSuites && minVersion === TlsVersion.V1_3) {
    throw new ConfigurationError('TlsContradicts', {
      at,
      problem: 'cipherSuites do not count for TLS 1.3, the only version that is accepted',
      value: cipherSuites,
    });
  }
}
