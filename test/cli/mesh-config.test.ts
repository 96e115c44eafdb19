import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './io';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mesh-config-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that does what an App with checks does. */
const program = (script: string): string => {
  const file = join(folder, 'main.js');
  writeFileSync(file, script);
  return `"${process.execPath}" "${file}"`;
};
const write = `require('fs').writeFileSync(process.env.CDK8S_ISTIO_MESH_SETTINGS, 'rootNamespace: "mesh"\\n')`;

test('prints what the App says', async () => {
  expect(await cli(['mesh-config', '--app', program(write)])).toEqual({
    code: 0,
    out: 'rootNamespace: "mesh"\n',
    err: '',
  });
});

test('the App writes its manifests elsewhere', async () => {
  const script = `${write}; require('fs').mkdirSync(process.env.CDK8S_OUTDIR); if (process.env.CDK8S_OUTDIR === 'dist') process.exit(1)`;
  expect((await cli(['mesh-config', '--app', program(script)])).code).toBe(0);
});

test.each([
  ['an App without constructs of this library', '', 'has no construct of this library'],
  [
    'an App that fails',
    `console.error('Error: first line\\n at x'); process.exit(1)`,
    'the App failed: Error: first line',
  ],
])('%s', async (_, script, message) => {
  const { code, err } = await cli(['mesh-config', '--app', program(script)]);
  expect([code, err.includes(message), err.trimEnd().split('\n').length]).toEqual([2, true, 1]);
});

test('an argument is refused', async () => {
  expect((await cli(['mesh-config', 'x'])).err).toContain('takes no argument x');
});

describe('cdk8s.yaml', () => {
  const here = process.cwd();
  beforeEach(() => process.chdir(folder));
  afterEach(() => process.chdir(here));

  test('names the App', async () => {
    writeFileSync('cdk8s.yaml', `language: typescript\napp: ${JSON.stringify(program(write))}\n`);
    expect((await cli(['mesh-config'])).out).toBe('rootNamespace: "mesh"\n');
  });

  test('that names none is an error', async () => {
    expect((await cli(['mesh-config'])).err).toContain('names no app');
  });
});
