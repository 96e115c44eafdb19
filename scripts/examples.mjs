#!/usr/bin/env node
// npm run examples           synthesises every example into dist/<example>/
// npm run examples -- NAME…  only these
// npm run examples -- --update [NAME…]  and takes what they wrote for examples/<example>/expected/
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsNode = createRequire(import.meta.url).resolve('ts-node/dist/bin-transpile.js');
const all = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'main.ts')));
const update = process.argv.includes('--update');
const asked = process.argv.slice(2).filter((one) => one !== '--update');
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`examples: no example ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}

// Examples import the library by its name, as its users do, and so its build.
if (!existsSync(join(root, 'build/lib/index.js'))) {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// cdktf makes the last folder of its output only.
mkdirSync(join(root, 'dist'), { recursive: true });
let failed = 0;
for (const name of asked.length > 0 ? asked : all) {
  const outdir = join('dist', name);
  rmSync(join(root, outdir), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsNode, join('examples', name, 'main.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CDK8S_OUTDIR: outdir },
  });
  console.log(`${status === 0 ? 'ok    ' : 'failed'} ${name}`);
  if (status !== 0) failed += 1;
  else if (update) {
    const expected = join(root, 'examples', name, 'expected');
    rmSync(expected, { recursive: true, force: true });
    cpSync(join(root, outdir), expected, { recursive: true });
  }
}
console.log(`examples: ${(asked.length > 0 ? asked : all).length - failed} ok, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
