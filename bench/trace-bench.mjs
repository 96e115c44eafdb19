// What a warm trace takes on one core, and how the first trace grows with the mesh.
//
// With istio-config-validator on the PATH, the same table of requests is given to that tool
// (go install github.com/getyourguide/istio-config-validator/cmd/istio-config-validator@latest), side by side.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { row } from './measure.mjs';
import { meshRequests, meshYaml } from './trace-mesh.mjs';

const require = createRequire(import.meta.url);
const { trace } = require('../build/lib/simulation/index.js');
const { snapshotFromYaml } = require('../build/lib/snapshot/index.js');

const validator = 'istio-config-validator';
const clock = (work) => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

function measure(services) {
  const snapshot = snapshotFromYaml(meshYaml(services));
  const requests = meshRequests(services, 50_000);
  const first = clock(() => requests.slice(0, 20).forEach((request) => trace(snapshot, request)));
  requests.forEach((request) => trace(snapshot, request));
  const warm = Math.min(...[1, 2, 3].map(() => clock(() => requests.forEach((request) => trace(snapshot, request)))));
  return { objects: snapshot.resources.length, first, each: (warm / requests.length) * 1000 };
}

console.log('\ntrace');
const small = measure(500);
const large = measure(5000);
for (const { objects, each } of [small, large]) {
  row(`warm trace in a mesh of ${objects.toLocaleString('en')} objects, in µs (20 are 50,000 a second)`, each, 20, 1);
}
row(
  `growth of the first traces ÷ growth of the mesh (${large.objects / small.objects} ×)`,
  large.first / small.first / (large.objects / small.objects),
  1.1,
);

// The validator knows VirtualServices and tests of them only, so both get the table of requests for services of the mesh.
function sideBySide() {
  if (spawnSync(validator, ['-h']).error) {
    console.log('istio-config-validator: not installed, nothing to compare with');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'trace-bench-'));
  try {
    const services = 500;
    const cases = meshRequests(services, 2500).filter(({ url }) => url.includes(':8080'));
    const yaml = meshYaml(services);
    const rules = yaml.split('\n---\n').filter((one) => one.includes('"VirtualService"'));
    mkdirSync(join(folder, 'tests'));
    writeFileSync(join(folder, 'rules.yaml'), rules.join('\n---\n'));
    const tests = cases.map(({ url, headers }, i) => {
      const { hostname, pathname } = new URL(url);
      const host = `${hostname}.svc.cluster.local`;
      const subset = headers ? 'v2' : 'v1';
      const route =
        pathname.startsWith('/api') && !headers
          ? [
              { destination: { host, subset: 'v1' }, weight: 90 },
              { destination: { host, subset: 'v2' }, weight: 10 },
            ]
          : [{ destination: { host, subset } }];
      return {
        description: `case ${i}`,
        wantMatch: true,
        request: { authority: [host], method: ['GET'], uri: [pathname], ...(headers ? { headers } : {}) },
        route,
      };
    });
    writeFileSync(join(folder, 'tests', 'cases.yaml'), JSON.stringify({ testCases: tests }));
    const theirs = clock(() => {
      const { status, stdout, stderr } = spawnSync(
        validator,
        ['-t', join(folder, 'tests', 'cases.yaml'), join(folder, 'rules.yaml')],
        { encoding: 'utf8' },
      );
      if (status !== 0) console.log(`istio-config-validator ended with ${status}: ${(stderr || stdout).slice(0, 300)}`);
    });
    const ours = clock(() => {
      const snapshot = snapshotFromYaml(yaml);
      cases.forEach((request) => trace(snapshot, request));
    });
    console.log(
      `the same ${cases.length} requests, parsing included: ours ${ours.toFixed(0)} ms, istio-config-validator ${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
sideBySide();
