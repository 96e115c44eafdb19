import { ConfigurationError } from '../../errors';
import { checkPort, type LoadBalancerProfile } from '../../mesh';

/** A fixed port of the nodes. */
export interface FixedNodePort {
  /** Port of the Service, 1–65535. */
  readonly port: number;
  /** Port of every node; 30000–32767 unless the cluster says otherwise. */
  readonly nodePort: number;
}

const AT = 'GatewayExposure.nodePort';

/**
 * How traffic from outside arrives at a gateway's Service.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export class GatewayExposure {
  /** A load balancer. @param profile which one; without it, as the cluster makes them without being asked */
  public static loadBalancer(profile?: LoadBalancerProfile): GatewayExposure {
    return new GatewayExposure(profile?.serviceType ?? 'LoadBalancer', [], profile);
  }

  /**
   * A port of every node, and no load balancer.
   *
   * @param ports those that are fixed; Kubernetes chooses the others
   * @throws ConfigurationError PortOutOfRange, NodePortTwice
   */
  public static nodePort(...ports: readonly FixedNodePort[]): GatewayExposure {
    const seen = new Set<number>();
    for (const { port, nodePort } of ports) {
      checkPort(port, AT);
      checkPort(nodePort, AT, 'nodePort');
      if (seen.has(nodePort) || seen.has(-port)) {
        const problem = 'two of them meet at one port';
        throw new ConfigurationError('NodePortTwice', { at: AT, problem, value: { port, nodePort } });
      }
      seen.add(nodePort).add(-port);
    }
    return new GatewayExposure('NodePort', ports);
  }

  /** Reached from inside the cluster only. */
  public static clusterIp(): GatewayExposure {
    return new GatewayExposure('ClusterIP', []);
  }

  private constructor(
    /** Type of the Service. */
    public readonly serviceType: string,
    /** Empty but for `nodePort`. */
    public readonly nodePorts: readonly FixedNodePort[],
    /** Settings of the load balancer, where they are given. */
    public readonly profile?: LoadBalancerProfile,
  ) {}
}
