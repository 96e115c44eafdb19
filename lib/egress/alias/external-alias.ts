import { isIP } from 'node:net';
import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { checkDnsLabel, declaredProtocol, Mesh, parseHost } from '../../mesh';
import { kubernetesObject } from '../../resource';
import { Rewrite } from '../../routing';
import { EgressPort } from '../port/egress-port';
import { EgressRoute } from '../route/egress-route';
import type { ExternalAliasProps } from './alias-props';
import { emitEndpoints } from './endpoint-objects';
import { emitAliasRules } from './alias-rules';

/**
 * A Service that stands for a server outside of the cluster.
 *
 * An ExternalName is no destination to Istio but another name for one: requests go where the target's route sends them, and
 * what is set for them is set there. So the alias declares its target. A Service with addresses is a destination of its own.
 *
 * Children: `Resource` (Service); `Target` (EgressRoute) for an `externalName`; `EndpointSliceIPv4`, `EndpointSliceIPv6`,
 * `Endpoints`, `DestinationRule`, `VirtualService` for `addresses`.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-kubernetes-services/
 */
export class ExternalAlias extends Construct {
  public readonly service: ApiObject;
  /** The route of the target; undefined where the alias has addresses, or its target is a Service. */
  public readonly target?: EgressRoute;
  /** How connections to the addresses are made; undefined for an `externalName`. */
  public readonly destinationRule?: ApiObject;
  /** What the requests to the addresses get; undefined where they stay as they are. */
  public readonly virtualService?: ApiObject;
  private readonly ports: readonly EgressPort[];
  private readonly namespace: string | undefined;

  /**
   * @throws ConfigurationError AliasAmbiguous, EgressPortsEmpty, NamespaceMissing, EgressAddress, and what EgressRoute refuses
   */
  constructor(scope: Construct, id: string, props: ExternalAliasProps) {
    super(scope, id);
    Checks.register(this);
    checkDnsLabel(props.name, this);
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    this.ports = props.ports ?? (props.port === undefined ? [] : [EgressPort.http(props.port)]);
    if (this.ports.length === 0)
      throw new ConfigurationError('EgressPortsEmpty', { at: this, problem: 'the alias has no port' });
    if ((props.externalName === undefined) === (props.addresses === undefined)) {
      const problem = 'an alias of either a DNS name or addresses';
      throw new ConfigurationError('AliasAmbiguous', {
        at: this,
        problem,
        value: [props.externalName, props.addresses],
      });
    }
    if (props.externalName !== undefined) {
      const externalName = parseHost(props.externalName, this);
      this.service = this.emitService(props.name, { type: 'ExternalName', externalName });
      const target = props.target ?? this.declare(externalName, props);
      if (target) this.target = target;
      return;
    }
    const { addresses = [] } = props;
    this.checkAddresses(addresses, props);
    this.service = this.emitService(props.name, {});
    emitEndpoints(this, {
      service: props.name,
      metadata: this.metadata,
      addresses,
      ports: this.ports.map((port) => ({ name: port.name, targetPort: this.targetPort(port, props) })),
      legacy: props.legacyEndpoints ?? false,
    });
    const host = `${props.name}.${this.namespace as string}.svc.${Mesh.of(this).clusterDomain}`;
    const rules = emitAliasRules(this, { host, namespace: this.namespace as string, ports: this.ports, props });
    this.destinationRule = rules.destinationRule;
    if (rules.virtualService) this.virtualService = rules.virtualService;
  }

  private get metadata(): { namespace?: string } {
    return this.namespace === undefined ? {} : { namespace: this.namespace };
  }

  private emitService(name: string, spec: object): ApiObject {
    const ports = this.ports.map((port) => ({
      name: port.name,
      port: port.port,
      protocol: 'TCP',
      ...(declaredProtocol(port.name) === port.protocol ? {} : { appProtocol: port.protocol.toLowerCase() }),
    }));
    return kubernetesObject(this, 'Resource', 'Service', {
      metadata: { ...this.metadata, name },
      spec: { ...spec, ports },
    });
  }

  /** A Service of the cluster is declared by itself. */
  private declare(externalName: string, props: ExternalAliasProps): EgressRoute | undefined {
    if (externalName.endsWith(`.svc.${Mesh.of(this).clusterDomain}`)) return undefined;
    const { tls, workloads, credentialReaders, authority = externalName } = props;
    const isHttp = this.ports.some((port) => port.family === 'http');
    return new EgressRoute(this, 'Target', {
      host: externalName,
      ports: this.ports,
      ...this.metadata,
      ...(tls ? { tls } : {}),
      ...(workloads ? { workloads } : {}),
      ...(credentialReaders ? { credentialReaders } : {}),
      ...(isHttp ? { rewrite: Rewrite.of({ authority }) } : {}),
    });
  }

  private checkAddresses(addresses: readonly string[], props: ExternalAliasProps): void {
    const malformed = addresses.find((address) => isIP(address) === 0);
    if (malformed !== undefined || addresses.length === 0) {
      throw new ConfigurationError('EgressAddress', {
        at: this,
        problem: 'this is no address',
        value: malformed ?? addresses,
      });
    }
    if (this.namespace === undefined) {
      throw new ConfigurationError('NamespaceMissing', {
        at: this,
        problem: 'the rules of the alias need its full name',
      });
    }
    const originates = this.ports.some((port) => port.options.tls ?? (port.family === 'http' && props.tls));
    if (originates && props.authority === undefined) {
      const problem = 'TLS to addresses, which do not say what the server is called';
      throw new ConfigurationError('AliasAmbiguous', { at: this, problem, value: addresses });
    }
  }

  private targetPort(port: EgressPort, props: ExternalAliasProps): number {
    const tls = port.options.tls ?? (port.family === 'http' ? props.tls : undefined);
    return port.options.targetPort ?? tls?.port ?? port.port;
  }
}
