/** What happens to requests that come without TLS. */
export class PlainHttp {
  /** They are sent to `https://` by a 301. Only for hosts with TLS. */
  public static readonly REDIRECT = new PlainHttp('redirect');
  /** They are served like the others. */
  public static readonly SERVE = new PlainHttp('serve');
  /** There is no plain port for the host. */
  public static readonly CLOSED = new PlainHttp('closed');

  private constructor(public readonly kind: 'redirect' | 'serve' | 'closed') {}
}
