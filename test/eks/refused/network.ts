import { NatGateways } from '../../../lib/eks';
import { made, net, found, pair, POOL, GATEWAY_NODES, type RefusedCase } from './case';

export const networkCases: Readonly<Record<string, readonly RefusedCase[]>> = {
  'M8 blocks: notation': [
    pair('EksCidr', 'host bits', net({ cidr: '10.0.0.1/16' }), net({ cidr: '10.1.0.0/16' })),
    pair('EksCidr', 'no prefix', net({ cidr: '10.0.0.0' }), net({ cidr: '10.0.0.0/16' })),
    pair('EksCidr', 'octet above 255', net({ cidr: '10.256.0.0/16' }), net({ cidr: '10.255.0.0/16' })),
    pair('EksCidr', 'octal octet', net({ cidr: '010.0.0.0/16' }), net({ cidr: '10.0.0.0/16' })),
    pair('EksCidr', 'IPv6', net({ cidr: 'fd00::/16' }), net({ cidr: '172.16.0.0/16' })),
  ],
  'M8 blocks: size, place, overlap': [
    pair('EksSubnetLayout', 'VPC too small', net({ cidr: '10.0.0.0/20' }), net({ cidr: '10.0.0.0/19' })),
    pair('EksSubnetLayout', 'VPC too large', net({ cidr: '10.0.0.0/15' }), net({ cidr: '10.0.0.0/16' })),
    pair('EksSubnetLayout', 'VPC of multicast', net({ cidr: '224.0.0.0/16' }), net({ cidr: '192.168.0.0/16' })),
    pair(
      'EksSubnetLayout',
      'private subnet too small',
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/24', '10.0.1.0/25'] }),
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/24', '10.0.1.0/24'] }),
    ),
    pair(
      'EksSubnetLayout',
      'public subnet too small',
      net({ zones: 2, publicSubnetCidrs: ['10.0.224.0/27', '10.0.224.32/28'] }),
      net({ zones: 2, publicSubnetCidrs: ['10.0.224.0/27', '10.0.224.32/27'] }),
    ),
    pair(
      'EksSubnetLayout',
      'outside the VPC',
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.1.0.0/19'] }),
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.32.0/19'] }),
    ),
    pair(
      'EksSubnetLayout',
      'larger than the VPC',
      net({ zones: 2, cidr: '10.0.0.0/18', privateSubnetCidrs: ['10.0.0.0/17', '10.0.128.0/17'] }),
      net({ zones: 2, cidr: '10.0.0.0/18', privateSubnetCidrs: ['10.0.0.0/20', '10.0.16.0/20'] }),
    ),
    pair(
      'EksSubnetLayout',
      'subnets of one kind overlap',
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.16.0/20'] }),
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/20', '10.0.16.0/20'] }),
    ),
    pair(
      'EksSubnetLayout',
      'a given subnet overlaps a computed one of another kind',
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.224.0/20'] }),
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.208.0/20'] }),
    ),
    pair(
      'EksSubnetLayout',
      'a given subnet overlaps one of gateway nodes',
      made({
        network: { ...GATEWAY_NODES, zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.192.0/20'] },
        nodeGroups: [{ name: 'general' }, POOL],
      }),
      made({
        network: { ...GATEWAY_NODES, zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.176.0/20'] },
        nodeGroups: [{ name: 'general' }, POOL],
      }),
    ),
  ],
  'M8 zones': [
    pair('EksZones', 'one zone', net({ zones: 1 }), net({ zones: 2 })),
    pair('EksZones', 'seven zones', net({ zones: 7 }), net({ zones: 6 })),
    pair('EksZones', 'half a zone', net({ zones: 2.5 }), net({ zones: 3 })),
    pair(
      'EksZones',
      'one name twice',
      net({ zones: ['us-east-1a', 'us-east-1a', 'us-east-1b'] }),
      net({ zones: ['us-east-1a', 'us-east-1b'] }),
    ),
    pair(
      'EksZones',
      'a Local Zone',
      net({ zones: ['us-east-1a', 'us-east-1-bos-1a'] }),
      net({ zones: ['us-east-1a', 'us-east-1f'] }),
    ),
    pair(
      'EksZones',
      'an excluded zone by its name',
      net({ excludedZoneIds: ['us-east-1e'] }),
      net({ excludedZoneIds: ['use1-az3', 'use1-az5'] }),
    ),
    pair(
      'EksZones',
      'fewer private blocks than zones',
      net({ zones: 3, privateSubnetCidrs: ['10.0.0.0/19', '10.0.32.0/19'] }),
      net({ zones: 2, privateSubnetCidrs: ['10.0.0.0/19', '10.0.32.0/19'] }),
    ),
    pair(
      'EksZones',
      'more public blocks than zones',
      net({ zones: 2, publicSubnetCidrs: ['10.0.224.0/24', '10.0.225.0/24', '10.0.226.0/24'] }),
      net({ zones: 3, publicSubnetCidrs: ['10.0.224.0/24', '10.0.225.0/24', '10.0.226.0/24'] }),
    ),
    pair(
      'EksRegion',
      'zones of another region',
      net({ zones: ['eu-central-1a', 'eu-central-1b'] }),
      made({ region: 'eu-central-1', network: { zones: ['eu-central-1a', 'eu-central-1b'] } }),
    ),
    pair('EksRegion', 'no region', made({ region: 'eu-central' }), made({ region: 'us-gov-west-1' })),
    pair(
      'EksZones',
      'one subnet of a VPC that exists',
      found({ privateSubnetIds: ['subnet-1', 'subnet-1'] }),
      found({}),
    ),
  ],
  'M8 way out': [
    pair('EksNoWayOut', 'a way that is none', net({ nat: 'single' as never }), net({ nat: NatGateways.SINGLE })),
    pair(
      'EksNoWayOut',
      'no NAT and no endpoints',
      net({ nat: NatGateways.NONE }),
      net({ nat: NatGateways.NONE, privateEndpoints: true }),
    ),
    pair(
      'EksNoWayOut',
      'NAT for gateway nodes only, and no endpoints',
      made({ network: { nat: NatGateways.GATEWAY_NODES }, nodeGroups: [{ name: 'general' }, POOL] }),
      made({ network: GATEWAY_NODES, nodeGroups: [{ name: 'general' }, POOL] }),
    ),
    pair(
      'EksGatewayPool',
      'subnets of gateway nodes, and no such nodes',
      made({ network: GATEWAY_NODES, nodeGroups: [{ name: 'general' }] }),
      // The other way round a pool is only a place for gateways: it stands in the private subnets.
      made({ nodeGroups: [{ name: 'general' }, POOL] }),
    ),
    pair(
      'EksGatewayPool',
      'subnets of gateway nodes in a VPC that exists, and no such nodes',
      made({ existingNetwork: found({ gatewaySubnetIds: ['subnet-3', 'subnet-4'] })() as never }),
      made({
        existingNetwork: found({ gatewaySubnetIds: ['subnet-3', 'subnet-4'] })() as never,
        nodeGroups: [{ name: 'general' }, POOL],
      }),
    ),
    pair(
      'EksGatewayPool',
      'subnets of gateway nodes with Auto Mode',
      made({ autoMode: {}, network: GATEWAY_NODES }),
      made({ autoMode: {}, network: { nat: NatGateways.NONE, privateEndpoints: true } }),
    ),
    pair(
      'EksNodeGroup',
      'only gateway nodes',
      made({ nodeGroups: [POOL] }),
      made({ nodeGroups: [POOL, { name: 'general' }] }),
    ),
  ],
};
