import type { Body, TerraformJson } from './profiles';

/** Ids as checkov prints them; `trivy` is the same rule there. Where only trivy has the rule, its id stands first. */
export interface Finding {
  readonly id: string;
  readonly trivy?: string;
  readonly address: string;
}

export interface Rule {
  readonly id: string;
  readonly trivy?: string;
  readonly type: string;
  readonly holds: (body: Readonly<Body>, tf: TerraformJson, address: string) => boolean;
}

const rule = (id: string, trivy: string | undefined, type: string, holds: Rule['holds']): Rule => ({
  id,
  trivy,
  type,
  holds,
});

const EVERYONE = '0.0.0.0/0';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const opens = (of: Readonly<Body>, port: number): boolean =>
  of.cidr_ipv4 === EVERYONE && (of.ip_protocol === '-1' || (of.from_port <= port && port <= of.to_port));
const mentioned = (tf: TerraformJson, address: string, types: readonly string[]): boolean =>
  types.some((type) => JSON.stringify(tf.resource[type] ?? {}).includes(`\${${address}.`));
const statements = (policy: string): readonly Body[] => (JSON.parse(policy) as { Statement: Body[] }).Statement;
const flat = (value: unknown): readonly string[] => [value].flat() as string[];

/** What scanners say about the resources of this stack, as far as the rule texts tell (eks.md §4). */
export const rules: readonly Rule[] = [
  rule('CKV_AWS_37', 'AWS-0038', 'aws_eks_cluster', (of) => of.enabled_cluster_log_types?.length === 5),
  rule(
    'CKV_AWS_38',
    'AWS-0041',
    'aws_eks_cluster',
    (of) =>
      !of.vpc_config.endpoint_public_access || !(of.vpc_config.public_access_cidrs ?? [EVERYONE]).includes(EVERYONE),
  ),
  rule('CKV_AWS_39', 'AWS-0040', 'aws_eks_cluster', (of) => of.vpc_config.endpoint_public_access === false),
  rule('CKV_AWS_58', 'AWS-0039', 'aws_eks_cluster', (of) => of.encryption_config?.resources?.join() === 'secrets'),
  rule('CKV_AWS_339', undefined, 'aws_eks_cluster', (of) => Number(/^1\.(\d+)$/.exec(of.version)?.[1]) >= 29),
  rule('CKV_AWS_100', undefined, 'aws_eks_node_group', (of) => of.remote_access === undefined),
  rule('CKV_AWS_79', undefined, 'aws_launch_template', (of) => of.metadata_options?.http_tokens === 'required'),
  rule('CKV_AWS_341', undefined, 'aws_launch_template', (of) => of.metadata_options?.http_put_response_hop_limit === 1),
  rule('AWS-0129', undefined, 'aws_launch_template', (of) => of.user_data === undefined),
  // No scanner looks into launch templates of node groups for this.
  rule('volumes', undefined, 'aws_launch_template', (of) =>
    of.block_device_mappings?.every((volume: Body) => volume.ebs?.encrypted === 'true'),
  ),
  rule('CKV_AWS_130', 'AWS-0164', 'aws_subnet', (of) => of.map_public_ip_on_launch === false),
  rule('CKV2_AWS_11', 'AWS-0178', 'aws_vpc', (_of, tf, address) => mentioned(tf, address, ['aws_flow_log'])),
  rule('CKV2_AWS_12', 'AWS-0173', 'aws_default_security_group', (of) => !of.ingress && !of.egress),
  rule('CKV_AWS_148', 'AWS-0101', 'aws_default_vpc', () => false),
  rule('CKV2_AWS_1', 'AWS-0102', 'aws_network_acl_rule', () => false),
  rule('CKV2_AWS_19', undefined, 'aws_eip', (_of, tf, address) => mentioned(tf, address, ['aws_nat_gateway'])),
  rule('CKV2_AWS_5', undefined, 'aws_security_group', (_of, tf, address) =>
    mentioned(tf, address, ['aws_launch_template', 'aws_vpc_endpoint', 'aws_eks_cluster']),
  ),
  rule('CKV_AWS_23', 'AWS-0099', 'aws_security_group', (of) => Boolean(of.description)),
  rule('CKV_AWS_23', 'AWS-0124', INGRESS, (of) => Boolean(of.description)),
  rule('CKV_AWS_24', undefined, INGRESS, (of) => !opens(of, 22)),
  rule('CKV_AWS_25', undefined, INGRESS, (of) => !opens(of, 3389)),
  rule('CKV_AWS_260', undefined, INGRESS, (of) => !opens(of, 80)),
  rule('CKV_AWS_277', undefined, INGRESS, (of) => of.ip_protocol !== '-1' || of.cidr_ipv4 !== EVERYONE),
  rule('AWS-0107', undefined, INGRESS, (of) => of.cidr_ipv4 !== EVERYONE),
  rule('CKV_AWS_382', 'AWS-0104', 'aws_vpc_security_group_egress_rule', (of) => of.cidr_ipv4 !== EVERYONE),
  rule('CKV_AWS_66', undefined, 'aws_cloudwatch_log_group', (of) => of.retention_in_days > 0),
  rule('CKV_AWS_158', 'AWS-0017', 'aws_cloudwatch_log_group', (of) => Boolean(of.kms_key_id)),
  rule('CKV_AWS_338', undefined, 'aws_cloudwatch_log_group', (of) => of.retention_in_days >= 365),
  rule('CKV_AWS_7', 'AWS-0065', 'aws_kms_key', (of) => of.enable_key_rotation === true),
  rule('CKV_AWS_33', undefined, 'aws_kms_key', (of) => !/"AWS" = \[?"\*"/.test(of.policy ?? '')),
  rule('CKV_AWS_227', undefined, 'aws_kms_key', (of) => of.is_enabled !== false),
  rule('CKV2_AWS_64', undefined, 'aws_kms_key', (of) => Boolean(of.policy)),
  rule('CKV_AWS_60', undefined, 'aws_iam_role', (of) =>
    statements(of.assume_role_policy).every(({ Principal }) => Object.keys(Principal).join() === 'Service'),
  ),
  rule('CKV_AWS_63', undefined, 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Action }) => !flat(Action).includes('*')),
  ),
  rule('CKV_AWS_286', 'AWS-0342', 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Action }) => !flat(Action).some((action) => /^iam:/.test(action))),
  ),
  rule('CKV_AWS_355', undefined, 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Resource }) => !flat(Resource).includes('*')),
  ),
];

export function findings(tf: TerraformJson): Finding[] {
  return rules.flatMap(({ id, trivy, type, holds }) =>
    Object.entries(tf.resource[type] ?? {})
      .filter(([name, body]) => !holds(body, tf, `${type}.${name}`))
      .map(([name]) => ({ id, trivy, address: `${type}.${name}` })),
  );
}
