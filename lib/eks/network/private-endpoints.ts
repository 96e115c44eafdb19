import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** Services that nodes, add-ons and Pod Identity call; without NAT each needs an endpoint. */
export const PRIVATE_SERVICES = [
  'autoscaling',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  'ssm',
  'ssmmessages',
  'sts',
] as const;

/**
 * Those whose endpoints are called `cn.com.amazonaws.…` in China; the others, and S3, have one name everywhere.
 * @see https://github.com/aws/aws-cdk/pull/25333
 */
const NAMED_BY_PARTITION: readonly string[] = ['autoscaling', 'ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'sts'];

export interface PrivateEndpointsProps {
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: readonly string[];
}

/** Interface endpoints of the AWS services, reachable from the VPC on 443. */
export class PrivateEndpoints extends Construct {
  /** The endpoints, and the rule that lets nodes reach them. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateEndpointsProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'group', {
      name: `${props.name}-endpoints`,
      description: 'Private endpoints of AWS services',
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-endpoints` },
    });
    const https = new VpcSecurityGroupIngressRule(this, 'https', {
      securityGroupId: group.id,
      description: 'HTTPS from the VPC',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIpv4: props.vpcCidr,
    });
    const { reverseDnsPrefix } = new DataAwsPartition(this, 'partition');
    const endpoints = PRIVATE_SERVICES.map(
      (service) =>
        new VpcEndpoint(this, service.replace(/\./g, '-'), {
          vpcId: props.vpcId,
          serviceName: `${NAMED_BY_PARTITION.includes(service) ? reverseDnsPrefix : 'com.amazonaws'}.${props.region}.${service}`,
          vpcEndpointType: 'Interface',
          privateDnsEnabled: true,
          subnetIds: [...props.subnetIds],
          securityGroupIds: [group.id],
          tags: { Name: `${props.name}-${service}` },
        }),
    );
    this.ready = [https, ...endpoints];
  }
}
