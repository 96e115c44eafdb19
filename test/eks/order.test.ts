import { json, profiles, type TerraformJson } from './profiles';
import { before, cycleIn, edgesOf, known } from './graph';

const synthesised = Object.entries(profiles).map(([name, make]) => [name, json(make)] as const);
const named = (tf: TerraformJson, type: string): string[] =>
  Object.keys(tf.resource[type] ?? {}).map((id) => `${type}.${id}`);
const addon = (tf: TerraformJson, name: string): string =>
  named(tf, 'aws_eks_addon').find((of) => of.includes(name)) ?? `no ${name}`;

describe.each(synthesised)('4. order of what is made: profile %s', (_name, tf) => {
  const [cluster = ''] = named(tf, 'aws_eks_cluster');

  test('every reference resolves', () => {
    const targets = [...edgesOf(tf).values()].flat();
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((of) => !known(tf).has(of))).toEqual([]);
  });

  test('nothing waits for itself', () => expect(cycleIn(tf)).toBeUndefined());

  test('the cluster comes after its log group, its key, its subnets and every policy of its role', () => {
    const ready = before(tf, cluster);
    const role = named(tf, 'aws_iam_role_policy_attachment').filter((of) => of.includes('.control-plane_'));
    expect(role.length).toBeGreaterThan(0);
    for (const address of [
      ...role,
      ...named(tf, 'aws_iam_role_policy').filter((of) => of.includes('.control-plane_')),
      ...named(tf, 'aws_kms_key'),
      ...named(tf, 'aws_cloudwatch_log_group').filter((of) => of.includes('control-plane')),
      ...named(tf, 'aws_subnet').filter((of) => of.includes('network_private')),
    ]) {
      expect(ready).toContain(address);
    }
  });

  test('a node group comes after routes, endpoints, rules, the policies of its role, and the add-ons that make a node ready', () => {
    for (const group of named(tf, 'aws_eks_node_group')) {
      const ready = before(tf, group);
      const ways = [
        'aws_route',
        'aws_route_table_association',
        'aws_vpc_endpoint',
        'aws_vpc_security_group_ingress_rule',
        'aws_vpc_security_group_egress_rule',
      ]
        .flatMap((type) => named(tf, type))
        // Public subnets are for load balancers, which come with the cluster's Services.
        .filter((of) => !of.includes('network_public'));
      const policies = named(tf, 'aws_iam_role_policy_attachment').filter((of) => /\.nodes_|vpc-cni/.test(of));
      expect(policies.length).toBeGreaterThanOrEqual(3);
      for (const address of [
        cluster,
        ...ways,
        ...policies,
        addon(tf, 'vpc-cni'),
        addon(tf, 'kube-proxy'),
        addon(tf, 'eks-pod-identity-agent'),
      ]) {
        expect(ready).toContain(address);
      }
    }
  });

  test('a cluster whose nodes EKS starts comes after the routes, too', () => {
    const auto = tf.resource.aws_eks_cluster && Object.values(tf.resource.aws_eks_cluster)[0]?.compute_config;
    const routes = named(tf, 'aws_route').filter((of) => of.includes('network_private'));
    for (const route of routes) expect(before(tf, cluster).has(route)).toBe(auto !== undefined);
  });

  test('add-ons that run on a node come after every node group, the others before', () => {
    for (const of of named(tf, 'aws_eks_addon')) {
      const late = /coredns|ebs-csi/.test(of);
      for (const group of named(tf, 'aws_eks_node_group')) expect(before(tf, of).has(group)).toBe(late);
    }
  });

  test('an add-on comes after the policy of its Pods', () => {
    for (const name of ['vpc-cni', 'aws-ebs-csi-driver']) {
      if (named(tf, 'aws_eks_addon').length === 0) continue;
      const policies = named(tf, 'aws_iam_role_policy_attachment').filter((of) => of.includes(`addons_${name}-role`));
      expect(policies).toHaveLength(1);
      expect(before(tf, addon(tf, name))).toContain(policies[0]);
    }
  });

  test('NAT comes after the way to the internet', () => {
    for (const nat of named(tf, 'aws_nat_gateway')) {
      expect([...before(tf, nat)]).toEqual(expect.arrayContaining(named(tf, 'aws_internet_gateway')));
    }
  });

  test('each subnet has exactly one route table, and each table one subnet', () => {
    const associations = Object.values(tf.resource.aws_route_table_association ?? {});
    const count = named(tf, 'aws_subnet').length;
    for (const part of ['subnet_id', 'route_table_id']) {
      expect(new Set(associations.map((of) => of[part])).size).toBe(count);
    }
    expect(associations).toHaveLength(count);
  });
});

describe('the checks can fail', () => {
  const spoilt = (change: (cluster: Record<string, unknown>, tf: TerraformJson) => void): TerraformJson => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    change(Object.values(tf.resource.aws_eks_cluster ?? {})[0] as Record<string, unknown>, tf);
    return tf;
  };

  test('a reference to nothing', () => {
    const tf = spoilt((cluster) => (cluster.role_arn = '${aws_iam_role.gone.arn}'));
    expect([...edgesOf(tf).values()].flat().filter((of) => !known(tf).has(of))).toEqual(['aws_iam_role.gone']);
  });

  test('a cycle', () => {
    const tf = spoilt((cluster, of) => (cluster.depends_on = [addon(of, 'coredns')]));
    expect(cycleIn(tf)).toMatch(/^aws_eks_/);
  });

  test('a node group that waits for nothing', () => {
    const tf = spoilt(() => undefined);
    const [group = ''] = named(tf, 'aws_eks_node_group');
    delete (Object.values(tf.resource.aws_eks_node_group ?? {})[0] as Record<string, unknown>).depends_on;
    expect(before(tf, group)).not.toContain(addon(tf, 'vpc-cni'));
  });
});
