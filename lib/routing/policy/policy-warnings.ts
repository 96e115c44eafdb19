import { milliseconds } from '../value';
import type { DirectResponse } from './direct-response';
import type { RoutePolicy } from './route-policy';

/** Something that Istio accepts and that will not do what it seems to. */
export interface PolicyWarning {
  /** Stable identifier of the kind. */
  readonly id: string;
  /** What is odd, and what to do about it. */
  readonly message: string;
}

/** Beyond this istiod warns about the size of a body. */
const LARGE_BODY = 102_400;

/** What is odd about the parts of a policy taken together. */
export function policyWarnings(policy: RoutePolicy): readonly PolicyWarning[] {
  return retriesBeyondTimeout(policy);
}

/** What is odd about an answer that the proxy gives itself. */
export function directResponseWarnings(response: DirectResponse): readonly PolicyWarning[] {
  if (response.bodySize <= LARGE_BODY) return [];
  return [
    {
      id: 'BodyLarge',
      message:
        `the body has ${response.bodySize} bytes and is sent to every proxy that has the route; ` +
        'serve more than 100 KiB from a workload instead',
    },
  ];
}

/** The timeout is for all tries together, so the last ones may never happen. */
function retriesBeyondTimeout({ timeout, retry }: RoutePolicy): readonly PolicyWarning[] {
  if (!timeout || retry?.perTryTimeoutMs === undefined) return [];
  const total = milliseconds(timeout, 'RoutePolicy', { of: 'timeout' });
  const tries = retry.attempts + 1;
  const needed = retry.perTryTimeoutMs * tries;
  if (needed <= total) return [];
  return [
    {
      id: 'RetriesBeyondTimeout',
      message:
        `${tries} tries of ${retry.perTryTimeoutMs} ms need ${needed} ms, and the timeout ends all of them after ${total} ms; ` +
        'raise timeout, or lower attempts or perTryTimeout',
    },
  ];
}
