import { Retry, type RoutePolicy } from '../../routing';

/** The behaviour of a route, on the hop where it belongs. */
export interface HopPolicies {
  /** At the caller's sidecar: what the caller waits for, and failures made for it. */
  readonly sidecar: RoutePolicy;
  /** At the gateway: retries, near the server that fails, and changes to what leaves. */
  readonly gateway: RoutePolicy;
}

/**
 * Splits a policy between the two hops. The gateway finds its rules by the host, so the sidecar must not rewrite it; and only
 * one of them retries, or the attempts would multiply.
 */
export function splitPolicy(policy: RoutePolicy): HopPolicies {
  const { timeout, fault, cors, retry, rewrite, headers } = policy;
  return {
    sidecar: {
      ...(timeout ? { timeout } : {}),
      ...(fault ? { fault } : {}),
      ...(cors ? { cors } : {}),
      ...(retry ? { retry: Retry.none() } : {}),
    },
    gateway: {
      ...(retry ? { retry } : {}),
      ...(rewrite ? { rewrite } : {}),
      ...(headers ? { headers } : {}),
    },
  };
}
