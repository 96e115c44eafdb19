import { ConfigurationError, type IErrorScope } from '../../errors';
import { CannotJoin, intersect, RouteMatch, type RouteMatchProps } from '../match';

/** The word for every sidecar in the gateways of a VirtualService. */
export const MESH = 'mesh';

/** Which proxies read a rule. */
export interface Bound {
  /** The construct that owns the rules; errors name it. */
  readonly scope: IErrorScope;
  /**
   * What the VirtualService is bound to: qualified names of Gateways, `mesh`, or both. A condition that only sidecars or only
   * gateways know limits its rule to those.
   * @default - the mesh
   */
  readonly gateways?: readonly string[];
  /**
   * Whether each rule names its gateways itself, because the rules of one VirtualService are for different ones.
   * @default false - the VirtualService's gateways count
   */
  readonly bind?: boolean;
  /** Port that the client addresses. @default - any port of the host */
  readonly port?: number;
  /**
   * Whether the VirtualService is for the mesh too, by other rules. Istio then refuses claims of tokens in all of its rules.
   * @default - what `gateways` says
   */
  readonly mixed?: boolean;
  /**
   * Whether a condition on the caller, which gateways do not know, is left out instead of refused, because rules for the mesh have it.
   * @default false
   */
  readonly partial?: boolean;
}

/** One alternative of a match with the gateways it works at. */
export interface BoundAlternative {
  readonly match: RouteMatchProps;
  /** Undefined where those of the VirtualService count. */
  readonly gateways?: readonly string[];
}

/**
 * The requests of a route that one branch of its target takes.
 *
 * @throws ConfigurationError MatchNeverHolds, MatchCannotJoin
 */
export function joined(route: RouteMatch, branch: RouteMatch | undefined, scope: IErrorScope): RouteMatch {
  if (!branch) return route;
  const both = intersect(route, branch);
  if (both instanceof CannotJoin) {
    const problem = `the route and its target both have a condition on ${both.field}, and neither includes the other`;
    throw new ConfigurationError('MatchCannotJoin', { at: scope, problem });
  }
  if (!both) {
    const problem = 'no request meets both the condition of the route and that of its target';
    throw new ConfigurationError('MatchNeverHolds', { at: scope, problem });
  }
  return both;
}

/** Name of a branch of a route; undefined where neither has one. An empty name is none. */
export function nameWithin(route: string | undefined, branch: string | undefined): string | undefined {
  return route && branch ? `${route}-${branch}` : route || branch || undefined;
}

/**
 * A match at the port and the gateways it is bound to.
 *
 * @throws ConfigurationError MatchNeverHolds, MatchMeshOnly, MatchGatewayOnly
 */
export function boundTo(match: RouteMatch, bound: Bound): readonly BoundAlternative[] {
  const { scope, gateways: all = [MESH], bind, port, mixed, partial } = bound;
  const atPort = port === undefined ? match : joined(RouteMatch.of({ port }), match, scope);
  return atPort.alternatives.flatMap((one) => {
    if (needsGateway(one) && (mixed || all.includes(MESH))) throw claimInMesh(one, scope);
    const able = needsCaller(one) ? all.filter((name) => name === MESH) : all;
    if (able.length === 0) {
      if (partial) return [];
      throw callerAtGateway(one, scope);
    }
    const named = bind || able.length < all.length;
    return [{ match: one, gateways: named ? able : undefined }];
  });
}

/** Whether only a sidecar can tell: a gateway has no calling workload. */
export function needsCaller(match: RouteMatchProps): boolean {
  return match.sourceLabels !== undefined || match.sourceNamespace !== undefined;
}

/** Whether only a gateway can tell. */
function needsGateway(match: RouteMatchProps): boolean {
  return (match.headers ?? []).some((header) => header.isClaim);
}

function callerAtGateway({ sourceLabels, sourceNamespace }: RouteMatchProps, at: IErrorScope): ConfigurationError {
  const value = { ...sourceLabels, ...(sourceNamespace ? { namespace: sourceNamespace } : {}) };
  const problem = 'a condition on the calling workload at a gateway, which never knows it';
  return new ConfigurationError('MatchMeshOnly', { at, problem, value });
}

function claimInMesh({ headers = [] }: RouteMatchProps, at: IErrorScope): ConfigurationError {
  const problem = 'a condition on a claim of the token in rules for the mesh, where Istio refuses the whole object';
  const value = headers.find((header) => header.isClaim)?.name;
  return new ConfigurationError('MatchGatewayOnly', { at, problem, value });
}
