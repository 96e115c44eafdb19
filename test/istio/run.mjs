// Builds the judge, which is made of Istio's own code (see main.go).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasGo } from '../../imports/crds.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The command that runs the judge, or undefined where Go is missing. */
export function istioCommand() {
  if (!hasGo()) return undefined;
  const cache = join(here, '../../node_modules/.cache/istio');
  mkdirSync(cache, { recursive: true });
  const binary = join(cache, 'istio');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  return [binary];
}

/** Answers of a command that reads one JSON value a line, and answers each with one. */
export function answers([program, ...args], values) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input: values.map((one) => `${JSON.stringify(one)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
