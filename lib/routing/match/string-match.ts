import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkRegex } from './regex';

/** How a text is compared. */
export type StringMatchKind = 'exact' | 'prefix' | 'regex';

/** Istio's StringMatch, as it stands in a manifest. */
export interface RenderedStringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/**
 * A condition on a text: method, scheme, authority, origin, value of a query parameter. Case-sensitive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatch {
  /** The whole text is `value`. */
  public static exact(value: string): StringMatch {
    return new StringMatch('exact', value);
  }

  /** The text begins with `value`. */
  public static prefix(value: string): StringMatch {
    return new StringMatch('prefix', value);
  }

  /**
   * The whole text matches an RE2 expression.
   *
   * @throws ConfigurationError RegexMalformed
   */
  public static regex(expression: string): StringMatch {
    return new StringMatch('regex', checkRegex(expression, 'StringMatch.regex'));
  }

  private constructor(
    public readonly kind: StringMatchKind,
    public readonly value: string,
  ) {
    checkText(value, `StringMatch.${kind}`);
  }

  /** @internal */
  public _render(): RenderedStringMatch {
    return { [this.kind]: this.value };
  }
}

/**
 * Refuses the empty text, which Istio would take for "no condition".
 *
 * @throws ConfigurationError MatchValueEmpty
 */
export function checkText(value: string, at: IErrorScope | string): string {
  if (typeof value !== 'string' || value === '') {
    throw new ConfigurationError('MatchValueEmpty', { at, problem: 'the value to compare with is empty', value });
  }
  return value;
}
