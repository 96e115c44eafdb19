import { found, gateway, service, serviceEntry, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const to = (host: string, more: Json = {}) => ({ destination: { host, ...more } });
/** Code, level, and path behind `spec.http[…]`. */
const short = (all: readonly string[]) => all.map((one) => one.replace(/ VirtualService \S+ spec\.http/, ''));

describe('http-rule-effect', () => {
  const effect = (...rules: Json[]) =>
    short(
      found('http-rule-effect', [
        virtualService('n/v', { hosts: ['a.b'], http: rules.map((one) => ({ route: [to('c.d')], ...one })) }),
      ]),
    );
  const prefix = (...values: string[]) => ({ match: values.map((value) => ({ uri: { prefix: value } })) });
  const rewrite = (uri: string) => ({ rewrite: { uri } });

  test.each<[string, string, boolean]>([
    ['/a', '/b', false],
    ['/a/', '/b/', false],
    ['/a/', '/b', true],
    ['/a/', '/', false],
    ['/a', '/', true],
    ['/', '/b', false],
    ['/', '/b/', false],
    ['/a', '', false],
  ])('prefix %s becomes %j, which tears paths: %s', (from, uri, expected) =>
    expect(effect({ ...prefix(from), ...rewrite(uri) })).toEqual(expected ? ['CIS0346 warning[0].rewrite.uri'] : []),
  );

  test.each<[string, Json[], string[]]>([
    ['in a rule before', [prefix('/a/'), { ...prefix('/a'), ...rewrite('/') }], []],
    ['in a match before', [{ ...prefix('/a/', '/a'), ...rewrite('/') }], []],
    ['in a match after', [{ ...prefix('/a', '/a/'), ...rewrite('/') }], ['CIS0346 warning[0].rewrite.uri']],
    ['in a rule after', [{ ...prefix('/a'), ...rewrite('/') }, prefix('/a/')], ['CIS0346 warning[0].rewrite.uri']],
    ['by a wider one', [prefix('/'), { ...prefix('/a'), ...rewrite('/') }], []],
    ['not by another one', [prefix('/b/'), { ...prefix('/a'), ...rewrite('/') }], ['CIS0346 warning[1].rewrite.uri']],
    [
      'not for a method alone',
      [{ match: [{ uri: { prefix: '/a/' }, method: { exact: 'GET' } }] }, { ...prefix('/a'), ...rewrite('/') }],
      ['CIS0346 warning[1].rewrite.uri'],
    ],
    ['of no prefix', [{ match: [{ uri: { exact: '/a' } }], ...rewrite('/') }], []],
    ['of no match', [rewrite('/')], []],
  ])('what is below the prefix is taken %s', (_, rules, expected) => expect(effect(...rules)).toEqual(expected));

  test.each<[string | undefined, string | undefined, Json, boolean]>([
    ['2s', '2s', {}, true],
    ['2s', '3s', {}, true],
    ['2s', '1s', {}, false],
    ['0s', '1s', {}, false],
    ['2s', undefined, {}, false],
    [undefined, '2s', {}, false],
    ['2s', '2s', { attempts: 0 }, false],
    ['2s', '2s', { attempts: 3 }, true],
  ])('timeout %s leaves no time after a try of %s: %s', (timeout, perTryTimeout, more, expected) => {
    expect(effect({ timeout, retries: { attempts: 2, perTryTimeout, ...more } })).toEqual(
      expected ? ['CIS0347 warning[0].retries.perTryTimeout'] : [],
    );
  });

  const half = { percentage: { value: 50 } };
  test.each<[Json, string[]]>([
    [{ fault: { abort: { httpStatus: 500, ...half } } }, []],
    [{ fault: { abort: { httpStatus: 500, ...half } }, timeout: '1s' }, ['CIS0348 warning[0].fault']],
    [{ fault: { delay: { fixedDelay: '1s', ...half } }, retries: { attempts: 2 } }, ['CIS0348 warning[0].fault']],
    [{ fault: { delay: { fixedDelay: '1s', ...half } }, retries: { attempts: 0 } }, []],
    [{ fault: { abort: { httpStatus: 500 } } }, ['CIS0354 warning[0].fault.abort']],
    [{ fault: { delay: { fixedDelay: '1s' } } }, ['CIS0354 warning[0].fault.delay']],
    [{ fault: { delay: { fixedDelay: '1s', percent: 5 } } }, []],
    [{ fault: { delay: { fixedDelay: '1s', percent: 0 } } }, ['CIS0354 warning[0].fault.delay']],
    [{ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } } }, ['CIS0353 info[0].fault.abort']],
    [{ fault: { abort: { httpStatus: 500, percentage: { value: 99.9 } } } }, []],
    [{ fault: { delay: { fixedDelay: '1s', percentage: { value: 100 } } } }, []],
    [{ timeout: '1s', retries: { attempts: 2 } }, []],
  ])('%j', (rule, expected) => expect(effect(rule)).toEqual(expected));

  test.each<[Json, string[]]>([
    [{ mirror: { host: 'e.f' } }, []],
    [{ mirror: { host: 'c.d' } }, ['CIS0349 warning[0].mirror']],
    [{ mirror: { host: 'c.d', subset: 'v2' } }, []],
    [{ mirror: { host: 'c.d', port: { number: 81 } } }, []],
    [{ mirror: { host: 'c.d' }, route: [to('c.d', { subset: 'v2' })] }, []],
    [{ mirror: { host: 'c.d' }, route: [to('c.d'), to('e.f')] }, []],
    [{ mirror: { host: 'c.n.svc.cluster.local' }, route: [to('c')] }, ['CIS0349 warning[0].mirror']],
    [{ mirror: { host: 'e.f' }, mirrorPercentage: { value: 0 } }, ['CIS0352 info[0].mirror']],
    [{ mirror: { host: 'e.f' }, mirrorPercentage: { value: 0.1 } }, []],
    [{ mirrors: [to('e.f'), to('c.d')] }, ['CIS0349 warning[0].mirrors[1]']],
    [{ mirrors: [to('e.f'), { ...to('e.f'), percentage: { value: 0 } }] }, ['CIS0352 info[0].mirrors[1]']],
    [{ mirrors: [{ ...to('c.d'), percentage: { value: 0 } }] }, ['CIS0352 info[0].mirrors[0]']],
    [{ mirrorPercentage: { value: 0 } }, []],
  ])('%j', (rule, expected) => expect(effect(rule)).toEqual(expected));
});

describe('undeclared-host', () => {
  const OTHER = serviceEntry('n/e', { hosts: ['e.f'] });
  const lost = (spec: Json, world: Json[] = [OTHER], asked?: Asked) =>
    found('undeclared-host', [virtualService('n/v', { hosts: ['a.b'], ...spec }), ...world], asked).map((one) =>
      one.replace('CIS0422 warning VirtualService n/v spec.', ''),
    );
  const on = (...ports: (number | undefined)[]) => ({ match: ports.map((port) => ({ port })), route: [to('c.d')] });

  test.each<[Json, string[]]>([
    [{ http: [{ route: [to('c.d')] }] }, []],
    [{ http: [on(80)] }, []],
    [{ http: [on(undefined)] }, []],
    [{ http: [on(8080)] }, ['http[0]']],
    [{ http: [on(80), on(8080)] }, ['http[1]']],
    [{ http: [on(80, 8080)] }, []],
    [{ http: [on(8080, 8081)] }, ['http[0]']],
    [{ tls: [{ match: [{ sniHosts: ['a.b'] }], route: [to('c.d')] }] }, ['tls[0]']],
    [{ tcp: [{ route: [to('c.d')] }] }, ['tcp[0]']],
    [{ http: [on(8080)], tcp: [on(80)] }, ['http[0]', 'tcp[0]']],
    [{ gateways: ['g'], http: [on(8080)] }, []],
    [{ gateways: ['g', 'mesh'], http: [on(8080)] }, ['http[0]']],
    [{ gateways: ['g', 'mesh'], http: [{ match: [{ port: 8080, gateways: ['g'] }] }] }, []],
    [{ gateways: ['g', 'mesh'], http: [{ match: [{ port: 8080, gateways: ['mesh'] }] }] }, ['http[0]']],
    [
      {
        gateways: ['g', 'mesh'],
        http: [
          {
            match: [
              { port: 80, gateways: ['g'] },
              { port: 8080, gateways: ['mesh'] },
            ],
          },
        ],
      },
      ['http[0]'],
    ],
    [{ hosts: [], http: [on(8080)] }, []],
  ])('%j', (spec, expected) => expect(lost(spec)).toEqual(expected));

  test.each<[string, Json[], string[], boolean]>([
    ['declared', [serviceEntry('n/e', { hosts: ['a.b'] })], ['a.b'], false],
    ['one of two that is declared', [serviceEntry('n/e', { hosts: ['a.b'] })], ['c.b', 'a.b'], false],
    ['one of two, neither of which is declared', [OTHER], ['c.b', 'a.b'], true],
    ['covered by a wildcard', [serviceEntry('n/e', { hosts: ['*.b'] })], ['a.b'], false],
    ['one of two that a wildcard covers', [serviceEntry('n/e', { hosts: ['*.b'] })], ['a.b', 'c.d'], false],
    ['a wildcard over one that is declared', [serviceEntry('n/e', { hosts: ['a.b'] })], ['*.b'], false],
    ['another one', [OTHER], ['a.b'], true],
    ['beside a Service', [service('n/s')], ['a.b'], true],
    ['where nothing is declared at all', [], ['a.b'], false],
    ['where Istio alone is declared', [service('istio-system/istiod')], ['a.b'], false],
  ])('a host that is %s', (_, world, hosts, expected) => {
    const spec = { hosts, http: [on(8080)] };
    expect(lost(spec, world)).toEqual(expected ? ['http[0]'] : []);
    expect(lost(spec, world, { closed: false })).toEqual([]);
  });
});

describe('self-routing-gateway', () => {
  const SELF = 'gw.edge.svc.cluster.local';
  const labels = { istio: 'gw' };
  const server = (number: number, hosts = ['*']) => ({ port: { number, protocol: 'HTTP' }, hosts });
  const world = (servers: Json[] = [server(80)], selector: Json = labels, ports: number[] = [80]) => [
    gateway('n/g', { selector: labels, servers }),
    service('edge/gw', { selector, ports: ports.map((port) => ({ port })) }),
  ];
  const loops = (spec: Json, others: Json[] = world()) =>
    found('self-routing-gateway', [virtualService('n/v', { hosts: ['a.b'], gateways: ['g'], ...spec }), ...others]).map(
      (one) => one.replace('CIS0344 error VirtualService n/v spec.', ''),
    );
  const rule = (more: Json = {}, destination: Json = {}) => ({ http: [{ route: [to(SELF, destination)], ...more }] });

  test.each<[string, Json, string[]]>([
    ['to itself', rule(), ['http[0]']],
    ['to its own port', rule({}, { port: { number: 80 } }), ['http[0]']],
    ['to another port', rule({}, { port: { number: 81 } }), []],
    ['elsewhere', { http: [{ route: [to('c.d')] }] }, []],
    ['partly elsewhere', { http: [{ route: [to(SELF), to('c.d')] }] }, []],
    ['with another path', rule({ rewrite: { uri: '/' } }), []],
    ['with other headers', rule({ headers: { request: { set: { a: 'b' } } } }), []],
    ['for its own port', rule({ match: [{ port: 80 }] }), ['http[0]']],
    ['for another port', rule({ match: [{ port: 81 }] }), []],
    ['for sidecars', rule({ match: [{ gateways: ['mesh'] }] }), []],
    ['for sidecars and gateways', rule({ match: [{ gateways: ['mesh'] }, { gateways: ['n/g'] }] }), ['http[0]']],
    ['nowhere', { http: [{ match: [] }] }, []],
    ['to itself over TCP', { tcp: [{ route: [to(SELF)] }] }, ['tcp[0]']],
    ['to itself over TLS', { tls: [{ match: [{ sniHosts: ['a.b'] }], route: [to(SELF)] }] }, ['tls[0]']],
    ['to itself, from sidecars alone', { gateways: ['mesh'], ...rule() }, []],
    ['to itself, at a gateway that is not there', { gateways: ['h'], ...rule() }, []],
  ])('%s', (_, spec, expected) => expect(loops(spec)).toEqual(expected));

  test('a rule before it may take what comes back', () => {
    const [only] = rule().http;
    expect(loops({ http: [{ match: [{ port: 80 }], route: [to('c.d')] }, only] })).toEqual([]);
    expect(loops({ http: [{ match: [{ port: 81 }], route: [to('c.d')] }, only] })).toEqual(['http[1]']);
    expect(loops({ http: [{ match: [{ gateways: ['mesh'] }], route: [to('c.d')] }, only] })).toEqual(['http[1]']);
  });

  test.each<[string, Json[], string[]]>([
    ['without a server on the port', world([server(81)]), []],
    ['with a server for another host', world([server(80, ['c.d'])]), []],
    ['in front of other workloads', world([server(80)], { istio: 'other' }), []],
    ['in front of nothing', world([server(80)], {}), []],
    ['behind a Gateway for any workloads', [gateway('n/g', { servers: [server(80)] }), world()[1]!], []],
    ['with several ports, of which none is named', world([server(80)], labels, [80, 81]), []],
    ['with more labels than the Gateway asks for', world([server(80)], { ...labels, app: 'a' }), ['http[0]']],
  ])('a Service %s', (_, others, expected) => expect(loops(rule(), others)).toEqual(expected));
});
