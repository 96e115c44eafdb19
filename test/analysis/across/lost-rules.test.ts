import { destinationRule, found, gateway, pod, said, serviceEntry, virtualService } from './found';

type Json = Readonly<Record<string, unknown>>;
const to = (host: string, more: Json = {}) => ({ destination: { host, ...more } });
const route = (host: string, destination: Json = {}, spec: Json = {}) =>
  virtualService('n/v', { hosts: ['a.b'], http: [{ route: [to(host, destination)] }], ...spec });

describe('tls-out-of-reach', () => {
  const entry = serviceEntry('home/e', { hosts: ['x.y'], ports: [{ number: 80 }] });
  const edge = [gateway('n/g', { selector: { istio: 'g' } }), pod('edge/g', { labels: { istio: 'g' } })];
  const tls = (mode: string) => ({ trafficPolicy: { tls: { mode } } });
  const rule = (id: string, spec: Json = tls('SIMPLE')) => destinationRule(id, { host: 'x.y', ...spec });
  const lost = (rules: Json[], one: Json = route('x.y', {}, { gateways: ['g'] }), world: Json[] = [entry, ...edge]) =>
    found('tls-out-of-reach', [one, ...rules, ...world]);
  const told = (id: string) => [`CIS0404 warning DestinationRule ${id} spec.host`];

  test.each<[string, Json[], string[]]>([
    ['that of the gateway', [rule('edge/d')], []],
    ['that of the host', [rule('home/d')], []],
    ['that of the mesh', [rule('istio-system/d')], []],
    ['that of the route', [rule('n/d')], told('n/d')],
    ['that of the host for another namespace', [rule('home/d', { ...tls('SIMPLE'), exportTo: ['x'] })], told('home/d')],
    ['one behind another', [rule('home/d'), rule('edge/other', {})], told('home/d')],
    ['one behind another with TLS', [rule('home/d'), rule('edge/other')], []],
    ['one with mutual TLS', [rule('n/d', tls('MUTUAL'))], told('n/d')],
    ["one with Istio's own", [rule('n/d', tls('ISTIO_MUTUAL'))], []],
    ['one without', [rule('n/d', tls('DISABLE'))], []],
    ['none', [], []],
  ])('a rule with TLS is %s', (_, rules, expected) => expect(lost(rules)).toEqual(expected));

  test.each<[string, Json, string[]]>([
    ['at the gateway', route('x.y', {}, { gateways: ['g'] }), told('n/d')],
    ['at the gateway and sidecars', route('x.y', {}, { gateways: ['mesh', 'g'] }), told('n/d')],
    ['at sidecars alone', route('x.y'), []],
    ['at a gateway of others', route('x.y', {}, { gateways: ['m/g'] }), []],
    ['to another host', route('z.y', {}, { gateways: ['g'] }), []],
    ['over TCP', route('x.y', {}, { gateways: ['g'], http: [], tcp: [{ route: [to('x.y')] }] }), told('n/d')],
    ['of what is TLS already', route('x.y', {}, { gateways: ['g'], http: [], tls: [{ route: [to('x.y')] }] }), []],
    [
      'twice, told once',
      route('x.y', {}, { gateways: ['g'], http: [{ route: [to('x.y'), to('x.y', { port: { number: 80 } })] }] }),
      told('n/d'),
    ],
  ])('a route %s', (_, one, expected) => expect(lost([rule('n/d')], one)).toEqual(expected));

  test('the settings of the port and of the subset are what counts', () => {
    const ports = { trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE' } }] } };
    const at = (number: number) => route('x.y', { port: { number } }, { gateways: ['g'] });
    expect(lost([rule('n/d', ports)], at(443))).toEqual(told('n/d'));
    expect(lost([rule('n/d', ports)], at(80))).toEqual([]);
    const subsets = { subsets: [{ name: 'v1', ...tls('SIMPLE') }] };
    expect(lost([rule('n/d', subsets)], route('x.y', { subset: 'v1' }, { gateways: ['g'] }))).toEqual(told('n/d'));
    expect(lost([rule('n/d', subsets)])).toEqual([]);
  });

  test('why the gateway does not find it is said', () => {
    const message = (rules: Json[], destination: Json = {}) =>
      said('tls-out-of-reach', [route('x.y', destination, { gateways: ['g'] }), ...rules, entry, ...edge])[0];
    expect(message([rule('n/d')])).toContain(
      'sends requests to x.y without this TLS, since it looks for rules in its own namespace, that of the service and ' +
        'istio-system, among those exported to it; move the rule to namespace edge',
    );
    expect(message([rule('n/d')], { port: { number: 80 } })).toContain('sends requests to x.y:80 without');
    const elsewhere = rule('edge/d', { ...tls('SIMPLE'), exportTo: ['n'] });
    expect(message([elsewhere])).toContain('since exportTo leaves the own namespace of the rule out; add "." to it');
  });

  test('hosts of the mesh, and those that nobody declares, are left to Istio', () => {
    expect(lost([rule('n/d')], undefined, edge)).toEqual([]);
  });
});

describe('subset-policy-lost', () => {
  const policy = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } };
  const rule = (spec: Json, id = 'n/d') => destinationRule(id, { host: 'c', ...spec });
  const split = { subsets: [{ name: 'v1' }, { name: 'v2', ...policy }] };
  const lost = (rules: Json[], one: Json = route('c')) =>
    found('subset-policy-lost', [one, ...rules]).map((finding) =>
      finding.replace('CIS0343 warning VirtualService n/v spec.', ''),
    );
  const PATH = ['http[0].route[0].destination.host'];

  test.each<[string, Json[], Json | undefined, string[]]>([
    ['of a subset alone', [rule(split)], undefined, PATH],
    ['of the host too', [rule({ ...split, ...policy })], undefined, []],
    ['of the host in another rule', [rule(split), rule(policy, 'm/d')], undefined, PATH],
    ['of the host in another rule for it', [rule(split), rule(policy, 'n/e')], undefined, []],
    ['of nothing', [rule({ subsets: [{ name: 'v1' }] })], undefined, []],
    ['that is empty', [rule({ subsets: [{ name: 'v1', trafficPolicy: {} }] })], undefined, []],
    ['of the subset that the route names', [rule(split)], route('c', { subset: 'v2' }), []],
    ['of another host', [rule(split)], route('d'), []],
    ['of the same host in full', [rule(split)], route('c.n.svc.cluster.local'), PATH],
  ])('a policy %s', (_, rules, one, expected) => expect(lost(rules, one)).toEqual(expected));

  test('each destination is told, and mirrors are not', () => {
    const routes = [to('c', { subset: 'v1' }), to('c')];
    expect(lost([rule(split)], route('', {}, { http: [{ route: routes }], tcp: [{ route: [to('c')] }] }))).toEqual([
      'http[0].route[1].destination.host',
      'tcp[0].route[0].destination.host',
    ]);
    expect(lost([rule(split)], route('', {}, { http: [{ route: [to('x.y')], mirror: { host: 'c' } }] }))).toEqual([]);
  });
});

describe('hidden-destination-rule', () => {
  const HOST = 'c.home.svc.cluster.local';
  const rule = (id: string, subsets: string[], more: Json = {}) =>
    destinationRule(id, { host: HOST, subsets: subsets.map((name) => ({ name })), ...more });
  const hidden = (rules: Json[], one: Json = route(HOST, { subset: 'v1' })) =>
    found('hidden-destination-rule', [one, ...rules]);
  const told = (id: string) => [`CIS0342 warning DestinationRule ${id} spec.host`];
  const home = rule('home/d', ['v1']);

  test.each<[string, Json[], string[]]>([
    ['by one without the subset', [home, rule('n/own', ['v2'])], told('n/own')],
    ['in the root namespace', [rule('istio-system/d', ['v1']), rule('n/own', [])], told('n/own')],
    ['not by one that has it too', [home, rule('n/own', ['v1'])], []],
    ['not where another one of the namespace has it', [home, rule('n/own', []), rule('n/more', ['v1'])], []],
    ['not by one of the root namespace', [home, rule('istio-system/d', [])], []],
    ['not by one for some workloads', [home, rule('n/own', [], { workloadSelector: {} })], []],
    ['not where there is but one', [home], []],
    ['not where none has it', [rule('home/d', []), rule('n/own', [])], []],
    ['not from those who do not see it anyway', [rule('home/d', ['v1'], { exportTo: ['.'] }), rule('n/own', [])], []],
    ['not where nobody elsewhere would find it', [rule('x/d', ['v1']), rule('n/own', [])], []],
    ['not by one that its own namespace does not see', [home, rule('n/own', [], { exportTo: ['x'] })], []],
    ['by one of any namespace with sidecars', [home, rule('y/own', [])], told('y/own')],
  ])('%s', (_, rules, expected) => expect(hidden(rules)).toEqual(expected));

  test.each<[string, boolean, Json]>([
    ['of sidecars', true, route(HOST, { subset: 'v1' })],
    ['of gateways', false, route(HOST, { subset: 'v1' }, { gateways: ['g'] })],
    ['of both', true, route(HOST, { subset: 'v1' }, { gateways: ['g', 'mesh'] })],
    ['without subset', false, route(HOST)],
    ['to another subset', false, route(HOST, { subset: 'v3' })],
    ['that the namespace does not see', false, route(HOST, { subset: 'v1' }, { exportTo: ['x'] })],
  ])('for a route %s: %s', (_, expected, one) =>
    expect(hidden([home, rule('n/own', [])], one)).toEqual(expected ? told('n/own') : []),
  );

  test.each<[Json[], boolean]>([
    [[], true],
    [[{ gateways: ['g'] }], false],
    [[{ gateways: ['g'] }, { gateways: ['mesh'] }], true],
    [[{ gateways: ['g'] }, { port: 80 }], true],
  ])('a rule that matches %j is for sidecars: %s', (match, expected) => {
    const http = [{ match, route: [to(HOST, { subset: 'v1' })] }];
    expect(hidden([home, rule('n/own', [])], route('', {}, { gateways: ['g', 'mesh'], http }))).toEqual(
      expected ? told('n/own') : [],
    );
  });

  test('is told once for each subset', () => {
    const http = [{ route: [to(HOST, { subset: 'v1' }), to(HOST, { subset: 'v2' }), to(HOST, { subset: 'v1' })] }];
    expect(hidden([rule('home/d', ['v1', 'v2']), rule('n/own', [])], route('', {}, { http }))).toEqual([
      ...told('n/own'),
      ...told('n/own'),
    ]);
  });
});
