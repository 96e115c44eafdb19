#!/usr/bin/env node
// npm run core:alone             the tests of everything but the EKS stack, where neither cdktf nor its AWS provider is installed
// npm run core:alone -- ARG…     with further arguments of jest, such as a folder of tests
// Works on a copy of the checkout whose node_modules links to every installed package but those two. Needs `npm run build`.
import { spawnSync, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const absent = ['cdktf', '@cdktf'];
const copy = join(mkdtempSync(join(tmpdir(), 'core-alone-')), 'checkout');

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
// What only the EKS stack has to show: an example and a page whose snippets need cdktf. Its tests are there to be read, not to be run.
const eks = /^(?:examples\/eks-cluster\/|docs\/eks\.md$)/;
for (const file of files.split('\0').filter((name) => name && !eks.test(name) && existsSync(join(root, name)))) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}
cpSync(join(root, 'build'), join(copy, 'build'), { recursive: true });
// Recorded cases that some tests read; without them those say that they skip.
if (existsSync(join(root, '../shared'))) symlinkSync(join(root, '../shared'), join(copy, '../shared'));
mkdirSync(join(copy, 'node_modules'));
for (const name of readdirSync(join(root, 'node_modules'))) {
  if (absent.includes(name) || name === '.cache') continue;
  symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
}

const require = createRequire(join(copy, 'package.json'));
for (const name of ['cdktf', '@cdktf/provider-aws/package.json']) {
  try {
    console.error(`core:alone: ${name} is there all the same, at ${require.resolve(name)}`);
    process.exit(2);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
}
const jest = join(root, 'node_modules/jest/bin/jest.js');
const args = process.argv.slice(2);
const options = ['--rootDir', copy, '--testPathIgnorePatterns', '/node_modules/', '/test/eks/'];
const { status } = spawnSync(process.execPath, [jest, ...args, ...options], { cwd: copy, stdio: 'inherit' });
rmSync(dirname(copy), { recursive: true, force: true });
process.exit(status ?? 1);
