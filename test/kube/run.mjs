#!/usr/bin/env node
// npm run kube -- PATH…   judges manifests as the API server would (see main.go); default: dist
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crdFiles, hasGo } from '../../imports/crds.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** Builds the judge; returns the command that runs it, or undefined where Go is missing. */
export function judgeCommand() {
  if (!hasGo()) return undefined;
  const cache = join(here, '../../node_modules/.cache/kube');
  mkdirSync(cache, { recursive: true });
  const binary = join(cache, 'kube');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  return [binary, '-crds', crdFiles().join(',')];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paths = process.argv.slice(2);
  if (paths.length === 0) paths.push('dist');
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    console.error(`kube: no such file or folder: ${missing.join(', ')}`);
    process.exit(2);
  }
  const command = judgeCommand();
  if (!command) {
    console.log('kube skipped: Go is not installed');
    process.exit(0);
  }
  process.exit(spawnSync(command[0], [...command.slice(1), ...paths], { stdio: 'inherit' }).status ?? 2);
}
