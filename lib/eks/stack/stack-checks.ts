import { ConfigurationError, type IErrorScope } from '../../errors';
import type { IEksNetwork } from '../network/network';
import { NodeRole, type NodeGroupOptions } from '../nodes/node-group-options';
import type { IstioEksStackProps } from './istio-eks-stack';

/** One network, made or found. */
export function checkNetworkChoice(at: IErrorScope, props: IstioEksStackProps): void {
  if (props.network && props.existingNetwork) {
    throw new ConfigurationError('EksSubnetLayout', {
      at,
      problem: 'both network and existingNetwork',
      allowed: 'one of them',
      fix: 'leave one of them out',
    });
  }
}

/** Nodes of Auto Mode are EKS's: what is told about nodes of ours would be lost. */
export function checkAutoModeAlone(at: IErrorScope, props: IstioEksStackProps, network: IEksNetwork): void {
  if (props.nodeGroups || props.addons || props.nodeSecurityGroup) {
    throw new ConfigurationError('EksAutoMode', {
      at,
      problem: 'node groups, add-ons or a node security group with Auto Mode',
    });
  }
  if (network.gatewaySubnetIds.length > 0) {
    throw new ConfigurationError('EksGatewayPool', {
      at,
      problem: 'subnets of gateway nodes with Auto Mode, whose nodes stand in the private subnets',
      allowed: 'another way out of the network, or managed node groups',
      fix: 'choose another NatGateways (leave gatewaySubnetIds out of an existing network), or leave autoMode out',
    });
  }
}

/** Without a node for coredns the add-on never becomes active, and the first apply ends after twenty minutes of waiting. */
export function checkNodesForAddons(at: IErrorScope, props: IstioEksStackProps): void {
  const general = (props.nodeGroups ?? []).filter((group) => group.role !== NodeRole.GATEWAY);
  if (general.length === 0 || !general.every(keepsPodsAway) || props.addons?.coredns?.configuration) return;
  throw new ConfigurationError('EksNodeGroup', {
    at,
    problem: 'every node group is tainted, so coredns and the EBS driver find no node',
    value: general.map((group) => group.name),
    allowed: 'a node group without taints, or tolerations in the configuration of coredns',
    fix: 'add a node group without taints, or set addons.coredns.configuration',
  });
}

function keepsPodsAway(group: NodeGroupOptions): boolean {
  return (group.taints ?? []).some(({ effect }) => effect !== 'PREFER_NO_SCHEDULE');
}
