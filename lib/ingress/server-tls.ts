import type { RenderedServerTls } from '../gateway';
import type { Credential } from '../mesh';

/**
 * How a gateway ends the TLS of its clients.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /** The gateway shows a certificate; clients need none. */
  public static simple(credential: Credential): ServerTls {
    return new ServerTls({ mode: 'SIMPLE', credentialName: credential.name }, [credential]);
  }

  private constructor(
    private readonly rendered: RenderedServerTls,
    /** The Secrets it needs in the namespace of the gateway's Pods. */
    public readonly credentials: readonly Credential[],
  ) {}

  /** @internal */
  public _render(): RenderedServerTls {
    return this.rendered;
  }
}
