import { type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import type { GatewayWorkload, GatewayWorkloadPort } from '../../mesh';
import { kubernetesObject } from '../../resource';
import { GatewayExposure } from './gateway-exposure';

/** The Service in front of a gateway's Pods. */
export interface IngressGatewayServiceProps {
  /** The Pods; their name, namespace, labels and ports become the Service's. */
  readonly workload: GatewayWorkload;
  /** How traffic arrives from outside. @default GatewayExposure.loadBalancer() */
  readonly exposure?: GatewayExposure;
  /**
   * Whether nodes without a Pod of the gateway refuse traffic, which keeps the clients' addresses.
   * @default false
   */
  readonly keepClientAddress?: boolean;
}

const NAMES: Readonly<Record<number, string>> = { 15021: 'status-port', 80: 'http2', 443: 'https', 15443: 'tls' };

/**
 * The Service of a gateway whose installation makes none, or another one: as NodePort, or as a load balancer with the settings
 * of its cloud. Ports are those of the workload: 15021 for health, 80, 443 and `extraPorts`.
 *
 * Children: `Resource` (Service).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/#determining-the-ingress-ip-and-ports
 */
export class IngressGatewayService extends Construct {
  public readonly service: ApiObject;

  /** @throws ConfigurationError GatewayPortNotOffered, for a port of the nodes that leads to no port of the Service */
  constructor(scope: Construct, id: string, props: IngressGatewayServiceProps) {
    super(scope, id);
    const { workload, exposure = GatewayExposure.loadBalancer(), keepClientAddress } = props;
    const idle = exposure.nodePorts.find(({ port }) => !workload.offers(port));
    if (idle) {
      throw new ConfigurationError('GatewayPortNotOffered', {
        at: this,
        problem: `node port ${idle.nodePort} leads to a port that the Service does not offer`,
        value: idle.port,
        allowed: workload.ports.map(({ port }) => port).join(', '),
      });
    }
    const { annotations = {}, loadBalancerClass, sourceRanges = [] } = exposure.profile ?? {};
    this.service = kubernetesObject(this, 'Resource', 'Service', {
      metadata: {
        name: workload.serviceName,
        namespace: workload.namespace,
        labels: { ...workload.labels },
        ...(Object.keys(annotations).length > 0 ? { annotations: { ...annotations } } : {}),
      },
      spec: {
        type: exposure.serviceType,
        ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
        ...(sourceRanges.length > 0 ? { loadBalancerSourceRanges: [...sourceRanges] } : {}),
        ...(keepClientAddress ? { externalTrafficPolicy: 'Local' } : {}),
        selector: { ...workload.labels },
        ports: workload.ports.map((port) => servicePort(port, exposure)),
      },
    });
    Checks.register(this);
  }
}

function servicePort({ port, targetPort }: GatewayWorkloadPort, { nodePorts }: GatewayExposure): object {
  const fixed = nodePorts.find((one) => one.port === port);
  return {
    name: NAMES[port] ?? `tcp-${port}`,
    port,
    // The shape of k8s.IntOrString, whose module is loaded when the Service is emitted.
    targetPort: { value: targetPort ?? port },
    ...(fixed ? { nodePort: fixed.nodePort } : {}),
    protocol: 'TCP',
  };
}
