import type {
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRedirectDerivePort,
} from '../../../imports/networking.istio.io';
import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkPort } from '../../mesh';
import type { RouteMatch } from '../match';

/** Which port a redirect leads to, where it is no fixed one. */
export enum RedirectPort {
  /** 80 for `http`, 443 for `https`. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** The port that the request came in at. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/** Where a redirect leads. At least one besides `code`; what is left out stays as the request had it. */
export interface RedirectProps {
  /** Replaces the whole path. Not with `prefix`. @default - the path stays */
  readonly uri?: string;
  /** Replaces the prefix that the route matched; for routes by path prefix only. @default - the path stays */
  readonly prefix?: string;
  /** Replaces the host. @default - the host stays */
  readonly authority?: string;
  /** Replaces the port, 1–65535. Not with `derivePort`. @default - the port of the request's host */
  readonly port?: number;
  /** Where the port comes from. @default - the port of the request's host */
  readonly derivePort?: RedirectPort;
  /** `http` or `https`. @default - the scheme stays */
  readonly scheme?: string;
  /** 301, 302, 303, 307 or 308. @default 301 */
  readonly code?: number;
}

/** The statuses that the proxy can redirect with; with any other one istiod drops the rule. */
const CODES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const SCHEMES: ReadonlySet<string> = new Set(['http', 'https']);
const AT = 'Redirect.to';

/**
 * An answer that sends the caller elsewhere.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export class Redirect {
  /**
   * Redirects.
   *
   * @throws ConfigurationError RedirectEmpty, RedirectContradicts, RedirectCodeUnknown, RedirectSchemeUnknown, PortOutOfRange
   */
  public static to(props: RedirectProps): Redirect {
    return new Redirect(props);
  }

  /** Whether it replaces the prefix that the route matched. */
  public readonly replacesPrefix: boolean;
  private readonly rendered: VirtualServiceSpecHttpRedirect;

  private constructor(props: RedirectProps) {
    check(props);
    this.rendered = render(props);
    this.replacesPrefix = props.prefix !== undefined;
  }

  /**
   * Refuses the redirect on a route that has other path conditions than prefixes, where there is no prefix to replace.
   *
   * @throws ConfigurationError RedirectNeedsPrefix
   */
  public checkFits(match: RouteMatch, at: IErrorScope | string): void {
    const other = match.alternatives.find(({ path }) => path !== undefined && path.kind !== 'prefix')?.path;
    if (this.replacesPrefix && other) {
      throw new ConfigurationError('RedirectNeedsPrefix', {
        at,
        problem: `a redirect replaces a prefix, and the route matches paths by ${other.kind}`,
        value: other.value,
      });
    }
  }

  /** @internal */
  public _render(): VirtualServiceSpecHttpRedirect {
    return { ...this.rendered };
  }
}

function check(props: RedirectProps): void {
  const { uri, prefix, authority, port, derivePort, scheme, code } = props;
  const empty = Object.entries({ uri, prefix, authority, scheme }).find(([, text]) => text === '');
  if (empty) throw new ConfigurationError('RedirectEmpty', { at: AT, problem: `${empty[0]} is empty` });
  if ([uri, prefix, authority, port, derivePort, scheme].every((part) => part === undefined)) {
    throw new ConfigurationError('RedirectEmpty', { at: AT, problem: 'the redirect leads nowhere else' });
  }
  if (uri !== undefined && prefix !== undefined) {
    throw new ConfigurationError('RedirectContradicts', { at: AT, problem: 'two paths', value: { uri, prefix } });
  }
  if (port !== undefined && derivePort !== undefined) {
    throw new ConfigurationError('RedirectContradicts', { at: AT, problem: 'two ports', value: { port, derivePort } });
  }
  if (port !== undefined) checkPort(port, AT);
  if (scheme !== undefined && !SCHEMES.has(scheme)) {
    throw new ConfigurationError('RedirectSchemeUnknown', { at: AT, problem: 'no scheme of the web', value: scheme });
  }
  if (code !== undefined && !CODES.has(code)) {
    throw new ConfigurationError('RedirectCodeUnknown', { at: AT, problem: 'no redirecting status', value: code });
  }
}

function render(props: RedirectProps): VirtualServiceSpecHttpRedirect {
  const { uri, prefix, authority, port, derivePort, scheme, code } = props;
  return {
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { authority }),
    ...(port === undefined ? {} : { port }),
    // The L1 enum has the same values; routing takes nothing but types from imports/.
    ...(derivePort === undefined
      ? {}
      : { derivePort: derivePort as unknown as VirtualServiceSpecHttpRedirectDerivePort }),
    ...(uri === undefined ? {} : { uri }),
    ...(prefix === undefined ? {} : { prefixRewrite: prefix }),
    ...(code === undefined ? {} : { redirectCode: code }),
  };
}
