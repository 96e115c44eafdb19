import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { IEksCluster } from '../control-plane/eks-control-plane';
import { ServiceRole } from '../iam/service-role';
import type { IEksNetwork } from '../network/network';
import { nodeGroupSpec, NodeRole, type NodeGroupOptions, type NodeGroupSpec } from './node-group-options';
import { NodeTemplate } from './node-template';

/** The node groups of a cluster. */
export interface EksNodesProps {
  /** Name of the cluster; roles and templates are named after it. */
  readonly name: string;
  /** The cluster that the nodes join. */
  readonly cluster: IEksCluster;
  /** Where they stand: private subnets, and those of gateway nodes. */
  readonly network: IEksNetwork;
  /** @default - one group `general` */
  readonly groups?: readonly NodeGroupOptions[];
  /** What nodes wait for besides the cluster and the routes: the add-ons of {@link EksAddons.beforeNodes}. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
  /** Security groups of the nodes. @default - none of ours: EKS attaches the cluster's own */
  readonly securityGroupIds?: readonly string[];
  /** Tags of the instances, their volumes and interfaces. @default - their name alone */
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of a permissions boundary of the roles. @default - none */
  readonly permissionsBoundary?: string;
}

/**
 * Managed node groups in private subnets: IMDSv2 with one hop, encrypted gp3 volumes, no SSH, a role without the CNI's policy.
 *
 * @throws ConfigurationError EksNodeGroup, EksGatewayPool, EksName, EksScaling, EksNodeUpdate, EksAmiType, EksNodeMarks
 */
export class EksNodes extends Construct {
  /** The node groups. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: EksNodesProps) {
    super(scope, id);
    const specs = (props.groups ?? [{ name: 'general' }]).map((group) => nodeGroupSpec(this, group));
    this.check(specs, props);
    const role = new ServiceRole(this, 'role', {
      name: `${props.name}-node`,
      service: 'ec2.amazonaws.com',
      managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
      permissionsBoundary: props.permissionsBoundary,
    });
    const after = [...role.ready, ...props.cluster.ready, ...props.network.ready, ...(props.after ?? [])];
    this.ready = specs.map((spec) => this.group(spec, props, role.arn, after));
  }

  private check(specs: readonly NodeGroupSpec[], props: EksNodesProps): void {
    const names = specs.map((spec) => spec.name);
    if (names.length === 0 || new Set(names).size !== names.length) {
      throw new ConfigurationError('EksNodeGroup', { at: this, problem: 'names of the node groups', value: names });
    }
    const pool = specs.some((spec) => spec.role === NodeRole.GATEWAY);
    if (props.network.gatewaySubnetIds.length > 0 && !pool) {
      throw new ConfigurationError('EksGatewayPool', {
        at: this,
        problem: 'no node group stands where the way out is',
      });
    }
    if (!specs.some((spec) => spec.role === NodeRole.GENERAL)) {
      throw new ConfigurationError('EksNodeGroup', {
        at: this,
        problem: 'no node group takes Pods other than gateways',
      });
    }
  }

  private group(
    spec: NodeGroupSpec,
    props: EksNodesProps,
    nodeRoleArn: string,
    after: readonly ITerraformDependable[],
  ): EksNodeGroup {
    const template = new NodeTemplate(this, `template-${spec.name}`, {
      name: `${props.name}-${spec.name}`,
      spec,
      securityGroupIds: props.securityGroupIds,
      tags: props.tags,
    });
    const own = spec.role === NodeRole.GATEWAY && props.network.gatewaySubnetIds.length > 0;
    return new EksNodeGroup(this, `group-${spec.name}`, {
      clusterName: props.cluster.clusterName,
      // AWS makes the rest of the name: where a change replaces the group, the new one stands before the old one goes.
      nodeGroupNamePrefix: `${spec.name}-`,
      nodeRoleArn,
      // Without it the group would stay at the version that it was made with when the cluster is raised.
      version: props.cluster.kubernetesVersion,
      subnetIds: [...(own ? props.network.gatewaySubnetIds : props.network.privateSubnetIds)],
      amiType: spec.ami,
      capacityType: spec.spot ? 'SPOT' : 'ON_DEMAND',
      instanceTypes: [...spec.instanceTypes],
      labels: { ...spec.labels },
      taint: spec.taints.map((taint) => ({ ...taint })),
      launchTemplate: { id: template.templateId, version: template.version },
      scalingConfig: { minSize: spec.min, desiredSize: spec.desired, maxSize: spec.max },
      updateConfig: spec.update._config,
      nodeRepairConfig: { enabled: true },
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['scaling_config[0].desired_size'] },
      dependsOn: [...after],
    });
  }
}
