import { ConfigurationError } from '../errors';
import { endText, Trace, type ReachedTls, type TraceEnd } from '../simulation';

/** What a matcher says, in jest's own form. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What else has to hold at the end that was reached. */
export interface ReachOptions {
  /** TLS in which it was reached. @default - any */
  readonly tls?: ReachedTls;
  /** Server name of that TLS. @default - any */
  readonly sni?: string;
  /** Subset of the service. @default - any */
  readonly subset?: string;
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
    const { end } = trace;
    const host = end.host?.includes(':') ? `[${end.host}]` : end.host;
    const there = end.kind === 'reached' && (target === `${host ?? ''}:${end.port ?? ''}` || target === end.host);
    const pass =
      there &&
      (options.tls === undefined || options.tls === end.tls) &&
      (options.sni === undefined || options.sni === end.sni) &&
      (options.subset === undefined || options.subset === end.subset);
    return result(trace, pass, `reach ${target}${shown(options)}`);
  },

  /** The request passes a gateway: its workload's name, or namespace/name. */
  toPassThrough(received: unknown, gateway: string): MatcherResult {
    const trace = traceOf(received);
    const pass = trace.hops.some(
      ({ kind, name, namespace }) => kind === 'gateway' && (gateway === name || gateway === `${namespace}/${name}`),
    );
    return result(trace, pass, `pass through gateway ${gateway}`);
  },

  /** Some proxy splits the request like this: percentages by subset, or by host where there is no subset. */
  toSplit(received: unknown, shares: Readonly<Record<string, number>>): MatcherResult {
    const trace = traceOf(received);
    const wanted = Object.entries(shares).filter(([, share]) => share > 0);
    const pass = trace.hops.some(
      ({ split, cluster }) =>
        (split.size === wanted.length && wanted.every(([name, share]) => near(shareOf(split, name), share))) ||
        (split.size === 0 && wanted.length === 1 && wanted[0]?.[1] === 100 && isPart(cluster, wanted[0][0])),
    );
    return result(trace, pass, `be split ${JSON.stringify(shares)}`);
  },

  /** Some proxy copies the request to a host or subset. */
  toMirrorTo(received: unknown, target: string, percent = 100): MatcherResult {
    const trace = traceOf(received);
    const pass = trace.hops.some(({ mirrors }) =>
      [...mirrors].some(([cluster, share]) => isPart(cluster, target) && near(share, percent)),
    );
    return result(trace, pass, `be mirrored to ${target} with ${percent} %`);
  },

  /** A proxy sends the client elsewhere. */
  toRedirectTo(received: unknown, location: string, options: RedirectOptions = {}): MatcherResult {
    const trace = traceOf(received);
    const { end } = trace;
    const pass =
      end.kind === 'response' &&
      end.location === location &&
      (options.status === undefined || options.status === end.status);
    return result(trace, pass, `be redirected to ${location}${shown(options)}`);
  },

  /** A proxy answers with this status by itself. */
  toRespond(received: unknown, status: number): MatcherResult {
    const trace = traceOf(received);
    return result(trace, trace.end.kind === 'response' && trace.end.status === status, `be answered ${status}`);
  },

  /** Nobody behind the proxies gets the request: reset, denied by a policy, or not let out of the mesh. */
  toBeBlocked(received: unknown): MatcherResult {
    const trace = traceOf(received);
    return result(trace, blocked(trace.end), 'be blocked');
  },
};

function blocked({ kind, status, location }: TraceEnd): boolean {
  if (kind === 'reset') return true;
  return kind === 'response' && location === undefined && [401, 403, 502].includes(status ?? 0);
}

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

/** A share by the name that a reader uses: subset, host, or the first label of the host. */
function shareOf(split: ReadonlyMap<string, number>, name: string): number | undefined {
  return split.get(name) ?? [...split].find(([key]) => key.split('.', 1)[0] === name)?.[1];
}

function isPart(cluster: string | undefined, name: string): boolean {
  const [, , subset = '', host = ''] = (cluster ?? '').split('|');
  return cluster === name || subset === name || host === name || host.split('.', 1)[0] === name;
}

function near(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) < 0.005;
}
