import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addresses, json, profiles, type TerraformJson } from './profiles';
import { serveSchema } from './schema-server/server';

const run = promisify(execFile);
const installed = spawnSync('terraform', ['version']).status === 0;
if (!installed) console.warn('terraform is not on the PATH: validate and test of the EKS profiles are skipped');

const synthesised = Object.entries(profiles).map(([name, make]) => [name, json(make)] as const);
let server: Awaited<ReturnType<typeof serveSchema>>;

beforeAll(async () => {
  const types = (kind: 'resource' | 'data') => [
    ...new Set(synthesised.flatMap(([, tf]) => Object.keys(tf[kind] ?? {}))),
  ];
  server = await serveSchema({ resources: types('resource'), data: types('data') });
});
afterAll(() => server.stop());

async function terraform(tf: TerraformJson, ...commands: string[][]): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'terraform-'));
  const settings = { required_providers: tf.terraform.required_providers };
  writeFileSync(join(cwd, 'cdk.tf.json'), JSON.stringify({ ...tf, terraform: settings }));
  writeFileSync(join(cwd, 'all.tftest.hcl'), testFile(tf));
  const env = { ...process.env, ...server.env, CHECKPOINT_DISABLE: '1' };
  let out = '';
  for (const args of [['init', '-no-color'], ...commands]) {
    try {
      out += (await run('terraform', args, { cwd, env })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
    }
  }
  return out;
}

function testFile(tf: TerraformJson): string {
  const certificate = 'certificate_authority = [{ data = "Y2VydA==" }]';
  return `mock_provider "aws" {
  mock_data "aws_availability_zones" { defaults = { names = ["a", "b", "c"] } }
  mock_resource "aws_eks_cluster" { defaults = { ${certificate} } }
}
run "apply" {
  command = apply
  assert {
    condition     = output.region == "us-east-1" && output.cluster_ca_certificate == "Y2VydA=="
    error_message = "outputs"
  }
  assert {
    condition     = output.update_kubeconfig_command == "aws eks update-kubeconfig --region us-east-1 --name ${tf.resource.aws_eks_cluster && Object.values(tf.resource.aws_eks_cluster)[0]?.name}"
    error_message = "command"
  }
}
`;
}

(installed ? describe : describe.skip)('with the schema of the bindings', () => {
  test.each(synthesised)('validate, apply and destroy with a mock provider: %s', async (_name, tf) => {
    expect(addresses(tf).length).toBeGreaterThan(10);
    const out = await terraform(tf, ['validate', '-no-color'], ['test', '-no-color']);
    expect(out).toContain('The configuration is valid');
    expect(out).toContain('1 passed, 0 failed');
  });

  const broken: [string, (body: Record<string, unknown>) => void, RegExp][] = [
    ['unknown argument', (of) => (of.colour = 'red'), /Extraneous|Unsupported argument|unexpected/i],
    ['missing argument', (of) => delete of.role_arn, /role_arn/],
    ['unknown nested argument', (of) => ((of.vpc_config as Record<string, unknown>).colour = 1), /colour/],
    ['undeclared resource', (of) => (of.role_arn = '${aws_iam_role.none.arn}'), /undeclared/],
    ['undeclared attribute', (of) => (of.role_arn = '${aws_vpc.network_vpc_4E8F0223.nothing}'), /nothing/],
    ['wrong type', (of) => (of.enabled_cluster_log_types = { a: ['b'] }), /enabled_cluster_log_types/],
  ];
  test.each(broken)('catches %s', async (_name, spoil, message) => {
    const tf = json(profiles.default as (typeof profiles)[string]);
    spoil(Object.values(tf.resource.aws_eks_cluster ?? {})[0] as Record<string, unknown>);
    await expect(terraform(tf, ['validate', '-no-color'])).rejects.toThrow(message);
  });
});
