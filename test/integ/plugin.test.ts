/** The plugin inside of the real `cdk8s synth`, as cdk8s.yaml of an application names it. Needs the build that `npm test` makes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'cdk8s-synth-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(root, join(project, 'node_modules/cdk8s-istio'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** An App of raw objects: no construct of this library checks it. */
function write(objects: string, properties = ''): void {
  writeFileSync(
    join(project, 'main.js'),
    `const { App, Chart, ApiObject } = require('cdk8s');
     const app = new App();
     const chart = new Chart(app, 'shop', { namespace: 'shop' });
     ${objects}
     app.synth();`,
  );
  writeFileSync(
    join(project, 'cdk8s.yaml'),
    `language: typescript
app: ${process.execPath} main.js
validations:
  - package: ./node_modules/cdk8s-istio
    version: 0.1.0
    class: IstioValidation
${properties}`,
  );
}

interface Report {
  readonly violations: readonly {
    readonly ruleName: string;
    readonly violatingConstructs: readonly { readonly constructPath?: string; readonly resourceName: string }[];
  }[];
  readonly summary: { readonly status: string };
}

function synth(): { status: number | null; output: string; report: Report } {
  const cli = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
  const args = [cli, 'synth', '--check-upgrade=false', '--validation-reports-output-file', 'report.json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', HOME: project },
  });
  const file = join(project, 'report.json');
  const { reports } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { reports: Report[] })
    : { reports: [] };
  const [report] = reports;
  if (!report) throw new Error(`no report was written: ${stdout}${stderr}`);
  return { status, output: stdout + stderr, report };
}

const account = (id: string, annotations: string): string =>
  `new ApiObject(chart, '${id}', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: '${id}', annotations: ${annotations} } });`;

test('an App without a mistake passes', () => {
  write(account('shop', '{}'));
  const { status, report } = synth();
  expect(status).toBe(0);
  expect(report.summary.status).toBe('success');
  expect(report.violations).toEqual([]);
}, 60_000);

test('a mistake fails the synth, with code, resource and construct', () => {
  write(
    `new ApiObject(chart, 'vs', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'front' }, spec: { hosts: ['front'], http: [{ rout: [{ destination: { host: 'front' } }] }] } });`,
  );
  const { status, output, report } = synth();
  expect(status).not.toBe(0);
  expect(output).toContain('Validation failed');
  expect(report.summary.status).toBe('failure');
  expect(report.violations[0]!.violatingConstructs[0]).toMatchObject({
    constructPath: 'shop/vs',
    resourceName: 'front',
  });
}, 60_000);

test('properties reach it, and a warning fails nothing', () => {
  const object = account('shop', `{ 'galley.istio.io/analyze-suppress': 'IST0101' }`);
  write(object);
  const { status, report } = synth();
  expect(status).toBe(0);
  expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(['CIS0001 (warning)']);
  rmSync(join(project, 'report.json'));
  write(object, '    properties:\n      level: error\n');
  expect(synth().report.violations).toEqual([]);
}, 60_000);
