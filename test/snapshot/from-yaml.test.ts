import fc from 'fast-check';
import { snapshotFromYaml } from '../../lib/snapshot';
import { DocumentSplitter } from '../../lib/snapshot/documents';

const service = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\n${more}`;

const namesIn = (text: string): string[] => snapshotFromYaml(text).resources.map(({ name }) => name);
const errorOf = (text: string): { id?: string; message: string } => {
  try {
    snapshotFromYaml(text, { file: 'x.yaml' });
  } catch (error) {
    return error as { id?: string; message: string };
  }
  return { message: 'nothing was thrown' };
};
const specOf = (text: string): unknown => snapshotFromYaml(service('a', text)).resources[0]!.spec;

describe('documents', () => {
  test('several in one text, in the order they were written', () => {
    expect(namesIn(`${service('a')}---\n${service('b')}---\n${service('c')}`)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    [
      'comments and empty documents, as Helm writes them',
      `---\n# Source: chart/a.yaml\n---\n# Source: b\n${service('a')}---\n---\n`,
    ],
    ['Windows line ends', service('a').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${service('a')}`],
    ['directives', `%YAML 1.2\n---\n${service('a')}...\n# end\n`],
    ['a marker with content behind it', `--- # first\n${service('a')}`],
    ['no newline at the end', service('a').trimEnd()],
    ['JSON', JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } })],
  ])('%s', (_, text) => {
    expect(namesIn(text)).toEqual(['a']);
  });

  test('long rulers of comments cost nothing', () => {
    const ruler = `${'#'.repeat(200)}\n# ${'- '.repeat(200)}\n`;
    expect(namesIn(ruler.repeat(50) + service('a'))).toEqual(['a']);
    expect(namesIn(`${ruler.repeat(50)}---\n${ruler.repeat(50)}`)).toEqual([]);
  });

  test('documents without content are not even parsed', () => {
    const handed: string[] = [];
    const splitter = new DocumentSplitter('x', ({ text }) => handed.push(text));
    splitter.push(`${'---\n'.repeat(3)}--- # c\n---\r\n# c\n...\n---\n${service('a')}---\n---`);
    splitter.end();
    expect(handed).toEqual([`---\n${service('a')}`]);
  });

  test('dashes inside of a block scalar do not end the document', () => {
    expect(specOf('spec:\n  text: |\n    a\n    ---\n    b\n')).toEqual({ text: 'a\n---\nb\n' });
  });

  test('within brackets and quotes any indentation goes, as kubectl has it', () => {
    const text = `spec:
  args: [
    "-a", [
  b,
],
  ]
  map: {
c: d }
  text: "one
two

three"
  more: 'x
  y'
  after: 1
`;
    const expected = { args: ['-a', ['b']], map: { c: 'd' }, text: 'one two\nthree', more: 'x y', after: 1 };
    expect(specOf(text)).toEqual(expected);
    expect(specOf(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(errorOf(service('a', 'spec:\n  args: [\n  1,\n'))).toMatchObject({ id: 'YamlMalformed' });
    expect(errorOf(service('a', 'spec:\n  a: 1\n b: 2\n'))).toMatchObject({ id: 'YamlMalformed' });
  });

  test('nothing at all is an empty snapshot', () => {
    expect(namesIn('')).toEqual([]);
    expect(namesIn('# nothing\n---\n...\n')).toEqual([]);
  });

  test('any arrangement of documents, comments and markers gives the same resources', () => {
    const filler = fc.constantFrom('', '# comment\n', '\n', '---\n# only a comment\n', '---\n');
    fc.assert(
      fc.property(
        fc.array(filler, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (fillers, count, crlf) => {
          const names = Array.from({ length: count }, (_, i) => `s${i}`);
          const text = names
            .map((name, i) => `${fillers[i] ?? ''}---\n${fillers.at(-1) ?? ''}${service(name)}`)
            .join('');
          expect(namesIn(crlf ? text.replaceAll('\n', '\r\n') : text)).toEqual(names);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('Lists', () => {
  test('a List is its items, in a List too', () => {
    const item = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } });
    const inner = { apiVersion: 'v1', kind: 'List', items: [item('b')] };
    expect(namesIn(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item('a'), inner] }))).toEqual(['a', 'b']);
  });

  test('a typed list gives its items their type', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: GatewayList\nitems:\n- metadata: {name: a}\n';
    expect(snapshotFromYaml(text).ofKind('networking.istio.io/Gateway')).toHaveLength(1);
  });

  test.each(['', 'items:\n', 'items: []\n'])('an empty List has nothing: %j', (items) => {
    expect(namesIn(`apiVersion: v1\nkind: List\n${items}`)).toEqual([]);
  });

  test('items that are no list', () => {
    expect(errorOf('apiVersion: v1\nkind: List\nitems: {a: b}\n').message).toContain(
      'x.yaml:1: items is no list (got {"a":"b"})',
    );
  });

  test('an item that is no object names its place', () => {
    expect(errorOf('apiVersion: v1\nkind: List\nitems:\n- text\n').message).toContain(
      'x.yaml:1: items[0] is no Kubernetes object',
    );
  });
});

describe('values, as kubectl reads them', () => {
  test.each([
    ['on', true],
    ['yes', true],
    ['n', false],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['-12', -12],
    ['1_000', 1000],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['12:30:45', '12:30:45'],
    ['2001-01-01', '2001-01-01'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['~', null],
    ['"on"', 'on'],
    ['!!str 5', '5'],
    ['!!int "5"', 5],
  ])('%s', (text, value) => {
    expect(specOf(`spec: {value: ${text}}\n`)).toEqual({ value });
  });

  test('infinity is no number that JSON could say', () => {
    expect(specOf('spec: {a: .inf, b: -.inf, c: 1e999, d: .nan}\n')).toEqual({
      a: '.inf',
      b: '-.inf',
      c: '1e999',
      d: '.nan',
    });
    expect(specOf(`spec: {a: ${'9'.repeat(400)}}\n`)).toEqual({ a: '9'.repeat(400) });
    expect(specOf(`spec: {a: ${'9'.repeat(30)}}\n`)).toEqual({ a: 1e30 });
  });

  test('merge keys', () => {
    expect(specOf('x: &x {a: 1, b: 1}\nspec: {<<: *x, b: 2}\n')).toEqual({ a: 1, b: 2 });
  });

  test('keys of a prototype are keys like any other', () => {
    const text = service('a', 'spec: {__proto__: {polluted: true}, constructor: 1}\n').replace(
      'namespace: shop',
      'namespace: shop\n  labels: {__proto__: x, toString: z}',
    );
    const [resource] = snapshotFromYaml(text).resources;
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(resource!.spec)).toEqual(['__proto__', 'constructor']);
    expect(resource!.labels.toString).toBe('z');
    expect(resource!.labels.constructor).toBeUndefined();
  });
});

describe('what is refused, each in one line', () => {
  test.each([
    ['broken YAML', `${service('a')}---\na: {\n`, 'YamlMalformed', 'x.yaml:8:1: deficient indentation'],
    ['duplicate keys', 'a: 1\nb: 2\na: 3\n', 'YamlMalformed', 'x.yaml:3:1: duplicated mapping key'],
    ['an unknown anchor', 'a: *nobody\n', 'YamlMalformed', 'unidentified alias "nobody"'],
    ['an anchor in its own mapping', 'a: &a {b: *a}\n', 'YamlAliasesExcessive', 'x.yaml:1: an anchor contains itself'],
    ['a template', `${service('{{ .Values.name }}')}`, 'YamlMalformed', 'line 4 is that of a template, to be rendered'],
    ['a control of a template', '{{- if .x }}\na: 1\n{{- end }}\n', 'YamlMalformed', 'line 1 is that of a template'],
    ['a number as kind', 'apiVersion: v1\nkind: 2\n', 'ManifestIncomplete', 'document has no kind (got 2)'],
    ['an anchor in itself', 'a: &a [*a]\n', 'YamlAliasesExcessive', 'x.yaml:1: an anchor contains itself'],
    ['deep nesting', `a: ${'['.repeat(5000)}`, 'YamlMalformed', 'nesting'],
    ['text', 'just text\n', 'ManifestNotObject', 'document is no Kubernetes object (got "just text")'],
    ['a list', '- a\n', 'ManifestNotObject', 'got ["a"]'],
    ['a number', '7\n', 'ManifestNotObject', 'got 7'],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', 'ManifestIncomplete', 'document has no kind'],
    ['no apiVersion', 'kind: Service\nmetadata: {name: a}\n', 'ManifestIncomplete', 'document has no apiVersion'],
    [
      'no name',
      '# c\n\napiVersion: v1\nkind: Service\n',
      'ManifestIncomplete',
      'x.yaml:3: document has no metadata.name',
    ],
    ['a name that is a boolean', service('on'), 'ManifestIncomplete', 'document has no metadata.name (got true)'],
    [
      'a document of 17 MB',
      service('a', `spec: {a: "${'x'.repeat(17 * 1024 * 1024)}"}`),
      'DocumentTooLarge',
      'x.yaml:1:',
    ],
  ])('%s', (_, text, id, message) => {
    const error = errorOf(text);
    expect(error.id).toBe(id);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });

  test('braces within quotes and comments make no template', () => {
    const { message } = errorOf('a: "{{ x }}"\nb: x {{ y }}\n# z: {{ z }}\na: 2\n');
    expect(message).toContain('duplicated mapping key');
    expect(message).not.toContain('template');
  });

  test('a bomb of aliases', () => {
    const levels = 'abcdefghi'.split('');
    const bomb = levels
      .map((name, i) => `${name}: &${name} [${Array(9).fill(i === 0 ? 'lol' : `*${levels[i - 1]}`)}]`)
      .join('\n');
    expect(errorOf(bomb).id).toBe('YamlAliasesExcessive');
  });

  test('a document with many values and a few aliases is none', () => {
    const values = Array.from({ length: 30_000 }, (_, i) => `v${i}: 1`).join(', ');
    expect(namesIn(service('a', `x: &x [1, 2]\nspec: {${values}, y: *x, z: *x}\n`))).toEqual(['a']);
  });

  test('random text is read or refused by one of our errors, never by another', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const error = errorOf(text);
        expect(error.message === 'nothing was thrown' || error.id !== undefined).toBe(true);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('what a snapshot says of a resource', () => {
  test('group and version of any served version', () => {
    const versions = ['v1alpha3', 'v1beta1', 'v1'].map(
      (version) => `apiVersion: networking.istio.io/${version}\nkind: Gateway\nmetadata: {name: ${version}}\n`,
    );
    const snapshot = snapshotFromYaml(versions.join('---\n'));
    expect(snapshot.ofKind('networking.istio.io/Gateway').map(({ version }) => version)).toEqual([
      'v1alpha3',
      'v1beta1',
      'v1',
    ]);
  });

  test('cluster-scoped kinds lose their namespace', () => {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, namespace: other}\n';
    expect(snapshotFromYaml(text).find('Namespace', '', 'shop')).toBeDefined();
  });

  test('a later resource with the same name replaces an earlier one, which is kept aside', () => {
    const snapshot = snapshotFromYaml(`${service('a', 'spec: {m: 1}\n')}---\n${service('a', 'spec: {m: 2}\n')}`);
    expect(snapshot.resources.map(({ spec }) => spec)).toEqual([{ m: 2 }]);
    expect(snapshot.replaced.map(({ spec }) => spec)).toEqual([{ m: 1 }]);
  });

  test('an IstioOperator without a name is no resource: `istioctl install` reads it, no cluster', () => {
    const operator = 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {profile: minimal}\n';
    expect(namesIn(`${operator}---\n${service('a')}`)).toEqual(['a']);
    expect(namesIn(`${operator}metadata: {name: mesh}\n`)).toEqual(['mesh']);
    expect(errorOf(operator.replace('IstioOperator', 'Other')).message).toContain('metadata.name');
  });

  test('settings of kustomize are no resource', () => {
    expect(namesIn('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n')).toEqual(
      [],
    );
  });

  test('a generated name counts as name', () => {
    expect(namesIn('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: nightly-}\n')).toEqual(['nightly-']);
  });
});
