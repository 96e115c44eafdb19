import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMeshConfigFile, readMeshNetworksFile, snapshotFromFiles } from '../../lib/snapshot';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'snapshot-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const manifest = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`;
const write = (path: string, content: string | Buffer): string => {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
};
const errorOf = (read: () => unknown): { id?: string; message: string } => {
  try {
    read();
  } catch (error) {
    return error as { id?: string; message: string };
  }
  return { message: 'nothing was thrown' };
};

describe('files and folders', () => {
  test('a folder is read with its sub-folders, in the order of names', () => {
    for (const path of ['b.yaml', 'a/z.yml', 'a/y.json', 'c.txt', '.git/d.yaml', 'node_modules/e.yaml']) {
      write(path, manifest(path.replace(/\W/g, '')));
    }
    expect(snapshotFromFiles([folder]).resources.map(({ name }) => name)).toEqual(['ayjson', 'azyml', 'byaml']);
  });

  test('a file is read whatever its name is, and named in the origin', () => {
    const file = write('manifest', manifest('a'));
    expect(snapshotFromFiles([file]).resources[0]!.origin.file).toBe(file);
  });

  test('a link to the folder above leads into no circle', () => {
    write('a.yaml', manifest('a'));
    symlinkSync(folder, join(folder, 'again'));
    expect(snapshotFromFiles([folder]).resources).toHaveLength(1);
  });

  test('documents across the pieces a file is read in', () => {
    const many = Array.from({ length: 40_000 }, (_, i) => `---\n# ünïcödé ${i}\n${manifest(`s${i}`)}`).join('');
    const { resources } = snapshotFromFiles([write('many.yaml', many)]);
    expect(many.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(resources.map(({ name }) => name)).toEqual(Array.from({ length: 40_000 }, (_, i) => `s${i}`));
    expect(resources.at(-1)!.origin.line).toBe(40_000 * 5 - 2);
  });

  describe.each([
    ['as kubectl writes it', '', ''],
    ['with indented items', '  ', ''],
    ['with Windows line ends', '', '\r'],
  ])('a List of many megabytes, %s', (_, indent, cr) => {
    const filler = `text ${'x'.repeat(500)}`;
    const item = (i: number): string =>
      `- apiVersion: v1\n  kind: Service\n  metadata:\n    name: s${i}\n  spec:\n    ports:\n    - port: ${i}\n    text: |\n      - not an item\n      ${filler}\n`;
    const items = Array.from({ length: 20_000 }, (__, i) => item(i)).join('');
    const list = (before: string, after: string): string =>
      `${before}items:\n${items.replace(/^(?=.)/gm, indent)}${after}`.replaceAll('\n', `${cr}\n`);
    const text =
      list('# all of it\napiVersion: v1\n', 'kind: List\nmetadata:\n  resourceVersion: ""\n') +
      `---\n${manifest('last')}`;

    test('is read item by item, each in its place', () => {
      const { resources } = snapshotFromFiles([write('list.yaml', text)]);
      expect(text.length).toBeGreaterThan(10 * 1024 * 1024);
      expect(resources).toHaveLength(20_001);
      expect(resources.map(({ spec }) => (spec.ports as [{ port: number }] | undefined)?.[0].port)).toEqual([
        ...Array.from({ length: 20_000 }, (__, i) => i),
        undefined,
      ]);
      for (const i of [0, 7, 10_000, 19_999]) {
        const { origin } = resources[i]!;
        expect(origin.line).toBe(4 + 10 * i);
        expect(origin.locate!('spec.ports[0].port')).toMatchObject({ line: 10 + 10 * i, column: indent.length + 7 });
      }
      expect(resources.at(-1)!.origin.line).toBe(4 + 200_000 + 4);
    });
  });

  test('a pipe in a folder is left out: nobody may ever write to it', () => {
    execFileSync('mkfifo', [join(folder, 'a.yaml')]);
    write('b.yaml', manifest('b'));
    expect(snapshotFromFiles([folder]).resources.map(({ name }) => name)).toEqual(['b']);
  });

  test('progress is told while files are read', () => {
    const told: number[] = [];
    const files = ['a.yaml', 'b.yaml'].map((name) => write(name, `${manifest(name)}---\n${manifest(`${name}2`)}`));
    snapshotFromFiles(files, { onProgress: (resources) => told.push(resources) });
    expect(told).toEqual([1, 3]);
  });
});

describe('bad input, each in one line', () => {
  test.each<[string, () => string, string, string]>([
    ['no such file', () => join(folder, 'nothing.yaml'), 'FileUnreadable', 'no such file or folder'],
    ['a folder without manifests', () => (write('a.txt', ''), folder), 'FolderEmpty', 'folder has no manifests'],
    ['a binary file', () => write('a.yaml', Buffer.from([1, 2, 0, 255])), 'FileNotText', 'file is binary'],
    ['not UTF-8', () => write('a.yaml', Buffer.from([0x61, 0x3a, 0xe4, 0x0a])), 'FileNotText', 'not UTF-8'],
    ['UTF-16', () => write('a.yaml', Buffer.from('\uFEFFa: 1', 'utf16le')), 'FileNotText', 'not UTF-8'],
    [
      'a line without end',
      () => write('a.yaml', Buffer.alloc(17 * 1024 * 1024, 'x')),
      'DocumentTooLarge',
      'a line is larger',
    ],
  ])('%s', (_, make, id, message) => {
    const path = make();
    const error = errorOf(() => snapshotFromFiles([path]));
    expect(error.id).toBe(id);
    expect(error.message).toContain(path);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });

  const asRoot = process.getuid?.() === 0;
  (asRoot ? test.skip : test)('permission denied (skipped as root, who may read everything)', () => {
    const file = write('a.yaml', manifest('a'));
    chmodSync(file, 0);
    expect(errorOf(() => snapshotFromFiles([file])).message).toContain('permission denied');
  });
});

describe('mesh settings', () => {
  test.each([
    ['MeshConfig itself', 'rootNamespace: mesh\n'],
    [
      'the ConfigMap',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n    rootNamespace: mesh\n',
    ],
    [
      'an IstioOperator',
      'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {meshConfig: {rootNamespace: mesh}}\n',
    ],
    [
      'an Istio of the sail operator',
      'apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {values: {meshConfig: {rootNamespace: mesh}}}\n',
    ],
  ])('%s', (_, text) => {
    expect(readMeshConfigFile(write('mesh.yaml', text)).meshConfig).toEqual({ rootNamespace: 'mesh' });
  });

  test('what MeshConfig has no field for is in a second document', () => {
    const text =
      'trustDomain: td\n---\napiVersion: cdk8s-istio/v1\nclusterDomain: example.org\nknown:\n- {kind: Secret, namespace: a, name: b}\ncomplete: [a]\n';
    expect(readMeshConfigFile(write('mesh.yaml', text))).toEqual({
      meshConfig: { trustDomain: 'td' },
      clusterDomain: 'example.org',
      known: [{ kind: 'Secret', namespace: 'a', name: 'b' }],
      complete: ['a'],
    });
  });

  test.each([
    ['a list', '- a\n'],
    ['a ConfigMap without mesh settings', 'kind: ConfigMap\ndata: {other: x}\n'],
    ['known resources that are none', 'apiVersion: cdk8s-istio/v1\nknown: [a]\n'],
    ['complete that is no list', 'apiVersion: cdk8s-istio/v1\ncomplete: a\n'],
    ['complete that holds no names', 'apiVersion: cdk8s-istio/v1\ncomplete: [{a: b}]\n'],
    ['known that is no list', 'apiVersion: cdk8s-istio/v1\nknown: a\n'],
  ])('refused: %s', (_, text) => {
    expect(errorOf(() => readMeshConfigFile(write('mesh.yaml', text))).id).toBe('MeshConfigMalformed');
  });
});

describe('MeshNetworks', () => {
  const networks = 'networks: {west: {endpoints: [{fromRegistry: west}]}}\n';

  test.each([
    ['as such', networks],
    ['in the ConfigMap of istiod', `kind: ConfigMap\ndata:\n  meshNetworks: |\n    ${networks}`],
  ])('%s', (_, text) => {
    const file = write('networks.yaml', text);
    const { kind, namespace, name, spec } = readMeshNetworksFile(file);
    expect([kind, namespace, name]).toEqual(['MeshNetworks', 'istio-system', 'meshnetworks']);
    expect(spec).toEqual({ networks: { west: { endpoints: [{ fromRegistry: 'west' }] } } });
  });

  test('join the resources of a snapshot', () => {
    const meshNetworks = readMeshNetworksFile(write('networks.yaml', networks));
    const snapshot = snapshotFromFiles([write('a.yaml', manifest('a'))], { meshNetworks });
    expect(snapshot.find('MeshNetworks', 'istio-system', 'meshnetworks')).toBe(meshNetworks);
  });

  test.each([
    ['a list', '- a\n'],
    ['nothing', ''],
    ['several documents', `${networks}---\n${networks}`],
    ['no networks', 'rootNamespace: mesh\n'],
    ['a ConfigMap without them', 'kind: ConfigMap\ndata: {mesh: "{}"}\n'],
  ])('refused: %s', (_, text) => {
    expect(errorOf(() => readMeshNetworksFile(write('networks.yaml', text))).id).toBe('MeshNetworksMalformed');
  });
});
