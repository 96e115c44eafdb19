import type { Duration } from 'cdk8s';
import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import { ConfigurationError, type IErrorScope } from '../../errors';
import { renderDuration } from '../value';
import type { Cors } from './cors';
import type { Fault } from './fault';
import type { HeaderChanges } from './header-changes';
import type { Retry } from './retry';
import type { Rewrite } from './rewrite';

/**
 * What happens to the requests of a route besides the choice of a destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export interface RoutePolicy {
  /** Time for the whole request with all its retries, at least 1 ms. @default - no limit */
  readonly timeout?: Duration;
  /** Retries. @default - Istio's own: twice more, what is safe to try again */
  readonly retry?: Retry;
  /** Failures made on purpose. @default - none */
  readonly fault?: Fault;
  /** Changes to headers. @default - none */
  readonly headers?: HeaderChanges;
  /** Changes to path and host of the request. @default - none */
  readonly rewrite?: Rewrite;
  /** Calls from pages of other origins. @default - the proxy leaves them to the destination */
  readonly cors?: Cors;
}

/** The fields of an HTTP rule that a {@link RoutePolicy} becomes. */
export type RenderedRoutePolicy = Pick<
  VirtualServiceSpecHttp,
  'timeout' | 'retries' | 'fault' | 'headers' | 'rewrite' | 'corsPolicy'
>;

/**
 * Writes a policy into the fields of an HTTP rule.
 *
 * @throws ConfigurationError DurationOutOfRange, AuthoritySetTwice
 */
export function renderRoutePolicy(policy: RoutePolicy, at: IErrorScope | string = 'RoutePolicy'): RenderedRoutePolicy {
  const { timeout, retry, fault, headers, rewrite, cors } = policy;
  if (rewrite?.setsAuthority && headers?.setsAuthority) {
    throw new ConfigurationError('AuthoritySetTwice', {
      at,
      problem: 'the authority is set by rewrite and by headers',
      value: { rewrite: rewrite._render(), headers: headers._render() },
    });
  }
  return {
    rewrite: rewrite?._render(),
    timeout: timeout && renderDuration(timeout, at, { of: 'timeout' }),
    retries: retry?._render(),
    fault: fault?._render(),
    corsPolicy: cors?._render(),
    headers: headers?._render(),
  };
}

/**
 * Lays one policy over another: each field of `inner` that is given counts, all others stay as `outer` has them.
 * Undefined where both are.
 */
export function mergeRoutePolicies(
  outer: RoutePolicy | undefined,
  inner: RoutePolicy | undefined,
): RoutePolicy | undefined {
  if (!outer || !inner) return outer ?? inner;
  const given = Object.entries(inner).filter(([, value]) => value !== undefined);
  return { ...outer, ...(Object.fromEntries(given) as RoutePolicy) };
}

/**
 * Refuses a policy on a route that answers at the proxy (redirect, direct response), where nothing is sent that could be
 * rewritten or made to fail.
 *
 * @throws ConfigurationError PolicyWithoutDestination
 */
export function checkPolicyOfAnswer(policy: RoutePolicy, at: IErrorScope | string): void {
  const idle = (['fault', 'rewrite'] as const).filter((field) => policy[field] !== undefined);
  if (idle.length > 0) {
    throw new ConfigurationError('PolicyWithoutDestination', {
      at,
      problem: `${idle.join(' and ')} on a route that answers at the proxy`,
      value: idle,
    });
  }
}
