import type { ITarget, RouteMatch } from '../../routing';

/** Requests that are answered without TLS although all others are redirected. */
export interface PlainHttpException {
  readonly match: RouteMatch;
  readonly target: ITarget;
}

/** What happens to requests that come without TLS. */
export class PlainHttp {
  /** They are sent to `https://` by a 301. Only for hosts with TLS. */
  public static readonly REDIRECT = new PlainHttp('redirect');
  /** They are served like the others. */
  public static readonly SERVE = new PlainHttp('serve');
  /** There is no plain port for the host. */
  public static readonly CLOSED = new PlainHttp('closed');
  /**
   * As REDIRECT, by a rule of the VirtualService instead of the server, so that an Ingress for the same host still answers: the
   * one that cert-manager makes for an HTTP-01 challenge.
   */
  public static readonly REDIRECT_BY_RULE = new PlainHttp('redirect-by-rule');

  /**
   * As REDIRECT, but for some requests.
   *
   * @param exceptions what is answered without TLS, tried in this order
   */
  public static redirectExcept(...exceptions: readonly PlainHttpException[]): PlainHttp {
    return new PlainHttp('redirect-by-rule', exceptions);
  }

  private constructor(
    public readonly kind: 'redirect' | 'redirect-by-rule' | 'serve' | 'closed',
    /** Empty but for `redirectExcept`. */
    public readonly exceptions: readonly PlainHttpException[] = [],
  ) {}

  /** Whether it needs TLS to redirect to. */
  public get redirects(): boolean {
    return this.kind === 'redirect' || this.kind === 'redirect-by-rule';
  }
}
