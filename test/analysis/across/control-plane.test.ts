import { manifest } from '../model/manifest';
import { deployment, found, gateway, said, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;

describe('gateway-api-version', () => {
  const definition = (name: string, version?: string) =>
    manifest('apiextensions.k8s.io/v1/CustomResourceDefinition', `${name}.gateway.networking.k8s.io`, {
      annotations: version === undefined ? {} : { 'gateway.networking.k8s.io/bundle-version': version },
    });
  const isTold = (name: string, version?: string) =>
    found('gateway-api-version', [definition(name, version)]).some((one) => one.startsWith('IST0176 warning'));

  test.each<[string, string | undefined, boolean]>([
    ['grpcroutes', 'v1.0.0', true],
    ['grpcroutes', 'v1.1.0', false],
    ['grpcroutes', 'v1.1', false],
    ['grpcroutes', 'v0.9.0', true],
    ['grpcroutes', 'v2.0.0', false],
    ['backendtlspolicies', 'v1.3.9', true],
    ['backendtlspolicies', 'v1.4.0', false],
    ['backendtlspolicies', 'v2.0.0', false],
    ['tlsroutes', 'v1.4.1', true],
    ['tlsroutes', 'v1.5.0', false],
    ['tcproutes', 'v1.5.0', true],
    ['tcproutes', 'v1.6.0', false],
    ['tcproutes', '1.5.0', true],
    ['tcproutes', 'v1', true],
    ['tcproutes', 'v2', false],
    ['tcproutes', 'v1.10.0', false],
    ['tcproutes', 'v1.5.0-rc.1', true],
    ['tcproutes', 'v1.5.0+build.5', true],
    ['tcproutes', 'v1.5.0-rc.1+build.5', true],
    ['tcproutes', 'main', false],
    ['tcproutes', 'v1.5.0 and more', false],
    ['tcproutes', 'a v1.5.0', false],
    ['tcproutes', 'v1.5.0.1', false],
    ['tcproutes', undefined, false],
    ['httproutes', 'v0.5.0', false],
  ])('%s of %s are too old: %s', (name, version, expected) => expect(isTold(name, version)).toBe(expected));
});

describe('jwks-fetch', () => {
  const request = (name: string) => manifest('security.istio.io/v1/RequestAuthentication', `n/${name}`, { spec: {} });
  const istiod = (env?: Json[], labels: Json = { app: 'istiod' }) =>
    deployment(
      'istio-system/istiod',
      { spec: { containers: [{ name: 'x' }, { name: 'discovery', env }] } },
      { labels },
    );
  const told = (...world: Json[]) => found('jwks-fetch', world);
  const expected = ['IST0175 warning Deployment istio-system/istiod'];
  const setting = (value: string) => [
    { name: 'A', value: 'b' },
    { name: 'BLOCKED_CIDRS_IN_JWKS_URIS', value },
  ];

  test.each<[string, Json[], string[]]>([
    ['fetches from anywhere', [request('a'), istiod([])], expected],
    ['has no variables', [request('a'), istiod()], expected],
    ['is limited', [request('a'), istiod(setting('10.0.0.0/8'))], []],
    ['is limited to nothing', [request('a'), istiod(setting(''))], expected],
    ['has another variable', [request('a'), istiod([{ name: 'A', value: '10.0.0.0/8' }])], expected],
    ['fetches nothing', [istiod([])], []],
    ['is another workload', [request('a'), istiod([], { app: 'web' })], []],
  ])('istiod %s', (_, world, paths) => expect(told(...world)).toEqual(paths));

  test('names policies, not hundreds of them', () => {
    const message = (count: number) =>
      said('jwks-fetch', [istiod([]), ...Array.from({ length: count }, (_, i) => request(`a${i}`))])[0];
    expect(message(2)).toContain('2 RequestAuthentication resource(s) found (n/a0, n/a1) but');
    expect(message(100)).toMatch(/^100 RequestAuthentication resource\(s\) found \((n\/a\d+, )+and \d+ more\) but/);
    const names = message(100)!.match(/n\/a\d+/g)!.length;
    expect(message(100)).toContain(`, and ${100 - names} more)`);
    expect(message(names)).not.toContain('more');
    expect(message(names + 1)).toContain(', and 1 more)');
  });
});

describe('mesh-networks', () => {
  // In a snapshot it is a resource of its own, of no API group.
  const networks = (...registries: (string | undefined)[]) =>
    manifest('v1/MeshNetworks', 'istio-system/istio', {
      spec: { networks: { one: { endpoints: registries.map((fromRegistry) => ({ fromRegistry })) } } },
    });
  const remote = (rest: Json, labels: Json = { 'istio/multiCluster': 'true' }) =>
    manifest('v1/Secret', 'istio-system/remote', { labels, ...rest });
  const told = (world: Json[], asked?: Asked) =>
    found('mesh-networks', world, asked).map((one) => one.replace(/^.* networks\.one\./, ''));
  const first = ['endpoints[0].fromRegistry'];

  test.each<[string, string | undefined, Json[], string[]]>([
    ['Kubernetes', 'Kubernetes', [], []],
    ['External', 'External', [], []],
    ['Mock', 'Mock', [], []],
    ['nothing', undefined, [], []],
    ['a cluster without Secret', 'west', [], first],
    ['a cluster of a Secret', 'west', [remote({ data: { west: 'YQ==' } })], []],
    ['a cluster of a plain Secret', 'west', [remote({ stringData: { west: 'a' } })], []],
    ['a cluster of another Secret', 'west', [remote({ data: { east: 'YQ==' } })], first],
    ['a key of a Secret for something else', 'west', [remote({ data: { west: 'YQ==' } }, {})], first],
    [
      'a key of a Secret that is none',
      'west',
      [remote({ data: { west: 'a' } }, { 'istio/multiCluster': 'false' })],
      first,
    ],
  ])('a network is from %s', (_, registry, world, expected) => {
    expect(told([networks(registry), ...world])).toEqual(expected);
    expect(told([networks(registry), ...world], { closed: false })).toEqual([]);
  });

  test('each endpoint has its place', () => {
    expect(told([networks('Kubernetes', 'a', undefined, 'b')])).toEqual([
      'endpoints[1].fromRegistry',
      'endpoints[3].fromRegistry',
    ]);
  });
});

describe('gateway-host-order', () => {
  const route = (name: string, rule: Json = {}, spec: Json = {}) =>
    virtualService(`n/${name}`, {
      hosts: ['a.b'],
      gateways: ['n/g'],
      http: [{ route: [{ destination: { host: name } }], ...rule }],
      ...spec,
    });
  const uri = (prefix: string) => ({ match: [{ uri: { prefix } }] });
  const told = (...world: Json[]) => found('gateway-host-order', world).map((one) => one.split(' ')[3]);
  const server = (...hosts: string[]) => gateway('n/g', { servers: [{ hosts }] });

  test.each<[string, Json[], string[]]>([
    ['the same path', [route('x', uri('/a')), route('y', uri('/a'))], ['n/y']],
    ['everything', [route('x'), route('y')], ['n/y']],
    ['different paths', [route('x', uri('/a')), route('y', uri('/b'))], []],
    ['different hosts', [route('x'), route('y', {}, { hosts: ['c.d'] })], []],
    ['one host of several', [route('x'), route('y', {}, { hosts: ['c.d', 'a.b'] })], ['n/y']],
    ['one host in two cases', [route('x'), route('y', {}, { hosts: ['A.b'] })], ['n/y']],
    ['one host at different gateways', [route('x'), route('y', {}, { gateways: ['n/h'] })], []],
    ['one host at one gateway, by its short name', [route('x'), route('y', {}, { gateways: ['g', 'mesh'] })], ['n/y']],
    ['one host for sidecars', [route('x', {}, { gateways: ['mesh'] }), route('y', {}, { gateways: ['mesh'] })], []],
    ['what the gateway does not see', [route('x'), route('y', {}, { exportTo: ['m'] })], []],
    ['three times the same', [route('x'), route('y'), route('z')], ['n/y', 'n/z']],
    ['hosts that the Gateway makes one', [server('a.b'), route('x', {}, { hosts: ['*.b'] }), route('y')], ['n/y']],
    ['a host that the Gateway does not have', [server('c.d'), route('x'), route('y')], []],
  ])('two VirtualServices take %s', (_, world, expected) => expect(told(...world)).toEqual(expected));
});
