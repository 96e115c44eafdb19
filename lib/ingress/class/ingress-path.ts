import { type PathMatch, RouteMatch, type RouteMatchProps } from '../../routing';

/** Matches in the words of Kubernetes' Ingress. */
export class IngressMatch {
  /**
   * A path and all paths below it, element by element: `/foo` takes `/foo` and `/foo/bar`, not `/foobar`. What an Ingress calls
   * `Prefix`; a gateway of Istio can say it too.
   *
   * @param path begins with `/`; a slash at the end does not count
   * @throws ConfigurationError PathMalformed
   */
  public static elements(path: string): RouteMatch {
    const bare = path.replace(/\/+$/, '');
    if (bare === '' && path !== '') return RouteMatch.prefix('/');
    return RouteMatch.anyOf(RouteMatch.exact(bare), RouteMatch.prefix(`${bare}/`));
  }

  private constructor() {}
}

/** Kubernetes' path types. */
export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/** A path as an Ingress has it. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: PathType;
}

/** What an Ingress has no words for. */
export class Unsayable {
  constructor(
    public readonly what: string,
    public readonly value: unknown,
  ) {}
}

/**
 * The paths of an Ingress that take exactly the requests of a match. Istio reads every prefix of an Ingress element by element,
 * whatever its type, so a prefix letter by letter cannot be said. What an ImplementationSpecific path means, its controller
 * defines: a regular expression is one for other controllers than Istio's.
 *
 * @param istio whether Istio reads them
 */
export function ingressPaths(match: RouteMatch, istio: boolean): readonly IngressPath[] | Unsayable {
  const left = new Map<string, PathMatch>();
  const paths: IngressPath[] = [];
  for (const one of match.alternatives) {
    const other = conditionBesidePath(one);
    if (other !== undefined) return new Unsayable(`a condition on ${other}`, one);
    const { path } = one;
    if (!path || (path.kind === 'prefix' && path.value === '/')) return [{ path: '/', pathType: 'Prefix' }];
    if (path.kind === 'regex' && (istio || !path.value.startsWith('/'))) {
      return new Unsayable('a regular expression', path.value);
    }
    if (path.ignoreCase) return new Unsayable('a path without regard to case', path.value);
    left.set(`${path.kind} ${path.value}`, path);
  }
  for (const { kind, value } of left.values()) {
    if (kind === 'exact' && left.has(`prefix ${value}/`)) paths.push({ path: value, pathType: 'Prefix' });
    else if (kind === 'exact') paths.push({ path: value, pathType: 'Exact' });
    else if (value.endsWith('/') && left.has(`exact ${value.slice(0, -1)}`)) continue;
    else if (kind === 'regex') paths.push({ path: value, pathType: 'ImplementationSpecific' });
    else return new Unsayable('a prefix letter by letter', value);
  }
  return paths;
}

function conditionBesidePath({ path: _, ...others }: RouteMatchProps): string | undefined {
  return Object.entries(others).find(([, value]) => value !== undefined)?.[0];
}
