import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack } from 'cdktf';
import { EksAccess, EksControlPlane, NatGateways, type IstioEksStackProps } from '../../lib/eks';
import { ADMIN, addresses, json, profiles, stack, type TerraformJson } from './profiles';

const synthesised = new Map(Object.entries(profiles).map(([name, make]) => [name, json(make)]));
const profile = (name: string) => synthesised.get(name) as TerraformJson;
const all = (of: TerraformJson, type: string) => Object.values(of.resource[type] ?? {});
const first = (of: TerraformJson, type: string) => all(of, type)[0] ?? {};
const built = (props: IstioEksStackProps) => json((app) => stack(app, props));

/** Every file of a synth in a directory of its own, with CDKTF's validations on. */
function written(make: (app: App) => TerraformStack): readonly (readonly [file: string, text: string])[] {
  const before = process.cwd();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'eks-')));
  process.chdir(folder);
  try {
    const app = new App({ outdir: 'out' });
    make(app);
    app.synth();
    const out = join(folder, 'out');
    return readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(join(out, file)).isFile())
      .sort()
      .map((file) => [file, readFileSync(join(out, file), 'utf8')]);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

describe.each([...synthesised])('profile %s', (name, tf) => {
  const make = profiles[name] as (typeof profiles)[string];

  test('golden file', () => {
    const path = join(__dirname, 'golden', `${name}.tf.json`);
    const text = `${JSON.stringify(tf, null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
    expect(existsSync(path)).toBe(true);
    expect(text).toBe(readFileSync(path, 'utf8'));
  });

  test('outputs of M7 by their literal names', () => {
    expect(Object.keys(tf.output).sort()).toEqual([
      'cluster_ca_certificate',
      'cluster_endpoint',
      'cluster_name',
      'region',
      'update_kubeconfig_command',
    ]);
    expect(tf.output.cluster_ca_certificate?.sensitive).toBe(true);
    expect(tf.variable.region?.default).toBe('us-east-1');
  });

  test('3. two synths from two directories write the same files, and no path of the machine', () => {
    const [one = [], two = []] = [written(make), written(make)];
    expect(one.map(([file]) => file)).toEqual(expect.arrayContaining(['manifest.json', 'stacks/mesh/cdk.tf.json']));
    expect(two).toEqual(one);
    for (const [, text] of one)
      for (const path of [process.cwd(), tmpdir(), homedir()]) expect(text).not.toContain(path);
  });

  test('no machine path and no key as input', () => {
    expect(JSON.stringify(tf)).not.toContain(process.cwd());
    expect(Object.keys(tf.variable)).toEqual(['region']);
    expect(tf.terraform.backend.local.path).toBe('../../../terraform.mesh.tfstate');
  });
});

describe('options', () => {
  test.each([
    [NatGateways.SINGLE, 1],
    [NatGateways.PER_ZONE, 3],
  ])('NAT %s', (nat, count) => {
    const tf = built({ network: { nat } });
    expect(all(tf, 'aws_nat_gateway')).toHaveLength(count);
    expect(all(tf, 'aws_route')).toHaveLength(6);
  });
  test('gateway nodes alone have a way out', () => {
    const tf = profile('gateway-nodes');
    const nat = Object.entries(tf.resource.aws_route ?? {}).filter(([, of]) => of.nat_gateway_id);
    expect(nat.map(([id]) => id.split('_')[1])).toEqual(['gateway', 'gateway', 'gateway']);
    const pool = all(tf, 'aws_eks_node_group').find((of) => of.node_group_name_prefix === 'gateways-');
    expect(pool?.labels).toEqual({ 'istio-gateway': 'true' });
    expect(pool?.taint).toEqual([{ key: 'istio-gateway', value: 'true', effect: 'NO_SCHEDULE' }]);
    for (const id of pool?.subnet_ids) expect(id).toContain('network_gateway_');
  });
  test('Auto Mode: three parts on, no node group, no add-on', () => {
    const cluster = first(profile('auto-mode'), 'aws_eks_cluster');
    expect(cluster.compute_config.enabled).toBe(true);
    expect(cluster.storage_config.block_storage.enabled).toBe(true);
    expect(cluster.kubernetes_network_config.elastic_load_balancing.enabled).toBe(true);
    expect(all(profile('auto-mode'), 'aws_eks_node_group')).toEqual([]);
    expect(all(profile('auto-mode'), 'aws_eks_addon')).toEqual([]);
  });
  test('taking one admin out leaves the addresses of the others', () => {
    const other = 'arn:aws:iam::111122223333:user/ann';
    const before = addresses(built({ admins: [other, ADMIN] }));
    const after = addresses(built({ admins: [ADMIN] }));
    expect(after.filter((of) => !before.includes(of))).toEqual([]);
    expect(before).toHaveLength(after.length + 2);
  });
  test('an admin may be a role that the same stack makes', () => {
    const made = json((app) => {
      const of = new TerraformStack(app, 'mesh');
      const role = new IamRole(of, 'ops', { name: 'ops', assumeRolePolicy: '{}' });
      const cluster = EksControlPlane.fromExisting(of, 'cluster', 'platform');
      new EksAccess(of, 'access', { cluster, admins: [ADMIN, role.arn] });
      return of;
    });
    const principals = ['aws_eks_access_entry', 'aws_eks_access_policy_association'].map((type) =>
      all(made, type).map((of) => of.principal_arn as string),
    );
    for (const of of principals) expect(of).toEqual([ADMIN, '${aws_iam_role.ops.arn}']);
  });
});
