import { Route, type RouteConfig } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface SubnetTierProps {
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly string[];
  /** One for each zone, or none at all. */
  readonly blocks: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** One kind of subnet in every zone, each with a route table of its own; no address is public on launch. */
export class SubnetTier extends Construct {
  public readonly subnetIds: readonly string[];
  public readonly routeTableIds: readonly string[];
  /** The associations: before them a subnet has the routes of the VPC's main table. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const subnets = props.blocks.map(
      (cidrBlock, zone) =>
        new Subnet(this, `subnet-${zone}`, {
          vpcId: props.vpcId,
          cidrBlock,
          availabilityZone: props.zones[zone],
          mapPublicIpOnLaunch: false,
          tags: { Name: `${props.name}-${zone}`, ...props.tags },
        }),
    );
    const tables = subnets.map(
      (_, zone) =>
        new RouteTable(this, `routes-${zone}`, { vpcId: props.vpcId, tags: { Name: `${props.name}-${zone}` } }),
    );
    this.ready = subnets.map(
      (subnet, zone) =>
        new RouteTableAssociation(this, `association-${zone}`, {
          subnetId: subnet.id,
          routeTableId: (tables[zone] as RouteTable).id,
        }),
    );
    this.subnetIds = subnets.map((subnet) => subnet.id);
    this.routeTableIds = tables.map((table) => table.id);
  }

  /** A default route in each table. */
  public routeTo(
    id: string,
    target: (zone: number) => Pick<RouteConfig, 'gatewayId' | 'natGatewayId'>,
  ): readonly ITerraformDependable[] {
    return this.routeTableIds.map(
      (routeTableId, zone) =>
        new Route(this, `${id}-${zone}`, { routeTableId, destinationCidrBlock: '0.0.0.0/0', ...target(zone) }),
    );
  }
}
