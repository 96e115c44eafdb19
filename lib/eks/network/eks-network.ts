import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { EncryptionKey } from '../encryption/encryption-key';
import { existingNetwork, type ExistingNetworkProps } from './existing-network';
import { FlowLogs } from './flow-logs';
import { NatGateways, type IEksNetwork } from './network';
import { PrivateEndpoints } from './private-endpoints';
import { layOut } from './subnet-layout';
import { SubnetTier } from './subnet-tier';
import { NatWays } from './nat-ways';
import { zonesOf } from './zones';

/** What a network can be told. */
export interface EksNetworkOptions {
  /** Block of the VPC, /16 to /19. @default '10.0.0.0/16' */
  readonly cidr?: string;
  /** How many zones, 2 to 6, or which by name. @default 3 */
  readonly zones?: number | readonly string[];
  /**
   * Zone ids that are passed over when `zones` is a number. Name your own once the list of AWS has changed.
   * @default ['use1-az3', 'usw1-az2', 'cac1-az3']: a control plane cannot stand there
   */
  readonly excludedZoneIds?: readonly string[];
  /** @default - one block of the VPC's prefix + 3 for each zone: /19 in a /16 */
  readonly privateSubnetCidrs?: readonly string[];
  /** @default - one block of the VPC's prefix + 8 for each zone: /24 in a /16 */
  readonly publicSubnetCidrs?: readonly string[];
  /** @default NatGateways.SINGLE */
  readonly nat?: NatGateways;
  /** Interface endpoints of the AWS services that nodes call. @default false */
  readonly privateEndpoints?: boolean;
  /** Days that flow logs are kept. @default 365 */
  readonly logRetentionDays?: number;
}

/** A network for one cluster. */
export interface EksNetworkProps extends EksNetworkOptions {
  /** Name of the cluster, for names and for the tags by which load balancers find their subnets. */
  readonly name: string;
  /** Region that the zones are in. */
  readonly region: string;
  /** Encrypts the flow logs. */
  readonly key: EncryptionKey;
  /** ARN of a permissions boundary of the roles. @default - none */
  readonly permissionsBoundary?: string;
}

/**
 * A VPC for a cluster: private and public subnets in each zone with route tables of their own, NAT, flow logs,
 * an S3 gateway endpoint, and a default security group that lets nothing through.
 *
 * @throws ConfigurationError EksCidr, EksSubnetLayout, EksZones, EksNoWayOut
 */
export class EksNetwork extends Construct implements IEksNetwork {
  /** A VPC that exists. */
  public static fromExisting(props: ExistingNetworkProps): IEksNetwork {
    return existingNetwork(props);
  }

  public readonly vpcId: string;
  public readonly privateSubnetIds: readonly string[];
  public readonly gatewaySubnetIds: readonly string[];
  public readonly publicSubnetIds: readonly string[];
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: EksNetworkProps) {
    super(scope, id);
    const nat = props.nat ?? NatGateways.SINGLE;
    if (!Object.values(NatGateways).includes(nat)) {
      throw new ConfigurationError('EksNoWayOut', {
        at: this,
        problem: 'way out',
        value: nat,
        allowed: 'a value of NatGateways',
        fix: 'use one of NatGateways, such as NatGateways.PER_ZONE',
      });
    }
    if ((nat === NatGateways.NONE || nat === NatGateways.GATEWAY_NODES) && !props.privateEndpoints) {
      throw new ConfigurationError('EksNoWayOut', { at: this, problem: `NatGateways.${nat} without privateEndpoints` });
    }
    const zones = zonesOf(this, props.zones ?? 3, props.excludedZoneIds);
    const layout = layOut(this, {
      vpc: props.cidr ?? '10.0.0.0/16',
      zones: zones.length,
      privateBlocks: props.privateSubnetCidrs,
      publicBlocks: props.publicSubnetCidrs,
      gatewayNodes: nat === NatGateways.GATEWAY_NODES,
    });
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: layout.vpc,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: props.name },
    });
    new DefaultSecurityGroup(this, 'default-group', { vpcId: vpc.id, tags: { Name: `${props.name}-unused` } });
    const gateway = new InternetGateway(this, 'internet', { vpcId: vpc.id, tags: { Name: props.name } });
    const tier = (kind: string, blocks: readonly string[], tags: Record<string, string>) =>
      new SubnetTier(this, kind, { name: `${props.name}-${kind}`, vpcId: vpc.id, zones, blocks, tags });
    const open = tier('public', layout.publicBlocks, { 'kubernetes.io/role/elb': '1' });
    const closed = tier('private', layout.privateBlocks, { 'kubernetes.io/role/internal-elb': '1' });
    const pool = tier('gateway', layout.gatewayBlocks, {});
    const internet = open.routeTo('internet', () => ({ gatewayId: gateway.id }));
    const ways = new NatWays(this, 'nat', {
      name: props.name,
      count: nat === NatGateways.NONE ? 0 : nat === NatGateways.PER_ZONE ? zones.length : 1,
      publicSubnetIds: open.subnetIds,
      after: [gateway, ...internet],
    });
    const routes = ways.routes(nat === NatGateways.GATEWAY_NODES ? pool : closed);
    const s3 = new VpcEndpoint(this, 's3', {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [...closed.routeTableIds, ...pool.routeTableIds],
      tags: { Name: `${props.name}-s3` },
    });
    const endpoints = props.privateEndpoints
      ? new PrivateEndpoints(this, 'endpoints', {
          name: props.name,
          region: props.region,
          vpcId: vpc.id,
          vpcCidr: layout.vpc,
          subnetIds: closed.subnetIds,
        }).ready
      : [];
    new FlowLogs(this, 'flow-logs', {
      name: props.name,
      vpcId: vpc.id,
      key: props.key,
      retentionDays: props.logRetentionDays ?? 365,
      permissionsBoundary: props.permissionsBoundary,
    });
    this.vpcId = vpc.id;
    this.privateSubnetIds = closed.subnetIds;
    this.gatewaySubnetIds = pool.subnetIds;
    this.publicSubnetIds = open.subnetIds;
    this.ready = [...routes, ...closed.ready, ...pool.ready, s3, ...endpoints];
  }
}
