import type { VirtualServiceSpecHttpRewrite } from '../../../imports/networking.istio.io';
import { ConfigurationError } from '../../errors';
import { checkRegex } from '../match';

/** A path rewritten by an expression. */
export interface UriRegexRewrite {
  /** RE2 expression; what it matches of the path is replaced. At most 1024 bytes. */
  readonly match: string;
  /** What stands there instead; `\1` is the first group. Not empty. */
  readonly rewrite: string;
}

/** What is rewritten. At least one of them; not both `uri` and `uriRegex`. */
export interface RewriteProps {
  /**
   * Replaces the part of the path that the route matched: its prefix, or all of an exact or regular-expression match.
   * @default - the path stays
   */
  readonly uri?: string;
  /** Replaces parts of the path. @default - the path stays */
  readonly uriRegex?: UriRegexRewrite;
  /** Replaces the host that the request is for. @default - the host stays */
  readonly authority?: string;
}

/**
 * Changes where a request says it goes, before it is sent there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export class Rewrite {
  /**
   * Rewrites path, host, or both.
   *
   * @throws ConfigurationError RewriteEmpty, RewriteContradicts, RegexMalformed
   */
  public static of(props: RewriteProps): Rewrite {
    return new Rewrite(props);
  }

  /** Replaces the matched part of the path. */
  public static uri(uri: string): Rewrite {
    return new Rewrite({ uri });
  }

  /** Replaces the host that the request is for. */
  public static authority(authority: string): Rewrite {
    return new Rewrite({ authority });
  }

  /** Whether the authority of requests is changed. */
  public readonly setsAuthority: boolean;
  private readonly rendered: VirtualServiceSpecHttpRewrite;

  private constructor(props: RewriteProps) {
    this.rendered = render(props);
    this.setsAuthority = props.authority !== undefined;
  }

  /** @internal */
  public _render(): VirtualServiceSpecHttpRewrite {
    return { ...this.rendered };
  }
}

const AT = 'Rewrite.of';

function render({ uri, uriRegex, authority }: RewriteProps): VirtualServiceSpecHttpRewrite {
  if (uri !== undefined && uriRegex !== undefined) {
    throw new ConfigurationError('RewriteContradicts', {
      at: AT,
      problem: 'the path is rewritten in two ways',
      value: { uri, uriRegex },
    });
  }
  // Istio takes an empty text for an absent field.
  if (!uri && !uriRegex && !authority) {
    throw new ConfigurationError('RewriteEmpty', { at: AT, problem: 'nothing to rewrite' });
  }
  if (uri === '' || authority === '') {
    throw new ConfigurationError('RewriteEmpty', { at: AT, problem: `${uri === '' ? 'uri' : 'authority'} is empty` });
  }
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(uriRegex === undefined ? {} : { uriRegexRewrite: renderRegex(uriRegex) }),
    ...(authority === undefined ? {} : { authority }),
  };
}

function renderRegex({ match, rewrite }: UriRegexRewrite): { match: string; rewrite: string } {
  checkRegex(match, AT);
  if (rewrite === '') throw new ConfigurationError('RewriteEmpty', { at: AT, problem: 'uriRegex.rewrite is empty' });
  return { match, rewrite };
}
