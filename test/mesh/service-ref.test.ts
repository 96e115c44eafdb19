import { App, Chart } from 'cdk8s';
import { k8s, Service } from 'cdk8s-plus-27';
import { type IServiceLike, Mesh, portOf, Protocol, protocolOf, resolveService, ServiceRef } from '../../lib/mesh';
import { refusal } from '../refusal';

const chartIn = (namespace?: string): Chart => new Chart(new App(), 'chart', namespace ? { namespace } : {});
const ports = [{ port: 80, name: 'http' }];

describe('a Service becomes a host', () => {
  test('P53 fully qualified', () => {
    const { host } = resolveService(ServiceRef.of('reviews', 'books', ports), chartIn('shop'), 'shop');
    expect(host).toBe('reviews.books.svc.cluster.local');
  });

  test('with the cluster domain of the mesh', () => {
    const chart = chartIn('shop');
    Mesh.configure(chart.node.root, { clusterDomain: 'k8s.example' });
    expect(resolveService(ServiceRef.of('a', 'b', ports), chart, 'shop').host).toBe('a.b.svc.k8s.example');
  });

  test("of cdk8s-plus, by its synthesised name and the chart's namespace", () => {
    const chart = chartIn('shop');
    const service = new Service(chart, 'Reviews', { ports: [{ port: 80, name: 'http' }] });
    const { host } = resolveService(service, chart, 'shop');
    expect(host).toBe(`${service.name}.shop.svc.cluster.local`);
    expect(service.name).toMatch(/^chart-reviews-/);
  });

  test('short where neither side has a namespace', () => {
    const service: IServiceLike = { name: 'reviews', metadata: {}, ports };
    expect(resolveService(service, chartIn(), undefined)).toMatchObject({ host: 'reviews' });
    expect(resolveService(service, chartIn(), undefined)).not.toHaveProperty('namespace');
  });

  test('an error where only one side has one', () => {
    const without: IServiceLike = { name: 'reviews', metadata: {}, ports };
    expect(refusal(() => resolveService(without, chartIn('shop'), 'shop')).id).toBe('NamespaceDisagrees');
    expect(refusal(() => resolveService(ServiceRef.of('a', 'b', ports), chartIn(), undefined)).id).toBe(
      'NamespaceDisagrees',
    );
  });

  test('an error where only one side has one says which', () => {
    const without: IServiceLike = { name: 'reviews', metadata: {}, ports };
    const chart = chartIn('shop');
    const error = refusal(() => resolveService(without, chart, 'shop'));
    expect([error.path, error.message.includes('but this construct is in shop')]).toEqual([chart.node.path, true]);
    const other = refusal(() => resolveService(ServiceRef.of('a', 'b', ports), chartIn(), undefined));
    expect(other.message).toContain('Service a is in b, but this construct names no namespace');
  });

  test('its namespace and ports come with it', () => {
    expect(resolveService(ServiceRef.of('reviews', 'books', ports), chartIn('shop'), 'shop')).toEqual({
      host: 'reviews.books.svc.cluster.local',
      name: 'reviews',
      namespace: 'books',
      ports,
    });
  });

  test('a reference is refused by the name of what is wrong', () => {
    const name = refusal(() => ServiceRef.of('A', 'b', ports));
    expect([name.id, name.path, name.value]).toEqual(['NameNotDnsLabel', 'ServiceRef.of', 'A']);
    expect(name.message).toContain('name is no');
    const namespace = refusal(() => ServiceRef.of('a', 'B', ports));
    expect([namespace.id, namespace.value, namespace.message.includes('namespace is no')]).toEqual([
      'NameNotDnsLabel',
      'B',
      true,
    ]);
    const none = refusal(() => ServiceRef.of('a', 'b', []));
    expect([none.path, none.value]).toEqual(['ServiceRef.of', []]);
    expect(none.message).toContain('Service a has no port');
    const port = refusal(() => ServiceRef.of('a', 'b', [{ port: 80 }, { port: 0 }]));
    expect([port.id, port.path, port.value]).toEqual(['PortOutOfRange', 'ServiceRef.of', 0]);
  });

  test('Mesh.configure({ defaultNamespace }) settles both', () => {
    const chart = chartIn();
    Mesh.configure(chart.node.root, { defaultNamespace: 'shop' });
    const service: IServiceLike = { name: 'reviews', metadata: {}, ports };
    expect(resolveService(service, chart, undefined).host).toBe('reviews.shop.svc.cluster.local');
  });

  test('an object without a name, or with one that is no label, is refused', () => {
    const nameless = { name: '', metadata: { namespace: 'shop' }, ports };
    const missing = refusal(() => resolveService(nameless, chartIn('shop'), 'shop'));
    expect([missing.id, missing.value, missing.path]).toEqual(['NameMissing', '', 'chart']);
    const dotted = { name: 'a.b', metadata: { namespace: 'shop' }, ports };
    const malformed = refusal(() => resolveService(dotted, chartIn('shop'), 'shop'));
    expect(malformed.id).toBe('NameNotDnsLabel');
    expect(malformed.message).toContain('name of the Service');
  });

  test('a generated Service of cdk8s-plus is no IServiceLike, but ServiceRef stands for it', () => {
    const chart = chartIn('shop');
    const service = new k8s.KubeService(chart, 'Reviews', { spec: { ports: [{ port: 80 }] } });
    expect(resolveService(ServiceRef.of(service.name, 'shop', ports), chart, 'shop').name).toBe(service.name);
  });
});

describe('the port of a Service', () => {
  const one = ServiceRef.of('a', 'b', ports);
  const two = ServiceRef.of('a', 'b', [...ports, { port: 9090 }]);

  test('P58 the only one is deduced', () => expect(portOf(one, undefined, 'test').port).toBe(80));
  test('the one that is named', () => expect(portOf(two, 9090, 'test').port).toBe(9090));
  test('of several, one has to be named', () =>
    expect(refusal(() => portOf(two, undefined, 'test'))).toMatchObject({
      id: 'PortAmbiguous',
      path: 'test',
      value: [80, 9090],
    }));
  test('one that it lacks is refused, with those it has', () => {
    const error = refusal(() => portOf(two, 8080, 'test'));
    expect([error.id, error.allowed, error.value, error.path]).toEqual(['PortUnknown', '80, 9090', 8080, 'test']);
    expect(error.message).toContain('Service a has no such port');
  });
  test('no number is refused', () => expect(refusal(() => portOf(two, 0.5, 'test')).id).toBe('PortOutOfRange'));
  test('a Service without ports', () => {
    expect(refusal(() => portOf({ name: 'a', metadata: {}, ports: [] }, undefined, 'test'))).toMatchObject({
      id: 'PortMissing',
      path: 'test',
      message: expect.stringContaining('Service a has no port') as string,
    });
    expect(refusal(() => ServiceRef.of('a', 'b', [])).id).toBe('PortMissing');
  });
});

describe('P74 the protocol that a port declares', () => {
  test.each([
    ['http', Protocol.HTTP],
    ['http-api', Protocol.HTTP],
    ['http2', Protocol.HTTP2],
    ['grpc-orders', Protocol.GRPC],
    ['grpc-web', Protocol.GRPC_WEB],
    ['grpc-web-x', Protocol.GRPC_WEB],
    ['HTTPS', Protocol.HTTPS],
    ['tcp-mongo', Protocol.TCP],
    ['mongo', Protocol.MONGO],
    ['web', undefined],
    ['grpc-webx', Protocol.GRPC_WEB],
    ['Grpc-Web', Protocol.GRPC_WEB],
    ['', undefined],
    ['httpapi', undefined],
    [undefined, undefined],
  ])('by name %p: %p', (name, expected) => {
    expect(protocolOf(name === undefined ? { port: 80 } : { port: 80, name })).toBe(expected);
  });

  test.each([
    ['http', Protocol.HTTP],
    ['kubernetes.io/h2c', Protocol.HTTP2],
    ['kubernetes.io/ws', Protocol.HTTP],
    ['kubernetes.io/wss', Protocol.HTTPS],
    ['Kubernetes.io/WSS', undefined],
    ['http2-internal', Protocol.HTTP2],
    ['GRPC-Web', Protocol.GRPC_WEB],
    ['grpc', Protocol.GRPC],
    ['', Protocol.TCP],
    ['example.com/custom', undefined],
  ])('by appProtocol %s, which counts before the name: %p', (appProtocol, expected) => {
    expect(protocolOf({ port: 80, name: 'tcp', appProtocol } as { port: number })).toBe(expected);
  });
});
