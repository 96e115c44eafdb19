import { App, Chart } from 'cdk8s';
import { KnownResource, Mesh, OutboundTraffic } from '../../lib/mesh';
import { refusal } from '../refusal';

test("without configuration every value has Istio's own default", () => {
  expect(Mesh.of(new App())).toEqual({
    clusterDomain: 'cluster.local',
    rootNamespace: 'istio-system',
    trustDomain: 'cluster.local',
    istioVersion: { major: 1, minor: 31 },
    outboundTraffic: OutboundTraffic.ALLOW_ANY,
    known: [],
    complete: [],
  });
});

test('everything can be set, and is read from any construct of the App', () => {
  const app = new App();
  const known = [KnownResource.secret('tls', 'istio-system')];
  Mesh.configure(app, {
    clusterDomain: 'k8s.example',
    rootNamespace: 'mesh',
    trustDomain: 'td.example',
    istioVersion: '1.30.2',
    outboundTraffic: OutboundTraffic.REGISTRY_ONLY,
    defaultNamespace: 'shop',
    known,
    complete: ['shop', ''],
  });
  expect(Mesh.of(new Chart(app, 'chart'))).toEqual({
    clusterDomain: 'k8s.example',
    rootNamespace: 'mesh',
    trustDomain: 'td.example',
    istioVersion: { major: 1, minor: 30 },
    outboundTraffic: OutboundTraffic.REGISTRY_ONLY,
    defaultNamespace: 'shop',
    known,
    complete: ['shop', ''],
  });
});

test('works although a chart exists already, as long as nobody has read', () => {
  const app = new App();
  new Chart(app, 'chart');
  Mesh.configure(app, { clusterDomain: 'k8s.example' });
  expect(Mesh.of(app).clusterDomain).toBe('k8s.example');
});

test('the first read freezes the settings; the error names the reader', () => {
  const app = new App();
  const chart = new Chart(app, 'shop');
  Mesh.of(chart);
  const error = refusal(() => Mesh.configure(app, { clusterDomain: 'k8s.example' }));
  expect(error.id).toBe('MeshAlreadyRead');
  expect(error.message).toContain('read by shop');
});

test('the same settings may be given again', () => {
  const app = new App();
  Mesh.configure(app, { clusterDomain: 'k8s.example' });
  Mesh.of(app);
  expect(() => Mesh.configure(app, { clusterDomain: 'k8s.example' })).not.toThrow();
});

test('peeking freezes nothing', () => {
  const app = new App();
  expect(Mesh.peek(app).clusterDomain).toBe('cluster.local');
  expect(() => Mesh.configure(app, { clusterDomain: 'k8s.example' })).not.toThrow();
});

test('two Apps have settings of their own', () => {
  const [one, other] = [new App(), new App()];
  Mesh.configure(one, { clusterDomain: 'k8s.example' });
  expect(Mesh.of(other).clusterDomain).toBe('cluster.local');
});

test.each([
  [{ clusterDomain: 'https://x' }, 'HostMalformed'],
  [{ rootNamespace: 'Istio' }, 'NameNotDnsLabel'],
  [{ defaultNamespace: 'a.b' }, 'NameNotDnsLabel'],
  [{ istioVersion: 'latest' }, 'IstioVersionMalformed'],
  [{ trustDomain: '' }, 'HostMissing'],
])('%p is refused as %s', (props, id) => {
  expect(refusal(() => Mesh.configure(new App(), props)).id).toBe(id);
});

test('a feature that is newer than the mesh is refused with both versions', () => {
  const app = new App();
  Mesh.configure(app, { istioVersion: '1.24' });
  const error = refusal(() => Mesh.requires(app, 'DYNAMIC_DNS', '1.30'));
  expect(error.id).toBe('IstioVersionTooOld');
  expect(error.message).toContain('DYNAMIC_DNS needs Istio 1.30, the mesh is configured for 1.24');
  expect(() => Mesh.requires(app, 'mirrors', '1.24')).not.toThrow();
});

test('a complete namespace is a name', () => {
  const error = refusal(() => Mesh.configure(new App(), { complete: ['Shop!'] }));
  expect(error.message).toContain('complete');
});
