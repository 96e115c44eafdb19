#!/usr/bin/env node
// npm run eks:cdktn    the EKS stack on CDK Terrain, by the alias that docs/eks.md gives
// npm run eks:compat   the same, and on cdktf with the oldest constructs that the package takes, and with the latest
// Each installs the packed library into a folder of its own, type-checks the test profiles against it, synthesises them, and
// compares every one with its golden file. Needs `npm run build` and the package registry; without the registry it is skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const { peerDependencies } = require('../package.json');
const floorOf = (range) => range.replace(/^\^/, '');

/** The recipe is read from the page that users copy it from, so that the page cannot differ from what runs here. */
function recipe() {
  const page = readFileSync(join(root, 'docs/eks.md'), 'utf8');
  const block = [...page.matchAll(/```json\n([^`]*)```/g)].find(([, text]) => text.includes('npm:cdktn@'));
  if (!block) throw new Error('docs/eks.md has no recipe');
  return JSON.parse(block[1]);
}

const setUps = {
  cdktn: recipe(),
  floor: { dependencies: { cdktf: floorOf(peerDependencies.cdktf), constructs: floorOf(peerDependencies.constructs) } },
  latest: { dependencies: { cdktf: peerDependencies.cdktf, constructs: '^10' } },
};

const PROGRAM = `
const { App } = require('cdktf');
const { profiles } = require('./profiles.js');
for (const [name, make] of Object.entries(profiles)) {
  const app = new App({ outdir: 'out-' + name });
  make(app);
  app.synth();
}
`;

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`.trim());
}

/** The profiles of the tests, as a user of the package would write them. */
function writeProfiles(folder) {
  const ts = require('typescript');
  const source = readFileSync(join(root, 'test/eks/profiles.ts'), 'utf8').replace(
    "'../../lib/eks'",
    "'cdk8s-istio/eks'",
  );
  writeFileSync(join(folder, 'profiles.ts'), source);
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  writeFileSync(join(folder, 'profiles.js'), ts.transpileModule(source, { compilerOptions }).outputText);
}

/** Without metadata: it holds the version of cdktf or cdktn, the one documented difference. */
function synthesised(folder, name) {
  const text = readFileSync(join(folder, `out-${name}`, 'stacks/mesh/cdk.tf.json'), 'utf8');
  const { '//': metadata } = JSON.parse(text);
  const tf = JSON.parse(text, (key, value) => (key === '//' ? undefined : value));
  return { tf, version: metadata.metadata.version };
}

const sorted = (value) =>
  JSON.stringify(value, (_key, of) =>
    of && typeof of === 'object' && !Array.isArray(of) ? Object.fromEntries(Object.entries(of).sort()) : of,
  );

function check(folder, tarball, setUp) {
  mkdirSync(folder);
  const { cdk8s: cdk8s, 'cdk8s-plus-27': plus, '@cdktf/provider-aws': provider } = peerDependencies;
  const dependencies = { cdk8s, 'cdk8s-plus-27': plus, '@cdktf/provider-aws': provider, ...setUp.dependencies };
  const manifest = { name: 'user', version: '1.0.0', private: true, overrides: setUp.overrides };
  dependencies['cdk8s-istio'] = `file:../${tarball}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies }));
  run('npm', ['install', '--no-audit', '--no-fund', '--silent'], folder);
  writeProfiles(folder);
  const compilerOptions = { strict: true, noEmit: true, module: 'node16', target: 'es2022', types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['profiles.ts'] }));
  run(process.execPath, [require.resolve('typescript/bin/tsc')], folder);
  run(process.execPath, ['-e', PROGRAM], folder);
  const golden = readdirSync(join(root, 'test/eks/golden')).filter((file) => file.endsWith('.tf.json'));
  const versions = new Set();
  for (const file of golden) {
    const { tf, version } = synthesised(folder, file.replace('.tf.json', ''));
    versions.add(version);
    const wanted = JSON.parse(readFileSync(join(root, 'test/eks/golden', file), 'utf8'));
    if (sorted(tf) !== sorted(wanted)) throw new Error(`${file} differs from what was synthesised`);
  }
  const constructs = JSON.parse(readFileSync(join(folder, 'node_modules/constructs/package.json'), 'utf8')).version;
  return `${golden.length} profiles equal their golden files; metadata ${[...versions]}, constructs ${constructs}`;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !setUps[name]);
if (unknown) throw new Error(`no set-up ${unknown}; there are ${Object.keys(setUps).join(', ')}`);
if (spawnSync('npm', ['view', 'constructs', 'version']).status !== 0) {
  console.log('eks:compat skipped: the package registry cannot be reached');
  process.exit(0);
}
const work = mkdtempSync(join(tmpdir(), 'eks-compat-'));
const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', work];
const tarball = execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim().split('\n').pop();
for (const name of asked.length > 0 ? asked : Object.keys(setUps)) {
  try {
    console.log(`eks:compat ok     ${name}: ${check(join(work, name), tarball, setUps[name])}`);
  } catch (error) {
    console.error(`eks:compat failed ${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
rmSync(work, { recursive: true, force: true });
