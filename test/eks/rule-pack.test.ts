import { json, profiles, type Body, type TerraformJson } from './profiles';
import { findings, rules } from './rule-pack';

/** What a profile breaks on purpose; docs/eks.md has the reasons. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  book: ['CKV_AWS_39'],
  'gateway-nodes': ['CKV_AWS_382'],
};

test.each(Object.entries(profiles))('5. profile %s breaks no rule but those with a reason', (name, make) => {
  const expected = reasons[name] ?? [];
  expect(findings(json(make)).map((of) => of.id)).toEqual(expected);
});

const INGRESS = 'aws_vpc_security_group_ingress_rule';
const everyone = (port: number) => (of: Body) =>
  Object.assign(of, { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: port, to_port: port });
const grant = (change: object) => (of: Body) => {
  const policy = JSON.parse(of.policy as string) as { Statement: object[] };
  of.policy = JSON.stringify({ ...policy, Statement: policy.Statement.map((one) => ({ ...one, ...change })) });
};

type Mutation = readonly [type: string, spoil: (body: Body, tf: TerraformJson) => unknown, further?: readonly string[]];

/** A default turned off for each rule, and what else notices. */
const mutations: Readonly<Record<string, Mutation>> = {
  CKV_AWS_37: ['aws_eks_cluster', (of) => of.enabled_cluster_log_types.pop()],
  CKV_AWS_38: [
    'aws_eks_cluster',
    (of) => Object.assign(of.vpc_config, { endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] }),
    ['CKV_AWS_39'],
  ],
  CKV_AWS_39: [
    'aws_eks_cluster',
    (of) => Object.assign(of.vpc_config, { endpoint_public_access: true, public_access_cidrs: ['203.0.113.7/32'] }),
  ],
  CKV_AWS_58: ['aws_eks_cluster', (of) => delete of.encryption_config],
  CKV_AWS_339: ['aws_eks_cluster', (of) => (of.version = '1.23')],
  CKV_AWS_100: ['aws_eks_node_group', (of) => (of.remote_access = {})],
  CKV_AWS_79: ['aws_launch_template', (of) => (of.metadata_options.http_tokens = 'optional')],
  CKV_AWS_341: ['aws_launch_template', (of) => (of.metadata_options.http_put_response_hop_limit = 2)],
  'AWS-0129': ['aws_launch_template', (of) => (of.user_data = 'ZXhwb3J0IEtFWT0x')],
  volumes: ['aws_launch_template', (of) => (of.block_device_mappings[0].ebs.encrypted = 'false')],
  CKV_AWS_130: ['aws_subnet', (of) => (of.map_public_ip_on_launch = true)],
  CKV2_AWS_11: ['aws_flow_log', (of) => (of.vpc_id = 'vpc-1')],
  CKV2_AWS_12: ['aws_default_security_group', (of) => (of.ingress = [{}])],
  CKV_AWS_148: ['aws_vpc', (_of, tf) => Object.assign(tf.resource, { aws_default_vpc: { a: {} } })],
  CKV2_AWS_1: ['aws_vpc', (_of, tf) => Object.assign(tf.resource, { aws_network_acl_rule: { a: {} } })],
  CKV2_AWS_19: ['aws_nat_gateway', (of) => delete of.allocation_id],
  CKV2_AWS_5: [
    'aws_launch_template',
    (_of, tf) =>
      Object.values(tf.resource.aws_launch_template ?? {}).forEach(
        (one) => delete (one as Body).vpc_security_group_ids,
      ),
  ],
  CKV_AWS_23: [INGRESS, (of) => delete of.description],
  CKV_AWS_24: [INGRESS, everyone(22), ['AWS-0107']],
  CKV_AWS_25: [INGRESS, everyone(3389), ['AWS-0107']],
  CKV_AWS_260: [INGRESS, everyone(80), ['AWS-0107']],
  CKV_AWS_277: [
    INGRESS,
    (of) => Object.assign(of, { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' }),
    ['AWS-0107', 'CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_260'],
  ],
  'AWS-0107': [INGRESS, everyone(15017)],
  CKV_AWS_382: [
    'aws_vpc_security_group_egress_rule',
    (of, tf) => Object.assign(tf.resource.aws_vpc_security_group_egress_rule ?? {}, { another: { ...of } }),
  ],
  CKV_AWS_66: ['aws_cloudwatch_log_group', (of) => delete of.retention_in_days, ['CKV_AWS_338']],
  CKV_AWS_158: ['aws_cloudwatch_log_group', (of) => delete of.kms_key_id],
  CKV_AWS_338: ['aws_cloudwatch_log_group', (of) => (of.retention_in_days = 7)],
  CKV_AWS_7: ['aws_kms_key', (of) => (of.enable_key_rotation = false)],
  CKV_AWS_33: ['aws_kms_key', (of) => (of.policy = of.policy.replace(/"AWS" = "[^"]*"/, '"AWS" = "*"'))],
  CKV_AWS_227: ['aws_kms_key', (of) => (of.is_enabled = false)],
  CKV2_AWS_64: ['aws_kms_key', (of) => delete of.policy],
  CKV_AWS_60: [
    'aws_iam_role',
    (of) => (of.assume_role_policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' } }] })),
  ],
  CKV_AWS_63: ['aws_iam_role_policy', grant({ Action: '*' })],
  CKV_AWS_286: ['aws_iam_role_policy', grant({ Action: ['iam:PassRole'] })],
  CKV_AWS_355: ['aws_iam_role_policy', grant({ Resource: ['*'] })],
};

describe('5. a secure default that is turned off is found', () => {
  const sound = json(profiles['gateway-nodes'] as (typeof profiles)[string]);

  test.each(Object.entries(mutations))('%s', (id, [type, spoil, further = []]) => {
    const tf = structuredClone(sound);
    const [body = {}] = Object.values(tf.resource[type] ?? {});
    expect(body).not.toEqual({});
    spoil(body, tf);
    const found = findings(tf).map((of) => of.id);
    for (const known of findings(sound)) found.splice(found.indexOf(known.id), 1);
    expect(found.sort()).toEqual([id, ...further].sort());
  });

  test('every rule is put to the test', () => {
    expect([...new Set(rules.map((of) => of.id))].sort()).toEqual(Object.keys(mutations).sort());
  });
});
