import { ConfigurationError } from '../errors';
import {
  endText,
  isBlocked,
  mirrorsTo,
  passesThrough,
  reaches,
  redirectsTo,
  responds,
  splitsInto,
  Trace,
  type ReachOptions,
} from '../simulation';

export type { ReachOptions };

/** What a matcher says, in jest's own form. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What else has to hold of a redirect. */
export interface RedirectOptions {
  /** HTTP status. @default - any */
  readonly status?: number;
}

/** Jest matchers over traces; their failure message is the explanation of the trace. */
export const traceMatchers = {
  /** The request reaches `host:port` (or any port of `host`). */
  toReach(received: unknown, target: string, options: ReachOptions = {}): MatcherResult {
    const trace = traceOf(received);
    return result(trace, reaches(trace, target, options), `reach ${target}${shown(options)}`);
  },

  /** The request passes a gateway: its workload's name, or namespace/name. */
  toPassThrough(received: unknown, gateway: string): MatcherResult {
    const trace = traceOf(received);
    return result(trace, passesThrough(trace, gateway), `pass through gateway ${gateway}`);
  },

  /** Some proxy splits the request like this: percentages by subset, or by host where there is no subset. */
  toSplit(received: unknown, shares: Readonly<Record<string, number>>): MatcherResult {
    const trace = traceOf(received);
    return result(trace, splitsInto(trace, shares), `be split ${JSON.stringify(shares)}`);
  },

  /** Some proxy copies the request to a host or subset. */
  toMirrorTo(received: unknown, target: string, percent = 100): MatcherResult {
    const trace = traceOf(received);
    return result(trace, mirrorsTo(trace, target, percent), `be mirrored to ${target} with ${percent} %`);
  },

  /** A proxy sends the client elsewhere. */
  toRedirectTo(received: unknown, location: string, options: RedirectOptions = {}): MatcherResult {
    const trace = traceOf(received);
    return result(trace, redirectsTo(trace, location, options.status), `be redirected to ${location}${shown(options)}`);
  },

  /** A proxy answers with this status by itself. */
  toRespond(received: unknown, status: number): MatcherResult {
    const trace = traceOf(received);
    return result(trace, responds(trace, status), `be answered ${status}`);
  },

  /** Nobody behind the proxies gets the request: reset, denied by a policy, or not let out of the mesh. */
  toBeBlocked(received: unknown): MatcherResult {
    const trace = traceOf(received);
    return result(trace, isBlocked(trace), 'be blocked');
  },
};

function traceOf(received: unknown): Trace {
  if (received instanceof Trace) return received;
  throw new ConfigurationError('TraceExpected', {
    at: 'expect',
    problem: 'the value is no trace',
    value: typeof received,
  });
}

function result(trace: Trace, pass: boolean, wanted: string): MatcherResult {
  return {
    pass,
    message: () =>
      `expected the request ${pass ? 'not ' : ''}to ${wanted}, but it ${endText(trace.end)}\n\n${trace.explain()}`,
  };
}

function shown(options: object): string {
  const parts = Object.entries(options).filter(([, value]) => value !== undefined);
  return parts.length === 0 ? '' : ` with ${parts.map(([name, value]) => `${name} ${String(value)}`).join(', ')}`;
}
