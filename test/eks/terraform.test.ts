import { addresses, json, profiles, type TerraformJson } from './profiles';
import { OfflineTerraform, terraformInstalled } from './terraform';

// Each case starts Terraform several times.
jest.setTimeout(120_000);

const installed = terraformInstalled('validate and test of the EKS profiles');
const synthesised = Object.entries(profiles).map(([name, make]) => [name, json(make)] as const);
let terraform: OfflineTerraform;

beforeAll(async () => (terraform = await OfflineTerraform.start()));
afterAll(() => terraform.stop());

/** Plan, apply and (at the end, by itself) destroy with mocked resources; the outputs are those that a shell reads. */
function testFile(tf: TerraformJson, zones: readonly string[] = ['a', 'b', 'c']): string {
  const [cluster] = Object.values(tf.resource.aws_eks_cluster ?? {});
  const certificate = 'certificate_authority = [{ data = "Y2VydA==" }]';
  const outputs = {
    region: 'us-east-1',
    cluster_name: cluster?.name as string,
    cluster_endpoint: 'https://mesh.example',
    cluster_ca_certificate: 'Y2VydA==',
    update_kubeconfig_command: `aws eks update-kubeconfig --region us-east-1 --name ${cluster?.name}`,
  };
  const asserts = Object.entries(outputs).map(
    ([name, value]) => `  assert {
    condition     = output.${name} == "${value}"
    error_message = "${name}"
  }`,
  );
  return `mock_provider "aws" {
  mock_data "aws_availability_zones" { defaults = { names = ${JSON.stringify(zones)} } }
  mock_resource "aws_eks_cluster" {
    defaults = {
      endpoint = "https://mesh.example"
      ${certificate}
    }
  }
}
run "plan" {
  command = plan
}
run "apply" {
  command = apply
${asserts.join('\n')}
}
`;
}

(installed ? describe : describe.skip)('7. with the schema of the bindings', () => {
  test.each(synthesised)('validate, plan, apply and destroy with a mock provider: %s', async (_name, tf) => {
    const count = addresses(tf).length;
    expect(count).toBeGreaterThan(10);
    const out = await terraform.run(
      tf,
      [
        ['validate', '-no-color'],
        ['test', '-no-color', '-verbose'],
      ],
      testFile(tf),
    );
    expect(out).toContain('The configuration is valid');
    expect(out).toContain(`Plan: ${count} to add, 0 to change, 0 to destroy.`);
    expect(out).toContain('2 passed, 0 failed');
  });

  const broken: [string, (body: Record<string, unknown>) => void, RegExp][] = [
    ['unknown argument', (of) => (of.colour = 'red'), /Extraneous|Unsupported argument|unexpected/i],
    ['missing argument', (of) => delete of.role_arn, /role_arn/],
    ['unknown nested argument', (of) => ((of.vpc_config as Record<string, unknown>).colour = 1), /colour/],
    ['undeclared resource', (of) => (of.role_arn = '${aws_iam_role.none.arn}'), /undeclared/],
    ['undeclared attribute', (of) => (of.role_arn = '${aws_vpc.network_vpc_4E8F0223.nothing}'), /nothing/],
    ['wrong type', (of) => (of.enabled_cluster_log_types = { a: ['b'] }), /enabled_cluster_log_types/],
    ['unknown function', (of) => (of.name = '${shout("mesh")}'), /unknown function/i],
  ];
  test.each(broken)('catches %s', async (_name, spoil, message) => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    spoil(Object.values(tf.resource.aws_eks_cluster ?? {})[0] as Record<string, unknown>);
    await expect(terraform.run(tf, [['validate', '-no-color']])).rejects.toThrow(message);
  });

  test('catches a cycle', async () => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    const coredns = addresses(tf).find((of) => of.includes('coredns'));
    const [cluster] = Object.values(tf.resource.aws_eks_cluster ?? {});
    (cluster as Record<string, unknown>).name = `\${${coredns}.id}`;
    await expect(terraform.run(tf, [['validate', '-no-color']])).rejects.toThrow(/Cycle/);
  });

  test('catches an unknown type of resource', async () => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    const resource = { ...tf.resource, aws_eks_castle: { a: {} } };
    await expect(terraform.run({ ...tf, resource }, [['validate', '-no-color']])).rejects.toThrow(/aws_eks_castle/);
  });

  test('a region with fewer zones than asked for fails the plan, by a line that says what to do', async () => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    const out = terraform.run(tf, [['test', '-no-color']], testFile(tf, ['a', 'b']));
    await expect(out).rejects.toThrow(/EksZones: the region offers this account fewer than 3\s+zones/);
  });

  test('an output that is another fails the mock apply', async () => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    (tf.output.region as { value: string }).value = 'eu-west-1';
    await expect(terraform.run(tf, [['test', '-no-color']], testFile(tf))).rejects.toThrow(/Test assertion failed/);
  });
});
