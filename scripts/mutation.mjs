#!/usr/bin/env node
// npm run mutation                          mutates lib/mesh and lib/analysis, and says how many mutants the tests catch
// npm run mutation -- lib/analysis/shape    only these files or folders; FILE:LINE-LINE for a part of one
// npm run mutation -- --sample 1/10         every tenth mutant; 2/10 is another tenth
// npm run mutation -- --survivors           lists the mutants that no test caught
// npm run mutation -- --report FILE         writes what happened to each mutant to FILE, a line of JSON as soon as it is known
//
// Fails where a room's score is under 80 %. All mutants take hours, so this is no gate. Only tests of this repository judge, those in
// test/mesh and test/analysis: the copy that is mutated has no ../shared beside it.
// Stryker is installed beside that copy, not among this package's dependencies. Without the package registry the step says so and is skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { percent, scoresOf } from './mutation/score.mjs';

const VERSION = '9.6.1';
const ROOMS = ['lib/mesh', 'lib/analysis'];
const LEAST = 80;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '1/1' },
    survivors: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const sample = sampleOf(values.sample);
const paths = (positionals.length > 0 ? positionals : ROOMS).map((path) => path.replace(/\/$/, ''));
const foreign = paths.find((path) => !ROOMS.some((room) => path === room || path.startsWith(`${room}/`)));
if (foreign !== undefined) fail(`${foreign} is in none of ${ROOMS.join(', ')}`);
if (!existsSync(join(root, 'build/vendor/cel-js.js'))) fail('build/ is not there; run "npm run build" first');

const work = mkdtempSync(join(tmpdir(), 'cdk8s-istio-mutation-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
if (!installStryker()) {
  console.log('mutation skipped: the package registry cannot be reached');
  process.exit(0);
}
process.exit(tell(scoresOf(mutate(copyOfCheckout()))) ? 0 : 1);

function fail(problem) {
  console.error(`mutation: ${problem}`);
  process.exit(2);
}

function sampleOf(text) {
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!(part >= 1 && part <= of)) fail(`--sample ${text} is no part of a whole such as 1/10`);
  return { part, of };
}

function installStryker() {
  const packages = ['core', 'api', 'jest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true }));
  const install = ['install', '--no-audit', '--no-fund', '--silent', '--legacy-peer-deps', ...packages];
  return spawnSync('npm', install, { cwd: work, stdio: 'inherit' }).status === 0;
}

/** What is committed or would be, with the modules of this checkout: tests keep their meaning, and nothing here is touched. */
function copyOfCheckout() {
  const copy = join(work, 'checkout');
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of list.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  cpSync(join(root, 'build/vendor'), join(copy, 'build/vendor'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function mutate(copy) {
  const lines = resolve(values.report ?? join(work, 'mutants.jsonl'));
  writeFileSync(lines, '');
  const files = paths.map((path) => (/\.ts(:|$)/.test(path) ? path : `${path}/**/*.ts`));
  const config = {
    mutate: files,
    sample,
    notes: join(work, 'notes.json'),
    lines,
    plugins: ['runner', 'chosen', 'lines'].map((name) => join(copy, `scripts/mutation/${name}.mjs`)),
    testRunner: 'jest-by-file',
    checkers: ['chosen'],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // A mutant that loops is stopped by the number of its steps; this is for what counts none.
    timeoutMS: 60_000,
    // What every test lets through takes longer than the first run where others use the machine: it must not pass for a loop.
    timeoutFactor: 4,
    maxTestRunnerReuse: 300,
    jest: {
      configFile: 'jest.config.js',
      config: { roots: ROOMS.map((room) => room.replace('lib', '<rootDir>/test')) },
      enableFindRelatedTests: false,
    },
    tempDirName: '.mutated',
    symlinkNodeModules: true,
    // Stryker would rewrite the settings of the TypeScript compiler, which no test asks.
    tsconfigFile: 'none.json',
    reporters: ['lines', 'progress-append-only'],
    warnings: { unknownOptions: false },
    allowConsoleColors: false,
  };
  writeFileSync(join(copy, 'stryker.config.json'), JSON.stringify(config));
  const program = join(work, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const run = spawnSync(process.execPath, [program, 'run', 'stryker.config.json'], { cwd: copy, stdio: 'inherit' });
  if (run.status !== 0) fail(`Stryker ended with ${run.status}`);
  return readFileSync(lines, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** @returns whether every room reaches the score */
function tell({ folders, missed, skipped }) {
  if (values.survivors) {
    for (const { file, line, column, mutatorName, replacement = '', status } of missed) {
      const shown = replacement.replace(/\s+/g, ' ').slice(0, 100);
      console.log(`${file}:${line}:${column} ${status} ${mutatorName} ${shown}`);
    }
  }
  console.log(sample.of === 1 ? 'every mutant:' : `a SAMPLE: mutants ${sample.part} of every ${sample.of}:`);
  // The overall figure comes last, as its name does.
  for (const [folder, counts] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const score = `${percent(counts).toFixed(1)} %`.padStart(8);
    const late = counts.late > 0 ? ` (${counts.late} by running too long)` : '';
    console.log(`${score}  ${String(counts.caught).padStart(5)} of ${counts.caught + counts.missed}  ${folder}${late}`);
  }
  for (const [why, count] of skipped) console.log(`not counted: ${count} (${why})`);
  const rooms = [...folders].filter(([folder]) => folder.endsWith('(all)'));
  return rooms.length > 0 && rooms.every(([, counts]) => percent(counts) >= LEAST);
}
