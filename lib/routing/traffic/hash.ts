import type { Duration } from 'cdk8s';
import type {
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie,
} from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { renderDuration } from '../value';
import type { HashAlgorithm } from './hash-algorithm';

type Rendered = DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash;

/** An attribute of a cookie, such as `SameSite=Lax`. */
export interface CookieAttribute {
  /** Name of the attribute; not empty. */
  readonly name: string;
  /** Its value. @default - it has none, as `Secure` */
  readonly value?: string;
}

/** A cookie that keeps a caller at one endpoint. */
export interface HashCookie {
  /** Name of the cookie; not empty. */
  readonly name: string;
  /**
   * Lifetime of the cookie that the proxy makes where the caller has none, at least 1 ms; 0 for one that ends with the
   * browser's session.
   * @default - the proxy makes no cookie
   */
  readonly ttl?: Duration;
  /** Path of that cookie. @default - none */
  readonly path?: string;
  /** More attributes of that cookie, each name once. @default - none */
  readonly attributes?: readonly CookieAttribute[];
}

/** What is hashed, so that like requests go to the same endpoint. */
export class ConsistentHash {
  /**
   * The value of a cookie.
   *
   * @throws ConfigurationError CookieMalformed, DurationOutOfRange
   */
  public static cookie(cookie: HashCookie, algorithm?: HashAlgorithm): ConsistentHash {
    return new ConsistentHash({ httpCookie: renderCookie(cookie) }, algorithm);
  }

  /**
   * The value of a request header.
   *
   * @throws ConfigurationError HashKeyMissing
   */
  public static header(name: string, algorithm?: HashAlgorithm): ConsistentHash {
    return new ConsistentHash({ httpHeaderName: given(name, 'ConsistentHash.header') }, algorithm);
  }

  /**
   * The value of a query parameter.
   *
   * @throws ConfigurationError HashKeyMissing
   */
  public static queryParameter(name: string, algorithm?: HashAlgorithm): ConsistentHash {
    return new ConsistentHash({ httpQueryParameterName: given(name, 'ConsistentHash.queryParameter') }, algorithm);
  }

  /** The caller's address as the proxy sees it. Works for TCP too. */
  public static sourceIp(algorithm?: HashAlgorithm): ConsistentHash {
    return new ConsistentHash({ useSourceIp: true }, algorithm);
  }

  private constructor(
    private readonly key: Rendered,
    private readonly algorithm: HashAlgorithm | undefined,
  ) {}

  /** @internal */
  public _render(): Rendered {
    return { ...this.key, ...this.algorithm?._render() };
  }
}

function given(name: string, at: string): string {
  if (typeof name !== 'string' || name === '') {
    throw new ConfigurationError('HashKeyMissing', { at, problem: 'the name is empty', value: name });
  }
  return name;
}

function renderCookie(cookie: HashCookie): DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie {
  const at = 'ConsistentHash.cookie';
  const { name, ttl, path, attributes } = cookie;
  const names = (attributes ?? []).map((attribute) => attribute.name);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  const problem =
    name === ''
      ? 'the cookie has no name'
      : names.includes('')
        ? 'an attribute of the cookie has no name'
        : twice !== undefined
          ? `the cookie has the attribute ${twice} twice`
          : undefined;
  if (problem !== undefined) throw new ConfigurationError('CookieMalformed', { at, problem, value: cookie });
  return {
    name,
    ...(path === undefined ? {} : { path }),
    ...(ttl ? { ttl: renderDuration(ttl, at, { of: 'ttl', zero: true }) } : {}),
    ...(attributes ? { attributes: attributes.map((attribute) => ({ ...attribute })) } : {}),
  };
}
