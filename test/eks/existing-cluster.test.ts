import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksAccess, EksAddons, EksControlPlane, EksNetwork, EksNodes, IrsaProvider } from '../../lib/eks';
import { before, cycleIn, edgesOf, known } from './graph';
import { ADMIN, json, profiles, stack, type TerraformJson } from './profiles';
import { OfflineTerraform, terraformInstalled } from './terraform';

/** Nodes, add-ons, an administrator and a role of a service account, in a cluster and a VPC that someone else manages. */
function joined(app: App): TerraformStack {
  const of = new TerraformStack(app, 'joined');
  new AwsProvider(of, 'aws', { region: 'eu-central-1' });
  const cluster = EksControlPlane.fromExisting(of, 'cluster', 'platform');
  const network = EksNetwork.fromExisting({ vpcId: 'vpc-1', privateSubnetIds: ['subnet-a', 'subnet-b'] });
  const addons = new EksAddons(of, 'addons', { name: 'joined', cluster });
  const nodes = new EksNodes(of, 'nodes', { name: 'joined', cluster, network, after: addons.beforeNodes });
  addons.waitFor(nodes.ready);
  new EksAccess(of, 'access', { cluster, admins: [ADMIN] });
  const irsa = new IrsaProvider(of, 'irsa', { cluster });
  irsa.roleFor({
    name: 'joined-dns',
    namespace: 'dns',
    serviceAccount: 'external-dns',
    statements: [
      { Effect: 'Allow', Action: ['route53:ChangeResourceRecordSets'], Resource: ['arn:aws:route53:::hostedzone/Z1'] },
    ],
  });
  return of;
}

const tf = json(joined);
const one = (of: TerraformJson, type: string) => Object.values(of.resource[type] ?? {})[0] ?? {};
const installed = terraformInstalled('validate of a stack in an existing cluster');

describe('S7: parts in a cluster that exists', () => {
  test('neither a cluster nor a network is made, and the cluster is read by its name', () => {
    const types = Object.keys(tf.resource);
    for (const type of ['aws_eks_cluster', 'aws_vpc', 'aws_subnet', 'aws_kms_key']) expect(types).not.toContain(type);
    expect(Object.values(tf.data?.aws_eks_cluster ?? {})).toEqual([{ name: 'platform' }]);
    for (const type of ['aws_eks_node_group', 'aws_eks_addon', 'aws_eks_access_entry'])
      for (const body of Object.values(tf.resource[type] ?? {})) expect(body.cluster_name).toBe('platform');
  });

  test('references resolve, nothing waits for itself, and nodes wait for the add-ons', () => {
    const targets = [...edgesOf(tf).values()].flat();
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((of) => !known(tf).has(of))).toEqual([]);
    expect(cycleIn(tf)).toBeUndefined();
    const [group] = Object.keys(tf.resource.aws_eks_node_group ?? {});
    const ready = before(tf, `aws_eks_node_group.${group}`);
    expect([...ready].filter((of) => of.startsWith('aws_eks_addon.'))).toHaveLength(3);
  });

  test('one service account may take on the role, by the issuer of that cluster', () => {
    const provider = one(tf, 'aws_iam_openid_connect_provider');
    expect(provider.url).toMatch(/^\$\{data\.aws_eks_cluster\.cluster\.identity\[0\]\.oidc\[0\]\.issuer\}$/);
    expect(provider.client_id_list).toEqual(['sts.amazonaws.com']);
    const role = Object.values(tf.resource.aws_iam_role ?? {}).find((of) => of.name === 'joined-dns');
    const issuer = '${replace(data.aws_eks_cluster.cluster.identity[0].oidc[0].issuer, "https://", "")}';
    // What Terraform leaves of the expression, so that the rest can be read as JSON.
    const trust = JSON.parse(
      (role?.assume_role_policy as string).replaceAll(issuer, 'ISSUER'),
    ) as TerraformJson['terraform'];
    const [statement] = trust.Statement;
    expect(statement.Action).toBe('sts:AssumeRoleWithWebIdentity');
    expect(statement.Principal.Federated).toMatch(/^\$\{aws_iam_openid_connect_provider\.irsa_\w+\.arn\}$/);
    expect(statement.Condition).toEqual({
      StringEquals: {
        'ISSUER:aud': 'sts.amazonaws.com',
        'ISSUER:sub': 'system:serviceaccount:dns:external-dns',
      },
    });
  });

  (installed ? test : test.skip)(
    'validate with the schema of the bindings',
    async () => {
      const terraform = await OfflineTerraform.start([tf]);
      try {
        expect(await terraform.run(tf, [['validate', '-no-color']])).toContain('The configuration is valid');
      } finally {
        terraform.stop();
      }
    },
    60_000,
  );
});

describe('S7: IRSA in a stack of ours', () => {
  test('off by default: Pod Identity needs no provider', () => {
    expect(json(profiles.default as (typeof profiles)[string]).resource).not.toHaveProperty(
      'aws_iam_openid_connect_provider',
    );
    expect(stack(new App(), {}).irsa).toBeUndefined();
  });

  test('on: one provider of the issuer of the cluster', () => {
    const of = json((app) => stack(app, { irsa: true }));
    expect(one(of, 'aws_iam_openid_connect_provider').url).toMatch(/^\$\{aws_eks_cluster\..*issuer\}$/);
  });

  test.each([
    ['a pattern', 'dns', '*'],
    ['no namespace', '', 'external-dns'],
    ['capitals', 'DNS', 'external-dns'],
  ])('refuses %s', (_title, namespace, serviceAccount) => {
    const { irsa } = stack(new App(), { irsa: true });
    expect(() => irsa?.roleFor({ name: 'a', namespace, serviceAccount })).toThrow(/service account of role a/);
  });
});

describe('what ages can be overridden', () => {
  const zones = (of: TerraformJson) => Object.values(of.data?.aws_availability_zones ?? {})[0] ?? {};

  test('zones that EKS refuses: the list of AWS, or yours, or none', () => {
    const excluding = (excludedZoneIds?: readonly string[]) =>
      zones(json((app) => stack(app, { network: { excludedZoneIds } }))).exclude_zone_ids as unknown;
    expect(excluding()).toEqual(['use1-az3', 'usw1-az2', 'cac1-az3']);
    expect(excluding(['euc1-az2'])).toEqual(['euc1-az2']);
    expect(excluding([])).toBeUndefined();
    expect(() => excluding(['us-east-1a'])).toThrow(/id of an excluded zone/);
  });

  test('versions: those of standard support, or with extendedSupport those of extended support', () => {
    const cluster = (kubernetesVersion: string, extendedSupport?: boolean) =>
      one(
        json((app) => stack(app, { kubernetesVersion, extendedSupport })),
        'aws_eks_cluster',
      );
    expect(cluster('1.34').upgrade_policy).toEqual({ support_type: 'STANDARD' });
    expect(() => cluster('1.33')).toThrow(/1\.34 or a later/);
    expect(cluster('1.33', true)).toMatchObject({ version: '1.33', upgrade_policy: { support_type: 'EXTENDED' } });
    expect(() => cluster('1.30', true)).toThrow(/1\.31 or a later/);
  });
});
