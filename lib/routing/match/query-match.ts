import { checkText, type RenderedStringMatch, StringMatch } from './string-match';

/**
 * A condition on one query parameter of a request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest (queryParams)
 */
export class QueryMatch {
  /** The parameter's value is `value`. */
  public static exact(name: string, value: string): QueryMatch {
    return new QueryMatch(name, StringMatch.exact(value));
  }

  /** The parameter's value begins with `value`. */
  public static prefix(name: string, value: string): QueryMatch {
    return new QueryMatch(name, StringMatch.prefix(value));
  }

  /** The parameter's whole value matches an RE2 expression. */
  public static regex(name: string, expression: string): QueryMatch {
    return new QueryMatch(name, StringMatch.regex(expression));
  }

  /** The parameter is there, whatever its value. */
  public static present(name: string): QueryMatch {
    return new QueryMatch(name, undefined);
  }

  private constructor(
    public readonly name: string,
    public readonly value: StringMatch | undefined,
  ) {
    checkText(name, 'QueryMatch');
  }

  /** @internal */
  public _render(): RenderedStringMatch {
    return this.value?._render() ?? {};
  }
}
