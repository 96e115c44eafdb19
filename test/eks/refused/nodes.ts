import { NodeAmi, NodeRole, NodeUpdate } from '../../../lib/eks';
import { ADMIN } from '../profiles';
import { made, group, tainted, pair, type RefusedCase } from './case';

export const nodesCases: Readonly<Record<string, readonly RefusedCase[]>> = {
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
};
