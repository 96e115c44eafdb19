/** What the IngressHosts of one workload do to each other. */
import { ConfigurationError } from '../../errors';
import { isWildcard } from '../../mesh';
import { type RouteMatch, shownMatch, unreachable } from '../../routing';
import type { Warning } from '../../service';
import type { IngressRequest } from '../host/via';
import { type ServedNames, type ServedName } from './served-names';

/** Mistakes that only two hosts together make. */
export function neighbourProblems(names: ServedNames, { scope, hosts }: IngressRequest): string[] {
  const own = hosts.flatMap(({ host }) => names.exactly(host).filter((one) => one.owner === scope));
  return [...own.flatMap((one) => strictReachable(names, one)), ...sharedRoutes(names, own)].map(
    (error) => error.message,
  );
}

/** Paths that a wildcard serves and that this host, which takes all requests for its name, has not. */
export function neighbourWarnings(names: ServedNames, { scope, hosts, routes }: IngressRequest): Warning[] {
  if (routes().some(({ match }) => isCatchAll(match))) return [];
  return hosts.flatMap(({ host }): Warning[] => {
    const own = names.exactly(host).find((one) => one.owner === scope && !one.redirects && one.tls !== 'passed');
    const hidden = own && names.over(host).find((one) => one.gateway === own.gateway && one.port === own.port);
    if (!hidden || hidden.owner === scope) return [];
    const message =
      `${hidden.host} of ${hidden.owner.node.path} no longer serves ${host}: the exact name wins, and what it has no ` +
      'route for is answered 404; add RouteMatch.all() to say so, or the routes of the wildcard';
    return [{ id: 'ExactHidesWildcard', message }];
  });
}

/** Names behind a wildcard's back that demand client certificates, by another Gateway of the workload. */
export function stricterBelow(names: ServedNames, wildcard: ServedName): string[] {
  const hosts = names
    .strictUnder(wildcard.host)
    .filter((one) => one.port === wildcard.port && one.gateway !== wildcard.gateway)
    .map(({ host }) => host);
  return [...new Set(hosts)].sort();
}

/** A VirtualService is bound to every server of its Gateway that overlaps its hosts, whatever the TLS of that server. */
function strictReachable(names: ServedNames, one: ServedName): ConfigurationError[] {
  // HTTP rules count neither where a server redirects nor where TLS is passed through.
  if (one.redirects || one.tls === 'passed') return [];
  const others = [...names.over(one.host), ...names.exactly(one.host)];
  const relaxed = others.find(
    (other) =>
      other.gateway === one.gateway &&
      other.key !== one.key &&
      !other.redirects &&
      other.tls !== 'passed' &&
      (one.tls === 'strict') !== (other.tls === 'strict') &&
      // A host may say of itself that it is served plain as well.
      !(other.owner === one.owner && (!one.tls || !other.tls)),
  );
  if (!relaxed) return [];
  const [strict, open] = one.tls === 'strict' ? [one, relaxed] : [relaxed, one];
  return [
    new ConfigurationError('StrictHostReachable', {
      at: one.owner,
      problem: `${strict.host} demands client certificates and can be reached without one through ${open.host} of ${open.owner.node.path}`,
      value: strict.host,
    }),
  ];
}

/** Two VirtualServices for one host are joined by age: whose route wins would depend on who was applied first. */
function sharedRoutes(names: ServedNames, own: readonly ServedName[]): ConfigurationError[] {
  const seen = new Set<ServedName['owner']>();
  return own.flatMap((one) =>
    names.exactly(one.host).flatMap((other): ConfigurationError[] => {
      const apart = other.owner === one.owner || other.gateway !== one.gateway || seen.has(other.owner);
      // Each pair is reported once, by the construct that comes first.
      if (apart || other.owner.node.path < one.owner.node.path) return [];
      seen.add(other.owner);
      return clash(one, other);
    }),
  );
}

function clash(one: ServedName, other: ServedName): ConfigurationError[] {
  for (const mine of one.routes()) {
    for (const theirs of other.routes()) {
      // Catch-alls are put behind the routes of all others.
      if (isCatchAll(mine.match) !== isCatchAll(theirs.match)) continue;
      if (!unreachable([mine, theirs]) && !unreachable([theirs, mine])) continue;
      return [
        new ConfigurationError('RoutesShareHost', {
          at: one.owner,
          problem: `${other.owner.node.path} routes the same requests for ${one.host}, and the older of the two objects would win`,
          value: shownMatch(mine.match),
        }),
      ];
    }
  }
  return [];
}

function isCatchAll(match: RouteMatch): boolean {
  return match.alternatives.some((one) => {
    const { path, ...others } = one;
    const everyPath = !path || (path.kind === 'prefix' && path.value === '/');
    return everyPath && Object.values(others).every((value) => value === undefined);
  });
}

/** An expression for the Host headers of a name, with or without a port. */
export function authorityOf(host: string): string {
  const name = (isWildcard(host) ? host.slice(2) : host).replace(/\./g, '\\.');
  return `(?i)${isWildcard(host) ? '.+\\.' : ''}${name}(:[0-9]+)?`;
}
