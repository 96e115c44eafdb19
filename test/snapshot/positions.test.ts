import { snapshotFromYaml } from '../../lib/snapshot';

const TEXT = `# first
---
apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    galley.istio.io/analyze-suppress: IST0101
    "quoted.key": x
spec:
  http:
  - match: &m [{a: 1}]
  - route:
    - destination: {host: b, port: {number: 80}}
    match: *m
    text: |
      several
      lines
  after: 1
`;

const origin = snapshotFromYaml(`apiVersion: v1\nkind: Service\nmetadata: {name: z}\n${TEXT}`, { file: 'f.yaml' })
  .resources[1]!.origin;
const at = (path?: string): string => {
  const { line, column } = origin.locate!(path)!;
  return `${line}:${column}`;
};

test.each([
  [undefined, '6:1'],
  ['spec', '13:1'],
  ['spec.http[0].match', '15:5'],
  ['spec.http[0].match[0].a', '15:17'],
  ['spec.http[1].route[0].destination.port.number', '17:37'],
  ['spec.http[1].match', '18:5'],
  ['spec.after', '22:3'],
  ['metadata.annotations.galley.istio.io/analyze-suppress', '11:5'],
  ['metadata.annotations["quoted.key"]', '12:5'],
])('%s stands at %s', (path, place) => {
  expect(at(path)).toBe(place);
});

test.each([
  ['a field that is not written: its parent', 'spec.http[1].timeout', '16:5'],
  ['an item that is not there', 'spec.http[7].route', '14:3'],
  ['a path that leads nowhere', 'status.x', '6:1'],
])('%s', (_, path, place) => {
  expect(at(path)).toBe(place);
});

test('file and line of the first key', () => {
  expect(origin.file).toBe('f.yaml');
  expect(origin.line).toBe(6);
});

test('items of a List', () => {
  const text =
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: a\n  spec:\n    x: 1\n';
  const [item] = snapshotFromYaml(text).resources;
  expect(item!.origin.locate!('spec.x')).toEqual({ line: 9, column: 5, text: '    x: 1' });
  expect(item!.origin.line).toBe(4);
});

test('lines within brackets that begin too far left keep their place', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {\n name: z,\nlabels: {a: b},\n  }\nspec: {\r\na: 1 }\n';
  const { origin: own } = snapshotFromYaml(text).resources[0]!;
  expect(own.locate!('metadata.labels.a')).toEqual({ line: 5, column: 10, text: 'labels: {a: b},' });
  expect(own.locate!('metadata.name')).toEqual({ line: 4, column: 2, text: ' name: z,' });
  expect(own.locate!('spec.a')).toEqual({ line: 8, column: 1, text: 'a: 1 }' });
});

test('of a long line, what is around the field is shown', () => {
  const fields = Array.from({ length: 200 }, (_, i) => `"field${i}": ${i}`).join(', ');
  const text = `{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "z"}, "spec": {${fields}}}`;
  const { origin: own } = snapshotFromYaml(text).resources[0]!;
  for (const [path, field] of [
    ['spec.field0', '"field0": 0'],
    ['spec.field100', '"field100": 100'],
    ['spec.field199', '"field199": 199'],
  ] as const) {
    const { line, column, text: shown } = own.locate!(path)!;
    expect([line, column]).toEqual([1, text.indexOf(field) + 1]);
    expect(shown).toContain(field);
    expect(shown.length).toBeLessThanOrEqual(242);
  }
  expect(own.locate!('spec.field100')!.text).toMatch(/^….*…$/);
});
