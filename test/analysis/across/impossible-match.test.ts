import { found, gateway, said, service, serviceEntry, sidecar, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const route = [{ destination: { host: 'web' } }];
const http = (match: Json, rest: Json = {}) => ({ http: [{ match: [match], route }], ...rest });
const server = (number: number) => ({ port: { number, name: 'p', protocol: 'HTTP' }, hosts: ['*'] });
const edge = gateway('n/g', { selector: { istio: 'g' }, servers: [server(80), server(81)] });
const web = service('n/web', { ports: [{ port: 80 }, { port: 90, targetPort: 9090 }] });

const told = (spec: Json, world: Json[] = [], asked?: Asked) =>
  found('impossible-match', [virtualService('n/v', { hosts: ['web'], ...spec }), ...world], asked).map((one) =>
    one.replace('CIS0357 warning VirtualService n/v spec.', ''),
  );

describe('an authority', () => {
  const authority = (one: Json, hosts: string[] = ['a.b']) => told(http({ authority: one }, { hosts }));
  const AT = ['http[0].match[0].authority.exact'];

  test.each<[string, string[], string[]]>([
    ['a.b', ['a.b'], []],
    ['A.b', ['a.B'], []],
    ['a.b.', ['a.b'], []],
    ['a.b:8080', ['a.b'], []],
    ['x.b', ['a.b'], AT],
    ['x.b', ['a.b', 'x.b'], []],
    ['x.b', ['*.b'], []],
    ['x.c', ['*.b'], AT],
    ['x.a.b', ['a.b'], []],
    ['10.0.0.1', ['a.b'], []],
    ['::1', ['a.b'], []],
    // A Service has shorter names, too.
    ['anything', ['web'], []],
    ['anything', ['web.n.svc.cluster.local'], []],
    ['x.b', [], []],
    ['', ['a.b'], []],
  ])('%j for %j: %j', (exact, hosts, expected) => expect(authority({ exact }, hosts)).toEqual(expected));

  test('is judged where it is exact', () => {
    expect(authority({ prefix: 'x.b' })).toEqual([]);
    expect(authority({ regex: 'x.b' })).toEqual([]);
  });

  test('a match of TLS or TCP has none', () => {
    const match = [{ authority: { exact: 'x.b' }, uri: { exact: 'a' } }];
    expect(told({ hosts: ['a.b'], tls: [{ match, route }], tcp: [{ match, route }] })).toEqual([]);
  });
});

describe('a port', () => {
  const at = (port: number, rest: Json = {}, match: Json = {}) => http({ port, ...match }, rest);
  const AT = ['http[0].match[0].port'];

  test.each<[string, Json, string[]]>([
    ['of the Service', at(80), []],
    ['of the pods', at(9090), AT],
    ['of nothing', at(81), AT],
    ['that is none', at(0), []],
    ['of the Gateway', at(81, { gateways: ['g'] }), []],
    ['of the Service, at the Gateway', at(90, { gateways: ['g'] }), AT],
    ['of the Service, at both', at(90, { gateways: ['g', 'mesh'] }), []],
    ['of neither', at(99, { gateways: ['g', 'mesh'] }), AT],
    ['of the Service, for the Gateway', at(90, { gateways: ['g', 'mesh'] }, { gateways: ['g'] }), AT],
    ['of the Gateway, for sidecars', at(81, { gateways: ['g', 'mesh'] }, { gateways: ['mesh'] }), AT],
    ['at a Gateway that is not there', at(99, { gateways: ['m/other'] }), []],
    ['at one that is there and one that is not', at(99, { gateways: ['g', 'm/other'] }), []],
    ['for a Gateway that is not bound', at(99, { gateways: ['g'] }, { gateways: ['n/other'] }), []],
    ['of a host that nobody declares', at(99, { hosts: ['web', 'a.b'] }), []],
    ['of every host', at(99, { hosts: ['*.b'] }), []],
    ['without hosts', at(99, { hosts: [] }), []],
  ])('%s', (_, spec, expected) => expect(told(spec, [edge, web])).toEqual(expected));

  test('of what any of the hosts has', () => {
    const other = service('n/other', { ports: [{ port: 99 }] });
    expect(told(at(99, { hosts: ['web', 'other'] }), [web, other])).toEqual([]);
    expect(told(at(98, { hosts: ['web', 'other'] }), [web, other])).toEqual(AT);
  });

  test('of a ServiceEntry, all of which are known in a closed world', () => {
    const entry = serviceEntry('n/e', { hosts: ['a.b'], ports: [{ number: 443 }] });
    expect(told(at(443, { hosts: ['a.b'] }), [entry])).toEqual([]);
    expect(told(at(80, { hosts: ['a.b'] }), [entry])).toEqual(AT);
    expect(told(at(80, { hosts: ['a.b'] }), [entry], { closed: false })).toEqual([]);
    const wide = serviceEntry('n/w', { hosts: ['*.c'], ports: [{ number: 80 }] });
    expect(told(at(80, { hosts: ['a.b'] }), [entry, wide])).toEqual([]);
  });

  test('of a Sidecar that has a port of its own is not known', () => {
    expect(told(at(99), [web, sidecar('n/s', { egress: [{ hosts: ['*/*'] }] })])).toEqual(AT);
    expect(told(at(99), [web, sidecar('n/s', { egress: [{ hosts: ['*/*'], port: { number: 99 } }] })])).toEqual([]);
  });

  test('of TCP and TLS', () => {
    const match = [{ port: 80 }, { port: 99 }];
    expect(told({ tcp: [{ match, route }], tls: [{ match, route }] }, [web])).toEqual([
      'tcp[0].match[1].port',
      'tls[0].match[1].port',
    ]);
  });
});

describe('what is said', () => {
  const message = (spec: Json, ...world: Json[]) =>
    said('impossible-match', [virtualService('n/v', { hosts: ['web'], ...spec }), ...world])[0];
  const odd = { uri: { prefix: 'a' } };

  test('names the rule, or says which it is', () => {
    expect(message({ http: [{ match: [odd], route }] })).toContain('Match 0 of rule #0 ');
    expect(message({ http: [{ route }, { name: 'b', match: [{}, odd], route }] })).toContain('Match 1 of rule "b" ');
    expect(message({ tcp: [{ name: 'b', match: [{ port: 99 }], route }] }, web)).toContain('Match 0 of rule #0 ');
  });

  test('names ports that there are, in order, at most five', () => {
    const ports = [7, 80, 9, 443, 8].map((port) => ({ port }));
    expect(message(http({ port: 99 }), service('n/web', { ports }))).toContain('but on 7, 8, 9, 80, 443; ');
    const more = [...ports, { port: 1 }];
    expect(message(http({ port: 99 }), service('n/web', { ports: more }))).toContain('on 1, 7, 8, 9, 80 and others; ');
  });
});
