import { ConfigurationError } from '../../errors';
import { checkRegex } from './regex';
import type { RenderedStringMatch, StringMatchKind } from './string-match';

/** How a path is compared besides its text. */
export interface PathMatchOptions {
  /** Compare without regard to case. Not for regular expressions: begin those with `(?i)`. @default false */
  readonly ignoreCase?: boolean;
}

/**
 * A condition on the path of a request, without its query.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest (uri, ignoreUriCase)
 */
export class PathMatch {
  /**
   * The whole path.
   *
   * @param path begins with `/`
   * @throws ConfigurationError PathMalformed
   */
  public static exact(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch('exact', checkPath(path, 'PathMatch.exact'), options.ignoreCase ?? false);
  }

  /**
   * The beginning of the path, letter by letter: `/api` also takes `/apis`. Write `/api/` for what is below `/api`.
   *
   * @param path begins with `/`
   * @throws ConfigurationError PathMalformed
   */
  public static prefix(path: string, options: PathMatchOptions = {}): PathMatch {
    return new PathMatch('prefix', checkPath(path, 'PathMatch.prefix'), options.ignoreCase ?? false);
  }

  /**
   * The whole path by an RE2 expression.
   *
   * @throws ConfigurationError RegexMalformed
   */
  public static regex(expression: string): PathMatch {
    return new PathMatch('regex', checkRegex(expression, 'PathMatch.regex'), false);
  }

  private constructor(
    public readonly kind: StringMatchKind,
    public readonly value: string,
    public readonly ignoreCase: boolean,
  ) {}

  /** @internal */
  public _render(): RenderedStringMatch {
    return { [this.kind]: this.value };
  }
}

function checkPath(path: string, at: string): string {
  const problem =
    typeof path !== 'string' || !path.startsWith('/')
      ? 'the path does not begin with "/"'
      : path.includes('?') || path.includes('#')
        ? 'the path has a query or fragment, which are never compared'
        : /\s/.test(path)
          ? 'the path has white space in it'
          : undefined;
  if (problem) throw new ConfigurationError('PathMalformed', { at, problem, value: path });
  return path;
}
