#!/usr/bin/env node
// npm run synth   synthesises the book example with the cdk8s CLI and prints what it wrote, chart by chart
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(dirname(createRequire(import.meta.url).resolve('cdk8s-cli/package.json')), 'bin/cdk8s');
const outdir = 'dist/book-chapter-4';

rmSync(join(root, outdir), { recursive: true, force: true });
const { status, stdout } = spawnSync(process.execPath, [cli, 'synth', '--check-upgrade', 'false'], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) {
  process.stdout.write(stdout);
  process.exit(status ?? 1);
}

const numeric = new Intl.Collator('en', { numeric: true });
for (const chart of readdirSync(join(root, outdir)).sort(numeric.compare)) {
  for (const file of readdirSync(join(root, outdir, chart))
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const path = join(outdir, chart, file);
    console.log(path);
    const documents = loadAll(readFileSync(join(root, path), 'utf8')).filter((one) => one);
    for (const [kind, names] of byKind(documents)) console.log(`  ${kind}: ${names.join(', ')}`);
  }
}

function byKind(documents) {
  const kinds = new Map();
  for (const { kind, metadata } of documents) kinds.set(kind, [...(kinds.get(kind) ?? []), metadata.name]);
  return kinds;
}
