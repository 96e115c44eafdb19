#!/usr/bin/env node
// npm run pack:check   what the tarball holds: all that `exports` names, nothing that is not for users
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: root,
  encoding: 'utf8',
});
const [{ files, size, unpackedSize }] = JSON.parse(packed);
const paths = new Set(files.map(({ path }) => path));

const wanted = ['LICENSE', 'README.md', 'package.json', manifest.main, manifest.types, ...Object.values(manifest.bin)];
for (const target of Object.values(manifest.exports)) {
  for (const path of typeof target === 'string' ? [target] : Object.values(target))
    if (!path.includes('*')) wanted.push(path);
}
const missing = wanted.map((path) => path.replace(/^\.\//, '')).filter((path) => !paths.has(path));
const unwanted = [...paths].filter((path) =>
  /(^|\/)(test|examples|bench|scripts|\.ci)\/|\.map$|\.tsbuildinfo$/.test(path),
);
for (const path of missing) console.error(`pack:check: missing from the tarball: ${path}`);
for (const path of unwanted) console.error(`pack:check: not for users: ${path}`);
console.log(
  `pack:check: ${paths.size} files, ${Math.round(size / 1024)} KiB packed, ${Math.round(unpackedSize / 1024)} KiB unpacked`,
);
process.exit(missing.length + unwanted.length === 0 ? 0 : 1);
