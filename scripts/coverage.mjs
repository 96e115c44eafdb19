#!/usr/bin/env node
// npm run coverage            writes docs/coverage.md: the fields of Istio v1 that no example sets, and why
// npm run coverage -- --check fails where the committed page is not what it writes
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coverageOf } from './istio-fields/open-fields.mjs';
import { page } from './istio-fields/page.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'docs/coverage.md');
const text = page(coverageOf(root));
const same = existsSync(file) && readFileSync(file, 'utf8') === text;

if (process.argv.includes('--check')) {
  console.log(`coverage: docs/coverage.md ${same ? 'is' : 'is not'} what "npm run coverage" writes`);
  process.exit(same ? 0 : 1);
}
if (!same) writeFileSync(file, text);
console.log(`coverage: docs/coverage.md ${same ? 'unchanged' : 'written'}`);
