import type { ServiceEntrySpec, ServiceEntrySpecEndpoints } from '../../../imports/networking.istio.io';
import { isWildcard } from '../../mesh';
import type { Terms } from '../route/terms';
import type { Endpoint } from './endpoint';
import { Resolution } from './resolution';

/** How the mesh gets to know a host. */
export interface EntryOptions {
  /**
   * How proxies find the servers.
   * @default - by DNS; for a wildcard host not at all: connections go on to the address that was dialled
   */
  readonly resolution?: Resolution;
  /**
   * Addresses that applications dial, by which TCP is told apart; not the servers' (those are endpoints). Addresses, or ranges
   * where the resolution is none or static.
   * @default - any address, or one that the mesh allocates
   */
  readonly addresses?: readonly string[];
  /** Names of which the certificates of the servers must have one. @default - the server name */
  readonly subjectAltNames?: readonly string[];
  /** Namespaces that see the route: `*`, or `.` (its own) and names. @default - all */
  readonly exportTo?: readonly string[];
  /** Whether the servers are part of the mesh, with its identities. @default false */
  readonly meshInternal?: boolean;
}

/** The resolution that counts where none is given. */
export function resolutionOf({ resolution }: EntryOptions, terms: Terms): Resolution {
  if (resolution) return resolution;
  return terms.hosts.some((host) => isWildcard(terms.upstreamOf(host))) ? Resolution.none() : Resolution.dns();
}

/** The ServiceEntry of a route. Defaults that are easily mistaken (location, resolution) are written out. */
export function renderServiceEntry(
  terms: Terms,
  options: EntryOptions,
  exportTo?: readonly string[],
): ServiceEntrySpec {
  const { kind, endpoints, labels } = resolutionOf(options, terms);
  const { addresses, subjectAltNames, meshInternal } = options;
  return {
    hosts: [...new Set(terms.hosts.map((host) => terms.upstreamOf(host)))],
    ...(addresses ? { addresses: [...addresses] } : {}),
    ports: terms.ports.map((port) => {
      const targetPort = port.options.targetPort ?? terms.tlsOf(port)?.port ?? port.port;
      return {
        number: port.port,
        name: port.name,
        protocol: port.protocol,
        ...(targetPort === port.port ? {} : { targetPort }),
      };
    }),
    location: (meshInternal ? 'MESH_INTERNAL' : 'MESH_EXTERNAL') as ServiceEntrySpec['location'],
    resolution: kind as ServiceEntrySpec['resolution'],
    ...(endpoints.length > 0 ? { endpoints: endpoints.map((one) => renderEndpoint(one, terms)) } : {}),
    ...(labels ? { workloadSelector: { labels: { ...labels } } } : {}),
    ...(subjectAltNames ? { subjectAltNames: [...subjectAltNames] } : {}),
    ...(exportTo ? { exportTo: [...exportTo] } : {}),
  };
}

function renderEndpoint({ props }: Endpoint, terms: Terms): ServiceEntrySpecEndpoints {
  const { address, ports, locality, weight, network, labels, serviceAccount } = props;
  const named = (ports ?? []).map(({ port, targetPort }): [string, number] => {
    return [terms.ports.find((one) => one.port === port)?.name ?? `port-${port}`, targetPort];
  });
  return {
    address,
    ...(named.length > 0 ? { ports: Object.fromEntries(named) } : {}),
    ...(locality === undefined ? {} : { locality }),
    ...(weight === undefined ? {} : { weight }),
    ...(network === undefined ? {} : { network }),
    ...(labels ? { labels: { ...labels } } : {}),
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
  };
}
