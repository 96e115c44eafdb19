import type { ITarget, RouteMatch, RoutePolicy } from '../routing';

/** The proxies that a rule is for, where a route serves both. */
export enum RouteSide {
  /** Sidecars of the callers. */
  MESH = 'mesh',
  /** The gateways of `edge`, and whatever else uses the route as a target. */
  EDGE = 'edge',
}

/** What happens to the requests of one rule besides going somewhere. */
export interface ServiceRuleOptions extends RoutePolicy {
  /** Name of the rule; shows in access logs. @default - none */
  readonly name?: string;
  /** Port of the Service that the rule is for. @default - every port */
  readonly port?: number;
  /** The side the rule is for. @default - both */
  readonly side?: RouteSide;
}

/** One rule of a Service. */
export interface ServiceRule {
  readonly match: RouteMatch;
  readonly target: ITarget;
  readonly policy?: RoutePolicy;
  readonly name?: string;
  readonly port?: number;
  readonly side?: RouteSide;
}

/** A rule from what `route()` takes. */
export function ruleOf(match: RouteMatch, target: ITarget, options: ServiceRuleOptions): ServiceRule {
  const { name, port, side, ...policy } = options;
  return {
    match,
    target,
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
    ...(name === undefined ? {} : { name }),
    ...(port === undefined ? {} : { port }),
    ...(side === undefined ? {} : { side }),
  };
}
