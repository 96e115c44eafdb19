import { type ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { kubernetesObject, virtualService } from '../../lib/resource';

const spec = { hosts: ['a.example'], http: [{ route: [{ destination: { host: 'a.example' } }] }] };
const emit = (): ApiObject => virtualService(new Chart(Testing.app(), 'chart'), 'Resource', { name: 'a' }, () => spec);

test('a patch on a field that the generated class knows', () => {
  const object = emit();
  object.addJsonPatch(JsonPatch.replace('/spec/hosts/0', 'b.example'));
  expect(object.toJson()).toMatchObject({ spec: { hosts: ['b.example'] } });
});

test('a patch on a field that is newer than the generated class is not lost', () => {
  const object = emit();
  object.addJsonPatch(JsonPatch.add('/spec/newer', { field: 1 }), JsonPatch.add('/spec/newer/other', 2));
  expect(object.toJson()).toMatchObject({ spec: { newer: { field: 1, other: 2 }, hosts: ['a.example'] } });
});

test.each([
  ['replace', JsonPatch.replace('/spec/tls/0', 1), '/spec/tls/0'],
  ['remove', JsonPatch.remove('/spec/htpp'), '/spec/htpp'],
  ['test', JsonPatch.test('/spec/nothing', 1), '/spec/nothing'],
  ['add below a missing parent', JsonPatch.add('/spec/tls/0/match', 1), '/spec/tls/0'],
  ['move from nowhere', JsonPatch.move('/spec/nowhere', '/spec/x'), '/spec/nowhere'],
  ['a key of every object', JsonPatch.replace('/spec/constructor/x', 1), '/spec/constructor/x'],
])('%s that hits nothing is an error with path and operation', (_name, patch, missing) => {
  const object = emit();
  object.addJsonPatch(patch);
  expect(() => object.toJson()).toThrow(`chart/Resource: the manifest has nothing at ${missing}`);
  expect(() => object.toJson()).toThrow('[PatchHitsNothing]');
});

test('the escaped slash of an annotation key', () => {
  const object = emit();
  object.addJsonPatch(
    JsonPatch.add('/metadata/annotations', {}),
    JsonPatch.add('/metadata/annotations/a.example~1b', 'c'),
  );
  expect(object.toJson()).toMatchObject({ metadata: { annotations: { 'a.example/b': 'c' } } });
});

test('patching twice gives the same manifest', () => {
  const object = emit();
  object.addJsonPatch(JsonPatch.add('/spec/hosts/-', 'b.example'));
  expect(object.toJson()).toEqual(object.toJson());
});

test("Kubernetes' own kinds come from cdk8s-plus-27", () => {
  const chart = new Chart(Testing.app(), 'chart');
  const policy = kubernetesObject(chart, 'Policy', 'NetworkPolicy', {
    metadata: { name: 'p' },
    spec: { podSelector: {} },
  });
  policy.addJsonPatch(JsonPatch.add('/spec/newer', 1));
  expect(policy.toJson()).toMatchObject({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: { newer: 1 },
  });
});
