/** Where the hop from sidecars to a gateway ends. */
import { admits } from '../../mesh';
import type { Fields, Resource } from '../../snapshot';
import type { GatewayHop } from './gateway-hops';
import { fields, maybe, number, objects, texts } from './json';
import { selects, type Labels } from './labels';

export interface HopEnd {
  readonly service: Resource;
  /** Port of the Service. */
  readonly port: number;
  /** The servers there that take a host of the VirtualService. */
  readonly servers: readonly Fields[];
}

/**
 * Where a hop ends; undefined where no Gateway of the VirtualService is for the workloads of the Service, or the port is none of the
 * Service's, which is told already and says nothing of the hop.
 */
export function hopEnd({ service, gateways, destination, virtualService }: GatewayHop): HopEnd | undefined {
  if (!service) return undefined;
  const behind = gateways.filter(({ spec }) => selects(spec.selector, fields(service.spec.selector) as Labels));
  const ports = objects(service.spec.ports);
  const given = maybe(destination.port);
  const port = given ? number(given.number) : ports.length === 1 ? number(ports[0]!.port) : undefined;
  const own = ports.find((one) => number(one.port) === port);
  if (behind.length === 0 || port === undefined || !own) return undefined;
  const numbers = [port, number(own.targetPort)];
  const servers = behind.flatMap((gateway) =>
    objects(gateway.spec.servers)
      .filter((server) => numbers.includes(number(fields(server.port).number)))
      .filter((server) => admitsAny(server, gateway, virtualService)),
  );
  return { service, port, servers };
}

function admitsAny(server: Fields, gateway: Resource, { namespace, spec }: Resource): boolean {
  return texts(server.hosts).some((entry) =>
    texts(spec.hosts).some((host) => admits(entry, gateway.namespace, namespace, host)),
  );
}
