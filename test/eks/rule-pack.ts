import type { Body, TerraformJson } from './profiles';

/** Ids as checkov prints them; `trivy` is the same rule there. */
export interface Finding {
  readonly id: string;
  readonly trivy?: string;
  readonly address: string;
}

interface Rule {
  readonly id: string;
  readonly trivy?: string;
  readonly type: string;
  readonly holds: (body: Readonly<Body>) => boolean;
}

/** What scanners say about the resources of this stack, as far as the rule texts tell. */
export const rules: readonly Rule[] = [
  {
    id: 'CKV_AWS_37',
    trivy: 'AWS-0038',
    type: 'aws_eks_cluster',
    holds: (of) => of.enabled_cluster_log_types?.length === 5,
  },
  {
    id: 'CKV_AWS_38',
    trivy: 'AWS-0041',
    type: 'aws_eks_cluster',
    holds: (of) => !of.vpc_config.endpoint_public_access || !of.vpc_config.public_access_cidrs.includes('0.0.0.0/0'),
  },
  {
    id: 'CKV_AWS_39',
    trivy: 'AWS-0040',
    type: 'aws_eks_cluster',
    holds: (of) => of.vpc_config.endpoint_public_access === false,
  },
  {
    id: 'CKV_AWS_58',
    trivy: 'AWS-0039',
    type: 'aws_eks_cluster',
    holds: (of) => of.encryption_config?.resources?.join() === 'secrets',
  },
  { id: 'CKV_AWS_100', type: 'aws_eks_node_group', holds: (of) => of.remote_access === undefined },
  { id: 'CKV_AWS_79', type: 'aws_launch_template', holds: (of) => of.metadata_options?.http_tokens === 'required' },
  {
    id: 'CKV_AWS_341',
    type: 'aws_launch_template',
    holds: (of) => of.metadata_options?.http_put_response_hop_limit === 1,
  },
  { id: 'CKV_AWS_130', trivy: 'AWS-0164', type: 'aws_subnet', holds: (of) => of.map_public_ip_on_launch === false },
  {
    id: 'CKV_AWS_23',
    trivy: 'AWS-0124',
    type: 'aws_vpc_security_group_ingress_rule',
    holds: (of) => Boolean(of.description),
  },
  {
    id: 'CKV_AWS_277',
    trivy: 'AWS-0107',
    type: 'aws_vpc_security_group_ingress_rule',
    holds: (of) => of.cidr_ipv4 !== '0.0.0.0/0',
  },
  {
    id: 'CKV_AWS_382',
    trivy: 'AWS-0104',
    type: 'aws_vpc_security_group_egress_rule',
    holds: (of) => of.cidr_ipv4 !== '0.0.0.0/0',
  },
  { id: 'CKV_AWS_158', trivy: 'AWS-0017', type: 'aws_cloudwatch_log_group', holds: (of) => Boolean(of.kms_key_id) },
  { id: 'CKV_AWS_338', type: 'aws_cloudwatch_log_group', holds: (of) => of.retention_in_days >= 365 },
  { id: 'CKV_AWS_7', trivy: 'AWS-0065', type: 'aws_kms_key', holds: (of) => of.enable_key_rotation === true },
  { id: 'CKV2_AWS_64', type: 'aws_kms_key', holds: (of) => Boolean(of.policy) },
  {
    id: 'CKV2_AWS_12',
    trivy: 'AWS-0173',
    type: 'aws_default_security_group',
    holds: (of) => !of.ingress && !of.egress,
  },
];

export function findings(tf: TerraformJson): Finding[] {
  return rules.flatMap(({ id, trivy, type, holds }) =>
    Object.entries(tf.resource[type] ?? {})
      .filter(([, body]) => !holds(body))
      .map(([name]) => ({ id, trivy, address: `${type}.${name}` })),
  );
}
