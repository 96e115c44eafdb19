/** Arguments of a resource in Terraform's names. Their shapes are the provider's, which the bindings do not type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Attributes = Readonly<Record<string, any>>;

/** Resources of a stack: type, then name, then arguments. */
export interface SynthesisedStack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** One thing that a scanner looks at. */
export interface SecurityRule {
  /** Id as checkov prints it; where only trivy has the rule, trivy's. */
  readonly id: string;
  /** What is wrong where the rule does not hold. */
  readonly message: string;
  /** The same rule in trivy. */
  readonly trivy?: string;
  readonly type: string;
  readonly holds: (body: Attributes, tf: SynthesisedStack, address: string) => boolean;
}

const rule = (
  id: string,
  message: string,
  trivy: string | undefined,
  type: string,
  holds: SecurityRule['holds'],
): SecurityRule => ({
  id,
  message,
  trivy,
  type,
  holds,
});

const EVERYONE = '0.0.0.0/0';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const opens = (of: Attributes, port: number): boolean =>
  of.cidr_ipv4 === EVERYONE && (of.ip_protocol === '-1' || (of.from_port <= port && port <= of.to_port));
const mentioned = (tf: SynthesisedStack, address: string, types: readonly string[]): boolean =>
  types.some((type) => JSON.stringify(tf.resource[type] ?? {}).includes(`\${${address}.`));
const statements = (policy: string): readonly Attributes[] =>
  (JSON.parse(policy) as { Statement: Attributes[] }).Statement;
const flat = (value: unknown): readonly string[] => [value].flat() as string[];

/** What scanners say about the resources of this stack, as far as the texts of their rules tell. */
export const securityRules: readonly SecurityRule[] = [
  rule(
    'CKV_AWS_37',
    'a kind of control-plane log is off',
    'AWS-0038',
    'aws_eks_cluster',
    (of) => of.enabled_cluster_log_types?.length === 5,
  ),
  rule(
    'CKV_AWS_38',
    'the API is open to 0.0.0.0/0',
    'AWS-0041',
    'aws_eks_cluster',
    (of) =>
      !of.vpc_config.endpoint_public_access || !(of.vpc_config.public_access_cidrs ?? [EVERYONE]).includes(EVERYONE),
  ),
  rule(
    'CKV_AWS_39',
    'the API has a public endpoint',
    'AWS-0040',
    'aws_eks_cluster',
    (of) => of.vpc_config.endpoint_public_access === false,
  ),
  rule(
    'CKV_AWS_58',
    'secrets are not encrypted with a customer key',
    'AWS-0039',
    'aws_eks_cluster',
    (of) => of.encryption_config?.resources?.join() === 'secrets',
  ),
  rule(
    'CKV_AWS_339',
    'the version of Kubernetes is not supported',
    undefined,
    'aws_eks_cluster',
    (of) => Number(/^1\.(\d+)$/.exec(of.version)?.[1]) >= 29,
  ),
  rule('CKV_AWS_100', 'nodes take SSH', undefined, 'aws_eks_node_group', (of) => of.remote_access === undefined),
  rule(
    'CKV_AWS_79',
    'IMDSv1 answers',
    undefined,
    'aws_launch_template',
    (of) => of.metadata_options?.http_tokens === 'required',
  ),
  rule(
    'CKV_AWS_341',
    'Pods reach the instance metadata',
    undefined,
    'aws_launch_template',
    (of) => of.metadata_options?.http_put_response_hop_limit === 1,
  ),
  rule('AWS-0129', 'user data may hold secrets', undefined, 'aws_launch_template', (of) => of.user_data === undefined),
  // No scanner looks into launch templates of node groups for this.
  rule('volumes', 'a volume is not encrypted', undefined, 'aws_launch_template', (of) =>
    of.block_device_mappings?.every((volume: Attributes) => volume.ebs?.encrypted === 'true'),
  ),
  rule(
    'CKV_AWS_130',
    'instances get public addresses',
    'AWS-0164',
    'aws_subnet',
    (of) => of.map_public_ip_on_launch === false,
  ),
  rule('CKV2_AWS_11', 'the VPC has no flow log', 'AWS-0178', 'aws_vpc', (_of, tf, address) =>
    mentioned(tf, address, ['aws_flow_log']),
  ),
  rule(
    'CKV2_AWS_12',
    'the default security group lets traffic through',
    'AWS-0173',
    'aws_default_security_group',
    (of) => !of.ingress && !of.egress,
  ),
  rule('CKV_AWS_148', 'the default VPC is used', 'AWS-0101', 'aws_default_vpc', () => false),
  rule(
    'CKV2_AWS_1',
    'a rule of a network ACL stands outside its list',
    'AWS-0102',
    'aws_network_acl_rule',
    () => false,
  ),
  rule('CKV2_AWS_19', 'an address belongs to nothing', undefined, 'aws_eip', (_of, tf, address) =>
    mentioned(tf, address, ['aws_nat_gateway']),
  ),
  rule('CKV2_AWS_5', 'a security group is attached to nothing', undefined, 'aws_security_group', (_of, tf, address) =>
    mentioned(tf, address, ['aws_launch_template', 'aws_vpc_endpoint', 'aws_eks_cluster']),
  ),
  rule('CKV_AWS_23', 'no description', 'AWS-0099', 'aws_security_group', (of) => Boolean(of.description)),
  rule('CKV_AWS_23', 'no description', 'AWS-0124', INGRESS, (of) => Boolean(of.description)),
  rule('CKV_AWS_24', 'SSH from everywhere', undefined, INGRESS, (of) => !opens(of, 22)),
  rule('CKV_AWS_25', 'RDP from everywhere', undefined, INGRESS, (of) => !opens(of, 3389)),
  rule('CKV_AWS_260', 'port 80 from everywhere', undefined, INGRESS, (of) => !opens(of, 80)),
  rule(
    'CKV_AWS_277',
    'every port from everywhere',
    undefined,
    INGRESS,
    (of) => of.ip_protocol !== '-1' || of.cidr_ipv4 !== EVERYONE,
  ),
  rule('AWS-0107', 'entry from everywhere', undefined, INGRESS, (of) => of.cidr_ipv4 !== EVERYONE),
  rule(
    'CKV_AWS_382',
    'exit to everywhere',
    'AWS-0104',
    'aws_vpc_security_group_egress_rule',
    (of) => of.cidr_ipv4 !== EVERYONE,
  ),
  rule(
    'CKV_AWS_66',
    'logs are kept without end or not at all',
    undefined,
    'aws_cloudwatch_log_group',
    (of) => of.retention_in_days > 0,
  ),
  rule('CKV_AWS_158', 'logs are not encrypted with a customer key', 'AWS-0017', 'aws_cloudwatch_log_group', (of) =>
    Boolean(of.kms_key_id),
  ),
  rule(
    'CKV_AWS_338',
    'logs are kept less than a year',
    undefined,
    'aws_cloudwatch_log_group',
    (of) => of.retention_in_days >= 365,
  ),
  rule('CKV_AWS_7', 'the key is not rotated', 'AWS-0065', 'aws_kms_key', (of) => of.enable_key_rotation === true),
  rule(
    'CKV_AWS_33',
    'everyone may use the key',
    undefined,
    'aws_kms_key',
    (of) => !/"AWS" = \[?"\*"/.test(of.policy ?? ''),
  ),
  rule('CKV_AWS_227', 'the key is disabled', undefined, 'aws_kms_key', (of) => of.is_enabled !== false),
  rule('CKV2_AWS_64', 'the key has no policy', undefined, 'aws_kms_key', (of) => Boolean(of.policy)),
  rule('CKV_AWS_60', 'more than a service may assume the role', undefined, 'aws_iam_role', (of) =>
    statements(of.assume_role_policy).every(({ Principal }) => Object.keys(Principal).join() === 'Service'),
  ),
  rule('CKV_AWS_63', 'a policy allows every action', undefined, 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Action }) => !flat(Action).includes('*')),
  ),
  rule('CKV_AWS_286', 'a policy allows to raise privileges', 'AWS-0342', 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Action }) => !flat(Action).some((action) => /^iam:/.test(action))),
  ),
  rule('CKV_AWS_355', 'a policy is about every resource', undefined, 'aws_iam_role_policy', (of) =>
    statements(of.policy).every(({ Resource }) => !flat(Resource).includes('*')),
  ),
];
