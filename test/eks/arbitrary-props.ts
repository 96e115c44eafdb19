import fc from 'fast-check';
import {
  AddonConflict,
  EksNetwork,
  NatGateways,
  NodeAmi,
  NodeRole,
  NodeUpdate,
  StateBackend,
  type EksNetworkOptions,
  type IEksNetwork,
  type IstioEksStackProps,
  type NodeGroupOptions,
} from '../../lib/eks';
import { formatCidr, nth, parseCidr } from '../../lib/eks/network/cidr';
import { ADMIN } from './profiles';

const ARM = [NodeAmi.AL2023_ARM, NodeAmi.BOTTLEROCKET_ARM];
const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/);
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const region = fc.constantFrom(
  'us-east-1',
  'eu-central-1',
  'ap-southeast-2',
  'us-gov-west-1',
  'cn-north-1',
  'eusc-de-east-1',
);
const block = (within: string, prefix: number): fc.Arbitrary<string> => {
  const outer = parseCidr('test', within);
  return fc.integer({ min: 0, max: 2 ** (prefix - outer.prefix) - 1 }).map((n) => formatCidr(nth(outer, prefix, n)));
};
const blocks = (within: string, prefix: number) => fc.uniqueArray(block(within, prefix), { maxLength: 3 });

const scaling = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3))
  .map(([min, more, most]) => ({ min, desired: min + more, max: Math.max(1, min + more + most) }));

const group: fc.Arbitrary<NodeGroupOptions> = fc
  .record({
    name: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,35}$/),
    ami: fc.constantFrom(...Object.values(NodeAmi)),
    scaling: optional(scaling),
    diskGiB: optional(fc.integer({ min: 20, max: 16384 })),
    spot: optional(fc.boolean()),
    update: optional(fc.constantFrom(NodeUpdate.nodes(2), NodeUpdate.percentage(50))),
    labels: optional(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z0-9]{0,8}$/))),
    taints: optional(
      fc.constant([
        { key: 'dedicated', value: 'batch', effect: 'NO_SCHEDULE' as const },
        { key: 'x', effect: 'NO_EXECUTE' as const },
      ]),
    ),
    named: fc.boolean(),
  })
  .map(({ scaling: scale, named, ...of }) => ({
    ...of,
    ...scale,
    instanceTypes: named
      ? ARM.includes(of.ami)
        ? ['c7g.large', 't4g.large']
        : ['m7i.large', 'c6a.xlarge']
      : undefined,
  }));

/** Node groups of names of their own; the first takes any Pod, the last is a gateway pool where one is asked for. */
const groups = (pool: boolean) =>
  fc.uniqueArray(group, { minLength: pool ? 2 : 1, maxLength: 4, selector: (of) => of.name }).map((all) =>
    all.map((of, index) => ({
      ...of,
      taints: index === 0 ? undefined : of.taints,
      role: pool && index === all.length - 1 ? NodeRole.GATEWAY : undefined,
    })),
  );

function network(of: string): fc.Arbitrary<EksNetworkOptions> {
  const zones = fc.oneof(
    fc.integer({ min: 2, max: 6 }),
    fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 2 }).map((letters) => letters.map((one) => `${of}${one}`)),
  );
  const ways = fc.constantFrom(
    { nat: NatGateways.SINGLE },
    { nat: NatGateways.PER_ZONE, privateEndpoints: true },
    { nat: NatGateways.NONE, privateEndpoints: true },
    { nat: NatGateways.GATEWAY_NODES, privateEndpoints: true },
  );
  return fc
    .tuple(
      zones,
      ways,
      fc.integer({ min: 16, max: 19 }).chain((prefix) => block('10.0.0.0/8', prefix)),
      fc.constantFrom(1, 90, 365),
    )
    .map(([count, way, cidr, logRetentionDays]) => ({ zones: count, cidr, logRetentionDays, ...way }));
}

const found = fc.boolean().map((pool): IEksNetwork =>
  EksNetwork.fromExisting({
    vpcId: 'vpc-1',
    privateSubnetIds: ['subnet-1', 'subnet-2'],
    ...(pool && { gatewaySubnetIds: ['subnet-3'] }),
  }),
);

const addon = optional(
  fc.record({
    version: optional(fc.constant('v1.21.1-eksbuild.1')),
    configuration: optional(fc.constant({ env: { A: 'b' }, resources: { limits: { cpu: '1' } } })),
    conflicts: optional(fc.constantFrom(...Object.values(AddonConflict))),
  }),
);
const addons = fc.record({
  vpcCni: addon,
  kubeProxy: addon,
  podIdentityAgent: addon,
  coredns: addon,
  ebsCsiDriver: addon,
  networkPolicy: optional(fc.boolean()),
  prefixDelegation: optional(fc.boolean()),
});
const outside = fc.record({
  hboneFrom: optional(blocks('10.0.0.0/8', 20)),
  eastWestFrom: optional(blocks('172.16.0.0/12', 16)),
  healthFrom: optional(blocks('192.168.0.0/16', 24)),
});

const common = fc.record({
  name: optional(name),
  admins: fc.uniqueArray(
    fc.constantFrom(
      ADMIN,
      ADMIN.replace('1111', '2222'),
      `${ADMIN}/of/a-path`,
      `${ADMIN}.of-a.path`,
      ADMIN.replace('role', 'user'),
    ),
    { minLength: 1 },
  ),
  clusterCreatorAdmin: optional(fc.boolean()),
  kubernetesVersion: optional(fc.constantFrom('1.34', '1.35', '1.36')),
  publicAccessCidrs: optional(blocks('203.0.113.0/24', 32)),
  logRetentionDays: optional(fc.constantFrom(7, 365, 3653)),
  deletionProtection: optional(fc.boolean()),
  permissionsBoundary: optional(fc.constant('arn:aws:iam::111122223333:policy/boundary')),
  tags: optional(fc.constant({ Project: 'shop', 'cost center': 'a/b:c' })),
  backend: optional(
    fc.constantFrom(
      StateBackend.local('state/mesh.tfstate'),
      StateBackend.s3({ bucket: 'b', key: 'k', region: 'eu-west-1' }),
    ),
  ),
});

/** Properties that the stack accepts: every option, every profile, and combinations that nobody has tried. */
export const acceptedProps: fc.Arbitrary<IstioEksStackProps> = region.chain((of) =>
  fc
    .tuple(
      common,
      fc.oneof(
        { weight: 4, arbitrary: network(of).map((one) => ({ network: one })) },
        found.map((one) => ({ existingNetwork: one })),
      ),
    )
    .chain(([rest, place]): fc.Arbitrary<IstioEksStackProps> => {
      const pool =
        'network' in place
          ? place.network.nat === NatGateways.GATEWAY_NODES
          : place.existingNetwork.gatewaySubnetIds.length > 0;
      const props = { ...rest, ...place, region: of };
      const managed = fc
        .record({ nodeGroups: groups(pool), addons: optional(addons), nodeSecurityGroup: optional(outside) })
        .map((nodes) => ({ ...props, ...nodes }));
      return pool ? managed : fc.oneof({ weight: 3, arbitrary: managed }, fc.constant({ ...props, autoMode: {} }));
    }),
);
