import { ConfigurationError } from '../../errors';
import { checkText, type RenderedStringMatch, StringMatch } from './string-match';

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const CLAIM_PREFIX = '@request.auth.claims';

/**
 * A condition on one header of a request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest (headers, withoutHeaders)
 */
export class HeaderMatch {
  /**
   * The header's value is `value`.
   *
   * @throws ConfigurationError HeaderNameMalformed, MatchValueEmpty
   */
  public static exact(name: string, value: string): HeaderMatch {
    return new HeaderMatch(checkHeaderName(name, 'HeaderMatch.exact'), StringMatch.exact(value), false);
  }

  /** The header's value begins with `value`. */
  public static prefix(name: string, value: string): HeaderMatch {
    return new HeaderMatch(checkHeaderName(name, 'HeaderMatch.prefix'), StringMatch.prefix(value), false);
  }

  /** The header's whole value matches an RE2 expression. */
  public static regex(name: string, expression: string): HeaderMatch {
    return new HeaderMatch(checkHeaderName(name, 'HeaderMatch.regex'), StringMatch.regex(expression), false);
  }

  /** The header is there, whatever its value. */
  public static present(name: string): HeaderMatch {
    return new HeaderMatch(checkHeaderName(name, 'HeaderMatch.present'), undefined, false);
  }

  /** The header is not there. */
  public static absent(name: string): HeaderMatch {
    return HeaderMatch.not(HeaderMatch.present(name));
  }

  /** The opposite of another condition; a request without the header has it too. */
  public static not(condition: HeaderMatch): HeaderMatch {
    return new HeaderMatch(condition.name, condition.value, !condition.negated);
  }

  /**
   * A cookie has a value.
   *
   * @param name of the cookie
   * @param value compared letter by letter
   */
  public static cookie(name: string, value: string): HeaderMatch {
    checkText(name, 'HeaderMatch.cookie');
    checkText(value, 'HeaderMatch.cookie');
    return HeaderMatch.regex('cookie', `^(.*?;\\s*)?${quoted(name)}=${quoted(value)}(;.*)?$`);
  }

  /**
   * A claim of the request's validated JWT. Works at gateways only, with a RequestAuthentication.
   *
   * @param claim path of the claim; levels are joined by dots
   * @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
   */
  public static claim(claim: string, value: string): HeaderMatch {
    const path = checkText(claim, 'HeaderMatch.claim')
      .split('.')
      .map((level) => `[${level}]`);
    return new HeaderMatch(`${CLAIM_PREFIX}${path.join('')}`, StringMatch.exact(value), false);
  }

  private constructor(
    /** Name, in lower case. */
    public readonly name: string,
    /** Undefined where only presence counts. */
    public readonly value: StringMatch | undefined,
    /** Whether the condition must not hold. */
    public readonly negated: boolean,
  ) {}

  /** Whether it is about a JWT claim, which only gateways know. */
  public get isClaim(): boolean {
    return this.name.startsWith(CLAIM_PREFIX);
  }

  /** @internal */
  public _render(): RenderedStringMatch {
    return this.value?._render() ?? {};
  }
}

/**
 * Checks a header name and returns it in lower case.
 *
 * @throws ConfigurationError HeaderNameMalformed
 */
function checkHeaderName(name: string, at: string): string {
  const lower = String(name).toLowerCase();
  if (!TOKEN.test(lower)) {
    throw new ConfigurationError('HeaderNameMalformed', { at, problem: 'no name of a header', value: name });
  }
  return lower;
}

function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
