import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpRoute,
} from '../../../imports/networking.istio.io';
import { renderHttpMatch, RouteMatch } from '../match';
import { checkPolicyOfAnswer, mergeRoutePolicies, renderRoutePolicy, type RoutePolicy } from '../policy';
import type { Branch, WeightedDestination } from '../target';
import { type Bound, boundTo, joined, nameWithin, needsCaller } from './binding';
import { renderDestination, renderMirrors } from './destination';

/** A route whose target's branches become HTTP rules. */
export interface HttpRuleOptions extends Bound {
  /** Requests of the route; each branch takes a part of them. @default - all of them */
  readonly match?: RouteMatch;
  /** Laid over the policy of each branch. @default - none */
  readonly policy?: RoutePolicy;
  /** Name of the route; stands before the names of branches. @default - none */
  readonly name?: string;
}

/**
 * The `http` rules of a VirtualService, one for each branch, in the branches' order.
 *
 * @throws ConfigurationError MatchNeverHolds, MatchCannotJoin, MatchMeshOnly, MatchGatewayOnly, RedirectNeedsPrefix,
 *   PolicyWithoutDestination, AuthoritySetTwice
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export function renderHttpRules(branches: readonly Branch[], options: HttpRuleOptions): VirtualServiceSpecHttp[] {
  return branches.flatMap((branch) => {
    const match = joined(options.match ?? RouteMatch.all(), branch.match, options.scope);
    const blocks = renderBlocks(match, options);
    return blocks.length > 0 ? [renderHttpRule(branch, match, blocks, options)] : [];
  });
}

function renderHttpRule(
  branch: Branch,
  match: RouteMatch,
  blocks: VirtualServiceSpecHttpMatch[],
  options: HttpRuleOptions,
): VirtualServiceSpecHttp {
  const takesAll = blocks.some((block) => Object.keys(block).length === 0);
  const policy = mergeRoutePolicies(branch.policy, options.policy);
  branch.redirect?.checkFits(match, options.scope);
  if (policy && (branch.redirect ?? branch.directResponse)) checkPolicyOfAnswer(policy, options.scope);
  return {
    name: nameWithin(options.name, branch.name),
    match: takesAll ? undefined : blocks,
    redirect: branch.redirect?._render(),
    directResponse: branch.directResponse?._render(),
    delegate: branch.delegate && { name: branch.delegate.name, namespace: branch.delegate.namespace },
    route: branch.destinations.length > 0 ? branch.destinations.map(renderRoute) : undefined,
    ...(branch.mirrors && renderMirrors(branch.mirrors)),
    ...(policy && renderRoutePolicy(policy, options.scope)),
  };
}

function renderBlocks(match: RouteMatch, bound: Bound): VirtualServiceSpecHttpMatch[] {
  if (match.isAll && !bound.bind && bound.port === undefined) return [{}];
  return boundTo(match, bound).flatMap((one) => {
    const conditions = Object.keys(one.match).length > 0 ? RouteMatch.of(one.match) : RouteMatch.all();
    // Istio does not look at the caller where an HTTP match names gateways; a gateway is no such caller anyway.
    const named = one.gateways && !needsCaller(one.match);
    return renderHttpMatch(conditions, named ? { gateways: one.gateways } : {}) ?? [{}];
  });
}

function renderRoute(of: WeightedDestination): VirtualServiceSpecHttpRoute {
  return {
    destination: renderDestination(of),
    weight: of.weight,
    headers: of.headers?._render(),
  };
}
