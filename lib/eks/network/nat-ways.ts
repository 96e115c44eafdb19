import { Eip } from '@cdktf/provider-aws/lib/eip';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { SubnetTier } from './subnet-tier';

export interface NatWaysProps {
  readonly name: string;
  /** How many NAT gateways: 0, 1, or one for each public subnet. */
  readonly count: number;
  readonly publicSubnetIds: readonly string[];
  /** What a NAT gateway needs before it works. */
  readonly after: readonly ITerraformDependable[];
}

/** NAT gateways in the public subnets, and the routes to them. */
export class NatWays extends Construct {
  private readonly ids: readonly string[];

  constructor(scope: Construct, id: string, props: NatWaysProps) {
    super(scope, id);
    this.ids = props.publicSubnetIds.slice(0, props.count).map((subnetId, zone) => {
      const tags = { Name: `${props.name}-nat-${zone}` };
      const address = new Eip(this, `address-${zone}`, { domain: 'vpc', dependsOn: [...props.after], tags });
      return new NatGateway(this, `gateway-${zone}`, {
        allocationId: address.id,
        subnetId,
        dependsOn: [...props.after],
        tags,
      }).id;
    });
  }

  /** Sends what leaves a tier through the NAT of its zone, or through the only one; no routes where there is none. */
  public routes(tier: SubnetTier): readonly ITerraformDependable[] {
    if (this.ids.length === 0) return [];
    return tier.routeTo('out', (zone) => ({ natGatewayId: this.ids[zone % this.ids.length] as string }));
  }
}
