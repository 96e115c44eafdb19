import { ConfigurationError } from '../../errors';
import type { Snapshot } from '../../snapshot';
import { outcomeOf } from './fingerprint';
import { trace } from './follow';
import { probes } from './probe';
import type { TraceRequest } from './trace-request';

/** A request that ends otherwise. */
export interface BehaviourChange {
  readonly request: TraceRequest;
  readonly was: readonly string[];
  readonly is: readonly string[];
}

/** The requests of either side that the two sides treat differently. */
export function behaviourChanges(old: Snapshot, now: Snapshot): readonly BehaviourChange[] {
  const requests = new Map([...probes(old), ...probes(now)].map((request) => [JSON.stringify(request), request]));
  const out: BehaviourChange[] = [];
  const seen = new Set<string>();
  for (const request of requests.values()) {
    const was = outcome(old, request);
    const is = outcome(now, request);
    if (was.join('\n') === is.join('\n')) continue;
    // the same change seen by several callers is told once
    const key = JSON.stringify([request.url, request.at, request.headers, request.method, was.slice(1), is.slice(1)]);
    if (seen.has(key)) continue;
    seen.add(key);
    out.push({ request, was, is });
  }
  return out;
}

/** A caller or gateway that only one side has is an outcome, too. */
function outcome(side: Snapshot, request: TraceRequest): readonly string[] {
  try {
    return outcomeOf(trace(side, request));
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.id];
    throw error;
  }
}
