import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { DestinationRuleSpecSubsets } from '../../../imports/networking.istio.io';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { checkPort, label, Mesh, parseHost } from '../../mesh';
import { destinationRule } from '../../resource';
import { type Destination, renderTrafficPolicy, Tunnel } from '../../routing';
import type { EntryOptions } from '../entry/service-entry';
import { EgressPort } from '../port/egress-port';
import { EgressRoute } from '../route/egress-route';
import type { IForwardProxy, TunnelRequest } from './reference';
import type { TlsOrigination } from '../tls-origination';

/** An HTTP proxy that leads out of the network. */
export interface ForwardProxyProps extends EntryOptions {
  /** DNS name of the proxy; what sidecars call it, where it is found by addresses. */
  readonly host: string;
  /** Port of the proxy, 1–65535. */
  readonly port: number;
  /** How connections to the proxy are secured. @default - plain text */
  readonly tls?: TlsOrigination;
  /** Whether the proxy is asked by POST. @default false - by CONNECT */
  readonly post?: boolean;
  /** Namespace of the objects. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
}

/**
 * An HTTP proxy that routes tunnel through, from sidecars or from an egress gateway: give it to a route as `through`.
 * Applications that speak to a proxy themselves need an EgressRoute of TCP to it instead.
 *
 * Children: `Route` (EgressRoute to the proxy), `Tunnels` (DestinationRule, once a route uses it).
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings
 */
export class ForwardProxy extends Construct implements IForwardProxy {
  /** The way to the proxy itself. */
  public readonly route: EgressRoute;
  private readonly props: ForwardProxyProps;
  private readonly host: string;
  private readonly namespace: string | undefined;
  private readonly subsets = new Map<string, DestinationRuleSpecSubsets>();

  constructor(scope: Construct, id: string, props: ForwardProxyProps) {
    super(scope, id);
    Checks.register(this);
    this.props = props;
    this.host = parseHost(props.host, this);
    this.namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    const { resolution, addresses, subjectAltNames, exportTo, meshInternal } = props;
    this.route = new EgressRoute(this, 'Route', {
      host: this.host,
      ports: [EgressPort.tcp(checkPort(props.port, this))],
      ...(this.namespace === undefined ? {} : { namespace: this.namespace }),
      ...(resolution ? { resolution } : {}),
      ...(addresses ? { addresses } : {}),
      ...(subjectAltNames ? { subjectAltNames } : {}),
      ...(exportTo ? { exportTo } : {}),
      ...(meshInternal === undefined ? {} : { meshInternal }),
    });
  }

  /**
   * Takes in a tunnel of a route. EgressRoute calls it.
   *
   * @throws ConfigurationError EgressProxyHidden
   */
  public tunnel({ host, port, gatewayNamespace }: TunnelRequest): Destination {
    const { tls, post, exportTo } = this.props;
    if (gatewayNamespace !== undefined && !this.isSeenBy(gatewayNamespace)) {
      const problem = `a gateway in ${gatewayNamespace} opens the tunnel and does not see the proxy`;
      throw new ConfigurationError('EgressProxyHidden', { at: this, problem, value: exportTo });
    }
    const subset = label('tunnel', String(port), host);
    const tunnel = post ? Tunnel.post(host, port) : Tunnel.connect(host, port);
    const policy = renderTrafficPolicy({ tunnel, ...(tls ? { tls: tls.clientTls(this.host) } : {}) }, this);
    const trafficPolicy = policy as NonNullable<DestinationRuleSpecSubsets['trafficPolicy']>;
    if (this.subsets.size === 0) this.emit();
    this.subsets.set(subset, { name: subset, trafficPolicy });
    return { host: this.host, subset, port: this.props.port };
  }

  private isSeenBy(namespace: string): boolean {
    const { exportTo } = this.props;
    return !exportTo || exportTo.includes('*') || exportTo.includes(namespace) || namespace === this.namespace;
  }

  /** Gateways find it in the namespace of the ServiceEntry, as sidecars do: one rule serves them all (P1, P3). */
  private emit(): void {
    const { exportTo } = this.props;
    const metadata = this.namespace === undefined ? {} : { namespace: this.namespace };
    destinationRule(this, 'Tunnels', metadata, () => ({
      host: this.host,
      ...(exportTo ? { exportTo: [...exportTo] } : {}),
      subsets: [...this.subsets.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    }));
  }
}
