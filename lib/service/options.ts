import type { IServiceLike } from '../mesh';
import type { RoutePolicy, TrafficPolicy } from '../routing';
import type { EdgeBinding } from './edge';

/** What the routes of a Service have in common, whoever makes them. */
export interface ServiceRouteOptions extends RoutePolicy {
  /** The Service; its namespace is where the objects go, so that every client finds them. */
  readonly service: IServiceLike;
  /** The port that gateways use. @default - its only port */
  readonly port?: number;
  /** How connections to the Service are made: load balancing, pools, outlier detection, TLS. @default - Istio's defaults */
  readonly trafficPolicy?: TrafficPolicy;
  /**
   * Whether sidecars follow the rules. Without, only the gateways of `edge` and IngressHosts that use the route as a target do.
   * @default true
   */
  readonly mesh?: boolean;
  /** Gateways that follow the rules as well, by the same VirtualService. @default - none */
  readonly edge?: EdgeBinding;
  /**
   * Whether the VirtualService has no hosts of its own: routes that use this one as a target leave the choice to it, so that the
   * team of the Service owns the rules and not the team of the gateway. HTTP only, one port, not with `edge`.
   * @default false
   */
  readonly delegated?: boolean;
  /** Namespaces that see the objects: `*`, or `.` and names. @default - every namespace */
  readonly exportTo?: readonly string[];
  /** Name of both objects. @default - derived from the construct path */
  readonly name?: string;
}

const POLICY = [
  'timeout',
  'retry',
  'fault',
  'headers',
  'rewrite',
  'cors',
] as const satisfies readonly (keyof RoutePolicy)[];

/** The part of some props that is policy of the rules; undefined where there is none. */
export function policyOf(props: RoutePolicy): RoutePolicy | undefined {
  const given = POLICY.filter((field) => props[field] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given.map((field) => [field, props[field]]));
}
