/** `cdk8s-istio mesh-config`: the mesh settings of an App, so that `check` judges its manifests as the App did. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../errors';
import { readYamlFile } from '../snapshot';
import { misuse, parseArguments } from './arguments';
import { ExitCode } from './exit-code';
import type { Io } from './io';

const COMMAND = 'mesh-config';
const CDK8S_CONFIG = 'cdk8s.yaml';

const HELP = `usage: cdk8s-istio mesh-config [--app COMMAND]

Runs the App as "cdk8s synth" does, into a temporary folder, and prints the settings of its Mesh.configure as a file for
"cdk8s-istio check --mesh-config".

  --app COMMAND  the program (default: app of ${CDK8S_CONFIG} in this folder)
  -h, --help     this text
`;

/** @returns an ExitCode */
export function run(args: readonly string[], io: Io): number {
  const { values, positionals } = parseArguments(COMMAND, args, {
    app: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.out(HELP);
    return ExitCode.CLEAN;
  }
  if (positionals.length > 0) throw misuse(COMMAND, `takes no argument ${positionals[0]}`);
  io.out(settingsOf(values.app ?? configuredApp()));
  return ExitCode.CLEAN;
}

function configuredApp(): string {
  const [config] = existsSync(CDK8S_CONFIG) ? readYamlFile(CDK8S_CONFIG) : [];
  const app = (config as { readonly app?: unknown } | null | undefined)?.app;
  if (typeof app === 'string') return app;
  throw misuse(COMMAND, `${CDK8S_CONFIG} in this folder names no app, and --app was not given`);
}

function settingsOf(app: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  const file = join(folder, 'mesh.yaml');
  try {
    const env = { ...process.env, CDK8S_OUTDIR: join(folder, 'dist'), CDK8S_ISTIO_MESH_SETTINGS: file };
    // A shell, as the cdk8s CLI takes one: the App is a command line, not a program's name.
    const { status, stderr } = spawnSync(app, {
      shell: true,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const [reason = ''] = stderr.split('\n').filter((line) => line.trim() !== '');
    throw new ConfigurationError('AppWithoutSettings', {
      at: app,
      problem: status === 0 ? 'the App has no construct of this library' : `the App failed: ${reason.trim()}`,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
