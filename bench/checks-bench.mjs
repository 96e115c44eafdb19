// Costs of `cdk8s-istio check`: the whole process, and what the analysis alone takes of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inProcess, row, sideBySide } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '../build/lib/cli/main.js');
const worker = join(here, 'checks-worker.mjs');
const ROUNDS = 5;

/** A third each of VirtualServices, DestinationRules and Services, without a mistake in traffic. */
function manifests(count) {
  const documents = [];
  for (let i = 0; documents.length < count; i += 1) {
    const metadata = { name: `svc-${i}`, namespace: `ns-${i % 50}` };
    const host = `svc-${i}.ns-${i % 50}.svc.cluster.local`;
    documents.push(
      `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${metadata.name}
  namespace: ${metadata.namespace}
spec:
  hosts:
  - ${host}
  http:
  - match:
    - uri:
        prefix: /api/v${i}
    route:
    - destination:
        host: ${host}
        subset: v1
      weight: 90
    - destination:
        host: ${host}
        subset: v2
      weight: 10
`,
      `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: ${metadata.name}
  namespace: ${metadata.namespace}
spec:
  host: ${host}
  subsets:
  - name: v1
    labels:
      version: v1
  - name: v2
    labels:
      version: v2
`,
      `apiVersion: v1
kind: Service
metadata:
  name: ${metadata.name}
  namespace: ${metadata.namespace}
spec:
  selector:
    app: ${metadata.name}
  ports:
  - name: http
    port: 80
    targetPort: 8080
`,
    );
  }
  return documents.slice(0, count).join('---\n');
}

/** Wall time of a whole process. */
function wholeProcess(command, ...args) {
  const started = performance.now();
  const { status, stderr } = spawnSync('/usr/bin/env', [command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const ms = performance.now() - started;
  if (status === null || status > 1) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return { ms };
}

/** Peak memory of a check, in MiB. */
function memoryOf(file) {
  const script = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
    process.argv.splice(1, 0, 'cdk8s-istio'); require(${JSON.stringify(main)});`;
  const { stderr } = spawnSync(process.execPath, ['-e', script, '--', 'check', '-o', 'json', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return Number(stderr) / 1024;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-checks-'));
try {
  console.log('\nchecks');
  const files = Object.fromEntries(
    [1000, 3000, 10000, 15000].map((count) => {
      const file = join(folder, `${count}.yaml`);
      writeFileSync(file, manifests(count));
      return [count, file];
    }),
  );
  const istioctl = spawnSync('istioctl', ['version', '--remote=false']).status === 0;
  if (!istioctl) console.log('istioctl is not on the PATH: the rows that compare with it are left out');
  const check = (count) => wholeProcess(process.execPath, main, 'check', '-o', 'json', files[count]);
  const theirs = (count) => wholeProcess('istioctl', 'analyze', '--use-kube=false', files[count]);

  for (const count of [3000, 15000]) {
    const label = count.toLocaleString('en');
    const measured = sideBySide(
      {
        ours: () => check(count),
        inner: () => inProcess(worker, files[count]),
        ...(istioctl ? { theirs: () => theirs(count) } : {}),
      },
      ROUNDS,
    );
    row(`${label} objects: check, whole process, in ms`, measured.ours.ms, undefined, 0);
    row(`${label} objects: of which reading YAML, in ms`, measured.inner.readMs, undefined, 0);
    row(`${label} objects: of which the analysis, in ms`, measured.inner.analyseMs, undefined, 0);
    if (istioctl) {
      row(`${label} objects: check ÷ istioctl analyze`, measured.ours.ms / measured.theirs.ms, 1);
      row(`${label} objects: analysis ÷ istioctl analyze`, measured.inner.analyseMs / measured.theirs.ms, 0.2);
    }
  }
  const grown = sideBySide({ small: () => check(1000), large: () => check(10000) }, ROUNDS);
  const [small, large] = [1000, 10000].map((count) => memoryOf(files[count]));
  row('10,000 objects: check, whole process, in ms', grown.large.ms, undefined, 0);
  row('10,000 objects: check, peak memory in MiB', large, undefined, 0);
  row('growth 1,000 → 10,000, time: check', grown.large.ms / grown.small.ms, 11);
  row('growth 1,000 → 10,000, peak memory: check', large / small, 11);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
