import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { SidecarSpec } from '../../../imports/networking.istio.io';
import { Checks } from '../../checks';
import { ConfigurationError } from '../../errors';
import { checkDnsLabel, Mesh, OutboundTraffic } from '../../mesh';
import { kubernetesObject, sidecar } from '../../resource';
import { warnAtValidation, type Warning } from '../../service';
import type { IEgressGateway } from '../gateway/reference';
import type { Allowance } from './allowance';
import { bypasses } from '../bypass';
import { InCluster } from './in-cluster';
import { renderNetworkPolicy } from './network-policy';

/** Which ways out of the cluster a namespace has. */
export interface EgressPolicyProps {
  /** The namespace that is closed. @default - the chart's, or Mesh.configure({ defaultNamespace }) */
  readonly namespace?: string;
  /** The gateway that stays open. @default - none */
  readonly via?: IEgressGateway;
  /** Further gateways that stay open. @default - none */
  readonly alsoVia?: readonly IEgressGateway[];
  /** Labels of the Pods it is for. @default - all Pods of the namespace */
  readonly workloads?: Readonly<Record<string, string>>;
  /** What sidecars do with hosts that nobody declares. @default OutboundTraffic.REGISTRY_ONLY */
  readonly outboundTraffic?: OutboundTraffic;
  /** Pods of the cluster that stay reachable. @default InCluster.all() */
  readonly inCluster?: InCluster;
  /** What Pods may reach besides: databases outside, the API server. @default - nothing */
  readonly alsoAllow?: readonly Allowance[];
  /** Who may reach the Pods. @default - incoming traffic is left alone */
  readonly ingress?: readonly Allowance[];
  /** Whether the sidecars' configuration is written. @default true */
  readonly sidecar?: boolean;
  /** Whether the NetworkPolicy is written. @default true */
  readonly networkPolicy?: boolean;
}

/**
 * Closes the ways out of the cluster that do not pass the egress gateway. Sidecars refuse hosts that nobody declares, which a
 * Pod can get round; the NetworkPolicy it cannot, where the cluster's network enforces it.
 *
 * Under a NetworkPolicy direct routes are closed too: allow their addresses, or send them through the gateway.
 * Children: `Resource` (Sidecar), `NetworkPolicy`.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#apply-kubernetes-network-policies
 */
export class EgressPolicy extends Construct {
  /** How sidecars behave; undefined where it is not written. */
  public readonly sidecar?: ApiObject;
  /** What the network lets through; undefined where it is not written. */
  public readonly networkPolicy?: ApiObject;
  private readonly props: EgressPolicyProps;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: EgressPolicyProps = {}) {
    super(scope, id);
    Checks.register(this);
    this.props = props;
    const namespace = props.namespace ?? Chart.of(this).namespace ?? Mesh.of(this).defaultNamespace;
    if (namespace === undefined) {
      throw new ConfigurationError('NamespaceMissing', {
        at: this,
        problem: 'no namespace is named that could be closed',
      });
    }
    this.namespace = checkDnsLabel(namespace, this, 'namespace');
    if (props.sidecar ?? true) this.sidecar = sidecar(this, 'Resource', { namespace }, () => this.sidecarSpec());
    if (props.networkPolicy ?? true) {
      const spec = renderNetworkPolicy({
        rootNamespace: Mesh.of(this).rootNamespace,
        gateways: this.gateways.map((gateway) => gateway.workload),
        inCluster: this.inCluster,
        alsoAllow: props.alsoAllow ?? [],
        ...(props.ingress ? { ingress: props.ingress } : {}),
        podLabels: props.workloads ?? {},
      });
      this.networkPolicy = kubernetesObject(this, 'NetworkPolicy', 'NetworkPolicy', { metadata: { namespace }, spec });
    }
    warnAtValidation(this, () => this.warnings());
    this.node.addValidation({ validate: () => this.problems() });
  }

  private get gateways(): readonly IEgressGateway[] {
    return [...(this.props.via ? [this.props.via] : []), ...(this.props.alsoVia ?? [])];
  }

  private get inCluster(): InCluster {
    return this.props.inCluster ?? InCluster.all();
  }

  private sidecarSpec(): SidecarSpec {
    const { workloads, outboundTraffic = OutboundTraffic.REGISTRY_ONLY } = this.props;
    const { clusterDomain, rootNamespace } = Mesh.peek(this);
    const gateways = this.gateways.map(({ workload }) => `${workload.namespace}/${workload.host(clusterDomain)}`);
    const mode = outboundTraffic as unknown as NonNullable<SidecarSpec['outboundTrafficPolicy']>['mode'];
    return {
      ...(workloads ? { workloadSelector: { labels: { ...workloads } } } : {}),
      outboundTrafficPolicy: { mode },
      egress: [{ hosts: this.inCluster._hosts(this.namespace, [`${rootNamespace}/*`, ...gateways]) }],
    };
  }

  private warnings(): Warning[] {
    const isOpen = !this.sidecar && Mesh.peek(this).outboundTraffic === OutboundTraffic.ALLOW_ANY;
    const message =
      'sidecars let out what nobody declares: set meshConfig.outboundTrafficPolicy.mode to REGISTRY_ONLY in the installation ' +
      'and say so by Mesh.configure({ outboundTraffic }), or let this policy write the Sidecar';
    return [...(isOpen ? [{ id: 'EgressOpenMesh', message }] : []), ...bypasses(this, this.namespace)];
  }

  /** Istio takes one of several Sidecars without labels, whichever is older. */
  private problems(): string[] {
    if (!this.sidecar || this.props.workloads) return [];
    const rivals = this.node.root.node
      .findAll()
      .filter((one): one is ApiObject => ApiObject.isApiObject(one) && one !== this.sidecar && one.kind === 'Sidecar')
      .filter((one) => one.metadata.namespace === this.namespace)
      .filter((one) => !(one.toJson() as { spec?: { workloadSelector?: object } }).spec?.workloadSelector);
    return rivals.map((rival) => {
      const problem = `${rival.node.path} is another Sidecar for all workloads of ${this.namespace}`;
      return new ConfigurationError('EgressPolicyTwice', { at: this, problem, value: this.namespace }).message;
    });
  }
}
