import { ConfigurationError } from '../../errors';
import { checkDnsLabel, checkLabels, checkPort } from '../../mesh';
import { type HeaderMatch } from './header-match';
import { PathMatch, type PathMatchOptions } from './path-match';
import { type QueryMatch } from './query-match';
import { type StringMatch } from './string-match';

/** Conditions that a request must meet, all of them. At least one. */
export interface RouteMatchProps {
  /** @default - any path */
  readonly path?: PathMatch;
  /** @default - any headers */
  readonly headers?: readonly HeaderMatch[];
  /** @default - any query */
  readonly queryParams?: readonly QueryMatch[];
  /** HTTP method, in capitals. @default - any method */
  readonly method?: StringMatch;
  /** `http` or `https`. @default - either */
  readonly scheme?: StringMatch;
  /** The Host header, without its port. @default - any of the route's hosts */
  readonly authority?: StringMatch;
  /** Port that the client addressed, 1–65535. @default - any port of the host */
  readonly port?: number;
  /** Labels of the calling workload. Inside the mesh only. @default - any workload */
  readonly sourceLabels?: Readonly<Record<string, string>>;
  /** Namespace of the calling workload. Inside the mesh only. @default - any namespace */
  readonly sourceNamespace?: string;
}

const RESERVED = new Set(['uri', 'scheme', 'method', 'authority']);

/**
 * Which requests a route takes: one list of conditions, or several alternatives.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class RouteMatch {
  private static readonly ALL = new RouteMatch([{}]);

  /** Every request. */
  public static all(): RouteMatch {
    return RouteMatch.ALL;
  }

  /** Requests whose path begins with a text; see {@link PathMatch.prefix}. */
  public static prefix(path: string, options?: PathMatchOptions): RouteMatch {
    return RouteMatch.of({ path: PathMatch.prefix(path, options) });
  }

  /** Requests of one path; see {@link PathMatch.exact}. */
  public static exact(path: string, options?: PathMatchOptions): RouteMatch {
    return RouteMatch.of({ path: PathMatch.exact(path, options) });
  }

  /** Requests whose path matches an RE2 expression. */
  public static regex(expression: string): RouteMatch {
    return RouteMatch.of({ path: PathMatch.regex(expression) });
  }

  /** Requests with a header. */
  public static header(condition: HeaderMatch): RouteMatch {
    return RouteMatch.of({ headers: [condition] });
  }

  /** Requests from workloads with these labels. Inside the mesh only. */
  public static sourceLabels(labels: Readonly<Record<string, string>>): RouteMatch {
    return RouteMatch.of({ sourceLabels: labels });
  }

  /**
   * Requests that meet all of the conditions.
   *
   * @throws ConfigurationError MatchEmpty, MatchContradicts, HeaderNameMalformed, LabelMalformed, PortOutOfRange
   */
  public static of(props: RouteMatchProps): RouteMatch {
    const at = 'RouteMatch.of';
    if (isEmpty(props)) {
      throw new ConfigurationError('MatchEmpty', { at, problem: 'no condition', value: props });
    }
    checkHeaders(props.headers ?? [], at);
    if (props.port !== undefined) checkPort(props.port, at);
    checkLabels(props.sourceLabels ?? {}, at, 'sourceLabels');
    if (props.sourceNamespace !== undefined) checkDnsLabel(props.sourceNamespace, at, 'sourceNamespace');
    const names = (props.queryParams ?? []).map((query) => query.name);
    if (new Set(names).size !== names.length) {
      const problem = 'two conditions on one query parameter';
      throw new ConfigurationError('MatchContradicts', { at, problem, value: names });
    }
    return new RouteMatch([props]);
  }

  /** Requests that meet any of the alternatives. At least one. */
  public static anyOf(...alternatives: readonly RouteMatch[]): RouteMatch {
    const all = alternatives.flatMap((match) => match.alternatives);
    if (all.length === 0) {
      throw new ConfigurationError('MatchEmpty', { at: 'RouteMatch.anyOf', problem: 'no alternative' });
    }
    return new RouteMatch(all);
  }

  /** Whether it takes every request. */
  public readonly isAll: boolean;

  private constructor(
    /** The alternatives; one without conditions takes every request. */
    public readonly alternatives: readonly RouteMatchProps[],
  ) {
    this.isAll = alternatives.some(isEmpty);
  }
}

function isEmpty(props: RouteMatchProps): boolean {
  return Object.values(props).every(
    (value) => value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0),
  );
}

function checkHeaders(headers: readonly HeaderMatch[], at: string): void {
  const seen = new Set<string>();
  for (const { name, negated } of headers) {
    if (RESERVED.has(name)) {
      throw new ConfigurationError('HeaderNameMalformed', {
        at,
        problem: `"${name}" is no header but a condition of its own`,
        value: name,
        allowed: 'the name of a header',
        fix: 'use path, scheme, method or authority of RouteMatch',
      });
    }
    const key = `${negated ? 'without ' : ''}${name}`;
    if (seen.has(key)) {
      throw new ConfigurationError('MatchContradicts', { at, problem: 'two conditions on one header', value: name });
    }
    seen.add(key);
  }
}
