import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../errors';
import { checkKind } from './kind';
import { Mesh } from './mesh';
import { checkDnsLabel } from './name';
import { checkPort } from './number';
import { declaredProtocol, type Protocol } from './protocol';

/** A port of a Service. Met by cdk8s-plus' `ServicePort`. */
export interface IServicePort {
  /** Number of the Service port, 1–65535. */
  readonly port: number;
  /** Name; its prefix declares the protocol (`http-api`, `grpc`). @default - unnamed: Istio detects HTTP by the first bytes */
  readonly name?: string;
}

/** The part of a Kubernetes object's metadata that a reference needs. */
export interface IServiceMetadata {
  /** Namespace of the object. @default - Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}

/**
 * A Kubernetes Service to route to. Every cdk8s-plus-XX `Service` is one; {@link ServiceRef} stands for a Service of another App.
 */
export interface IServiceLike {
  /** Name of the Service, as synthesised. */
  readonly name: string;
  readonly metadata: IServiceMetadata;
  readonly ports: readonly IServicePort[];
}

/** A Service that is not in this App, or not made with cdk8s-plus. */
export class ServiceRef implements IServiceLike {
  /**
   * @param name DNS label
   * @param namespace DNS label
   * @param ports at least one
   * @throws ConfigurationError NameNotDnsLabel, PortMissing, PortOutOfRange
   */
  public static of(name: string, namespace: string, ports: readonly IServicePort[]): ServiceRef {
    const at = 'ServiceRef.of';
    checkDnsLabel(name, at);
    checkDnsLabel(namespace, at, 'namespace');
    if (ports.length === 0)
      throw new ConfigurationError('PortMissing', { at, problem: `Service ${name} has no port`, value: ports });
    for (const { port } of ports) checkPort(port, at);
    return new ServiceRef(name, { namespace }, ports);
  }

  private constructor(
    public readonly name: string,
    public readonly metadata: IServiceMetadata,
    public readonly ports: readonly IServicePort[],
  ) {}
}

/** A Service as a construct's manifests name it. */
export interface ResolvedService {
  /** Fully qualified, or the short name where nobody has a namespace. */
  readonly host: string;
  readonly name: string;
  /** Undefined where nobody has one. */
  readonly namespace?: string;
  readonly ports: readonly IServicePort[];
}

/**
 * Refuses what is no Service, such as its name alone.
 *
 * @throws ConfigurationError ValueMistyped
 */
export function checkService(service: IServiceLike, at: IConstruct | string): void {
  const { metadata, ports } = (service ?? {}) as Partial<IServiceLike>;
  const isService = metadata !== undefined && Array.isArray(ports);
  checkKind(isService, at, 'service', service, 'a Service of cdk8s-plus, or ServiceRef.of(name, namespace, ports)');
}

/**
 * Turns a Service into the host that manifests name.
 *
 * @param scope construct that the host is for
 * @param namespace namespace of that construct, where it has one
 * @throws ConfigurationError ValueMistyped; NamespaceDisagrees, when only one of the two has a namespace
 */
export function resolveService(
  service: IServiceLike,
  scope: IConstruct,
  namespace: string | undefined,
): ResolvedService {
  checkService(service, scope);
  const { clusterDomain, defaultNamespace } = Mesh.of(scope);
  const { name } = service;
  if (!name)
    throw new ConfigurationError('NameMissing', { at: scope, problem: 'the Service has no name', value: name });
  checkDnsLabel(name, scope, 'name of the Service');
  const own = service.metadata.namespace ?? defaultNamespace;
  const ours = namespace ?? defaultNamespace;
  if ((own === undefined) !== (ours === undefined)) {
    const problem =
      own === undefined
        ? `Service ${name} names no namespace, but this construct is in ${ours}`
        : `Service ${name} is in ${own}, but this construct names no namespace`;
    throw new ConfigurationError('NamespaceDisagrees', { at: scope, problem });
  }
  const host = own === undefined ? name : `${name}.${own}.svc.${clusterDomain}`;
  return { host, name, ...(own === undefined ? {} : { namespace: own }), ports: service.ports };
}

/**
 * The port of a Service that is meant: the one given, or its only one.
 *
 * @throws ConfigurationError PortAmbiguous, PortUnknown, PortMissing
 */
export function portOf(service: IServiceLike, port: number | undefined, at: IConstruct | string): IServicePort {
  const { name, ports } = service;
  const known = ports.map((one) => one.port);
  if (port === undefined) {
    const [only, ...others] = ports;
    if (!only) throw new ConfigurationError('PortMissing', { at, problem: `Service ${name} has no port` });
    if (others.length > 0) {
      throw new ConfigurationError('PortAmbiguous', { at, problem: `Service ${name} has several ports`, value: known });
    }
    return only;
  }
  checkPort(port, at);
  const found = ports.find((one) => one.port === port);
  if (!found) {
    throw new ConfigurationError('PortUnknown', {
      at,
      problem: `Service ${name} has no such port`,
      value: port,
      allowed: known.join(', '),
    });
  }
  return found;
}

/** The protocol that a Service port declares; undefined where Istio has to detect it. */
export function protocolOf(port: IServicePort): Protocol | undefined {
  const { appProtocol } = port as { readonly appProtocol?: string };
  return declaredProtocol(port.name, appProtocol);
}
