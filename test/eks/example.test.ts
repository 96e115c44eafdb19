import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { chapterDeviations, GATEWAY_NODE_LABEL } from '../../lib/eks';
import type { Body, TerraformJson } from './profiles';

const root = join(__dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = text('examples/eks-cluster/README.md');
const tf = JSON.parse(text('examples/eks-cluster/expected/stacks/mesh/cdk.tf.json')) as TerraformJson;
const all = (type: string): readonly Readonly<Body>[] => Object.values(tf.resource[type] ?? {});

describe('the page of examples/eks-cluster', () => {
  /** Rows of the table of costs: number, price of one, together. */
  const rows = [...page.matchAll(/^\| (\d+) \| (.*?) \| ([\d./ ]+) \| ([\d.]+) \|/gm)].map(
    ([, count, what, price, sum]) => {
      const [amount = 0, hours = 1] = (price as string).split('/').map(Number);
      return { count: Number(count), what: what as string, price: amount / hours, sum: Number(sum) };
    },
  );
  const counted = (start: string): number | undefined => rows.find(({ what }) => what.startsWith(start))?.count;

  test('numbers of what costs by the hour are those of what is synthesised', () => {
    const nodes = all('aws_eks_node_group').reduce((sum, of) => sum + (of.scaling_config.desired_size as number), 0);
    const endpoints = all('aws_vpc_endpoint').filter((of) => of.vpc_endpoint_type === 'Interface');
    const disks = new Set(
      all('aws_launch_template').map((of) => of.block_device_mappings[0].ebs.volume_size as number),
    );
    expect(counted('control plane')).toBe(all('aws_eks_cluster').length);
    expect(counted('m6i.large')).toBe(nodes);
    expect([...disks]).toEqual([(counted('GiB of gp3') ?? 0) / nodes]);
    expect(counted('interface endpoints')).toBe(endpoints.reduce((sum, of) => sum + of.subnet_ids.length, 0));
    expect(counted('NAT gateway')).toBe(all('aws_nat_gateway').length);
    expect(counted('public address')).toBe(all('aws_eip').length);
    expect(counted('KMS key')).toBe(all('aws_kms_key').length);
  });

  test('the sums are sums', () => {
    expect(rows).toHaveLength(7);
    for (const { count, price, sum } of rows) expect(sum).toBeCloseTo(count * price, 3);
    const hour = rows.reduce((sum, of) => sum + of.sum, 0);
    expect(page).toContain(`Together ${hour.toFixed(3)} an hour: ${Math.round(hour * 24)} a day`);
    expect(page).toContain(`${Math.round(rows.reduce((sum, of) => sum + of.count * of.price, 0) * 730)} in a month`);
  });

  test('outputs that commands read are there', () => {
    const read = [...page.matchAll(/output -raw (\w+)/g)].map(([, name]) => name as string);
    expect(new Set(read)).toEqual(new Set(['region', 'cluster_endpoint', 'update_kubeconfig_command']));
    for (const name of read) expect(Object.keys(tf.output)).toContain(name);
  });
});

test('istio.yaml: the egress gateway selects the label of the gateway nodes and tolerates their taint', () => {
  const { spec } = load(text('examples/eks-cluster/istio.yaml')) as { spec: { components: Body } };
  const { nodeSelector, tolerations } = spec.components.egressGateways[0].k8s as Body;
  const pool = all('aws_eks_node_group').find((of) => of.node_group_name_prefix === 'gateways-') as Body;
  expect(nodeSelector).toEqual(pool.labels);
  expect(Object.keys(pool.labels)).toEqual([GATEWAY_NODE_LABEL]);
  // EKS's name of the effect, and Kubernetes'.
  const [taint] = pool.taint as Body[];
  expect(taint?.effect).toBe('NO_SCHEDULE');
  expect(tolerations).toEqual([{ key: taint?.key, operator: 'Equal', value: taint?.value, effect: 'NoSchedule' }]);
});

test('docs/eks.md has the table of what differs from the chapter', () => {
  const table = chapterDeviations.map(
    ({ topic, chapter, here, reason }) => `| ${topic} | ${chapter} | ${here} | ${reason} |`,
  );
  for (const row of table) expect(text('docs/eks.md')).toContain(row);
});

test('M10: README.md gives the recipe of docs/eks.md, which eks:cdktn runs', () => {
  const [, block = '{}'] = /```json\n([^`]*npm:cdktn@[^`]*)```/.exec(text('docs/eks.md')) ?? [];
  const { dependencies, overrides } = JSON.parse(block) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const pairs = [dependencies, overrides].flatMap((of) => Object.entries(of ?? {}));
  expect(pairs).toHaveLength(3);
  for (const [name, version] of pairs) expect(text('README.md')).toContain(`"${name}": "${version}"`);
});
