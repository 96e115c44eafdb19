import { ConfigurationError } from '../errors';

/** How a load balancer of a gateway is reached. */
export interface LoadBalancerOptions {
  /** Reachable from the internet. @default false */
  readonly internetFacing?: boolean;
  /** IPv4 blocks that may connect. @default - whoever reaches the load balancer */
  readonly sourceRanges?: readonly string[];
  /** Spreads connections over the zones. @default true */
  readonly crossZone?: boolean;
  /** The load balancer tells the client's address by the PROXY protocol, which the gateway must then expect. @default false */
  readonly proxyProtocol?: boolean;
}

/** A port of the Service. */
export interface LoadBalancerPort {
  readonly name: string;
  readonly port: number;
}

const CIDR = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:[12]?\d|3[0-2])$/;
const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer';
/** Port of the gateway's readiness, which the load balancer asks. */
const HEALTH_PORT = 15021;

/**
 * Which load balancer the Service of a gateway asks for: the same value for the cluster and for the manifests, so that they cannot disagree.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
 */
export class LoadBalancerProfile {
  /** Network Load Balancer of a cluster with EKS Auto Mode. */
  public static eksAutoMode(options: LoadBalancerOptions = {}): LoadBalancerProfile {
    return LoadBalancerProfile.nlb('eks.amazonaws.com/nlb', options);
  }

  /** Network Load Balancer made by the AWS Load Balancer Controller, which has to be installed. */
  public static awsController(options: LoadBalancerOptions = {}): LoadBalancerProfile {
    return LoadBalancerProfile.nlb('service.k8s.aws/nlb', options);
  }

  /** No load balancer: a ClusterIP Service, as an egress gateway has. */
  public static none(): LoadBalancerProfile {
    return new LoadBalancerProfile('ClusterIP', undefined, {}, []);
  }

  private static nlb(loadBalancerClass: string, options: LoadBalancerOptions): LoadBalancerProfile {
    const sourceRanges = options.sourceRanges ?? [];
    const wrong = sourceRanges.find((range) => !CIDR.test(range));
    if (wrong !== undefined) {
      throw new ConfigurationError('EksLoadBalancer', {
        at: 'LoadBalancerProfile',
        problem: 'source range',
        value: wrong,
      });
    }
    const annotations: Record<string, string> = {
      [`${PREFIX}-scheme`]: options.internetFacing ? 'internet-facing' : 'internal',
      [`${PREFIX}-nlb-target-type`]: 'ip',
      [`${PREFIX}-attributes`]: `load_balancing.cross_zone.enabled=${options.crossZone ?? true}`,
      [`${PREFIX}-healthcheck-protocol`]: 'http',
      [`${PREFIX}-healthcheck-port`]: String(HEALTH_PORT),
      [`${PREFIX}-healthcheck-path`]: '/healthz/ready',
    };
    // The annotation `…-proxy-protocol` is not read by Auto Mode; this one is by both.
    if (options.proxyProtocol) annotations[`${PREFIX}-target-group-attributes`] = 'proxy_protocol_v2.enabled=true';
    return new LoadBalancerProfile('LoadBalancer', loadBalancerClass, annotations, [...sourceRanges]);
  }

  /** Ports of the Service: the gateway's, and its health port where a load balancer asks it. */
  public readonly ports: readonly LoadBalancerPort[];

  private constructor(
    /** Type of the Service. */
    public readonly serviceType: 'LoadBalancer' | 'ClusterIP',
    /** `spec.loadBalancerClass`; undefined for a ClusterIP Service. */
    public readonly loadBalancerClass: string | undefined,
    /** Annotations of the Service. */
    public readonly annotations: Readonly<Record<string, string>>,
    /** `spec.loadBalancerSourceRanges`; empty for no limit. */
    public readonly sourceRanges: readonly string[],
  ) {
    this.ports = [
      ...(serviceType === 'LoadBalancer' ? [{ name: 'status-port', port: HEALTH_PORT }] : []),
      { name: 'http2', port: 80 },
      { name: 'https', port: 443 },
    ];
  }
}
