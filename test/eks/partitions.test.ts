import { NatGateways } from '../../lib/eks';
import { ADMIN, json, stack, type TerraformJson } from './profiles';

/** What the data source `aws_partition` says, by its documentation. */
const partitions = {
  aws: { partition: 'aws', dns_suffix: 'amazonaws.com', reverse_dns_prefix: 'com.amazonaws' },
  'aws-us-gov': { partition: 'aws-us-gov', dns_suffix: 'amazonaws.com', reverse_dns_prefix: 'com.amazonaws' },
  'aws-cn': { partition: 'aws-cn', dns_suffix: 'amazonaws.com.cn', reverse_dns_prefix: 'cn.com.amazonaws' },
} as const;

const cases = [
  ['aws', 'eu-central-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1'],
] as const;

/** The stack with what Terraform would put in the place of the partition and of the region. */
function standing(name: keyof typeof partitions, region: string): TerraformJson {
  const tf = json((app) =>
    stack(app, {
      region,
      admins: [ADMIN.replace('arn:aws:', `arn:${name}:`)],
      network: { nat: NatGateways.NONE, privateEndpoints: true },
    }),
  );
  const values: Readonly<Record<string, string>> = partitions[name];
  const text = JSON.stringify(tf)
    .replace(/\$\{data\.aws_partition\.[\w-]+\.(\w+)\}/g, (whole, attribute: string) => values[attribute] ?? whole)
    .replaceAll('${var.region}', region);
  return JSON.parse(text) as TerraformJson;
}

describe.each(cases)('partition %s, region %s', (name, region) => {
  const tf = standing(name, region);
  const { dns_suffix: suffix } = partitions[name];

  test('every ARN is of the partition', () => {
    const arns = [...JSON.stringify(tf.resource).matchAll(/\barn:([\w-]+):/g)].map(([, of]) => of);
    expect(arns.length).toBeGreaterThan(5);
    expect(new Set(arns)).toEqual(new Set([name]));
  });

  test('the key is for CloudWatch Logs by its name there', () => {
    const [key] = Object.values(tf.resource.aws_kms_key ?? {});
    expect(key?.policy).toContain(`{"Service" = "logs.${region}.${suffix}"}`);
  });

  test('roles are for services by the names that all partitions share', () => {
    const roles = Object.values(tf.resource.aws_iam_role ?? {}).map((of) => of.assume_role_policy as string);
    const services = roles.map((of) => /"Service":"([^"]*)"/.exec(of)?.[1]);
    expect(services.length).toBeGreaterThan(3);
    for (const service of services) expect(service).toMatch(/^[a-z0-9.-]+\.amazonaws\.com$/);
  });
});

test('in China some endpoints have a prefix that the others, and S3, have not', () => {
  const names = (tf: TerraformJson) =>
    Object.values(tf.resource.aws_vpc_endpoint ?? {})
      .map((of) => of.service_name as string)
      .sort();
  const china = 'cn.com.amazonaws.cn-north-1';
  const shared = 'com.amazonaws.cn-north-1';
  expect(names(standing('aws-cn', 'cn-north-1'))).toEqual([
    ...['autoscaling', 'ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'sts'].map((of) => `${china}.${of}`),
    ...['ec2messages', 'elasticloadbalancing', 'kms', 'logs', 's3', 'ssm', 'ssmmessages'].map(
      (of) => `${shared}.${of}`,
    ),
  ]);
  for (const of of names(standing('aws-us-gov', 'us-gov-west-1')))
    expect(of).toMatch(/^com\.amazonaws\.us-gov-west-1\./);
});
