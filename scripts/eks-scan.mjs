// Runs checkov on the default EKS profile; installs it from PyPI into node_modules/.cache on the first run, and is skipped where
// that cannot be. After `npm run build`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const venv = join(import.meta.dirname, '../node_modules/.cache/eks-scan');
const checkov = join(venv, 'bin/checkov');
/** Checks that fail on purpose; docs/eks.md says why. */
const exceptions = new Set(['CKV_AWS_394']);

if (!existsSync(checkov)) {
  try {
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
    execFileSync(join(venv, 'bin/pip'), ['install', '-q', 'checkov'], { stdio: 'inherit' });
  } catch (error) {
    console.log(`eks:scan skipped: checkov cannot be installed (${error.message.split('\n')[0]})`);
    process.exit(0);
  }
}
const { App } = require('cdktf');
const { IstioEksStack } = require('../build/lib/eks');
const outdir = mkdtempSync(join(tmpdir(), 'eks-scan-'));
const app = new App({ outdir });
new IstioEksStack(app, 'mesh', { admins: ['arn:aws:iam::111122223333:role/platform'] });
app.synth();
const file = join(outdir, 'stacks/mesh/cdk.tf.json');
const { stdout, stderr } = spawnSync(
  checkov,
  ['-f', file, '--framework', 'terraform_json', '-o', 'json', '--skip-download', '--quiet'],
  { encoding: 'utf8', maxBuffer: 2 ** 28 },
);
const report = [JSON.parse(stdout || '{}')].flat()[0];
if (!report?.results) {
  console.error(`checkov gave no report: ${stderr}`);
  process.exit(2);
}
const failed = report.results.failed_checks.filter((of) => !exceptions.has(of.check_id));
for (const of of failed) console.error(`${of.check_id} ${of.resource}: ${of.check_name}`);
console.log(
  `${report.summary.passed} passed, ${failed.length} failed without a reason, ${report.summary.parsing_errors} not parsed`,
);
process.exitCode = failed.length > 0 || report.summary.passed === 0 || report.summary.parsing_errors > 0 ? 1 : 0;
