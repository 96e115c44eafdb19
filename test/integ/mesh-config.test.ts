/** The mesh settings of a real App, from Mesh.configure to the CLI. Needs the build that `npm test` makes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readMeshConfigFile } from '../../lib/snapshot';

const root = resolve(__dirname, '../..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mesh-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what Mesh.configure says is what the file says', () => {
  const main = join(folder, 'main.js');
  writeFileSync(
    main,
    `const { App, Chart } = require(${JSON.stringify(join(root, 'node_modules/cdk8s'))});
     const { Checks, KnownResource, Mesh, OutboundTraffic } = require(${JSON.stringify(root)});
     const app = new App();
     Mesh.configure(app, {
       clusterDomain: 'example.org', rootNamespace: 'mesh', trustDomain: 'trust.example',
       outboundTraffic: OutboundTraffic.REGISTRY_ONLY, known: [KnownResource.secret('cert', 'edge')],
     });
     Checks.register(new Chart(app, 'c'));
     app.synth();`,
  );
  const args = [join(root, 'build/lib/cli/main.js'), 'mesh-config', '--app', `"${process.execPath}" "${main}"`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  expect([status, stderr]).toEqual([0, '']);
  writeFileSync(join(folder, 'mesh.yaml'), stdout);
  expect(readMeshConfigFile(join(folder, 'mesh.yaml'))).toEqual({
    meshConfig: {
      rootNamespace: 'mesh',
      trustDomain: 'trust.example',
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
    clusterDomain: 'example.org',
    known: [{ kind: 'Secret', namespace: 'edge', name: 'cert' }],
    complete: [],
  });
});
