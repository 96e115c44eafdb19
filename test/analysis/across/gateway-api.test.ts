import { manifest } from '../model/manifest';
import { found, kubernetesGateway, namespace, pod, said, service, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const K8S = 'gateway.networking.k8s.io/v1';
const route = (id: string, spec: Json, kind = 'HTTPRoute') => manifest(`${K8S}/${kind}`, id, { spec });
const short = (rule: string, manifests: Json[], asked?: Asked) =>
  found(rule, manifests, asked).map((one) =>
    one
      .split(' ')
      .filter((_, i) => i !== 1 && i !== 2 && i !== 3)
      .join(' '),
  );

describe('the Gateway that a route is bound to', () => {
  const g = (listener: Json = {}, id = 'n/g') =>
    kubernetesGateway(id, { listeners: [{ name: 'http', port: 80, protocol: 'HTTP', ...listener }] });
  const bound = (parent: Json, others: Json[], spec: Json = {}, kind?: string, asked?: Asked) =>
    short(
      'route-parent',
      [route('n/r', { parentRefs: [{ name: 'g', ...parent }], ...spec }, kind), ...others],
      asked,
    ).map((one) => one.replace('CIS0530 spec.parentRefs[0]', 'p'));

  test.each<[Json, Json[], string[]]>([
    [{}, [g()], []],
    [{ name: 'x' }, [g()], ['p.name']],
    [{ name: 'x' }, [], []],
    [{ namespace: 'm' }, [g()], ['p.name']],
    [{ kind: 'Service', name: 'x' }, [g()], []],
    [{ group: '', name: 'x' }, [g()], ['p.name']],
    [{ group: 'core', name: 'x' }, [g()], []],
    [{ sectionName: 'http' }, [g()], []],
    [{ sectionName: 'https' }, [g()], ['p.sectionName']],
    [{ port: 80 }, [g()], []],
    [{ port: 81 }, [g()], ['p.port']],
    [{}, [kubernetesGateway('n/g', {})], ['p']],
  ])('%j', (parent, others, expected) => expect(bound(parent, others)).toEqual(expected));

  test('in the open world it may be elsewhere', () => {
    expect(bound({ name: 'x' }, [g()], {}, undefined, { closed: false })).toEqual([]);
    expect(bound({ name: 'x' }, [g()], {}, undefined, { closed: false, facts: { complete: ['n'] } })).toEqual([
      'p.name',
    ]);
    expect(bound({ port: 81 }, [g()], {}, undefined, { closed: false })).toEqual(['p.port']);
  });

  const from = (namespaces: Json) => g({ allowedRoutes: { namespaces } }, 'm/g');
  test.each<[Json, Json[], string[]]>([
    [{}, [], ['p.namespace']],
    [{ from: 'Same' }, [], ['p.namespace']],
    [{ from: 'All' }, [], []],
    [{ from: 'Selector', selector: { matchLabels: { a: 'b' } } }, [namespace('n', { a: 'b' })], []],
    [{ from: 'Selector', selector: { matchLabels: { a: 'b' } } }, [namespace('n')], ['p.namespace']],
    [{ from: 'Selector', selector: { matchLabels: { a: 'b' } } }, [], []],
    [{ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'n' } } }, [namespace('n')], []],
    [
      { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'x' } } },
      [namespace('n')],
      ['p.namespace'],
    ],
  ])('takes routes from %j', (namespaces, more, expected) => {
    expect(bound({ namespace: 'm' }, [from(namespaces), ...more])).toEqual(expected);
  });

  test.each<[string, Json, boolean]>([
    ['HTTPRoute', { protocol: 'HTTP' }, true],
    ['GRPCRoute', { protocol: 'HTTP' }, true],
    ['HTTPRoute', { protocol: 'HTTPS' }, true],
    ['TCPRoute', { protocol: 'HTTPS' }, false],
    ['TLSRoute', { protocol: 'HTTP' }, false],
    ['TLSRoute', { protocol: 'TLS' }, true],
    ['TCPRoute', { protocol: 'TLS' }, true],
    ['HTTPRoute', { protocol: 'TLS' }, false],
    ['TCPRoute', { protocol: 'TCP' }, true],
    ['TLSRoute', { protocol: 'TCP' }, false],
    ['HTTPRoute', { protocol: 'example.com/odd' }, true],
    ['HTTPRoute', { protocol: 'HTTP', allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } }, false],
    ['GRPCRoute', { protocol: 'TCP', allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } }, true],
  ])('takes %s on %j: %s', (kind, listener, expected) =>
    expect(bound({}, [g(listener)], {}, kind)).toEqual(expected ? [] : ['p.name']),
  );

  test.each<[string | undefined, string[], boolean]>([
    [undefined, ['x.y'], true],
    ['x.y', [], true],
    ['x.y', ['x.y'], true],
    ['*.y', ['z.w', 'x.y'], true],
    ['x.y', ['*.y'], true],
    ['x.y', ['z.y'], false],
  ])('listens for %s, the route is for %j: %s', (hostname, hostnames, expected) => {
    expect(bound({}, [g({ hostname })], { hostnames })).toEqual(expected ? [] : ['p.name']);
  });
});

describe('the Service that a route sends to', () => {
  const s = (id = 'n/s') => service(id, { ports: [{ port: 80 }] });
  const to = (backend: Json, others: Json[], asked?: Asked) =>
    short(
      'route-backend',
      [route('n/r', { rules: [{ backendRefs: [{ name: 's', port: 80, ...backend }] }] }), ...others],
      asked,
    ).map((one) => one.replace('CIS0531 spec.rules[0].backendRefs[0]', 'b'));
  const grant = (id: string, spec: Json = {}) =>
    manifest('gateway.networking.k8s.io/v1beta1/ReferenceGrant', id, {
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'n' }],
        to: [{ group: '', kind: 'Service' }],
        ...spec,
      },
    });

  test.each<[Json, Json[], string[]]>([
    [{}, [s()], []],
    [{ name: 'x' }, [s()], ['b.name']],
    [{ name: 'x' }, [], []],
    [{ port: 81 }, [s()], ['b.port']],
    [{ port: undefined }, [s()], []],
    [{ group: 'example.com', name: 'x' }, [s()], []],
    [{ kind: 'Bucket', name: 'x' }, [s()], []],
    [{ kind: 'Service', name: 'x' }, [s()], ['b.name']],
    [{ namespace: 'm' }, [s()], ['b.name']],
    [{ namespace: 'm' }, [s('m/s')], ['b.namespace']],
    [{ namespace: 'm' }, [s('m/s'), grant('m/g')], []],
    [{ namespace: 'm' }, [s('m/s'), grant('n/g')], ['b.namespace']],
    [{ namespace: 'm' }, [s('m/s'), grant('m/g', { to: [{ kind: 'Service', name: 's' }] })], []],
    [{ namespace: 'm' }, [s('m/s'), grant('m/g', { to: [{ kind: 'Service', name: 't' }] })], ['b.namespace']],
    [{ namespace: 'm' }, [s('m/s'), grant('m/g', { to: [{ kind: 'Secret' }] })], ['b.namespace']],
    [{ namespace: 'm' }, [s('m/s'), grant('m/g', { to: [{ kind: 'Secret' }, { kind: 'Service' }] })], []],
    [
      { namespace: 'm' },
      [s('m/s'), grant('m/g', { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'x' }] })],
      ['b.namespace'],
    ],
    [
      { namespace: 'm' },
      [s('m/s'), grant('m/g', { from: [{ group: 'gateway.networking.k8s.io', kind: 'TCPRoute', namespace: 'n' }] })],
      ['b.namespace'],
    ],
    [
      { namespace: 'm' },
      [s('m/s'), grant('m/g', { from: [{ group: '', kind: 'HTTPRoute', namespace: 'n' }] })],
      ['b.namespace'],
    ],
  ])('%j', (backend, others, expected) => expect(to(backend, others)).toEqual(expected));

  test('a Service that does not exist is named with its namespace', () => {
    const messages = (namespace?: string) =>
      said('route-backend', [route('n/r', { rules: [{ backendRefs: [{ name: 'x', namespace }] }] }), s()]);
    expect(messages()[0]).toContain('Service n/x does not exist');
    expect(messages('m')[0]).toContain('Service m/x does not exist');
  });

  test('is not missing where no Service is there at all', () => {
    const outside = manifest('networking.istio.io/v1/ServiceEntry', 'n/e', { spec: { hosts: ['a.example'] } });
    expect(to({ name: 'x' }, [outside])).toEqual([]);
    expect(to({ name: 'x' }, [outside, s()])).toEqual(['b.name']);
  });

  test('in the open world it, and a grant, may be elsewhere', () => {
    expect(to({ name: 'x' }, [s()], { closed: false })).toEqual([]);
    expect(to({ namespace: 'm' }, [s('m/s')], { closed: false })).toEqual([]);
    expect(to({ namespace: 'm' }, [s('m/s')], { closed: false, facts: { complete: ['m'] } })).toEqual(['b.namespace']);
    expect(to({ port: 81 }, [s()], { closed: false })).toEqual(['b.port']);
  });

  test('of a mirror too', () => {
    const filters = [{}, { requestMirror: { backendRef: { name: 'x', port: 80 } } }];
    expect(found('route-backend', [route('n/r', { rules: [{}, { filters }] }), s()])).toEqual([
      'CIS0531 error HTTPRoute n/r spec.rules[1].filters[1].requestMirror.backendRef.name',
    ]);
  });
});

describe('addresses of Gateways', () => {
  const g = (id: string, address: Json | undefined, ...listeners: Json[]) =>
    kubernetesGateway(id, { ...(address && { addresses: [address] }), listeners });
  const told = (...manifests: Json[]) =>
    found('shared-address', manifests).map((one) => one.replace(/^(\S+) warning Gateway (\S+) (.*)$/, '$1 $2 $3'));
  const ip = { value: '10.0.0.1' };
  const name = { type: 'Hostname', value: 'g.edge' };
  const http = { port: 80, hostname: 'x.y' };

  test.each<[string, Json[], string[]]>([
    ['one alone', [g('n/a', ip)], []],
    [
      'one address',
      [g('n/a', ip), g('n/b', ip)],
      ['CIS0533 n/a spec.addresses[0].value', 'CIS0533 n/b spec.addresses[0].value'],
    ],
    [
      'one address, typed',
      [g('n/a', ip), g('n/b', { type: 'IPAddress', ...ip })],
      ['CIS0533 n/a spec.addresses[0].value', 'CIS0533 n/b spec.addresses[0].value'],
    ],
    ['two addresses', [g('n/a', ip), g('n/b', { value: '10.0.0.2' })], []],
    ['no address', [g('n/a', undefined), g('n/b', undefined)], []],
    ['an empty one', [g('n/a', { value: '' }), g('n/b', { value: '' })], []],
    [
      'one proxy, one listener',
      [g('n/a', name, http), g('n/b', name, http)],
      ['CIS0532 n/a spec.listeners[0]', 'CIS0532 n/b spec.listeners[0]'],
    ],
    [
      'one proxy, one listener in other letters',
      [g('n/a', name, http), g('n/b', name, {}, { ...http, hostname: 'X.y' })],
      ['CIS0532 n/a spec.listeners[0]', 'CIS0532 n/b spec.listeners[1]'],
    ],
    ['one proxy, two ports', [g('n/a', name, http), g('n/b', name, { ...http, port: 81 })], []],
    ['one proxy, two hosts', [g('n/a', name, http), g('n/b', name, { ...http, hostname: 'z.y' })], []],
    ['two proxies', [g('n/a', name, http), g('n/b', { ...name, value: 'h.edge' }, http)], []],
  ])('%s', (_, manifests, expected) => expect(told(...manifests)).toEqual(expected));

  test('one Gateway may name an address twice', () => {
    expect(found('shared-address', [kubernetesGateway('n/a', { addresses: [ip, ip] })])).toEqual([]);
  });
});

describe('policies that select a Gateway by labels', () => {
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'g', app: 'a' };
  const policy = (type: string, spec: Json) => manifest(type, 'n/p', { spec });
  const AP = 'security.istio.io/v1/AuthorizationPolicy';
  const select = (app: string) => ({ selector: { matchLabels: { app } } });
  const told = (...manifests: Json[]) => found('ineffective-selector', manifests).map((one) => one.split(' ')[0]);
  const proxy = pod('n/w', { labels });

  test.each([
    AP,
    'security.istio.io/v1/RequestAuthentication',
    'telemetry.istio.io/v1/Telemetry',
    'extensions.istio.io/v1alpha1/WasmPlugin',
  ])('%s', (type) => {
    expect(told(policy(type, select('a')), proxy)).toEqual(['IST0166']);
    expect(told(policy(type, select('b')), proxy)).toEqual([]);
    expect(told(policy(type, {}), proxy)).toEqual([]);
    expect(told(policy(type, { ...select('a'), targetRef: {} }), proxy)).toEqual([]);
    expect(told(policy(type, select('a')), pod('m/w', { labels }))).toEqual([]);
    expect(told(policy(type, select('a')), pod('n/w', { labels: { app: 'a' } }))).toEqual([]);
  });
});
