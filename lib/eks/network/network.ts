import type { ITerraformDependable } from 'cdktf';

/** A network that a cluster can stand in, created or found. */
export interface IEksNetwork {
  readonly vpcId: string;
  /** Subnets of the control plane and of all nodes but those of a gateway pool. */
  readonly privateSubnetIds: readonly string[];
  /** Subnets of the gateway pool; empty where there is none, and gateway nodes then stand in the private subnets. */
  readonly gatewaySubnetIds: readonly string[];
  /** Where internet-facing load balancers stand. */
  readonly publicSubnetIds: readonly string[];
  /** What must exist before a node can start: routes and endpoints. */
  readonly ready: readonly ITerraformDependable[];
}

/** Where nodes get their way to the internet from. */
export enum NatGateways {
  /** One NAT gateway for all zones: cheapest, and gone with its zone. */
  SINGLE = 'SINGLE',
  /** One in each zone: no cross-zone charge, and survives the loss of a zone. */
  PER_ZONE = 'PER_ZONE',
  /** None. Needs private endpoints; nothing leaves the VPC. */
  NONE = 'NONE',
  /**
   * One, and only the subnets of the gateway node pool route to it: other nodes leave the VPC through the egress gateway or not at all.
   * Needs private endpoints, since plain nodes must reach EKS and ECR.
   */
  GATEWAY_NODES = 'GATEWAY_NODES',
}
