#!/usr/bin/env node
// npm run build   compiles lib/ and imports/ into build/, and puts the schemas beside the compiled classes
import { spawnSync } from 'node:child_process';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCel } from './bundle-cel.mjs';
import { makeIndexesLazy } from './lazy-index.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

// Beside the old build and then in its place: whoever runs from it meanwhile never sees half of one.
const next = join(root, 'build.next');
rmSync(next, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
makeIndexesLazy(join(next, 'lib'));
bundleCel(next);
cpSync(join(root, 'imports/schema'), join(next, 'imports/schema'), { recursive: true });
cpSync(join(root, 'imports/envoy/messages.json'), join(next, 'imports/envoy/messages.json'));
rmSync(join(root, 'build'), { recursive: true, force: true });
renameSync(next, join(root, 'build'));
