/** What an App says of its manifests holds wherever they are checked: at synth, by the CLI and by the plugin. */
import { ApiObject, App, Chart } from 'cdk8s';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from '../../lib/checks';
import { meshSettingsFile } from '../../lib/checks/mesh-settings';
import { KnownResource, Mesh } from '../../lib/mesh';
import { IstioValidation } from '../../lib/plugin';
import { cli } from '../cli/io';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'same-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Routes of a host at a Gateway that the platform's own App has. */
function appWithForeignGateway(): { app: App; chart: Chart } {
  const app = new App({ outdir: join(folder, 'dist') });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const route = [{ destination: { host: 'front.shop.svc.cluster.local', port: { number: 80 } } }];
  const spec = { hosts: ['shop.example.com'], gateways: ['istio-ingress/edge'], http: [{ route }] };
  new ApiObject(chart, 'Front', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', spec } as never);
  const ports = [{ name: 'http', port: 80 }];
  new ApiObject(chart, 'Svc', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front' },
    spec: { ports, selector: { app: 'front' } },
  } as never);
  return { app, chart };
}

async function codesOf(...options: string[]): Promise<string[]> {
  const { out } = await cli(['check', '-o', 'json', ...options, join(folder, 'dist')]);
  return (JSON.parse(out) as { findings: { code: string }[] }).findings.map(({ code }) => code);
}

async function codesOfPlugin(properties: object): Promise<string[]> {
  const found: string[] = [];
  await new IstioValidation(properties).validate({
    manifests: [join(folder, 'dist/shop.k8s.yaml')],
    report: { addViolation: ({ ruleName }) => found.push(ruleName.slice(0, 7)), submit: () => undefined },
  });
  return found;
}

test('open, as at synth: a Gateway elsewhere is no mistake; closed, as the CLI is: it is', async () => {
  const { app } = appWithForeignGateway();
  Checks.register(app);
  app.synth();
  expect(await codesOf('--open')).toEqual([]);
  expect(await codesOf()).toEqual(['IST0101', 'IST0132']);
  expect(await codesOfPlugin({})).toEqual([]);
  expect(await codesOfPlugin({ closed: true })).toEqual(['IST0101', 'IST0132']);
});

test('a suppression of the construct holds for all of them, and is nowhere called unused', async () => {
  const { app, chart } = appWithForeignGateway();
  for (const code of ['IST0101', 'IST0132']) Checks.of(chart).suppress(code, 'the platform owns the gateway');
  const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  app.synth();
  expect(warnings).not.toHaveBeenCalled();
  warnings.mockRestore();
  expect(await codesOf()).toEqual([]);
  expect(await codesOfPlugin({ closed: true })).toEqual([]);
});

test('what Mesh.configure vouches for exists for all of them', async () => {
  const { app } = appWithForeignGateway();
  Mesh.configure(app, { known: [KnownResource.gateway('edge', 'istio-ingress')] });
  Checks.register(app);
  app.synth();
  const mesh = join(folder, 'mesh.yaml');
  writeFileSync(mesh, meshSettingsFile(app));
  expect(await codesOf('--mesh-config', mesh)).toEqual([]);
  expect(await codesOfPlugin({ closed: true, meshConfigFile: mesh })).toEqual([]);
});
