/**
 * How a connection travels from the caller's sidecar to an egress gateway.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/
 */
export class Hop {
  /**
   * Inside the mesh's mutual TLS, so that the gateway knows who calls. Application TLS is wrapped a second time.
   */
  public static mutual(): Hop {
    return new Hop('mutual');
  }

  /** Without TLS of the mesh. Not for application TLS, which passes through anyhow. */
  public static plain(): Hop {
    return new Hop('plain');
  }

  /** The application's own TLS, untouched and told apart by SNI; the gateway does not learn who calls. Ports of TLS only. */
  public static passthrough(): Hop {
    return new Hop('passthrough');
  }

  private constructor(public readonly kind: 'mutual' | 'plain' | 'passthrough') {}
}
