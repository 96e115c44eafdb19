import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { json, profiles, type TerraformJson } from './profiles';
import { serveSchema } from './schema-server/server';

const run = promisify(execFile);

/** Whether a `terraform` is on the PATH; says so where there is none, since tests are then skipped. */
export function terraformInstalled(what: string): boolean {
  const installed = spawnSync('terraform', ['version']).status === 0;
  if (!installed) console.warn(`terraform is not on the PATH: ${what} is skipped`);
  return installed;
}

/** Terraform with the schema server in place of the AWS provider. It knows every type of resource that a profile uses, and those of `more`. */
export class OfflineTerraform {
  public static async start(more: readonly TerraformJson[] = []): Promise<OfflineTerraform> {
    const every = [...Object.values(profiles).map(json), ...more];
    const types = (kind: 'resource' | 'data') => [...new Set(every.flatMap((tf) => Object.keys(tf[kind] ?? {})))];
    return new OfflineTerraform(await serveSchema({ resources: types('resource'), data: types('data') }));
  }

  private constructor(private readonly server: Awaited<ReturnType<typeof serveSchema>>) {}

  public stop(): void {
    this.server.stop();
  }

  /** What the commands print, after `init`; rejects with that where one fails. */
  public async run(tf: TerraformJson, commands: readonly string[][], tests?: string): Promise<string> {
    const cwd = mkdtempSync(join(tmpdir(), 'terraform-'));
    try {
      const settings = { required_providers: tf.terraform.required_providers };
      writeFileSync(join(cwd, 'cdk.tf.json'), JSON.stringify({ ...tf, terraform: settings }));
      if (tests) writeFileSync(join(cwd, 'all.tftest.hcl'), tests);
      const env = { ...process.env, ...this.server.env, CHECKPOINT_DISABLE: '1' };
      let out = '';
      for (const args of [['init', '-no-color'], ...commands]) out += await printed(args, cwd, env);
      return out;
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  }
}

async function printed(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await run('terraform', args, { cwd, env, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}
