import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import type { StringMatch } from '../match';
import { renderDuration } from '../value';
import { checkHeaderToken } from './header-name';

/** What happens to a preflight request from an origin that is not allowed. */
export enum UnmatchedPreflights {
  /** It goes to the destination. */
  FORWARD = 'FORWARD',
  /** The proxy answers it itself, without CORS headers. */
  IGNORE = 'IGNORE',
}

/** Which pages of other origins may call. */
export interface CorsProps {
  /** Origins that may, such as `StringMatch.exact('https://shop.example')`; each is tried. @default - none */
  readonly allowOrigins?: readonly StringMatch[];
  /** GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE or `*`. @default - no header is sent */
  readonly allowMethods?: readonly string[];
  /** Request headers that may be sent, or `*`. @default - no header is sent */
  readonly allowHeaders?: readonly string[];
  /** Headers of the answer that the page may read, or `*`. @default - no header is sent */
  readonly exposeHeaders?: readonly string[];
  /** How long the browser keeps a preflight's answer; whole seconds, at least 1. @default - no header is sent */
  readonly maxAge?: Duration;
  /** Whether the request may carry cookies and the like. @default - no header is sent */
  readonly allowCredentials?: boolean;
  /** What happens to a preflight from other origins. @default UnmatchedPreflights.FORWARD */
  readonly unmatchedPreflights?: UnmatchedPreflights;
}

const METHODS: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'],
  '*',
]);
const AT = 'Cors.of';

/**
 * Cross-origin resource sharing, answered by the proxy.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export class Cors {
  /**
   * Lets pages of other origins call.
   *
   * @throws ConfigurationError CorsMethodUnknown, HeaderNameMalformed, DurationOutOfRange
   */
  public static of(props: CorsProps): Cors {
    return new Cors(render(props));
  }

  private constructor(private readonly rendered: VirtualServiceSpecHttpCorsPolicy) {}

  /** @internal */
  public _render(): VirtualServiceSpecHttpCorsPolicy {
    return { ...this.rendered };
  }
}

function render(props: CorsProps): VirtualServiceSpecHttpCorsPolicy {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials } = props;
  const unmatched = props.unmatchedPreflights as unknown as
    VirtualServiceSpecHttpCorsPolicyUnmatchedPreflights | undefined;
  return {
    ...(allowOrigins ? { allowOrigins: allowOrigins.map((origin) => origin._render()) } : {}),
    ...(allowMethods ? { allowMethods: allowMethods.map(checkMethod) } : {}),
    ...(allowHeaders ? { allowHeaders: allowHeaders.map((name) => checkHeaderToken(name, AT)) } : {}),
    ...(exposeHeaders ? { exposeHeaders: exposeHeaders.map((name) => checkHeaderToken(name, AT)) } : {}),
    ...(maxAge ? { maxAge: renderDuration(maxAge, AT, { of: 'maxAge', wholeSeconds: true }) } : {}),
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    ...(unmatched === undefined ? {} : { unmatchedPreflights: unmatched }),
  };
}

function checkMethod(method: string): string {
  if (!METHODS.has(method)) {
    throw new ConfigurationError('CorsMethodUnknown', { at: AT, problem: 'no HTTP method', value: method });
  }
  return method;
}
