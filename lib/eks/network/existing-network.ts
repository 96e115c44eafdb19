import { Token } from 'cdktf';
import { ConfigurationError } from '../../errors';
import type { IEksNetwork } from './network';

/**
 * Ids of a VPC that exists. Load balancers find their subnets by tags, which whoever manages the VPC sets: `kubernetes.io/role/elb` on
 * public, `kubernetes.io/role/internal-elb` on private subnets, each `1`.
 */
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
 * @throws ConfigurationError EksZones with fewer than two private subnets, EksSubnetLayout for ids that are none, or that stand twice
 */
export function existingNetwork(props: ExistingNetworkProps): IEksNetwork {
  if (new Set(props.privateSubnetIds).size < 2) {
    throw new ConfigurationError('EksZones', {
      at: 'EksNetwork.fromExisting',
      problem: 'a control plane needs subnets in two zones',
      value: props.privateSubnetIds,
    });
  }
  checkId('vpc', props.vpcId);
  const kinds = [props.privateSubnetIds, props.gatewaySubnetIds ?? [], props.publicSubnetIds ?? []];
  for (const id of kinds.flat()) checkId('subnet', id);
  // A subnet has one route table: it cannot be private and public, nor private and of the gateway pool.
  const twice = kinds.flat().find((id, index, all) => all.indexOf(id) !== index);
  if (twice !== undefined) refuseId('a subnet stands twice', twice);
  return {
    vpcId: props.vpcId,
    privateSubnetIds: props.privateSubnetIds,
    gatewaySubnetIds: props.gatewaySubnetIds ?? [],
    publicSubnetIds: props.publicSubnetIds ?? [],
    ready: [],
  };
}

function checkId(kind: 'vpc' | 'subnet', id: string): void {
  if (!Token.isUnresolved(id) && !new RegExp(`^${kind}-[0-9a-z]+$`).test(id)) refuseId(`id of a ${kind}`, id);
}

function refuseId(problem: string, value: string): never {
  throw new ConfigurationError('EksSubnetLayout', {
    at: 'EksNetwork.fromExisting',
    problem,
    value,
    allowed: 'ids such as vpc-0123456789abcdef0 and subnet-0123456789abcdef0, each subnet in one list',
    fix: 'copy the ids of the VPC and of its subnets',
  });
}
