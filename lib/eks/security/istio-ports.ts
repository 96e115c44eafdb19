/** Which side a rule lets in. */
export enum RuleSide {
  /** Control plane to node. */
  CLUSTER_TO_NODE = 'CLUSTER_TO_NODE',
  /** Node to control plane. */
  NODE_TO_CLUSTER = 'NODE_TO_CLUSTER',
  /** Node to node, every port: Pods of a mesh listen on low ports too, and proxies ask istiod on 15012. */
  NODE_TO_NODE = 'NODE_TO_NODE',
}

/** One permission of the network. */
export interface IstioPort {
  readonly id: string;
  readonly side: RuleSide;
  /** Left out: every port and protocol. */
  readonly port?: number;
  readonly description: string;
}

/** Optional permissions, each for a block of addresses. */
export interface OutsidePorts {
  /** Blocks of other clusters' nodes that reach the ztunnel or waypoints (15008). @default - none */
  readonly hboneFrom?: readonly string[];
  /** Blocks of other clusters that reach the east-west gateway (15443). @default - none */
  readonly eastWestFrom?: readonly string[];
  /** Blocks of a load balancer that checks the health of the gateway (15021). @default - none */
  readonly healthFrom?: readonly string[];
}

/**
 * What Istio needs between the groups of a control plane and of its nodes.
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
 */
export const ISTIO_PORTS: readonly IstioPort[] = [
  { id: 'https', side: RuleSide.CLUSTER_TO_NODE, port: 443, description: 'Webhooks and API services on 443' },
  { id: 'kubelet', side: RuleSide.CLUSTER_TO_NODE, port: 10250, description: 'Kubelet: logs, exec, metrics' },
  { id: 'webhook', side: RuleSide.CLUSTER_TO_NODE, port: 15017, description: 'istiod: injection and validation' },
  { id: 'api', side: RuleSide.NODE_TO_CLUSTER, port: 443, description: 'Kubernetes API' },
  { id: 'mesh', side: RuleSide.NODE_TO_NODE, description: 'Everything between nodes' },
];

export const OUTSIDE_PORTS: Readonly<Record<keyof OutsidePorts, { id: string; port: number; description: string }>> = {
  hboneFrom: { id: 'hbone', port: 15008, description: 'HBONE of ambient mode' },
  eastWestFrom: { id: 'east-west', port: 15443, description: 'East-west gateway' },
  healthFrom: { id: 'health', port: 15021, description: 'Health of the gateway' },
};
