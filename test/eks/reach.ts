import { overlaps, parseCidr } from '../../lib/eks/network/cidr';
import type { Body, TerraformJson } from './profiles';

/** Something that sends: it wears security groups, or has an address outside of them. */
export type Party = 'control plane' | 'node' | { readonly address: string };

const clusterGroup = (tf: TerraformJson): string => {
  const [id = ''] = Object.keys(tf.resource.aws_eks_cluster ?? {});
  return `\${aws_eks_cluster.${id}.vpc_config[0].cluster_security_group_id}`;
};

/** Groups that a party wears. EKS gives its own to the control plane, and to nodes whose launch template names none. */
function groups(tf: TerraformJson, party: Party): readonly string[] {
  if (typeof party === 'object') return [];
  if (party === 'control plane') return [clusterGroup(tf)];
  const [template] = Object.values(tf.resource.aws_launch_template ?? {});
  return (template?.vpc_security_group_ids as string[] | undefined) ?? [clusterGroup(tf)];
}

/** What EKS writes into the group that it makes: everything within it, and everything out. */
const eksRules = (group: string): readonly Body[] => [
  { direction: 'ingress', security_group_id: group, referenced_security_group_id: group, ip_protocol: '-1' },
  { direction: 'egress', security_group_id: group, cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
];

function rulesOf(tf: TerraformJson, direction: 'ingress' | 'egress'): readonly Body[] {
  return [
    ...Object.values(tf.resource[`aws_vpc_security_group_${direction}_rule`] ?? {}),
    ...eksRules(clusterGroup(tf)).filter((rule) => rule.direction === direction),
  ];
}

/** Whether security groups let a TCP connection through; groups are stateful, so the answer comes back. */
export function reaches(tf: TerraformJson, from: Party, to: 'control plane' | 'node', port: number): boolean {
  const fits = (rule: Body) => rule.ip_protocol === '-1' || (rule.from_port <= port && port <= rule.to_port);
  const names = (rule: Body, other: Party) =>
    groups(tf, other).includes(rule.referenced_security_group_id) ||
    (rule.cidr_ipv4 !== undefined &&
      (typeof other === 'object'
        ? overlaps(parseCidr('rule', rule.cidr_ipv4), parseCidr('party', `${other.address}/32`))
        : rule.cidr_ipv4 === '0.0.0.0/0'));
  const wears = (party: Party) => (rule: Body) => groups(tf, party).includes(rule.security_group_id);
  const open = (direction: 'ingress' | 'egress', of: Party, other: Party) =>
    rulesOf(tf, direction)
      .filter(wears(of))
      .some((rule) => fits(rule) && names(rule, other));
  return open('ingress', to, from) && (typeof from === 'object' || open('egress', from, to));
}
