import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The tsconfig that `cdk8s init typescript-app` writes. */
const INIT_TSCONFIG = {
  compilerOptions: {
    alwaysStrict: true,
    declaration: true,
    experimentalDecorators: true,
    inlineSourceMap: true,
    inlineSources: true,
    lib: ['es2016'],
    module: 'CommonJS',
    noEmit: false,
    noEmitOnError: true,
    noFallthroughCasesInSwitch: true,
    noImplicitAny: true,
    noImplicitReturns: true,
    noImplicitThis: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    resolveJsonModule: true,
    strict: true,
    strictNullChecks: true,
    strictPropertyInitialization: true,
    stripInternal: true,
    target: 'ES2017',
  },
  include: ['**/*.ts'],
  exclude: ['node_modules'],
};

/** What a command printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's project: as `cdk8s init` makes it, with our packed tarball unpacked and the other dependencies linked. */
export class UserProject {
  public readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-user-'));
    const modules = join(this.folder, 'node_modules');
    mkdirSync(modules);
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (name !== 'cdk8s-istio') symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
    const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.folder], {
      cwd: root,
      encoding: 'utf8',
    });
    execFileSync('tar', ['-xzf', packed.trim().split('\n').pop() as string], { cwd: this.folder });
    execFileSync('mv', ['package', join(modules, 'cdk8s-istio')], { cwd: this.folder });
    this.write('tsconfig.json', JSON.stringify(INIT_TSCONFIG));
    this.write('package.json', JSON.stringify({ name: 'user', version: '1.0.0', private: true }));
    this.write('cdk8s.yaml', 'language: typescript\napp: npx ts-node main.ts\n');
  }

  public write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Runs a tool of node_modules/.bin, or `node`. */
  public run(command: string, ...args: readonly string[]): Ran {
    const path = command === 'node' ? process.execPath : join(root, 'node_modules/.bin', command);
    const { status, stdout, stderr } = spawnSync(path, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, CHECK_FOR_UPGRADE: '0', CI: '1', NODE_PATH: '', FORCE_COLOR: '0' },
    });
    // npm tells about settings of the machine it runs on.
    return { status, stdout, stderr: stderr.replace(/^npm warn .*\n/gm, '') };
  }
}
