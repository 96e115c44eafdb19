import type { Resource } from '../../snapshot';
import type { WireProtocol } from '../model/protocol';

/** A port of a service of the mesh. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol: WireProtocol;
  /** Port of the workload: a number, or the name of a container port. */
  readonly target: number | string;
}

/** How a service's addresses are found. `alias` is an ExternalName Service. */
export type Resolution = 'static' | 'dns' | 'dns-round-robin' | 'none' | 'alias' | 'dynamic-dns';

/** A Kubernetes Service, or one host (and address) of a ServiceEntry. */
export interface MeshService {
  readonly host: string;
  /** Name that decides between objects of the same age. */
  readonly name: string;
  readonly namespace: string;
  readonly registry: 'Kubernetes' | 'External';
  readonly resolution: Resolution;
  readonly external: boolean;
  readonly created: number;
  readonly ports: readonly ServicePort[];
  /** Address its listeners bind: an IP, a CIDR range, or `0.0.0.0`. */
  readonly address: string;
  /** Every address that is also a Host name of it. */
  readonly addresses: readonly string[];
  readonly exportTo: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly selector: ReadonlyMap<string, string> | undefined;
  /** ExternalName Services that mean this one. */
  readonly aliases: readonly string[];
  readonly externalName: string;
  readonly resource: Resource;
}

/** A place where a service runs, as far as manifests tell. */
export interface Endpoint {
  readonly labels: ReadonlyMap<string, string>;
  readonly mtls: boolean;
  readonly address: string;
}

/** Address of a service that has none. */
export const ANY_ADDRESS = '0.0.0.0';

/** The same service seen through a narrower window. */
export function withPorts(service: MeshService, ports: readonly ServicePort[]): MeshService {
  return { ...service, ports };
}

/** A port by its number. */
export function portNumbered(service: MeshService, port: number): ServicePort | undefined {
  for (const candidate of service.ports) if (candidate.port === port) return candidate;
  return undefined;
}
