import { isWildcard } from '../../mesh';
import { policyWarnings } from '../../routing';
import type { Warning } from '../../service';
import type { EntryOptions } from '../entry/service-entry';
import type { Resolution } from '../entry/resolution';
import type { RoutePolicy } from '../../routing';
import type { Terms } from './terms';

/** Protocols in which the server speaks first, by their usual ports. */
const SERVER_FIRST: ReadonlyMap<number, string> = new Map([
  [25, 'SMTP'],
  [3306, 'MySQL'],
  [27017, 'MongoDB'],
]);

/** What Istio accepts and what will hardly do what was meant. */
export function routeWarnings(
  terms: Terms,
  props: EntryOptions & RoutePolicy,
  resolution: Resolution,
): readonly Warning[] {
  return [
    ...portWarnings(terms),
    ...poolWarnings(terms),
    ...entryWarnings(terms, props, resolution),
    ...policyWarnings(props),
  ];
}

function portWarnings({ ports }: Terms): Warning[] {
  return ports.flatMap(({ port, family }): Warning[] => {
    const spoken = SERVER_FIRST.get(port);
    if (spoken !== undefined && family === 'http') {
      const message = `port ${port} is declared as HTTP; where it is ${spoken}, whose server speaks first, connections hang: use EgressPort.tcp`;
      return [{ id: 'EgressServerFirst', message }];
    }
    if (port === 443 && family === 'http') {
      return [
        {
          id: 'EgressPortUnusual',
          message: 'HTTP on port 443; an application that speaks TLS there needs EgressPort.tls',
        },
      ];
    }
    if (port === 80 && family === 'tls') {
      return [
        {
          id: 'EgressPortUnusual',
          message: 'TLS on port 80; an application that speaks HTTP there needs EgressPort.http',
        },
      ];
    }
    return [];
  });
}

/** Limits of requests do nothing to connections whose requests no proxy sees. */
function poolWarnings({ ports, contract }: Terms): Warning[] {
  const all = contract.trafficPolicy?.connectionPool?._render().http !== undefined;
  return ports.flatMap((port): Warning[] => {
    const own = port.options.trafficPolicy?.connectionPool?._render().http !== undefined;
    if (port.family === 'http' || (!own && !all)) return [];
    const message =
      `connectionPool.http has no effect on port ${port.port}, whose requests no proxy sees, so that connections are not shared; ` +
      'let the application speak HTTP and set `tls` to have the proxy make the TLS';
    return [{ id: 'EgressPoolNotHttp', message }];
  });
}

function entryWarnings(
  terms: Terms,
  { addresses = [], subjectAltNames }: EntryOptions,
  { kind }: Resolution,
): Warning[] {
  const warnings: Warning[] = [];
  const opaque = terms.ports.find((port) => port.family === 'tcp');
  if (opaque && addresses.length === 0) {
    const message =
      kind === 'NONE'
        ? `any address can be reached on port ${opaque.port}: give addresses`
        : `port ${opaque.port} carries TCP without addresses and takes every connection of the port, unless DNS capture allocates some: give addresses`;
    warnings.push({ id: 'EgressTcpWithoutAddress', message });
  }
  if (subjectAltNames && terms.hosts.some(isWildcard)) {
    const message =
      'subjectAltNames on a wildcard host: the certificate of every server below it must have one of them';
    warnings.push({ id: 'EgressNamesOfWildcard', message });
  }
  return warnings;
}
