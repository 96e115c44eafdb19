import { App } from 'cdktf';
import {
  EksNetwork,
  IstioEksStack,
  LoadBalancerProfile,
  NatGateways,
  NodeAmi,
  NodeRole,
  NodeUpdate,
  StateBackend,
  type ExistingNetworkProps,
  type IstioEksStackProps,
  type NodeTaint,
} from '../../lib/eks';
import type { ErrorId } from '../../lib/errors';
import { ADMIN, stack } from './profiles';

/** One mistake, its whole message, and the nearest thing that is accepted. */
export interface RefusedCase {
  readonly id: ErrorId;
  readonly title: string;
  readonly wrong: () => unknown;
  readonly right: () => unknown;
}

const made = (props: IstioEksStackProps) => () => stack(new App(), props);
const net = (network: IstioEksStackProps['network']) => made({ network });
const group = (options: object) => made({ nodeGroups: [{ name: 'a', ...options }] });
/** A tainted group beside one that takes any Pod. */
const tainted = (taints: readonly NodeTaint[]) => made({ nodeGroups: [{ name: 'a', taints }, { name: 'general' }] });
const found = (props: Partial<ExistingNetworkProps>) => () =>
  EksNetwork.fromExisting({ vpcId: 'vpc-1', privateSubnetIds: ['subnet-1', 'subnet-2'], ...props });
const pair = (id: ErrorId, title: string, wrong: () => unknown, right: () => unknown): RefusedCase => ({
  id,
  title,
  wrong,
  right,
});

const POOL = { name: 'gateways', role: NodeRole.GATEWAY };
const GATEWAY_NODES = { nat: NatGateways.GATEWAY_NODES, privateEndpoints: true };
const OTHER_ADMIN = ADMIN.replace('111122223333', '444455556666');

/** Feature M8 of the stack, and what else can be told to be wrong before anything is applied. */
export const refusedCases: Readonly<Record<string, readonly RefusedCase[]>> = {
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
  'M8 open to the world': [
    pair(
      'EksOpenToTheWorld',
      'the whole internet',
      made({ publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'] }),
      made({ publicAccessCidrs: ['203.0.113.7/32', '0.0.0.0/0'], allowOpenApi: true }),
    ),
    pair(
      'EksOpenToTheWorld',
      'half of it',
      made({ publicAccessCidrs: ['128.0.0.0/1'] }),
      made({ publicAccessCidrs: ['9.0.0.0/8'] }),
    ),
    pair(
      'EksCidr',
      'a private block, which no request from outside has',
      made({ publicAccessCidrs: ['172.31.0.0/16'] }),
      made({ publicAccessCidrs: ['172.32.0.0/16'] }),
    ),
    pair(
      'EksCidr',
      'more blocks than EKS takes',
      made({ publicAccessCidrs: Array.from({ length: 41 }, (_, n) => `203.0.113.${n}/32`) }),
      made({ publicAccessCidrs: Array.from({ length: 40 }, (_, n) => `203.0.113.${n}/32`) }),
    ),
    pair(
      'EksCidr',
      'a block twice',
      made({ publicAccessCidrs: ['203.0.113.7/32', '203.0.113.7/32'] }),
      made({ publicAccessCidrs: ['203.0.113.7/32', '203.0.113.8/32'] }),
    ),
    pair(
      'EksOpenToTheWorld',
      'HBONE from everyone',
      made({ nodeSecurityGroup: { hboneFrom: ['0.0.0.0/0'] } }),
      made({ nodeSecurityGroup: { hboneFrom: ['10.8.0.0/16'] } }),
    ),
    pair(
      'EksCidr',
      'the east-west port from a block that is none',
      made({ nodeSecurityGroup: { eastWestFrom: ['10.8.0.0'] } }),
      made({ nodeSecurityGroup: { eastWestFrom: ['10.8.0.0/16', '10.9.0.0/16'] } }),
    ),
    pair(
      'EksCidr',
      'the chapter without a caller',
      () => IstioEksStack.bookChapter(new App(), 'm', { callerCidrs: [] }),
      () => IstioEksStack.bookChapter(new App(), 'm', { callerCidrs: ['203.0.113.7/32'] }),
    ),
    pair(
      'EksLoadBalancer',
      'source ranges of a load balancer',
      () => LoadBalancerProfile.eksAutoMode({ sourceRanges: ['203.0.113.0'] }),
      () => LoadBalancerProfile.eksAutoMode({ sourceRanges: ['203.0.113.0/24'] }),
    ),
  ],
  'M8 Kubernetes version': [
    pair(
      'EksKubernetesVersion',
      "the chapter's",
      made({ kubernetesVersion: '1.23' }),
      made({ kubernetesVersion: '1.34' }),
    ),
    pair(
      'EksKubernetesVersion',
      'one before the oldest',
      made({ kubernetesVersion: '1.33' }),
      made({ kubernetesVersion: '1.35' }),
    ),
    pair(
      'EksKubernetesVersion',
      'one that extended support has left',
      made({ kubernetesVersion: '1.30', extendedSupport: true }),
      made({ kubernetesVersion: '1.31', extendedSupport: true }),
    ),
    pair(
      'EksKubernetesVersion',
      'a patch version',
      made({ kubernetesVersion: '1.35.2' }),
      made({ kubernetesVersion: '1.36' }),
    ),
    pair(
      'EksKubernetesVersion',
      'leading zero',
      made({ kubernetesVersion: '1.035' }),
      made({ kubernetesVersion: '1.100' }),
    ),
  ],
  'M8 images': [
    pair('EksAmiType', 'Amazon Linux 2', group({ ami: 'AL2_x86_64' }), group({ ami: NodeAmi.BOTTLEROCKET_X86 })),
    pair(
      'EksAmiType',
      'an x86 image on Graviton',
      group({ instanceTypes: ['m6i.large', 'c7gn.large'] }),
      group({ instanceTypes: ['m6i.large', 'g4dn.xlarge', 'g5.xlarge'] }),
    ),
    pair(
      'EksAmiType',
      'an ARM image on Intel',
      group({ ami: NodeAmi.AL2023_ARM, instanceTypes: ['m7i.large'] }),
      group({ ami: NodeAmi.AL2023_ARM, instanceTypes: ['m7g.large', 'x2gd.large', 'a1.large'] }),
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
  'M8 scaling': [
    pair('EksScaling', 'desired below min', group({ min: 3, desired: 2 }), group({ min: 3, desired: 3 })),
    pair('EksScaling', 'max below desired', group({ desired: 5, max: 4 }), group({ desired: 5, max: 5 })),
    pair('EksScaling', 'max below the default of desired', group({ max: 1 }), group({ min: 1, max: 1 })),
    pair('EksScaling', 'max zero', group({ min: 0, desired: 0, max: 0 }), group({ min: 0, desired: 0, max: 1 })),
    pair('EksScaling', 'half a node', group({ min: 1.5 }), group({ min: 1 })),
    pair('EksScaling', 'below zero', group({ min: -1 }), group({ min: 0 })),
    pair(
      'EksNodeUpdate',
      'no node at a time',
      () => NodeUpdate.nodes(0),
      () => NodeUpdate.nodes(1),
    ),
    pair(
      'EksNodeUpdate',
      'half a per cent',
      () => NodeUpdate.percentage(0.5),
      () => NodeUpdate.percentage(100),
    ),
    pair(
      'EksNodeUpdate',
      'more than the whole',
      () => NodeUpdate.percentage(101),
      () => NodeUpdate.percentage(100),
    ),
  ],
  'M8 Auto Mode': [
    pair(
      'EksAutoMode',
      'compute off',
      made({ autoMode: { compute: false } }),
      made({ autoMode: { compute: false, blockStorage: false, loadBalancing: false } }),
    ),
    pair(
      'EksAutoMode',
      'only compute on',
      made({ autoMode: { blockStorage: false, loadBalancing: false } }),
      made({ autoMode: { compute: true } }),
    ),
    pair(
      'EksAutoMode',
      'node groups besides',
      made({ autoMode: {}, nodeGroups: [{ name: 'a' }] }),
      made({ nodeGroups: [{ name: 'a' }] }),
    ),
    pair('EksAutoMode', 'add-ons besides', made({ autoMode: {}, addons: {} }), made({ addons: {} })),
    pair(
      'EksAutoMode',
      'node security group besides',
      made({ autoMode: {}, nodeSecurityGroup: {} }),
      made({ nodeSecurityGroup: {} }),
    ),
  ],
  access: [
    pair('EksNobodyGetsIn', 'nobody', made({ admins: [] }), made({ admins: [], clusterCreatorAdmin: true })),
    pair(
      'EksPrincipal',
      'a session of a role',
      made({ admins: ['arn:aws:sts::111122223333:assumed-role/a/b'] }),
      made({ admins: ['arn:aws:iam::111122223333:role/a/b'] }),
    ),
    pair('EksPrincipal', 'a principal twice', made({ admins: [ADMIN, ADMIN] }), made({ admins: [ADMIN, OTHER_ADMIN] })),
  ],
  'labels, taints, tags, versions': [
    pair(
      'EksNodeMarks',
      'a label with a space',
      group({ labels: { 'my label': 'x' } }),
      group({ labels: { 'shop.example/my-label': 'x' } }),
    ),
    pair('EksNodeMarks', 'value of a label', group({ labels: { pool: '-' } }), group({ labels: { pool: '' } })),
    pair(
      'EksNodeMarks',
      'a prefix of EKS',
      group({ labels: { 'eks.amazonaws.com/pool': 'x' } }),
      group({ labels: { 'node.kubernetes.io/pool': 'x' } }),
    ),
    pair(
      'EksNodeMarks',
      'an effect as Kubernetes writes it',
      group({ taints: [{ key: 'a', effect: 'NoSchedule' }] }),
      tainted([{ key: 'a', effect: 'NO_SCHEDULE' }]),
    ),
    pair(
      'EksNodeMarks',
      'a taint twice',
      group({
        taints: [
          { key: 'a', value: '1', effect: 'NO_SCHEDULE' },
          { key: 'a', effect: 'NO_SCHEDULE' },
        ],
      }),
      tainted([
        { key: 'a', effect: 'NO_EXECUTE' },
        { key: 'a', effect: 'NO_SCHEDULE' },
      ]),
    ),
    pair(
      'EksGatewayPool',
      'the label of gateway pools on other nodes',
      group({ labels: { 'istio-gateway': 'true' } }),
      group({ labels: { 'istio-gateways': 'true' } }),
    ),
    pair(
      'EksNodeGroup',
      'every node group is tainted',
      group({ taints: [{ key: 'a', effect: 'NO_SCHEDULE' }] }),
      made({
        nodeGroups: [{ name: 'a', taints: [{ key: 'a', effect: 'NO_SCHEDULE' }] }],
        addons: { coredns: { configuration: { tolerations: [{ key: 'a', operator: 'Exists' }] } } },
      }),
    ),
    pair('EksNodeGroup', 'a role that is none', group({ role: 'gateway' }), group({ role: NodeRole.GENERAL })),
    pair(
      'EksAddonVersion',
      'version of an add-on',
      made({ addons: { coredns: { version: 'latest' } } }),
      made({ addons: { coredns: { version: 'v1.12.1-eksbuild.2' } } }),
    ),
    pair('EksTags', 'a tag of AWS', made({ tags: { 'aws:team': 'a' } }), made({ tags: { 'team:aws': 'a' } })),
    pair('EksTags', 'a tag without a key', made({ tags: { '': 'a' } }), made({ tags: { a: '' } })),
    pair(
      'EksTags',
      'too many tags',
      made({ tags: Object.fromEntries(Array.from({ length: 46 }, (_, n) => [`t${n}`, 'x'])) }),
      made({ tags: Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`t${n}`, 'x'])) }),
    ),
    pair(
      'EksPrincipal',
      'a permissions boundary that is a role',
      made({ permissionsBoundary: ADMIN }),
      made({ permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' }),
    ),
  ],
  'names and node groups': [
    pair('EksName', 'name of the cluster', made({ name: 'my_mesh' }), made({ name: 'my-mesh' })),
    pair('EksName', '41 characters', made({ name: 'm'.repeat(41) }), made({ name: 'm'.repeat(40) })),
    pair('EksName', 'name of a node group', group({ name: '1st' }), group({ name: 'first' })),
    pair(
      'EksName',
      'name of a node group that leaves no room for a suffix',
      group({ name: 'n'.repeat(37) }),
      group({ name: 'n'.repeat(36) }),
    ),
    pair(
      'EksNodeGroup',
      'node groups of one name',
      made({ nodeGroups: [{ name: 'a' }, { name: 'a' }] }),
      made({ nodeGroups: [{ name: 'a' }, { name: 'role' }, { name: 'a-template' }, { name: 'template-a' }] }),
    ),
    pair('EksNodeGroup', 'no node group', made({ nodeGroups: [] }), made({})),
    pair('EksNodeGroup', 'no instance type', group({ instanceTypes: [] }), group({ instanceTypes: ['t3.large'] })),
    pair('EksNodeGroup', 'disk', group({ diskGiB: 19 }), group({ diskGiB: 20 })),
    pair('EksNodeGroup', 'disk too large', group({ diskGiB: 16385 }), group({ diskGiB: 16384 })),
  ],
  'network, logs and state': [
    pair(
      'EksSubnetLayout',
      'two networks',
      made({ network: {}, existingNetwork: found({})() as never }),
      made({ existingNetwork: found({})() as never }),
    ),
    pair('EksSubnetLayout', 'id of a VPC', found({ vpcId: 'subnet-1' }), found({ vpcId: 'vpc-0a1b2c3d' })),
    pair(
      'EksSubnetLayout',
      'id of a subnet',
      found({ publicSubnetIds: ['my-subnet'] }),
      found({ publicSubnetIds: ['subnet-0a1b'] }),
    ),
    pair(
      'EksSubnetLayout',
      'a subnet that is private and public',
      found({ publicSubnetIds: ['subnet-1'] }),
      found({ publicSubnetIds: ['subnet-3'] }),
    ),
    pair('EksRetention', 'retention of flow logs', net({ logRetentionDays: 100 }), net({ logRetentionDays: 90 })),
    pair('EksRetention', 'retention of the logs', made({ logRetentionDays: 366 }), made({ logRetentionDays: 365 })),
    pair(
      'EksBackend',
      'state at an absolute path',
      () => StateBackend.local('/var/terraform.tfstate'),
      () => StateBackend.local('../../../mesh.tfstate'),
    ),
    pair(
      'EksBackend',
      'state on a drive',
      () => StateBackend.local('C:\\mesh.tfstate'),
      () => StateBackend.local('c/mesh.tfstate'),
    ),
    pair(
      'EksBackend',
      'state without a bucket',
      () => StateBackend.s3({ bucket: '', key: 'k', region: 'eu-west-1' }),
      () => StateBackend.s3({ bucket: 'b', key: 'k', region: 'eu-west-1' }),
    ),
  ],
};
