import { ConfigurationError } from '../errors';
import { checkDnsLabel } from './name';
import { checkPort } from './number';

/** A port that a gateway's Service offers. */
export interface GatewayWorkloadPort {
  /** Port of the Service, which is also the number of a Gateway server. 1–65535. */
  readonly port: number;
  /** Port that the gateway's container listens on; authorization policies name this one. @default - the same as `port` */
  readonly targetPort?: number;
}

/** What the presets let you change. */
export interface GatewayPresetOptions {
  /** Namespace of the gateway's Pods and Service. @default - the preset's own */
  readonly namespace?: string;
  /** Further ports that your installation's Service offers. @default - none */
  readonly extraPorts?: readonly GatewayWorkloadPort[];
  /**
   * Service port of an egress gateway that mTLS hops use instead of 80.
   * @default - 80, or 443 where the gateway also carries plain HTTP hops
   */
  readonly hopPort?: number;
}

/** A gateway that is installed in none of the ways that have a preset. */
export interface GatewayWorkloadProps {
  /** Labels that select the gateway's Pods, in any namespace. At least one. */
  readonly labels: Readonly<Record<string, string>>;
  /** Namespace of the Pods and of their Service. */
  readonly namespace: string;
  /** Name of the Service in front of the Pods. */
  readonly serviceName: string;
  /** What the Service offers. At least one port. */
  readonly ports: readonly GatewayWorkloadPort[];
  /** ServiceAccount of the Pods. @default - the name of the Service */
  readonly serviceAccount?: string;
  /** As in {@link GatewayPresetOptions.hopPort}. @default - 80, or 443 next to plain HTTP hops */
  readonly hopPort?: number;
}

const OPERATOR_PORTS: readonly GatewayWorkloadPort[] = [
  { port: 80, targetPort: 8080 },
  { port: 443, targetPort: 8443 },
];
const HEALTH: GatewayWorkloadPort = { port: 15021 };

/**
 * The identity of gateway Pods: labels, namespace, Service, ports, service account. How a gateway was installed decides all of them.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export class GatewayWorkload {
  /** The egress gateway of `istioctl install` or an IstioOperator: Service `istio-egressgateway` in `istio-system`. */
  public static istioctlEgress(options: GatewayPresetOptions = {}): GatewayWorkload {
    return GatewayWorkload.operator('egressgateway', OPERATOR_PORTS, options);
  }

  /** The ingress gateway of `istioctl install` or an IstioOperator: Service `istio-ingressgateway` in `istio-system`. */
  public static istioctlIngress(options: GatewayPresetOptions = {}): GatewayWorkload {
    return GatewayWorkload.operator('ingressgateway', [HEALTH, ...OPERATOR_PORTS], options);
  }

  /**
   * A release of the Helm chart `gateway`. The chart's Service is a public LoadBalancer unless `service.type` says otherwise.
   *
   * @param release name of the Helm release; the chart drops a leading `istio-` from it in the label `istio`
   * @param namespace namespace of the release
   */
  public static helm(release: string, namespace: string, options: GatewayPresetOptions = {}): GatewayWorkload {
    return GatewayWorkload.of({
      labels: { app: release, istio: release.replace(/^istio-/, '') },
      namespace: options.namespace ?? namespace,
      serviceName: release,
      ports: [HEALTH, { port: 80 }, { port: 443 }, ...(options.extraPorts ?? [])],
      serviceAccount: release,
      ...(options.hopPort === undefined ? {} : { hopPort: options.hopPort }),
    });
  }

  /**
   * The Pods that Istio deploys for a Kubernetes Gateway (`gateway.networking.k8s.io`).
   *
   * @param gateway name of the Gateway
   * @param namespace its namespace
   * @param ports its listeners' ports
   * @param gatewayClass its class; part of the name of all that Istio makes for it
   */
  public static gatewayApi(
    gateway: string,
    namespace: string,
    ports: readonly GatewayWorkloadPort[],
    gatewayClass = 'istio',
  ): GatewayWorkload {
    const name = `${gateway}-${gatewayClass}`;
    return GatewayWorkload.of({
      labels: { 'gateway.networking.k8s.io/gateway-name': gateway },
      namespace,
      serviceName: name,
      ports,
      serviceAccount: name,
    });
  }

  /**
   * Any other gateway.
   *
   * @throws ConfigurationError WorkloadMalformed, NameNotDnsLabel, PortOutOfRange
   */
  public static of(props: GatewayWorkloadProps): GatewayWorkload {
    return new GatewayWorkload(props);
  }

  private static operator(
    kind: string,
    ports: readonly GatewayWorkloadPort[],
    options: GatewayPresetOptions,
  ): GatewayWorkload {
    const name = `istio-${kind}`;
    return GatewayWorkload.of({
      labels: { istio: kind },
      namespace: options.namespace ?? 'istio-system',
      serviceName: name,
      ports: [...ports, ...(options.extraPorts ?? [])],
      serviceAccount: `${name}-service-account`,
      ...(options.hopPort === undefined ? {} : { hopPort: options.hopPort }),
    });
  }

  /** Labels that select the Pods. */
  public readonly labels: Readonly<Record<string, string>>;
  public readonly namespace: string;
  public readonly serviceName: string;
  public readonly serviceAccount: string;
  public readonly ports: readonly GatewayWorkloadPort[];
  /** Port for mTLS hops that the user chose; undefined where the library may choose. */
  public readonly hopPort?: number;

  private constructor(props: GatewayWorkloadProps) {
    const at = 'GatewayWorkload';
    this.labels = { ...props.labels };
    this.namespace = checkDnsLabel(props.namespace, at, 'namespace');
    this.serviceName = checkDnsLabel(props.serviceName, at, 'serviceName');
    this.serviceAccount = props.serviceAccount ?? props.serviceName;
    this.ports = [...props.ports];
    if (Object.keys(this.labels).length === 0) {
      const problem = 'no labels, which would select every gateway of the mesh';
      throw new ConfigurationError('WorkloadMalformed', { at, problem, value: props.labels });
    }
    if (this.ports.length === 0) {
      throw new ConfigurationError('WorkloadMalformed', {
        at,
        problem: 'the Service has no ports',
        value: props.ports,
      });
    }
    for (const { port, targetPort } of this.ports) {
      checkPort(port, at);
      if (targetPort !== undefined) checkPort(targetPort, at, 'targetPort');
    }
    if (props.hopPort !== undefined) {
      this.hopPort = checkPort(props.hopPort, at, 'hopPort');
      this.containerPort(this.hopPort);
    }
  }

  /** Fully qualified name of the Service. */
  public host(clusterDomain: string): string {
    return `${this.serviceName}.${this.namespace}.svc.${clusterDomain}`;
  }

  /** Whether the Service offers a port. */
  public offers(port: number): boolean {
    return this.ports.some((one) => one.port === port);
  }

  /**
   * The container port behind a Service port.
   *
   * @throws ConfigurationError WorkloadMalformed, when the Service lacks the port
   */
  public containerPort(port: number): number {
    const found = this.ports.find((one) => one.port === port);
    if (!found) {
      throw new ConfigurationError('WorkloadMalformed', {
        at: 'GatewayWorkload',
        problem: `Service ${this.namespace}/${this.serviceName} does not offer port ${port}`,
        value: port,
        allowed: this.ports.map((one) => one.port).join(', '),
        fix: 'add the port to the Service of the gateway, and name it in extraPorts',
      });
    }
    return found.targetPort ?? found.port;
  }
}
