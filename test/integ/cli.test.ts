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

test('a file of 100 MB is checked within 1 GiB', () => {
  const file = join(folder, 'large.yaml');
  const one = (i: number): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${i}\n  namespace: n${i % 100}\ndata:\n${Array.from({ length: 20 }, (_, j) => `  key${j}: value ${j} of ${i}\n`).join('')}---\n`;
  const piece = Array.from({ length: 1000 }, (_, i) => one(i)).join('');
  const copies = Math.ceil((100 * 1024 * 1024) / piece.length);
  for (let i = 0; i < copies; i++) writeFileSync(file, piece.replaceAll('name: c', `name: c${i}-`), { flag: 'a' });
  const script = `
    process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));
    process.argv.splice(1, 1, ${JSON.stringify(main)});
    require(${JSON.stringify(main)});`;
  const run = spawnSync(process.execPath, ['-e', script, '--', 'main', 'check', file], { encoding: 'utf8' });
  expect(run.status).toBe(0);
  expect(run.stdout).toBe(`${copies * 1000} resources checked: nothing found\n`);
  expect(Number(run.stderr) / 1024).toBeLessThan(1024);
}, 120_000);
