import { metadataProblems } from '../../../lib/analysis/shape/metadata';

const paths = (metadata: unknown) => metadataProblems(metadata).map(({ path }) => path);

test.each([
  undefined,
  null,
  {},
  { name: 'a.b-c', namespace: 'shop', labels: { app: 'Web_1.2', 'a.b/c': '' }, annotations: { 'A.B/C': 'ä\n' } },
  { name: 'a'.repeat(253), generateName: 'a-', generation: 1, deletionGracePeriodSeconds: 0 },
  { name: 'a', namespace: undefined },
  { name: '', labels: null, annotations: { a: null }, creationTimestamp: null, generation: null },
  { creationTimestamp: '2026-01-01T00:00:00.5+01:00', finalizers: ['a.b/c'], ownerReferences: [{}], managedFields: [] },
  { annotations: { a: 'x'.repeat(2 ** 18 - 1) } },
])('%j is right', (metadata) => expect(paths(metadata)).toEqual([]));

test.each([
  [[], 'metadata'],
  ['one', 'metadata'],
  [{ name: 1 }, 'metadata.name'],
  [{ name: 'A' }, 'metadata.name'],
  [{ name: 'a_b' }, 'metadata.name'],
  [{ name: 'a..b' }, 'metadata.name'],
  [{ name: 'a'.repeat(254) }, 'metadata.name'],
  [{ generateName: '-a' }, 'metadata.generateName'],
  [{ namespace: 'a.b' }, 'metadata.namespace'],
  [{ namespace: 'a'.repeat(64) }, 'metadata.namespace'],
  [{ labels: { version: 1 } }, 'metadata.labels'],
  [{ labels: [] }, 'metadata.labels'],
  [{ labels: { 'a b': 'c' } }, 'metadata.labels'],
  [{ labels: { app: 'a b' } }, 'metadata.labels'],
  [{ annotations: { a: true } }, 'metadata.annotations'],
  [{ annotations: { 'a/b/c': 'd' } }, 'metadata.annotations'],
  [{ annotations: { a: 'x'.repeat(2 ** 18) } }, 'metadata.annotations'],
  [{ finalizers: ['a b'] }, 'metadata.finalizers'],
  [{ finalizers: [1] }, 'metadata.finalizers'],
  [{ finalizers: [null] }, 'metadata.finalizers'],
  [{ generation: 1.5 }, 'metadata.generation'],
  [{ generation: -1 }, 'metadata.generation'],
  [{ creationTimestamp: '2026-01-01' }, 'metadata.creationTimestamp'],
  [{ creationTimestamp: 1 }, 'metadata.creationTimestamp'],
  [{ ownerReferences: [1] }, 'metadata.ownerReferences'],
  [{ nam: 'a' }, 'metadata.nam'],
  [{ toString: 'a' }, 'metadata.toString'],
])('%j is wrong', (metadata, path) => expect(paths(metadata)).toEqual([path]));

test('a problem is told with what was meant', () => {
  const told = (metadata: unknown) => metadataProblems(metadata).map(({ message }) => message);
  expect(told({ label: {} })).toEqual(['unknown field "label"; did you mean "labels"?']);
  expect(told({ labels: { version: 1 } })).toEqual([
    'metadata.labels must hold texts: put the value of "version" in quotes, "1"',
  ]);
  expect(told({ name: 'A' })).toEqual([
    'metadata.name must be a DNS name in lower case: letters, digits, "-" and ".", not "A"',
  ]);
});

test('what cannot be read is told alone, and everything else together', () => {
  expect(paths({ name: 'A', labels: { a: 1 }, namspace: 'a' })).toEqual(['metadata.labels', 'metadata.namspace']);
  expect(paths({ name: 'A', namespace: 'B' })).toEqual(['metadata.name', 'metadata.namespace']);
});
