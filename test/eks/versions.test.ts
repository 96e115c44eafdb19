import { type App } from 'cdktf';
import { json, profiles, stack, type Body, type TerraformJson } from './profiles';

const of = (tf: TerraformJson, type: string): readonly [string, Readonly<Body>][] =>
  Object.entries(tf.resource[type] ?? {});
const tf = json((app) =>
  stack(app, { kubernetesVersion: '1.36', addons: { coredns: { version: 'v1.12.1-eksbuild.2' } } }),
);
const [[cluster = '', body = {}] = []] = of(tf, 'aws_eks_cluster');
const followed = `\${aws_eks_cluster.${cluster}.version}`;

describe('what runs on a cluster follows its version when that is raised', () => {
  test('the cluster alone names it', () => {
    expect(body.version).toBe('1.36');
    expect(JSON.stringify(tf).match(/"1\.36"/g)).toHaveLength(1);
  });

  test('node groups', () => {
    const groups = of(json(profiles['gateway-nodes'] as (app: App) => never), 'aws_eks_node_group');
    expect(groups).toHaveLength(2);
    for (const [, group] of groups) expect(group.version).toMatch(/^\$\{aws_eks_cluster\.[\w-]+\.version\}$/);
  });

  test('add-ons, by what EKS recommends for it, but for those whose version is named', () => {
    const recommended = Object.entries(tf.data?.aws_eks_addon_version ?? {});
    expect(recommended.map(([, one]) => one.addon_name as string).sort()).toEqual([
      'aws-ebs-csi-driver',
      'eks-pod-identity-agent',
      'kube-proxy',
      'vpc-cni',
    ]);
    for (const [, one] of recommended) expect(one.kubernetes_version).toBe(followed);
    const versions = new Map(of(tf, 'aws_eks_addon').map(([, one]) => [one.addon_name as string, one.addon_version]));
    for (const [id, one] of recommended) {
      expect(versions.get(one.addon_name)).toBe(`\${data.aws_eks_addon_version.${id}.version}`);
    }
    expect(versions.get('coredns')).toBe('v1.12.1-eksbuild.2');
  });
});
