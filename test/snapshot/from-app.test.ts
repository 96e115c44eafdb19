import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { KnownResource, Mesh, OutboundTraffic } from '../../lib/mesh';
import { snapshotOf } from '../../lib/snapshot';

const object = (chart: Chart, id: string, spec: unknown = {}): ApiObject =>
  new ApiObject(chart, id, { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', spec } as never);

test('every object of every chart, with the path of its construct', () => {
  const app = new App();
  const a = new Chart(app, 'a', { namespace: 'shop' });
  const b = new Chart(a, 'b');
  object(b, 'inner');
  object(a, 'outer');
  const { resources } = snapshotOf(app);
  expect(resources.map(({ origin, namespace, kind, group }) => [origin.construct, group, kind, namespace])).toEqual([
    ['a/b/inner', 'networking.istio.io', 'Gateway', ''],
    ['a/outer', 'networking.istio.io', 'Gateway', 'shop'],
  ]);
});

test('a part of an App is a snapshot of its own', () => {
  const app = new App();
  const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
  [a, b].forEach((chart) => object(chart!, 'o'));
  expect(snapshotOf(b!).resources.map(({ origin }) => origin.construct)).toEqual(['b/o']);
});

test('lazy values, labels and patches are in it', () => {
  const app = new App();
  const gateway = object(new Chart(app, 'c', { labels: { team: 'x' } }), 'g', {
    a: Lazy.any({ produce: () => 1 }),
    b: 1,
  });
  gateway.addJsonPatch(JsonPatch.replace('/spec/b', 2));
  gateway.metadata.addAnnotation('note', 'n');
  const [resource] = snapshotOf(app).resources;
  expect(resource).toMatchObject({ spec: { a: 1, b: 2 }, labels: { team: 'x' }, annotations: { note: 'n' } });
});

test('a List in an App is its items', () => {
  const app = new App();
  const items = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } }];
  new ApiObject(new Chart(app, 'c'), 'list', { apiVersion: 'v1', kind: 'List', items } as never);
  expect(snapshotOf(app).find('Service', '', 's')?.origin.construct).toBe('c/list');
});

test('mesh settings are read, and not frozen by it', () => {
  const app = new App();
  new Chart(app, 'c');
  expect(snapshotOf(app).meshConfig.rootNamespace).toBe('istio-system');
  const known = [KnownResource.secret('cert', 'istio-system')];
  Mesh.configure(app, {
    outboundTraffic: OutboundTraffic.REGISTRY_ONLY,
    clusterDomain: 'c.example',
    known,
    complete: ['a'],
  });
  const snapshot = snapshotOf(app);
  expect(snapshot.meshConfig.outboundTrafficPolicy).toEqual({ mode: 'REGISTRY_ONLY' });
  expect(snapshot.clusterDomain).toBe('c.example');
  expect(snapshot.complete).toEqual(['a']);
  expect(snapshot.isKnown('Secret', 'istio-system', 'cert')).toBe(true);
  expect(snapshot.isKnown('Secret', 'other', 'cert')).toBe(false);
});
