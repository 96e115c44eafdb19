#!/usr/bin/env node
// npm run import          writes the L1 classes and the schemas from the pinned CRDs, and lists what was removed
// npm run import:check    fails where the committed files are not what it writes
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateClasses } from './classes.mjs';
import { hasGo, readCrds } from './crds.mjs';
import { removedSince } from './removed.mjs';
import { generateSchemas } from './schemas.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const schemaFolder = join(here, 'schema');
const checking = process.argv.includes('--check');

if (!hasGo()) {
  console.log(`${checking ? 'import:check' : 'import'} skipped: Go is not installed, and the CRDs come as Go modules`);
  process.exit(checking ? 0 : 1);
}

const crds = readCrds();
const schemas = generateSchemas(crds);
const written = new Map([
  ...generateClasses(crds),
  ...[...schemas].map(([file, text]) => [join('schema', file), text]),
]);
const before = committed();

if (checking) {
  const stale = [...new Set([...before.keys(), ...written.keys()])].filter(
    (file) => before.get(file) !== written.get(file),
  );
  for (const file of stale) console.error(`not what "npm run import" writes: imports/${file}`);
  console.log(`import:check: ${written.size} files, ${stale.length} stale`);
  process.exit(stale.length === 0 ? 0 : 1);
}

const old = new Map(
  [...before].filter(([file]) => file.startsWith('schema/')).map(([file, text]) => [file.slice(7), text]),
);
for (const line of removedSince(old, schemas)) console.log(`removed: ${line}`);
if (existsSync(schemaFolder)) rmSync(schemaFolder, { recursive: true });
for (const [file, text] of written) {
  mkdirSync(dirname(join(here, file)), { recursive: true });
  writeFileSync(join(here, file), text);
}
const changed = [...written].filter(([file, text]) => before.get(file) !== text).length;
console.log(`import: ${crds.length} CRDs read, ${written.size} files, ${changed} changed`);

function committed() {
  const files = readdirSync(here).filter((name) => name.endsWith('.ts'));
  if (existsSync(schemaFolder)) files.push(...walk(schemaFolder));
  return new Map(files.map((file) => [file, readFileSync(join(here, file), 'utf8')]));
}

function walk(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? walk(path) : [relative(here, path)];
    });
}
