import type { RoutePolicy } from '../../routing';

/** The part of a route's props that is about its requests. */
export function requestPolicy(props: RoutePolicy): RoutePolicy {
  const { timeout, retry, fault, headers, rewrite, cors } = props;
  return {
    ...(timeout ? { timeout } : {}),
    ...(retry ? { retry } : {}),
    ...(fault ? { fault } : {}),
    ...(headers ? { headers } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(cors ? { cors } : {}),
  };
}
