import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './io';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'check-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, content: string | Buffer): string => {
  const whole = join(folder, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
};
const account = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n${more}`;
const unused = '  annotations:\n    galley.istio.io/analyze-suppress: IST0101\n';
const collision = (): string => write('a.yaml', `${account('shop')}---\n${account('shop', '  labels: {a: b}\n')}`);

interface Json {
  readonly checked: number;
  readonly findings: readonly {
    code: string;
    level: string;
    resource: object;
    line: number;
    file: string;
    path: string;
  }[];
}
const check = async (...args: string[]): Promise<Json & { code: number; err: string }> => {
  const { code, out, err } = await cli(['check', '--output', 'json', ...args]);
  return { code, err, ...(JSON.parse(out) as Json) };
};

describe('exit code', () => {
  test('0 where nothing was found', async () => {
    const { code, out, err } = await cli(['check', write('a.yaml', account('shop'))]);
    expect([code, out, err]).toEqual([0, '1 resource checked: nothing found\n', '']);
  });

  test('1 where something was', async () => {
    const { code, out } = await cli(['check', collision()]);
    expect(code).toBe(1);
    expect(out).toContain('ServiceAccount shop');
    expect(out).toContain('warning CIS0002');
    expect(out).toContain('4:3 | name: shop');
  });

  test('0 where what was found is below the asked level', async () => {
    expect((await check('--level', 'error', collision())).code).toBe(0);
    expect((await check('--level', 'warning', collision())).code).toBe(1);
  });

  test('1 for JSON too, unlike istioctl', async () => {
    const { code, findings, checked } = await check(collision());
    expect([code, checked]).toEqual([1, 1]);
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'CIS0002',
        level: 'warning',
        resource: { kind: 'ServiceAccount', namespace: '', name: 'shop' },
        path: 'metadata.name',
        line: 4,
        file: join(folder, 'a.yaml'),
      }),
    ]);
  });
});

describe('bad use: one line and exit code 2', () => {
  test.each<[string, string[], string]>([
    ['no path', ['check'], 'check: no files or folders were given'],
    ['an unknown option', ['check', '--nope', 'x'], "check: Unknown option '--nope'"],
    ['an unknown format', ['check', '-o', 'xml', 'x'], 'allowed: text, json, sarif, github'],
    ['an unknown level', ['check', '--level', 'fatal', 'x'], 'allowed: error, warning, info'],
    ['both worlds', ['check', '--open', '--closed', 'x'], '--open and --closed exclude each other'],
    ['a suppression without reason', ['check', '--suppress', 'IST0101', 'x'], 'CODE=REASON'],
    ['a suppression without code', ['check', '--suppress', '=x', 'x'], 'CODE=REASON'],
    ['an unknown command', ['czech', 'x'], 'no such command (got "czech")'],
    [
      'no such mesh settings',
      ['check', '--mesh-config', '/nowhere/mesh.yaml', 'x'],
      '/nowhere/mesh.yaml: no such file',
    ],
    ['no such configuration', ['check', '--config', '/nowhere/c.yaml', 'x'], '/nowhere/c.yaml: no such file'],
  ])('%s', async (_, args, message) => {
    const { code, out, err } = await cli(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('no command at all shows the commands', async () => {
    const { code, err } = await cli([]);
    expect(code).toBe(2);
    expect(err).toMatch(/^usage: cdk8s-istio COMMAND/);
  });
});

describe('bad input: one line and exit code 2', () => {
  test.each<[string, string | Buffer, string]>([
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'file is binary, or not UTF-8'],
    ['broken YAML', `${account('a')}---\na: [1\nb: 2\n`, 'a.yaml:7:'],
    ['duplicate keys', 'a: 1\na: 2\n', 'a.yaml:2:1: duplicated mapping key'],
    ['a YAML bomb', bomb(), 'aliases stand for too many values'],
    ['cyclic anchors', 'a: &a {b: *a}\n', 'an anchor contains itself'],
    ['a resource without kind', 'apiVersion: v1\nmetadata: {name: a}\n', 'a.yaml:1: document has no kind'],
    [
      'a resource without name',
      'apiVersion: v1\nkind: Service\nmetadata: {namespace: a}\n',
      'document has no metadata.name',
    ],
    ['a document that is a text', 'hello\n', 'document is no Kubernetes object (got "hello")'],
    ['a document that is a list', '- a\n- b\n', 'document is no Kubernetes object'],
    ['a line of 20 MB', Buffer.alloc(20 * 1024 * 1024, 'a'), 'larger than any cluster stores'],
  ])('%s', async (_, content, message) => {
    const { code, out, err } = await cli(['check', write('a.yaml', content)]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toContain('a.yaml');
    expect(err).not.toMatch(/\n\s+at /);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('no such file', async () => {
    const { code, err } = await cli(['check', join(folder, 'nothing.yaml')]);
    expect([code, err.includes('no such file or folder')]).toEqual([2, true]);
  });

  test('keys of a prototype are nothing special', async () => {
    const file = write(
      'a.yaml',
      `${account('a')}  labels: {__proto__: x, constructor: z}\nspec: {__proto__: {a: 1}}\n`,
    );
    expect((await check(file)).code).toBe(0);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  function bomb(): string {
    const names = 'abcdefghij'.split('');
    return names
      .map((name, i) => `${name}: &${name} [${Array(9).fill(i === 0 ? '"x"' : `*${names[i - 1]}`)}]`)
      .join('\n');
  }
});

describe('suppression', () => {
  test('on the command line, with a reason', async () => {
    expect(await check('--suppress', 'CIS0002=twice on purpose = really', collision())).toMatchObject({
      code: 0,
      findings: [],
    });
  });

  test('one that nothing needs is a finding', async () => {
    const { code, findings } = await check('--suppress', 'IST0101=why', write('a.yaml', account('shop')));
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({ code: 'CIS0001', resource: { kind: 'Suppression', name: 'IST0101' } });
  });

  test('an annotation that nothing needs is one, with its line', async () => {
    const { findings } = await check(write('a.yaml', account('shop', unused)));
    expect(findings).toEqual([expect.objectContaining({ code: 'CIS0001', line: 6 })]);
  });
});

describe('configuration file', () => {
  test('settings of it hold, options override them', async () => {
    const config = write(
      'c.yaml',
      'level: error\nsuppress:\n- {code: CIS0002, reason: known, resource: ServiceAccount shop}\n',
    );
    const file = collision();
    expect(await check('--config', config, file)).toMatchObject({ code: 0, findings: [] });
    const other = write('d.yaml', 'level: error\n');
    expect((await check('--config', other, file)).code).toBe(0);
    expect((await check('--config', other, '--level', 'info', file)).code).toBe(1);
  });

  test('a path in it is relative to it', async () => {
    write('conf/mesh.yaml', '- no mapping\n');
    const config = write('conf/c.yaml', 'meshConfig: mesh.yaml\n');
    const { err } = await cli(['check', '--config', config, collision()]);
    expect(err).toContain(`${join(folder, 'conf/mesh.yaml')}: is no mapping`);
  });

  test('MeshNetworks come from a file of their own, by option or in it', async () => {
    const networks =
      'networks: {west: {endpoints: [{fromRegistry: wset}], gateways: [{address: 192.0.2.1, port: 443}]}}\n';
    const file = write('conf/networks.yaml', networks);
    const config = write('conf/c.yaml', 'meshNetworks: networks.yaml\n');
    for (const option of [
      ['--mesh-networks', file],
      ['--config', config],
    ]) {
      const { code, findings } = await check(...option, write('a.yaml', account('shop')));
      expect(code).toBe(1);
      expect(findings).toEqual([
        expect.objectContaining({ code: 'IST0126', path: 'networks.west.endpoints[0].fromRegistry', file, line: 1 }),
      ]);
    }
  });

  test.each([
    ['an unknown setting', 'leve: error\n', 'leve is no setting'],
    ['a level that is none', 'level: fatal\n', 'allowed: error, warning, info'],
    ['a list', '- a\n', 'file is no mapping'],
    ['two documents', 'level: error\n---\nlevel: info\n', 'several documents'],
    ['a world that is none', 'closed: maybe\n', 'closed is neither true nor false'],
    ['a mesh that is no file', 'meshConfig: {a: b}\n', 'meshConfig is no file'],
    ['networks that are no file', 'meshNetworks: [a]\n', 'meshNetworks is no file'],
    ['suppress as a text', 'suppress: IST0101\n', 'suppress is no list'],
    ['a suppression without reason', 'suppress: [{code: IST0101}]\n', 'a suppression is malformed'],
    ['a suppression that is a text', 'suppress: [IST0101]\n', 'what is no mapping'],
    ['a suppression with more', 'suppress: [{code: IST0101, reason: a, until: b}]\n', 'a suppression is malformed'],
  ])('%s is refused', async (_, text, message) => {
    const { code, err } = await cli(['check', '--config', write('c.yaml', text), folder]);
    expect([code, err.includes(message)]).toEqual([2, true]);
  });
});

describe('output', () => {
  test('text has colours on a terminal only', async () => {
    const file = collision();
    expect((await cli(['check', file])).out).not.toContain('\u001b[');
    expect((await cli(['check', file], { color: true })).out).toContain('\u001b[33mwarning');
  });

  test.each(['sarif', 'github'])('%s', async (format) => {
    const { code, out } = await cli(['check', '--output', format, collision()]);
    expect(code).toBe(1);
    expect(out).toContain('CIS0002');
  });

  test('SARIF says what a code stands for', async () => {
    const { out } = await cli(['check', '--output', 'sarif', collision()]);
    expect(out).toContain('Two resources have the same kind, namespace and name');
  });

  test('help explains itself', async () => {
    for (const args of [['--help'], ['check', '--help'], ['mesh-config', '-h']]) {
      expect(await cli(args)).toMatchObject({ code: 0, out: expect.stringMatching(/^usage: /) as string, err: '' });
    }
  });

  test('version is that of the package', async () => {
    const { version } = jest.requireActual<{ version: string }>('../../package.json');
    expect((await cli(['--version'])).out).toBe(`${version}\n`);
  });
});

describe('progress', () => {
  const slow = () => {
    let clock = 0;
    return { now: () => (clock += 600) };
  };

  test('is shown on a terminal after a second, and taken away', async () => {
    const { err } = await cli(['check', write('a.yaml', account('a'))], { interactive: true, ...slow() });
    expect(err).toBe('\r\u001b[Kchecking 1 resources…\r\u001b[K');
  });

  test('is not shown where nobody watches, or when it is quick', async () => {
    const file = write('a.yaml', account('a'));
    expect((await cli(['check', file], slow())).err).toBe('');
    expect((await cli(['check', file], { interactive: true })).err).toBe('');
  });
});
