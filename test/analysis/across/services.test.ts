import { manifest } from '../model/manifest';
import { found, gateway, kubernetesGateway, service, serviceEntry, sidecar, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const to = (host: string) => ({ destination: { host } });
const strict = { mesh: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };

describe('external-name-target', () => {
  const alias = (externalName: string, type = 'ExternalName') => service('n/alias', { type, externalName });
  const told = (world: Json[], asked: Asked = strict) => found('external-name-target', world, asked);
  const refused = ['CIS0420 warning Service n/alias spec.externalName'];
  const entry = (...hosts: string[]) => serviceEntry('n/e', { hosts });

  test.each<[string, Json[], string[]]>([
    ['that nobody declares', [alias('x.y')], refused],
    ['that is declared', [alias('x.y'), entry('x.y')], []],
    ['with a dot at its end', [alias('x.y.'), entry('x.y')], []],
    ['that a wildcard covers', [alias('x.y'), entry('*.y')], []],
    ['that another wildcard does not cover', [alias('x.y'), entry('*.z')], refused],
    ['that is a Service', [alias('s.n.svc.cluster.local'), service('n/s')], []],
    ['that is no Service', [alias('s.n.svc.cluster.local')], refused],
    ['that is empty', [alias('')], []],
    ['of another type', [alias('x.y', 'ClusterIP')], []],
  ])('an alias of a host %s', (_, world, expected) => {
    expect(told(world)).toEqual(expected);
    expect(told(world, {})).toEqual([]);
    expect(told([...world, sidecar('n/d', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })])).toEqual([]);
    expect(told([...world, sidecar('n/d', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })], {})).toEqual(
      expected,
    );
  });

  test('what the cluster has beside the manifests may declare the host', () => {
    expect(told([alias('x.y')], { ...strict, closed: false })).toEqual([]);
  });

  test.each<[string, Json, string[]]>([
    ['to the alias', { http: [{ route: [to('alias')] }] }, ['http[0].route[0].destination.host']],
    [
      'to the alias in full',
      { tcp: [{ route: [to('alias.n.svc.cluster.local')] }] },
      ['tcp[0].route[0].destination.host'],
    ],
    ['that mirrors to it', { http: [{ route: [to('a')], mirror: { host: 'alias' } }] }, ['http[0].mirror.host']],
    ['elsewhere', { http: [{ route: [to('other')] }] }, []],
  ])('a route %s', (_, spec, expected) => {
    const route = virtualService('n/v', { hosts: ['a.b'], ...spec });
    expect(told([route, alias('x.y')], {})).toEqual(
      expected.map((one) => `CIS0421 warning VirtualService n/v spec.${one}`),
    );
    expect(told([route, alias('x.y'), entry('x.y')], {})).toEqual([]);
  });
});

describe('public-egress-gateway', () => {
  const front = (spec: Json = { type: 'LoadBalancer' }, annotations: Json = {}) =>
    service('egress/gw', { selector: { istio: 'e' }, ports: [{ port: 80 }], ...spec }, { annotations });
  const leaving = (hosts: string[] = ['a.b'], gateways: string[] = ['gw', 'mesh']) =>
    virtualService('egress/out', {
      ...{ hosts, gateways },
      http: [{ match: [{ gateways: ['mesh'] }], route: [to('gw.egress.svc.cluster.local')] }],
    });
  const edge = gateway('egress/gw', { selector: { istio: 'e' } });
  const entering = (gateways: string[]) =>
    virtualService('n/in', { hosts: ['c.d'], gateways, http: [{ route: [to('s')] }] });
  const told = (...world: Json[]) => found('public-egress-gateway', world);
  const expected = ['CIS0449 warning Service egress/gw spec.type'];

  test.each<[string, Json[], boolean]>([
    ['has an address outside', [front(), leaving(), edge], true],
    ['is of another type', [front({ type: 'ClusterIP' }), leaving(), edge], false],
    ['has no type', [front({}), leaving(), edge], false],
    [
      'is internal',
      [front(undefined, { 'networking.gke.io/load-balancer-type': 'x', 'x/internal': 'true' }), leaving(), edge],
      false,
    ],
    [
      'has a scheme',
      [front(undefined, { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' }), leaving(), edge],
      false,
    ],
    ['has another annotation', [front(undefined, { a: 'internal' }), leaving(), edge], true],
    ['is for hosts of the cluster', [front(), leaving(['s.n.svc.cluster.local']), edge], false],
    ['is for both', [front(), leaving(['s.n.svc.cluster.local', 'a.b']), edge], true],
    ['is for no gateway that is here', [front(), leaving()], false],
    ['is for no sidecars', [front(), leaving(['a.b'], ['gw']), edge], false],
    ['lets others in as well', [front(), leaving(), edge, entering(['egress/gw'])], false],
    ['lets others in elsewhere', [front(), leaving(), edge, entering(['gw', 'mesh'])], true],
    [
      'is told once',
      [
        front(),
        leaving(),
        edge,
        virtualService('egress/more', {
          hosts: ['x.y'],
          gateways: ['gw', 'mesh'],
          http: [{ match: [{ gateways: ['mesh'] }], route: [to('gw')] }],
        }),
      ],
      true,
    ],
  ])('the Service of a gateway %s', (_, world, isTold) => expect(told(...world)).toEqual(isTold ? expected : []));
});

describe('duplicate-service-entry', () => {
  const entry = (id: string, spec: Json = {}) => serviceEntry(id, { hosts: ['a.b'], ...spec });
  const port = (number: number, protocol: string, more: Json = {}) => ({ ports: [{ number, protocol, ...more }] });
  const told = (...entries: Json[]) => found('duplicate-service-entry', entries);
  const second = (id: string, path = 'spec.hosts[0]') => [`CIS0351 warning ServiceEntry ${id} ${path}`];

  test.each<[string, Json, Json, boolean]>([
    ['the same', {}, {}, false],
    ['different resolutions', { resolution: 'DNS' }, { resolution: 'STATIC' }, true],
    ['different locations, which are put together', { location: 'MESH_EXTERNAL' }, {}, false],
    ['different ports', port(80, 'HTTP'), port(443, 'TLS'), false],
    ['one port with two protocols', port(80, 'HTTP'), port(80, 'TCP'), true],
    ['one protocol in two spellings', port(80, 'HTTP'), port(80, 'http'), false],
    ['one port with two targets', port(80, 'HTTP', { targetPort: 8080 }), port(80, 'HTTP', { targetPort: 8081 }), true],
    ['one port with its own number as target', port(80, 'HTTP', { targetPort: 80 }), port(80, 'HTTP'), false],
    ['one port with two names', port(80, 'HTTP', { name: 'a' }), port(80, 'HTTP', { name: 'b' }), false],
  ])('two of a namespace say %s', (_, one, other, isTold) =>
    expect(told(entry('n/a', one), entry('n/b', other))).toEqual(isTold ? second('n/b') : []),
  );

  test.each<[string, Json, Json, boolean]>([
    ['the same', {}, {}, false],
    ['different resolutions', { resolution: 'DNS' }, {}, true],
    ['different locations', { location: 'MESH_EXTERNAL' }, {}, true],
    ['different endpoints', { endpoints: [{ address: '10.0.0.1' }] }, { endpoints: [{ address: '10.0.0.2' }] }, true],
    ['different workloads', { workloadSelector: { labels: { a: 'b' } } }, {}, true],
    ['different addresses', { addresses: ['10.0.0.1'] }, {}, true],
    ['different names in certificates', { subjectAltNames: ['a'] }, { subjectAltNames: ['b'] }, true],
    ['different ports', port(80, 'HTTP'), port(443, 'TLS'), true],
    ['fields in another order', { ports: [{ number: 80, name: 'a' }] }, { ports: [{ name: 'a', number: 80 }] }, false],
    ['different things to different namespaces', { resolution: 'DNS', exportTo: ['.'] }, { exportTo: ['.'] }, false],
    ['different things to one namespace', { resolution: 'DNS', exportTo: ['m'] }, { exportTo: ['.'] }, true],
    ['different things, one to all', { resolution: 'DNS', exportTo: ['.'] }, {}, true],
    ['different things, the other to all', { resolution: 'DNS' }, { exportTo: ['.'] }, true],
    ['different things of another host', { resolution: 'DNS' }, { hosts: ['c.b'] }, false],
    ['different things in another case', { resolution: 'DNS' }, { hosts: ['A.b'] }, true],
  ])('two of two namespaces say %s', (_, one, other, isTold) =>
    expect(told(entry('n/a', one), entry('m/b', other)).length).toBe(isTold ? 1 : 0),
  );

  test('each host is told where it stands, once', () => {
    const both = { hosts: ['c.d', 'a.b', 'a.b'], resolution: 'DNS' };
    expect(told(entry('n/a'), entry('n/b', both))).toEqual(second('n/b', 'spec.hosts[1]'));
    expect(told(entry('n/b', both))).toEqual([]);
  });
});

describe('target-reference', () => {
  const policy = (spec: Json, kind = 'security.istio.io/v1/AuthorizationPolicy') => manifest(kind, 'n/p', { spec });
  const target = (kind: string, name: string, group?: string) => ({
    kind,
    name,
    ...(group !== undefined && { group }),
  });
  const told = (spec: Json, world: Json[], asked?: Asked, kind?: string) =>
    found('target-reference', [policy(spec, kind), ...world], asked).map((one) =>
      one.replace(/CIS0444 (\w+) \w+ n\/p spec/, '$1 '),
    );
  const k8s = 'gateway.networking.k8s.io';

  test.each<[string, Json, Json[], string[]]>([
    ['a Service', target('Service', 's'), [service('n/s')], []],
    ['a Service of the core', target('Service', 's', 'core'), [service('n/s')], []],
    ['no Service of the core', target('Service', 's', 'core'), [service('n/x')], ['error .targetRefs[0].name']],
    ['a Service of another namespace', target('Service', 's', ''), [service('m/s')], ['error .targetRefs[0].name']],
    ['a Service where there is none at all', target('Service', 's'), [], ['info .targetRefs[0].name']],
    ['a Gateway', target('Gateway', 'g', k8s), [kubernetesGateway('n/g', {})], []],
    ['no Gateway', target('Gateway', 'g', k8s), [kubernetesGateway('n/h', {})], ['error .targetRefs[0].name']],
    ["Istio's own Gateway", target('Gateway', 'g', 'networking.istio.io'), [], []],
    ['a ServiceEntry', target('ServiceEntry', 'e', 'networking.istio.io'), [serviceEntry('n/e', {})], []],
    [
      'no ServiceEntry',
      target('ServiceEntry', 'e', 'networking.istio.io'),
      [serviceEntry('n/f', {})],
      ['error .targetRefs[0].name'],
    ],
    ['a class', target('GatewayClass', 'istio-waypoint', k8s), [], []],
    ['no name', target('Service', ''), [service('n/x')], []],
  ])('%s', (_, one, world, expected) => {
    expect(told({ targetRefs: [one] }, world)).toEqual(expected);
    expect(told({ targetRef: one }, world)).toEqual(expected.map((path) => path.replace('targetRefs[0]', 'targetRef')));
    expect(told({ targetRefs: [one] }, world, { closed: false })).toEqual([]);
    expect(told({}, world)).toEqual([]);
  });

  test.each([
    ['security.istio.io/v1/RequestAuthentication'],
    ['telemetry.istio.io/v1/Telemetry'],
    ['extensions.istio.io/v1alpha1/WasmPlugin'],
    ['extensions.istio.io/v1alpha1/TrafficExtension'],
  ])('%s too', (kind) => {
    const refs = { targetRefs: [target('Service', 's'), target('Service', 't')] };
    expect(told(refs, [service('n/s')], undefined, kind)).toEqual(['error .targetRefs[1].name']);
  });
});
