import { type App } from 'cdktf';
import {
  AddonConflict,
  IstioEksStack,
  NodeAmi,
  NodeRole,
  NodeUpdate,
  StateBackend,
  type IstioEksStackProps,
} from '../../lib/eks';
import { PRIVATE_SERVICES } from '../../lib/eks/network/private-endpoints';
import { json, profiles, stack, type Body, type TerraformJson } from './profiles';

const made = (props: IstioEksStackProps): TerraformJson => json((app) => stack(app, props));
const all = (tf: TerraformJson, type: string): Readonly<Body>[] => Object.values(tf.resource[type] ?? {});
const one = (tf: TerraformJson, type: string): Readonly<Body> => all(tf, type)[0] ?? {};
const addon = (tf: TerraformJson, name: string): Readonly<Body> =>
  all(tf, 'aws_eks_addon').find((of) => of.addon_name === name) ?? {};
const base = made({});

describe('2. what each option of the control plane writes', () => {
  const cases: [string, IstioEksStackProps, object, object][] = [
    ['kubernetesVersion', { kubernetesVersion: '1.34' }, { version: '1.35' }, { version: '1.34' }],
    ['deletionProtection', { deletionProtection: true }, { deletion_protection: false }, { deletion_protection: true }],
    ['name', { name: 'shop' }, { name: 'mesh' }, { name: 'shop' }],
    [
      'publicAccessCidrs',
      { publicAccessCidrs: ['203.0.113.7/32'] },
      { vpc_config: expect.not.objectContaining({ public_access_cidrs: expect.anything() }) },
      {
        vpc_config: expect.objectContaining({
          endpoint_private_access: true,
          endpoint_public_access: true,
          public_access_cidrs: ['203.0.113.7/32'],
        }),
      },
    ],
  ];
  test.each(cases)('%s', (_name, props, before, after) => {
    expect(one(base, 'aws_eks_cluster')).toMatchObject(before);
    expect(one(made(props), 'aws_eks_cluster')).toMatchObject(after);
  });

  test('access by entries only; standard support; add-ons of ours', () => {
    expect(one(base, 'aws_eks_cluster')).toMatchObject({
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      upgrade_policy: { support_type: 'STANDARD' },
      bootstrap_self_managed_addons: false,
    });
  });

  test('logRetentionDays is of the control plane, the network has its own', () => {
    const days = (tf: TerraformJson) =>
      Object.fromEntries(all(tf, 'aws_cloudwatch_log_group').map((of) => [of.name, of.retention_in_days]));
    expect(days(made({ logRetentionDays: 731, network: { logRetentionDays: 400 } }))).toEqual({
      '/aws/vpc/mesh/flow': 400,
      '/aws/eks/mesh/cluster': 731,
    });
  });

  test('permissionsBoundary is of every role', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    for (const props of [{}, { autoMode: {} }]) {
      const roles = all(made({ ...props, permissionsBoundary: boundary }), 'aws_iam_role');
      expect(roles.length).toBeGreaterThanOrEqual(3);
      for (const role of roles) expect(role.permissions_boundary).toBe(boundary);
    }
  });

  test('tags are defaults of the provider, and stand on what launch templates start', () => {
    const tf = made({ tags: { Team: 'shop' } });
    expect(JSON.stringify(tf)).toContain('"default_tags":[{"tags":{"Team":"shop"}}]');
    const specs = one(tf, 'aws_launch_template').tag_specifications as Body[];
    expect(specs.map((of) => of.resource_type)).toEqual(['instance', 'volume', 'network-interface']);
    for (const spec of specs) expect(spec.tags).toEqual({ Team: 'shop', Name: 'mesh-general' });
  });

  test('region is the default of the variable, and nothing else names one', () => {
    const tf = made({ region: 'eu-central-1' });
    expect(tf.variable.region?.default).toBe('eu-central-1');
    expect(JSON.stringify({ ...tf, variable: {} })).not.toContain('eu-central-1');
  });

  test('S3 keeps the state, locked by a file and encrypted', () => {
    const backend = StateBackend.s3({ bucket: 'b', key: 'k', region: 'eu-west-1', kmsKeyId: 'arn:aws:kms:a:b:key/c' });
    expect(made({ backend }).terraform.backend).toEqual({
      s3: {
        bucket: 'b',
        key: 'k',
        region: 'eu-west-1',
        kms_key_id: 'arn:aws:kms:a:b:key/c',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });
});

describe('2. what each option of a node group writes', () => {
  const group = (options: object) => made({ nodeGroups: [{ name: 'a', ...options }] });

  test('defaults', () => {
    expect(one(group({}), 'aws_eks_node_group')).toMatchObject({
      node_group_name_prefix: 'a-',
      ami_type: 'AL2023_x86_64_STANDARD',
      capacity_type: 'ON_DEMAND',
      instance_types: ['m6i.large'],
      scaling_config: { min_size: 2, desired_size: 2, max_size: 4 },
      node_repair_config: { enabled: true },
      update_config: { max_unavailable: 1 },
      // A change of image or instances replaces the group: there are nodes all along.
      lifecycle: { create_before_destroy: true, ignore_changes: ['scaling_config[0].desired_size'] },
    });
  });

  test.each([
    ['ARM', { ami: NodeAmi.AL2023_ARM }, { ami_type: 'AL2023_ARM_64_STANDARD', instance_types: ['m7g.large'] }],
    ['so many at a time', { update: NodeUpdate.nodes(3) }, { update_config: { max_unavailable: 3 } }],
    ['a share at a time', { update: NodeUpdate.percentage(33) }, { update_config: { max_unavailable_percentage: 33 } }],
    ['spot', { spot: true }, { capacity_type: 'SPOT' }],
    ['instance types', { instanceTypes: ['c7i.large', 'c6i.large'] }, { instance_types: ['c7i.large', 'c6i.large'] }],
    ['none at first', { min: 0 }, { scaling_config: { min_size: 0, desired_size: 1, max_size: 4 } }],
    ['many', { min: 6 }, { scaling_config: { min_size: 6, desired_size: 6, max_size: 6 } }],
    ['labels', { labels: { pool: 'a' } }, { labels: { pool: 'a' } }],
  ])('%s', (_name, options, written) => expect(one(group(options), 'aws_eks_node_group')).toMatchObject(written));

  test('a gateway pool has its label and taint besides those that are given', () => {
    const [, pool] = all(
      made({
        nodeGroups: [
          { name: 'general' },
          { name: 'pool', role: NodeRole.GATEWAY, labels: { a: 'b' }, taints: [{ key: 'c', effect: 'NO_EXECUTE' }] },
        ],
      }),
      'aws_eks_node_group',
    );
    expect(pool?.labels).toEqual({ a: 'b', 'istio-gateway': 'true' });
    expect(pool?.taint).toEqual([
      { key: 'c', effect: 'NO_EXECUTE' },
      { key: 'istio-gateway', value: 'true', effect: 'NO_SCHEDULE' },
    ]);
  });

  test.each([
    [NodeAmi.AL2023_X86, ['/dev/xvda 80']],
    [NodeAmi.AL2023_ARM, ['/dev/xvda 80']],
    [NodeAmi.BOTTLEROCKET_X86, ['/dev/xvda undefined', '/dev/xvdb 80']],
    [NodeAmi.BOTTLEROCKET_ARM, ['/dev/xvda undefined', '/dev/xvdb 80']],
  ])('volumes of %s are encrypted, every one', (ami, volumes) => {
    const mappings = one(group({ ami, diskGiB: 80 }), 'aws_launch_template').block_device_mappings as Body[];
    expect(mappings.map((of) => `${of.device_name} ${of.ebs.volume_size}`)).toEqual(volumes);
    for (const { ebs } of mappings) {
      expect(ebs).toMatchObject({ encrypted: 'true', volume_type: 'gp3', delete_on_termination: 'true' });
    }
  });
});

describe('2. what each option of the add-ons writes', () => {
  test('version, and what becomes of changes', () => {
    const coredns = { version: 'v1.12.1-eksbuild.2', conflicts: AddonConflict.PRESERVE };
    expect(addon(made({ addons: { coredns } }), 'coredns')).toMatchObject({
      addon_version: 'v1.12.1-eksbuild.2',
      resolve_conflicts_on_update: 'PRESERVE',
    });
    expect(addon(base, 'coredns').resolve_conflicts_on_update).toBe('OVERWRITE');
  });

  test.each<[string, NonNullable<IstioEksStackProps['addons']>, object]>([
    ['by default', {}, { enableNetworkPolicy: 'true' }],
    ['no NetworkPolicy', { networkPolicy: false }, { enableNetworkPolicy: 'false' }],
    [
      'prefixes',
      { prefixDelegation: true },
      { enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } },
    ],
    [
      'prefixes, and variables of one’s own',
      {
        prefixDelegation: true,
        vpcCni: { configuration: { env: { WARM_PREFIX_TARGET: '2', AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } } },
      },
      {
        enableNetworkPolicy: 'true',
        env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '2', AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' },
      },
    ],
    [
      'what is configured wins over the switch',
      { vpcCni: { configuration: { enableNetworkPolicy: 'false', init: { env: {} } } } },
      { enableNetworkPolicy: 'false', init: { env: {} } },
    ],
  ])('the CNI: %s', (_name, addons, configuration) => {
    expect(JSON.parse(addon(made({ addons }), 'vpc-cni').configuration_values)).toEqual(configuration);
  });

  test('the CNI and the EBS driver have roles of their own, and nodes do not have the policy of the CNI', () => {
    for (const name of ['vpc-cni', 'aws-ebs-csi-driver']) {
      expect(addon(base, name).pod_identity_association).toHaveLength(1);
    }
    const onNodes = Object.entries(base.resource.aws_iam_role_policy_attachment ?? {}).filter(([id]) =>
      id.startsWith('nodes_'),
    );
    expect(onNodes.map(([, of]) => of.policy_arn.replace(/^.*\//, '')).sort()).toEqual([
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKSWorkerNodePolicy',
    ]);
  });
});

describe('2. what each option of the network writes', () => {
  test('zones by name stand in the subnets, and no list of zones is read', () => {
    const tf = made({ network: { zones: ['us-east-1b', 'us-east-1d'] } });
    expect(
      all(tf, 'aws_subnet')
        .map((of) => of.availability_zone)
        .sort(),
    ).toEqual(['us-east-1b', 'us-east-1b', 'us-east-1d', 'us-east-1d']);
    expect(tf.data?.aws_availability_zones).toBeUndefined();
    expect(Object.keys(base.data ?? {})).toContain('aws_availability_zones');
  });

  test('the role of the flow logs is for flow logs of this account', () => {
    const role = all(base, 'aws_iam_role').find((of) => of.name === 'mesh-flow-logs');
    const [statement] = (JSON.parse(role?.assume_role_policy as string) as Body).Statement;
    expect(statement.Condition.StringEquals['aws:SourceAccount']).toMatch(
      /^\$\{data\.aws_caller_identity\.network_flow-logs_account_\w+\.account_id\}$/,
    );
  });

  test('subnets are tagged for load balancers, and give no public address on launch', () => {
    for (const [id, subnet] of Object.entries(base.resource.aws_subnet ?? {})) {
      const role = id.includes('network_public') ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb';
      expect(subnet.tags[role]).toBe('1');
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  test('the cluster and its nodes stand in private subnets alone', () => {
    const places = [one(base, 'aws_eks_cluster').vpc_config.subnet_ids, one(base, 'aws_eks_node_group').subnet_ids];
    for (const ids of places) {
      expect(ids).toHaveLength(3);
      for (const id of ids) expect(id).toContain('aws_subnet.network_private_');
    }
  });

  test('privateEndpoints: every service that nodes, add-ons and Pod Identity call, from the VPC on 443 only', () => {
    const tf = made({ network: { privateEndpoints: true, cidr: '10.64.0.0/16' } });
    const names = all(tf, 'aws_vpc_endpoint').map((of) => of.service_name.replace(/^.*\$\{var\.region\}\./, ''));
    expect(names.sort()).toEqual([...PRIVATE_SERVICES, 's3'].sort());
    expect(all(tf, 'aws_vpc_security_group_ingress_rule')).toEqual([
      expect.objectContaining({ cidr_ipv4: '10.64.0.0/16', from_port: 443, to_port: 443, ip_protocol: 'tcp' }),
    ]);
  });
});

describe('8. the flow of the chapter', () => {
  const outputs = Object.keys(json(profiles.book as (typeof profiles)[string]).output);

  test('the four outputs that the chapter reads have their names', () => {
    expect(outputs).toEqual(
      expect.arrayContaining(['region', 'cluster_name', 'cluster_endpoint', 'cluster_ca_certificate']),
    );
  });

  test('two zones, one NAT gateway, three nodes, and the caller alone at a public endpoint', () => {
    const tf = json((app) =>
      IstioEksStack.bookChapter(app, 'mesh', { project: 'shop', callerCidrs: ['203.0.113.7/32'] }),
    );
    expect(all(tf, 'aws_subnet')).toHaveLength(4);
    expect(all(tf, 'aws_nat_gateway')).toHaveLength(1);
    expect(one(tf, 'aws_eks_node_group').scaling_config.desired_size).toBe(3);
    expect(one(tf, 'aws_eks_cluster')).toMatchObject({
      name: 'shop-cluster',
      vpc_config: expect.objectContaining({ public_access_cidrs: ['203.0.113.7/32'] }),
    });
  });

  test('whoever applies it gets in, unless administrators are named', () => {
    const entries = (props: object) =>
      all(
        json((app: App) => IstioEksStack.bookChapter(app, 'm', { callerCidrs: ['203.0.113.7/32'], ...props })),
        'aws_eks_access_entry',
      );
    const admin = 'arn:aws:iam::111122223333:role/platform';
    expect(entries({}).map((of) => of.principal_arn)).toEqual([expect.stringContaining('issuer_arn')]);
    expect(entries({ admins: [admin] }).map((of) => of.principal_arn)).toEqual([admin]);
    expect(entries({ admins: [admin], clusterCreatorAdmin: true })).toHaveLength(2);
  });
});
