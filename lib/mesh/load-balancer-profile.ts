import { ConfigurationError } from '../errors';
import { checkPort } from './number';

/** Kubernetes' types of Service. */
export enum GatewayServiceType {
  LOAD_BALANCER = 'LoadBalancer',
  NODE_PORT = 'NodePort',
  CLUSTER_IP = 'ClusterIP',
}

/** What the network load balancers of AWS have in common. */
export interface NetworkLoadBalancerOptions {
  /** Whether it is reached from the internet, or from inside of the VPC only. @default true */
  readonly internetFacing?: boolean;
  /**
   * Whether it tells the gateway the client's address by the PROXY protocol. The gateway's Pods have to expect it, by an
   * EnvoyFilter or `gatewayTopology.proxyProtocol`.
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /** Address blocks that may connect. @default - all */
  readonly sourceRanges?: readonly string[];
}

/** Fixed ports of the nodes, 30000–32767 unless the cluster says otherwise, by port of the Service. */
export interface NodePortOf {
  readonly port: number;
  readonly nodePort: number;
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';

/**
 * How traffic from outside arrives at a gateway: type, class and annotations of its Service.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export class LoadBalancerProfile {
  /** A load balancer as the cluster makes them without being asked. */
  public static standard(): LoadBalancerProfile {
    return new LoadBalancerProfile(GatewayServiceType.LOAD_BALANCER, {});
  }

  /** A port of every node, and no load balancer. */
  public static nodePort(...ports: readonly NodePortOf[]): LoadBalancerProfile {
    for (const { port, nodePort } of ports) {
      checkPort(port, 'LoadBalancerProfile.nodePort');
      checkPort(nodePort, 'LoadBalancerProfile.nodePort', 'nodePort');
    }
    const twice = ports.find((one, index) => ports.findIndex((other) => other.nodePort === one.nodePort) !== index);
    if (twice) {
      throw new ConfigurationError('WorkloadMalformed', {
        at: 'LoadBalancerProfile.nodePort',
        problem: 'two ports of the Service at one port of the nodes',
        value: twice.nodePort,
        allowed: 'a port of the nodes for each',
        fix: 'give another nodePort',
      });
    }
    return new LoadBalancerProfile(GatewayServiceType.NODE_PORT, {}, { nodePorts: ports });
  }

  /** Reached from inside the cluster only. */
  public static clusterIp(): LoadBalancerProfile {
    return new LoadBalancerProfile(GatewayServiceType.CLUSTER_IP, {});
  }

  /**
   * A network load balancer of AWS, made by the AWS Load Balancer Controller: it sends to the Pods themselves, so that the
   * gateway sees the clients' addresses.
   *
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
   */
  public static awsNlb(options: NetworkLoadBalancerOptions = {}): LoadBalancerProfile {
    const kind = { [`${AWS}-type`]: 'external', [`${AWS}-nlb-target-type`]: 'ip' };
    return new LoadBalancerProfile(
      GatewayServiceType.LOAD_BALANCER,
      { ...kind, ...networkAnnotations(options) },
      ranges(options),
    );
  }

  /** A network load balancer of EKS Auto Mode. */
  public static eksAutoMode(options: NetworkLoadBalancerOptions = {}): LoadBalancerProfile {
    return new LoadBalancerProfile(GatewayServiceType.LOAD_BALANCER, networkAnnotations(options), {
      ...ranges(options),
      loadBalancerClass: 'eks.amazonaws.com/nlb',
    });
  }

  public readonly loadBalancerClass?: string;
  public readonly nodePorts: readonly NodePortOf[];
  public readonly sourceRanges: readonly string[];

  private constructor(
    public readonly type: GatewayServiceType,
    public readonly annotations: Readonly<Record<string, string>>,
    rest: Partial<Pick<LoadBalancerProfile, 'loadBalancerClass' | 'nodePorts' | 'sourceRanges'>> = {},
  ) {
    if (rest.loadBalancerClass !== undefined) this.loadBalancerClass = rest.loadBalancerClass;
    this.nodePorts = rest.nodePorts ?? [];
    this.sourceRanges = rest.sourceRanges ?? [];
  }
}

/** Health is asked at the status port, which answers as soon as the gateway can serve. */
function networkAnnotations({
  internetFacing = true,
  proxyProtocol,
}: NetworkLoadBalancerOptions): Record<string, string> {
  return {
    [`${AWS}-scheme`]: internetFacing ? 'internet-facing' : 'internal',
    [`${AWS}-healthcheck-port`]: '15021',
    [`${AWS}-healthcheck-path`]: '/healthz/ready',
    [`${AWS}-healthcheck-protocol`]: 'http',
    ...(proxyProtocol ? { [`${AWS}-target-group-attributes`]: 'proxy_protocol_v2.enabled=true' } : {}),
  };
}

function ranges({ sourceRanges }: NetworkLoadBalancerOptions): { sourceRanges?: readonly string[] } {
  return sourceRanges ? { sourceRanges } : {};
}
