import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];

const verdict = (spec: Json) =>
  verdictOf('valid-authorization-policy', 'security.istio.io/v1/AuthorizationPolicy', spec);
/** The verdict on one rule; `r` stands for its path. */
const rule = (of: Json, spec: Json = {}) =>
  verdict({ rules: [of], ...spec }).map((one) => one.replace('spec.rules[0]', 'r'));
const long = (length: number) => 'a'.repeat(length);

describe('an AuthorizationPolicy', () => {
  const provider = { name: 'p' };
  test.each<Case>([
    [{}],
    [{ action: 'DENY', rules: [{}] }],
    [{ action: 'DENY' }, 'error spec.rules'],
    [{ action: 'CUSTOM', provider, rules: [{}] }],
    [{ action: 'CUSTOM', provider }, 'error spec.rules'],
    [{ action: 'CUSTOM', rules: [{}] }, 'error spec.provider.name'],
    [{ action: 'CUSTOM', provider: {}, rules: [{}] }, 'error spec.provider.name'],
    [{ provider, rules: [{}] }, 'error spec.provider'],
    [{ action: 'AUDIT', provider }, 'error spec.provider'],
    [{ selector: {} }, 'warning spec.selector'],
    [{ targetRef: { kind: 'Pod', name: 'a' } }, 'error spec.targetRef'],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));

  test.each([
    ...['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'],
    ...['notNamespaces', 'notServiceAccounts', 'notTrustDomains', 'notPrincipals', 'notRequestPrincipals'],
  ])('cannot ask an external authorizer by %s', (name) => {
    const from = [{ source: { [name]: ['a'] } }];
    expect(rule({ from }, { action: 'CUSTOM', provider })).toEqual([`error r.from[0].source.${name}`]);
    expect(rule({ from })).toEqual([]);
  });

  test.each([
    ['source.namespace', false],
    ['source.serviceAccount', false],
    ['source.trustDomain', false],
    ['source.principal', false],
    ['request.auth.principal', false],
    ['request.auth.claims[a]', false],
    ['source.ip', true],
    ['request.headers[a]', true],
    ['connection.sni', true],
  ])('can ask an external authorizer where %s is: %s', (key, expected) => {
    const value = key === 'source.ip' ? '10.0.0.1' : 'a';
    expect(rule({ when: [{ key, values: [value] }] }, { action: 'CUSTOM', provider })).toEqual(
      expected ? [] : ['error r.when[0].key'],
    );
  });
});

describe('a source', () => {
  const source = (of: Json) => rule({ from: [{ source: of }] }).map((one) => one.replace('r.from[0].source', 's'));

  test.each<Case>([
    [{ principals: ['cluster.local/ns/a/sa/b', '*'] }],
    [{ ipBlocks: ['10.0.0.1', '10.0.0.0/8'], notRemoteIpBlocks: ['::1'] }],
    [{ serviceAccounts: ['a', 'ns/a'] }],
    [{ trustDomains: ['td', '*.td', 'td.*', '*'] }],
    [{}, 'error s'],
    [{ principals: [] }, 'error s'],
    [{ unknown: ['a'] }, 'error s'],
    [{ principals: [''] }, 'error s.principals'],
    [{ notPrincipals: [''] }, 'error s.notPrincipals'],
    [{ requestPrincipals: [''] }, 'error s.requestPrincipals'],
    [{ notRequestPrincipals: ['a', ''] }, 'error s.notRequestPrincipals'],
    [{ namespaces: [''] }, 'error s.namespaces'],
    [{ notNamespaces: [''] }, 'error s.notNamespaces'],
    [{ ipBlocks: ['a'] }, 'error s.ipBlocks'],
    [{ notIpBlocks: ['10.0.0.0/33'] }, 'error s.notIpBlocks'],
    [{ remoteIpBlocks: ['a'] }, 'error s.remoteIpBlocks'],
    [{ notRemoteIpBlocks: ['a', 'b'] }, 'error s.notRemoteIpBlocks', 'error s.notRemoteIpBlocks'],
    [{ ipBlocks: [''] }, 'error s.ipBlocks', 'error s.ipBlocks'],
    [{ serviceAccounts: ['a'], ipBlocks: ['10.0.0.1'] }],
    [{ serviceAccounts: ['a'], namespaces: ['b'] }, 'error s'],
    [{ notServiceAccounts: ['a'], notPrincipals: ['b'] }, 'error s'],
    [{ serviceAccounts: [''] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: ['a*'] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: ['a/b/c'] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: ['/b'] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: ['a/'] }, 'error s.serviceAccounts'],
    [{ notServiceAccounts: ['a/b/c'] }, 'error s.notServiceAccounts'],
    [{ serviceAccounts: [long(320)] }],
    [{ serviceAccounts: [long(321)] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: [`${long(319)}ä`] }, 'error s.serviceAccounts'],
    [{ serviceAccounts: Array(16).fill('a') }],
    [{ serviceAccounts: Array(17).fill('a') }, 'error s.serviceAccounts'],
    [{ trustDomains: [''] }, 'error s.trustDomains'],
    [{ trustDomains: ['*a*'] }, 'error s.trustDomains'],
    [{ trustDomains: ['a*b'] }, 'error s.trustDomains'],
    [{ notTrustDomains: ['a/b'] }, 'error s.notTrustDomains'],
  ])('%j', (of, ...expected) => expect(source(of)).toEqual(expected));

  test('is in every from', () =>
    expect(rule({ from: [{ source: { namespaces: ['a'] } }, {}] })).toEqual(['error r.from[1].source']));
});

describe('an operation', () => {
  const operation = (of: Json) => rule({ to: [{ operation: of }] }).map((one) => one.replace('r.to[0].operation', 'o'));

  test.each<Case>([
    [{ ports: ['80'], methods: ['GET'], paths: ['/a'], hosts: ['a.b'] }],
    [{ notPorts: ['0', '65535'] }],
    [{}, 'error o'],
    [{ ports: [] }, 'error o'],
    [{ ports: ['65536'] }, 'error o.ports'],
    [{ ports: ['http'] }, 'error o.ports'],
    [{ notPorts: ['-1'] }, 'error o.notPorts'],
    [{ notPorts: ['80x'] }, 'error o.notPorts'],
    [{ ports: [''] }, 'error o.ports', 'error o.ports'],
    [{ methods: [''] }, 'error o.methods'],
    [{ notMethods: [''] }, 'error o.notMethods'],
    [{ paths: [''] }, 'error o.paths'],
    [{ notPaths: [''] }, 'error o.notPaths'],
    [{ hosts: [''] }, 'error o.hosts'],
    [{ notHosts: [''] }, 'error o.notHosts'],
    [{ notPaths: ['/{x}'] }, 'error o.notPaths'],
  ])('%j', (of, ...expected) => expect(operation(of)).toEqual(expected));

  test('is in every to', () => expect(rule({ to: [{}] })).toEqual(['error r.to[0].operation']));

  test.each<[string, boolean]>([
    ['/a', true],
    ['/a*', true],
    ['*', true],
    ['//a//', true],
    ['/{*}', true],
    ['/{**}', true],
    ['/a/{*}/b/{*}/{**}', true],
    ['/a/{**}/b', true],
    ['/a/{*}/', true],
    ["/a-._~%!$&'()+,;:@=/{*}", true],
    ['/{**}/{*}', false],
    ['/{**}/a/{**}', false],
    ['/{x}', false],
    ['/a{*}', false],
    ['/{*}a', false],
    ['/{', false],
    ['/}', false],
    ['/a//{*}', false],
    ['/a*/{*}', false],
    ['/a b/{*}', false],
    ['/{**}/ä', false],
  ])('path %s is a template: %s', (path, expected) => {
    expect(operation({ paths: ['/x', path] })).toEqual(expected ? [] : ['error o.paths']);
  });
});

describe('a condition', () => {
  const when = (of: Json) => rule({ when: [of] }).map((one) => one.replace('r.when[0]', 'w'));

  test.each([
    ['source.ip', '10.0.0.1'],
    ['remote.ip', '10.0.0.0/8'],
    ['destination.ip', '::1'],
    ['destination.port', '80'],
    ['source.serviceAccount', 'ns/a'],
    ['source.trustDomain', '*.td'],
    ['source.namespace', 'ns'],
    ['source.principal', 'a'],
    ['request.auth.principal', 'a'],
    ['request.auth.audiences', 'a'],
    ['request.auth.presenter', 'a'],
    ['connection.sni', 'a'],
    ['request.headers[x-a]', 'a'],
    ['request.auth.claims[a][b]', 'a'],
    ['experimental.envoy.filters.network[a]', 'a'],
  ])('%s may be %s', (key, value) => {
    expect(when({ key, values: [value] })).toEqual([]);
    expect(when({ key, notValues: [value] })).toEqual([]);
    expect(when({ key, values: [value, ''] })).toEqual(['error w.values']);
  });

  test.each<Case>([
    [{ values: ['a'] }, 'error w.key'],
    [{ key: 'source.ip' }, 'error w'],
    [{ key: 'source.ip', values: ['a'] }, 'error w.values'],
    [{ key: 'remote.ip', notValues: ['a'] }, 'error w.notValues'],
    [{ key: 'destination.ip', values: ['a'] }, 'error w.values'],
    [{ key: 'destination.port', values: ['80', 'http'] }, 'error w.values'],
    [{ key: 'source.serviceAccount', values: ['*'] }, 'error w.values'],
    [{ key: 'source.trustDomain', values: ['a*b'] }, 'error w.values'],
    [{ key: 'destination.namespace', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'destination.name', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'destination.user', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'destination.labels[a]', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'request.headers', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'request.headers[]', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'request.headers[a', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'request.headersa]', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'odd', values: ['a'] }, 'error w.notValues', 'error w.values'],
    [{ key: 'odd', values: [''] }, 'error w.notValues', 'error w.values'],
  ])('%j', (of, ...expected) => expect(when(of)).toEqual(expected));
});

describe('a DENY rule on a TCP port', () => {
  const deny = (of: Json) => rule(of, { action: 'DENY' });
  const http = [{ operation: { methods: ['GET'] } }];

  test.each<Case>([
    [{}],
    [{ to: http }, 'warning r'],
    [{ to: [{ operation: { methods: ['GET'], ports: ['80'] } }] }],
    [{ to: [...http, { operation: { notPorts: ['80'] } }] }],
    [{ from: [{ source: { requestPrincipals: ['*'] } }] }, 'warning r'],
    [{ from: [{ source: { namespaces: ['a'] } }], to: http }, 'warning r'],
    [{ from: [{ source: { requestPrincipals: ['*'] } }], to: [{ operation: { ports: ['80'] } }] }],
    [{ from: [{ source: { trustDomains: ['a'] } }] }, 'warning r'],
  ])('%j', (of, ...expected) => expect(deny(of)).toEqual(expected));

  test.each([
    ...['principals', 'namespaces', 'serviceAccounts'],
    ...['notPrincipals', 'notNamespaces', 'notServiceAccounts'],
  ])('knows %s', (name) => expect(deny({ from: [{ source: { [name]: ['a'] } }] })).toEqual([]));
  test.each(['ipBlocks', 'remoteIpBlocks', 'notIpBlocks', 'notRemoteIpBlocks'])('knows %s', (name) =>
    expect(deny({ from: [{ source: { [name]: ['::1'] } }] })).toEqual([]),
  );
  test('of another action does not warn', () => expect(rule({ to: http })).toEqual([]));
});
