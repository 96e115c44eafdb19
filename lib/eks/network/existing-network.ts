import { ConfigurationError } from '../../errors';
import type { IEksNetwork } from './network';

/** Ids of a VPC that exists. */
export interface ExistingNetworkProps {
  readonly vpcId: string;
  /** At least two, in different zones; they need a way to AWS services (NAT or endpoints). */
  readonly privateSubnetIds: readonly string[];
  /** @default - gateway nodes stand in the private subnets */
  readonly gatewaySubnetIds?: readonly string[];
  /** @default - none; an internet-facing load balancer then finds no place */
  readonly publicSubnetIds?: readonly string[];
}

/**
 * A network that this stack does not manage.
 * @throws ConfigurationError EksZones with fewer than two private subnets
 */
export function existingNetwork(props: ExistingNetworkProps): IEksNetwork {
  if (new Set(props.privateSubnetIds).size < 2) {
    throw new ConfigurationError('EksZones', {
      at: 'EksNetwork.fromExisting',
      problem: 'a control plane needs subnets in two zones',
      value: props.privateSubnetIds,
    });
  }
  return {
    vpcId: props.vpcId,
    privateSubnetIds: props.privateSubnetIds,
    gatewaySubnetIds: props.gatewaySubnetIds ?? [],
    publicSubnetIds: props.publicSubnetIds ?? [],
    ready: [],
  };
}
