/** The command as users call it: another process, pipes and exit codes. Needs the build that `npm test` makes. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const main = resolve(__dirname, '../../build/lib/cli/main.js');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cli = (args: readonly string[], input?: string): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', ...(input === undefined ? {} : { input }) });
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop}\n';

test('standard input is a path', () => {
  const { status, stdout } = cli(['check', '-'], account);
  expect([status, stdout]).toEqual([0, '1 resource checked: nothing found\n']);
});

test('standard input has a name in errors', () => {
  const { status, stderr } = cli(['check', '-'], 'a: [\n');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error: -:2/);
});

test('findings through a pipe: exit code 1, no colours', () => {
  const { status, stdout, stderr } = cli(['check', '-'], `${account}---\n${account}spec: {}\n`);
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toContain('CIS0002');
  expect(stdout).not.toContain('\u001b');
});

test('a reader that leaves early is no error', () => {
  const file = join(folder, 'many.yaml');
  const twice = Array.from({ length: 3000 }, (_, i) => account.replace('shop', `n${i}`));
  writeFileSync(file, [...twice, ...twice.map((one) => `${one}spec: {}\n`)].join('---\n'));
  const { stderr } = spawnSync(`"${process.execPath}" "${main}" check "${file}" | head -1`, {
    shell: true,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
});

/** A VirtualService that asks for a subset that its DestinationRule lacks, and their Service. */
const host = (i: number): string => {
  const metadata = `metadata:\n  name: svc-NUMBER-${i}\n  namespace: ns-${i % 50}\n`;
  const name = `svc-NUMBER-${i}.ns-${i % 50}.svc.cluster.local`;
  return [
    `apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata}spec:
  hosts:
  - ${name}
  http:
  - match:
    - uri:
        prefix: /api/v${i}
    route:
    - destination:
        host: ${name}
        subset: v1
      weight: 90
    - destination:
        host: ${name}
        subset: missing
      weight: 10
`,
    `apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata}spec:
  host: ${name}
  subsets:
  - name: v1
    labels:
      version: v1
`,
    `apiVersion: v1
kind: Service
${metadata}spec:
  selector:
    app: svc-${i}
  ports:
  - name: http
    port: 80
`,
  ].join('---\n');
};

test('a file of 100 MB with a finding in every third resource is checked within 1 GiB', () => {
  const file = join(folder, 'large.yaml');
  const piece = Array.from({ length: 1000 }, (_, i) => `${host(i)}---\n`).join('');
  const copies = Math.ceil((100 * 1024 * 1024) / piece.length);
  for (let i = 0; i < copies; i++) writeFileSync(file, piece.replaceAll('NUMBER', String(i)), { flag: 'a' });
  const script = `
    process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
    process.argv.splice(1, 1, ${JSON.stringify(main)});
    require(${JSON.stringify(main)});`;
  const run = spawnSync(process.execPath, ['-e', script, '--', 'main', 'check', '--level', 'error', file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  expect(run.status).toBe(1);
  expect(run.stdout).toMatch(new RegExp(`^${copies * 3000} resources checked: ${copies * 1000} errors$`, 'm'));
  expect(Number(run.stderr) / 1024).toBeLessThan(1024);
}, 180_000);
