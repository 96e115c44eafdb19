#!/usr/bin/env node
// npm run peers:check   builds and loads the package with its peers at the floor of their range, and at the latest
// Needs the package registry. Where it cannot be reached, the step says so and is skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const required = Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional);

const PROGRAM = `
const { App, Chart, Testing } = require('cdk8s');
const { GatewayWorkload, IngressGateway, IngressHost, RouteMatch, ServiceRef, Target } = require('cdk8s-istio');
const app = Testing.app();
const chart = new Chart(app, 'chart', { namespace: 'shop' });
const via = new IngressGateway(chart, 'Gateway', { workload: GatewayWorkload.istioctlIngress() });
const host = new IngressHost(chart, 'Host', { hosts: ['shop.example'], via });
host.route(RouteMatch.all(), Target.service(ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }])));
const kinds = Testing.synth(chart).map(({ kind }) => kind).sort();
if (String(kinds) !== 'Gateway,VirtualService') throw new Error('synthesised ' + kinds);
app.synth();
`;

if (spawnSync('npm', ['view', 'constructs', 'version'], { encoding: 'utf8' }).status !== 0) {
  console.log('peers:check skipped: the package registry cannot be reached');
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), 'cdk8s-istio-peers-'));
const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', work], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .pop();
let failed = 0;
for (const [name, versionOf] of [
  ['floor', (range) => range.replace(/^\^/, '')],
  ['latest', () => 'latest'],
]) {
  const folder = join(work, name);
  const dependencies = Object.fromEntries(required.map(([peer, range]) => [peer, versionOf(range)]));
  execFileSync('mkdir', [folder]);
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'user',
      version: '1.0.0',
      private: true,
      dependencies: { ...dependencies, 'cdk8s-istio': `file:../${tarball}` },
    }),
  );
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const run =
    install.status === 0 ? spawnSync(process.execPath, ['-e', PROGRAM], { cwd: folder, encoding: 'utf8' }) : install;
  const ok = run.status === 0;
  console.log(`peers:check ${ok ? 'ok    ' : 'failed'} ${name}: ${JSON.stringify(dependencies)}`);
  if (!ok) {
    console.error(run.stderr.trim());
    failed += 1;
  }
}
rmSync(work, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
