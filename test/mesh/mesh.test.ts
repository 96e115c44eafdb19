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

test('the error says when the settings were given rather than read, and names the App where it has no path', () => {
  const given = new App();
  Mesh.configure(given, { clusterDomain: 'k8s.example' });
  const error = refusal(() => Mesh.configure(given, { clusterDomain: 'other.example' }));
  expect(error.message).toContain('other mesh settings were configured before');
  expect(error.value).toEqual({ clusterDomain: 'other.example' });
  const read = new App();
  Mesh.of(read);
  Mesh.of(new Chart(read, 'later'));
  expect(refusal(() => Mesh.configure(read, { clusterDomain: 'other.example' })).message).toContain('read by the App');
});

test('settings do not show up among the enumerable fields of the App', () => {
  const app = new App();
  Mesh.configure(app, {});
  const symbols = Object.getOwnPropertySymbols(app).filter((one) => one.description === 'cdk8s-istio.Mesh');
  expect(symbols.map((one) => Object.prototype.propertyIsEnumerable.call(app, one))).toEqual([false]);
});

test('defaults may be given after they were read', () => {
  const app = new App();
  Mesh.of(app);
  expect(() => Mesh.configure(app, { clusterDomain: 'cluster.local' })).not.toThrow();
});

test.each([
  [KnownResource.service('a', 'n'), 'Service'],
  [KnownResource.secret('a', 'n'), 'Secret'],
  [KnownResource.gateway('a', 'n'), 'networking.istio.io/Gateway'],
  [KnownResource.serviceEntry('a', 'n'), 'networking.istio.io/ServiceEntry'],
])('a known resource %j is a %s', (known, kind) => {
  expect({ ...known }).toEqual({ kind, namespace: 'n', name: 'a' });
});

test('a known resource needs names that are labels', () => {
  const name = refusal(() => KnownResource.service('A', 'n'));
  expect([name.id, name.path, name.value]).toEqual(['NameNotDnsLabel', 'KnownResource', 'A']);
  expect(name.message).toContain('name is no');
  const namespace = refusal(() => KnownResource.secret('a', 'N'));
  expect([namespace.id, namespace.value]).toEqual(['NameNotDnsLabel', 'N']);
  expect(namespace.message).toContain('namespace is no');
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
  [{ istioVersion: '1' }, 'IstioVersionMalformed'],
  [{ istioVersion: 'v1.30' }, 'IstioVersionMalformed'],
  [{ istioVersion: '1.30.x' }, 'IstioVersionMalformed'],
  [{ istioVersion: '1.30.0.1' }, 'IstioVersionMalformed'],
  [{ istioVersion: '1x30' }, 'IstioVersionMalformed'],
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

test('the refusal of a setting names the setting and its value', () => {
  const root = refusal(() => Mesh.configure(new App(), { rootNamespace: 'Istio' }));
  expect([root.value, root.message.includes('rootNamespace')]).toEqual(['Istio', true]);
  const own = refusal(() => Mesh.configure(new App(), { defaultNamespace: 'a.b' }));
  expect([own.value, own.message.includes('defaultNamespace')]).toEqual(['a.b', true]);
  const version = refusal(() => Mesh.configure(new App(), { istioVersion: 'latest' }));
  expect([version.value, version.message.includes('istioVersion')]).toEqual(['latest', true]);
});

test.each(['shop', 'kube-prod'])('a cluster or trust domain may be the single label %s', (domain) => {
  const app = new App();
  Mesh.configure(app, { clusterDomain: domain, trustDomain: domain });
  expect(Mesh.of(app)).toMatchObject({ clusterDomain: domain, trustDomain: domain });
});

test.each([
  ['1.24', '1.24', true],
  ['1.24', '1.25', false],
  ['1.25', '1.24', true],
  ['2.0', '1.30', true],
  ['1.30', '2.0', false],
  ['1.3', '1.30', false],
])('Istio %s has what came with %s: %s', (istioVersion, since, expected) => {
  const app = new App();
  Mesh.configure(app, { istioVersion });
  const call = () => Mesh.requires(app, 'it', since);
  if (expected) expect(call).not.toThrow();
  else expect(refusal(call)).toMatchObject({ id: 'IstioVersionTooOld', value: istioVersion });
});
