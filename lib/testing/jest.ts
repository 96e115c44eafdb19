import type { MatcherResult } from './trace-matchers';
import { traceMatchers, type RedirectOptions, type ReachOptions } from './trace-matchers';

/** The matchers as expect() has them after {@link installMatchers}. */
export interface TraceExpectations<R = unknown> {
  /** The request reaches `host:port` (or any port of `host`). */
  toReach(target: string, options?: ReachOptions): R;
  /** The request passes a gateway: its workload's name, or namespace/name. */
  toPassThrough(gateway: string): R;
  /** Some proxy splits the request: percentages by subset, or by host. */
  toSplit(shares: Readonly<Record<string, number>>): R;
  /** Some proxy copies the request to a host or subset. @param percent default 100 */
  toMirrorTo(target: string, percent?: number): R;
  /** A proxy redirects the client. */
  toRedirectTo(location: string, options?: RedirectOptions): R;
  /** A proxy answers with this status by itself. */
  toRespond(status: number): R;
  /** Nobody behind the proxies gets the request. */
  toBeBlocked(): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way in which jest is extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T = {}> extends TraceExpectations<R> {}
  }
}

type Extend = { extend(matchers: Record<string, (...args: never[]) => MatcherResult>): void };

/** Adds the matchers to an `expect`; importing `cdk8s-istio/testing` inside jest has done it already. */
export function installMatchers(to: unknown): void {
  (to as Extend).extend(traceMatchers as unknown as Record<string, (...args: never[]) => MatcherResult>);
}

const known = (globalThis as { readonly expect?: { readonly extend?: unknown } }).expect;
if (typeof known?.extend === 'function') installMatchers(known);
