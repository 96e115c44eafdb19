import type { ReachedTls, Trace } from './trace';

/** What else has to hold at the end that was reached. */
export interface ReachOptions {
  /** TLS in which it was reached. @default - any */
  readonly tls?: ReachedTls;
  /** Server name of that TLS. @default - any */
  readonly sni?: string;
  /** Subset of the service. @default - any */
  readonly subset?: string;
}

/** Whether the request reaches `host:port`, or any port of `host`. */
export function reaches({ end }: Trace, target: string, options: ReachOptions = {}): boolean {
  const host = end.host?.includes(':') ? `[${end.host}]` : end.host;
  const there = end.kind === 'reached' && (target === `${host ?? ''}:${end.port ?? ''}` || target === end.host);
  return (
    there &&
    (options.tls === undefined || options.tls === end.tls) &&
    (options.sni === undefined || options.sni === end.sni) &&
    (options.subset === undefined || options.subset === end.subset)
  );
}

/** Whether the request passes a gateway, by name or namespace/name. */
export function passesThrough({ hops }: Trace, gateway: string): boolean {
  return hops.some(
    ({ kind, name, namespace }) => kind === 'gateway' && (gateway === name || gateway === `${namespace}/${name}`),
  );
}

/** Whether some proxy splits the request into these percentages, by subset or host. */
export function splitsInto({ hops }: Trace, shares: Readonly<Record<string, number>>): boolean {
  const wanted = Object.entries(shares).filter(([, share]) => share > 0);
  return hops.some(({ split, cluster }) => {
    if (split.size > 0)
      return split.size === wanted.length && wanted.every(([name, share]) => near(shareOf(split, name), share));
    return wanted.length === 1 && wanted[0]?.[1] === 100 && isPart(cluster, wanted[0][0]);
  });
}

/** Whether some proxy copies this percentage of requests to a host or subset. */
export function mirrorsTo({ hops }: Trace, target: string, percent: number): boolean {
  return hops.some(({ mirrors }) =>
    [...mirrors].some(([cluster, share]) => isPart(cluster, target) && near(share, percent)),
  );
}

/** Whether a proxy sends the client to a location. */
export function redirectsTo({ end }: Trace, location: string, status?: number): boolean {
  return end.kind === 'response' && end.location === location && (status === undefined || status === end.status);
}

/** Whether a proxy answers with a status by itself. */
export function responds({ end }: Trace, status: number): boolean {
  return end.kind === 'response' && end.status === status;
}

/** Whether nobody behind the proxies gets the request: reset, denied by a policy, or not let out of the mesh. */
export function isBlocked({ end: { kind, status, location } }: Trace): boolean {
  return kind === 'reset' || (kind === 'response' && location === undefined && [401, 403, 502].includes(status ?? 0));
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
