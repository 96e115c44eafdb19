// npm run bench:eks, after `npm run build`: what the EKS stack takes to load, to synthesise, to type-check and to test, against
// the budgets of its reference.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inProcess, row, sideBySide } from './measure.mjs';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const preload = join(import.meta.dirname, 'peak.cjs');
let missed = 0;
const budgeted = (what, value, budget) => {
  row(what, value, budget, 0);
  if (value > budget) missed += 1;
};

/** Peak of resident memory, in MB, of a program that is expected to end well. */
function peak(program, args) {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--require', preload, program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return Number(/peak (\d+)\s*$/.exec(stderr)?.[1]);
}

const { run } = sideBySide({ run: () => inProcess(join(import.meta.dirname, 'eks-worker.mjs')) }, 5);
row('load cdktf, ms', run.cdktf, undefined, 0);
row('load cdk8s-istio/eks on top, ms', run.eks, undefined, 0);
budgeted('synth of the default stack, ms', run.synth, 1000);
row('memory of that process, MB', run.memory, undefined, 0);

// A program of a user's, within the checkout so that its packages are found.
const folder = mkdtempSync(join(root, 'node_modules/.cache-bench-eks-'));
try {
  writeFileSync(
    join(folder, 'main.ts'),
    `import { App } from 'cdktf';
import { IstioEksStack } from '../../build/lib/eks';
new IstioEksStack(new App(), 'mesh', { clusterCreatorAdmin: true });
`,
  );
  const tsc = require.resolve('typescript/lib/tsc.js');
  const strict = ['--noEmit', '--strict', '--module', 'node16', '--target', 'es2022', '--types', 'node'];
  for (const skip of ['true', 'false']) {
    const memory = peak(tsc, [...strict, '--skipLibCheck', skip, join(folder, 'main.ts')]);
    budgeted(`type-check of a program, skipLibCheck ${skip}, MB`, memory, 300);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const jest = join(require.resolve('jest/package.json'), '../bin/jest.js');
budgeted('jest worker on test/eks/stack.test.ts, MB', peak(jest, ['--runInBand', 'test/eks/stack.test.ts']), 500);
process.exitCode = missed > 0 ? 1 : 0;
