import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { IEksCluster } from '../control-plane/eks-control-plane';
import { parseCidrs } from '../network/cidr';
import { ISTIO_PORTS, OUTSIDE_PORTS, RuleSide, type IstioPort, type OutsidePorts } from './istio-ports';

/** Whose nodes get a group of their own, and what may reach them from outside. */
export interface IstioSecurityRulesProps extends OutsidePorts {
  /** Name of the cluster; the group is named after it. */
  readonly name: string;
  /** The network of the nodes. */
  readonly vpcId: string;
  /** The cluster whose control plane speaks with the nodes. */
  readonly cluster: IEksCluster;
}

/**
 * A security group of the nodes' own, with what Istio needs and no more. Without it nodes share the group that EKS makes,
 * within which everything is allowed.
 *
 * @throws ConfigurationError EksCidr, EksOpenToTheWorld
 */
export class IstioSecurityRules extends Construct {
  /** Group of the nodes. */
  public readonly nodeGroupId: string;
  /** The rules: without them a node does not reach the control plane, so nodes wait for them. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: IstioSecurityRulesProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'nodes', {
      name: `${props.name}-nodes`,
      description: 'Nodes of the mesh',
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-nodes`, [`kubernetes.io/cluster/${props.name}`]: 'owned' },
    });
    this.nodeGroupId = group.id;
    // Nodes pull images, call AWS, and carry the mesh's own egress: what leaves is decided by routes and by the egress gateway.
    const out = new VpcSecurityGroupEgressRule(this, 'out', {
      securityGroupId: group.id,
      description: 'Out, as far as the routes of the subnet lead',
      ipProtocol: '-1',
      cidrIpv4: '0.0.0.0/0',
    });
    const within = ISTIO_PORTS.map((port) => this.allow(port, props.cluster.securityGroupId));
    const outside = Object.keys(OUTSIDE_PORTS) as (keyof OutsidePorts)[];
    this.ready = [out, ...within, ...outside.flatMap((key) => this.allowFrom(key, props[key] ?? []))];
  }

  private allow(rule: IstioPort, clusterGroupId: string): ITerraformDependable {
    const toCluster = rule.side === RuleSide.NODE_TO_CLUSTER;
    const fromCluster = rule.side === RuleSide.CLUSTER_TO_NODE;
    return new VpcSecurityGroupIngressRule(this, rule.id, {
      securityGroupId: toCluster ? clusterGroupId : this.nodeGroupId,
      referencedSecurityGroupId: fromCluster ? clusterGroupId : this.nodeGroupId,
      description: rule.description,
      ...(rule.port === undefined
        ? { ipProtocol: '-1' }
        : { ipProtocol: 'tcp', fromPort: rule.port, toPort: rule.port }),
    });
  }

  private allowFrom(key: keyof OutsidePorts, cidrs: readonly string[]): readonly ITerraformDependable[] {
    const { id, port, description } = OUTSIDE_PORTS[key];
    const blocks = parseCidrs(this, cidrs);
    return cidrs.map((cidr, index) => {
      if (blocks[index]?.prefix === 0) {
        throw new ConfigurationError('EksOpenToTheWorld', {
          at: this,
          problem: `${key} is everyone`,
          value: cidr,
          allowed: 'blocks of the networks that reach the mesh',
          fix: 'name the blocks of the other clusters, or of the subnets that load balancers stand in',
        });
      }
      return new VpcSecurityGroupIngressRule(this, `${id}-${cidr.replace(/[./]/g, '-')}`, {
        securityGroupId: this.nodeGroupId,
        cidrIpv4: cidr,
        description,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
      });
    });
  }
}
