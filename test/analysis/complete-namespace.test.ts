import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { analyze } from '../../lib/analysis';
import { Checks } from '../../lib/checks';
import { meshSettingsFile } from '../../lib/checks/mesh-settings';
import { Mesh } from '../../lib/mesh';
import { readMeshConfigFile, snapshotFromFiles, snapshotOf } from '../../lib/snapshot';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'complete-'));
  folders.push(folder);
  return folder;
};

/** An App whose one VirtualService names a Gateway that the App does not have. */
function appWith(complete: readonly string[]): App {
  const app = new App({ outdir: temporary() });
  Mesh.configure(app, { complete });
  const chart = new Chart(app, 'web', { namespace: 'shop' });
  new ApiObject(chart, 'route', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web' },
    spec: { hosts: ['a.example'], gateways: ['shop/edge'], http: [{ directResponse: { status: 200 } }] },
  });
  Checks.register(chart);
  return app;
}

const brief = (snapshot: Parameters<typeof analyze>[0]) =>
  analyze(snapshot, { closed: false, level: 'error' }).map(({ code, path }) => `${code} ${path}`);

test('what a complete namespace lacks does not exist: the synth fails, and says where', () => {
  const app = appWith(['shop']);
  expect(brief(snapshotOf(app))).toEqual(['IST0101 spec.gateways[0]']);
  expect(() => app.synth()).toThrow(/web\/route.*Referenced gateway not found: "shop\/edge"/s);
});

test.each([[[]], [['other']], [['']]])('complete: %j leaves the namespace open', (complete: readonly string[]) => {
  const app = appWith(complete);
  expect(brief(snapshotOf(app))).toEqual([]);
  expect(() => app.synth()).not.toThrow();
});

test('goes through the YAML and the file of mesh settings: the CLI gives the same answer', () => {
  const app = appWith(['shop']);
  Checks.of(app).disable();
  app.synth();
  const settings = join(app.outdir, '..', `${basename(app.outdir)}.mesh.yaml`);
  writeFileSync(settings, meshSettingsFile(app));
  folders.push(settings);
  expect(brief(snapshotFromFiles([app.outdir], readMeshConfigFile(settings)))).toEqual(['IST0101 spec.gateways[0]']);
});
