import { parseCredentialName } from '../../../lib/analysis/model/credentials';
import { identityOf, isForHttp, portsOf } from '../../../lib/analysis/model/policy-rules';
import { manifest } from '../model/manifest';
import { found, gateway, pod, said, service, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const policy = (spec: Json, id = 'n/p') => manifest('security.istio.io/v1/AuthorizationPolicy', id, { spec });
const short = (rule: string, manifests: Json[], asked?: Asked) =>
  found(rule, manifests, asked).map((one) =>
    one
      .split(' ')
      .filter((_, i) => i !== 2 && i !== 3)
      .join(' '),
  );
const from = (...sources: Json[]) => ({ from: sources.map((source) => ({ source })) });
const to = (...operations: Json[]) => ({ to: operations.map((operation) => ({ operation })) });
const when = (key: string, values?: string[], notValues?: string[]) => ({ when: [{ key, values, notValues }] });

describe('what a rule asks for', () => {
  test.each<[Json, 'needed' | 'unwanted' | undefined]>([
    [{}, undefined],
    [from({ principals: ['a'] }), 'needed'],
    [from({ namespaces: ['a'] }), 'needed'],
    [from({ serviceAccounts: ['a'] }), 'needed'],
    [from({ trustDomains: ['a'] }), 'needed'],
    [from({ ipBlocks: ['a'] }), undefined],
    [from({ requestPrincipals: ['a'] }), undefined],
    [from({ principals: ['a'] }, { ipBlocks: ['a'] }), undefined],
    [from({ notPrincipals: ['a'] }), 'unwanted'],
    [from({ notNamespaces: ['a'] }), 'unwanted'],
    [from({ notNamespaces: ['a'] }, { ipBlocks: ['a'] }), undefined],
    [from({ notNamespaces: ['a'] }, { principals: ['a'] }), 'unwanted'],
    [from({ principals: [] }), undefined],
    [when('source.principal', ['a']), 'needed'],
    [when('source.namespace', ['a']), 'needed'],
    [when('source.serviceAccount', ['a']), 'needed'],
    [when('source.trustDomain', ['a']), 'needed'],
    [when('source.principal', undefined, ['a']), 'unwanted'],
    [when('source.ip', ['a']), undefined],
    [when('xsource.principal', ['a']), undefined],
    [when('source.principalx', ['a']), undefined],
  ])('the identity in %j: %s', (rule, expected) => expect(identityOf(rule)).toBe(expected));

  test.each<[Json, boolean]>([
    [{}, false],
    [to({ hosts: ['a'] }), true],
    [to({ methods: ['a'] }), true],
    [to({ notPaths: ['a'] }), true],
    [to({ ports: ['80'] }), false],
    [to({ paths: ['a'] }, { ports: ['80'] }), false],
    [to({ paths: ['a'], ports: ['80'] }), true],
    [from({ requestPrincipals: ['a'] }), true],
    [from({ notRequestPrincipals: ['a'] }), true],
    [from({ principals: ['a'] }), false],
    [when('request.headers[a]', ['b']), true],
    [when('source.ip', ['b']), false],
  ])('HTTP in %j: %s', (rule, expected) => expect(isForHttp(rule)).toBe(expected));

  test.each<[Json, number[]]>([
    [{}, []],
    [to({ ports: ['80', '81'] }), [80, 81]],
    [to({ ports: ['80'] }, { ports: ['81'] }), [80, 81]],
    [to({ ports: ['80'] }, { paths: ['/'] }), []],
    [when('destination.port', ['80']), [80]],
    [when('source.ip', ['80']), []],
    [{ ...to({ ports: ['80'] }), ...when('destination.port', ['81']) }, [80, 81]],
  ])('ports in %j: %j', (rule, expected) => expect(portsOf(rule)).toEqual(expected));
});

describe('values that no request has', () => {
  const value = (rule: Json) =>
    short('unmatched-value', [policy({ rules: [{}, rule] })]).map((one) =>
      one.replace('CIS0446 error spec.rules[1].', ''),
    );
  const AT = 'to[0].operation';

  test.each<[Json, string[]]>([
    [from({ principals: ['cluster.local/ns/a/sa/b'] }), []],
    [from({ principals: ['*', 'spiffe://cluster.local/ns/a/sa/b'] }), ['from[0].source.principals[1]']],
    [from({ notPrincipals: ['spiffe://a'] }), ['from[0].source.notPrincipals[0]']],
    [when('source.principal', ['spiffe://a']), ['when[0].values[0]']],
    [when('source.principal', undefined, ['spiffe://a']), ['when[0].notValues[0]']],
    [when('source.namespace', ['spiffe://a']), []],
    [to({ paths: ['/a', '*a', '{*}', ''] }), []],
    [to({ paths: ['a'] }), [`${AT}.paths[0]`]],
    [to({ notPaths: ['/a?b=c'] }), [`${AT}.notPaths[0]`]],
    [to({ methods: ['GET', '*', 'custom'] }), []],
    [to({ hosts: ['a.b', '*.b', 'a.b:80'] }), []],
    [to({ hosts: ['https://a.b'] }), [`${AT}.hosts[0]`]],
    [to({ notHosts: ['a.b/c'] }), [`${AT}.notHosts[0]`]],
  ])('%j: %j', (rule, expected) => expect(value(rule)).toEqual(expected));

  test.each(['get', 'Head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch'])(
    'method %s is in capitals',
    (method) => {
      expect(value(to({ methods: [method] }))).toEqual([`${AT}.methods[0]`]);
      expect(value(to({ notMethods: [method] }))).toEqual([`${AT}.notMethods[0]`]);
      expect(value(to({ methods: [method.toUpperCase()] }))).toEqual([]);
    },
  );
});

describe('hosts that a port gets round', () => {
  const hosts = (operation: Json, action?: string) =>
    short('host-without-port', [policy({ action, rules: [to(operation)] })]).map((one) =>
      one.replace('CIS0441 warning spec.rules[0].to[0].operation.', ''),
    );

  test.each<[Json, string | undefined, string[]]>([
    [{ hosts: ['a.b'] }, 'DENY', ['hosts[0]']],
    [{ hosts: ['a.b'] }, 'ALLOW', []],
    [{ hosts: ['a.b'] }, undefined, []],
    [{ notHosts: ['a.b'] }, 'ALLOW', ['notHosts[0]']],
    [{ notHosts: ['a.b'] }, undefined, ['notHosts[0]']],
    [{ notHosts: ['a.b'] }, 'DENY', []],
    [{ hosts: ['a.b'] }, 'CUSTOM', []],
    [{ hosts: ['a.b', 'a.b:*'] }, 'DENY', []],
    [{ hosts: ['a.b', 'a.b:80'] }, 'DENY', []],
    [{ hosts: ['a.b', 'x.y:80'] }, 'DENY', ['hosts[0]']],
    [{ hosts: ['a.b*'] }, 'DENY', []],
    [{ hosts: ['*', 'a.b'] }, 'DENY', []],
    [{ hosts: ['a*', 'a.b'] }, 'DENY', []],
    [{ hosts: ['b*', 'a.b'] }, 'DENY', ['hosts[1]']],
    [{ hosts: ['*.b'] }, 'DENY', ['hosts[0]']],
    [{ hosts: ['a.b:80'] }, 'DENY', []],
  ])('%j of %s: %j', (operation, action, expected) => expect(hosts(operation, action)).toEqual(expected));
});

test.each<[Json, boolean]>([
  [{}, true],
  [{ action: 'ALLOW', rules: [] }, true],
  [{ rules: [{}] }, false],
  [{ action: 'DENY' }, false],
  [{ action: 'AUDIT' }, false],
])('a policy %j lets nobody in: %s', (spec, expected) => {
  expect(short('deny-all', [policy(spec)])).toEqual(expected ? ['CIS0445 info spec'] : []);
});

test.each<[Json, string, string]>([
  [{}, 'n/p', 'any workload of namespace n,'],
  [{}, 'istio-system/p', 'any workload of the mesh,'],
  [{ selector: { matchLabels: { app: 'a', v: '1' } } }, 'n/p', 'workloads app=a,v=1 of namespace n,'],
  [{ targetRefs: [{ kind: 'Service', name: 's' }] }, 'n/p', 'may call its target,'],
  [{ targetRef: { kind: 'Service', name: 's' } }, 'n/p', 'may call its target,'],
])('a policy %j that lets nobody in says to whom: %s, %s', (spec, id, expected) => {
  expect(said('deny-all', [policy(spec, id)])[0]).toContain(expected);
});

describe('a policy of a gateway', () => {
  const labels = { istio: 'g' };
  const own = { selector: { matchLabels: labels } };
  const server = (protocol: string, mode?: string, port = 443, hosts = ['x.y']) => ({
    port: { number: port, protocol },
    hosts,
    ...(mode === undefined ? {} : { tls: { mode } }),
  });
  const g = (...servers: Json[]) => gateway('n/g', { selector: labels, servers });
  const judged = (rule: string, asking: Json, servers: Json[], spec: Json = own, more: Json[] = [], asked?: Asked) =>
    short(rule, [policy({ ...spec, rules: [asking] }), g(...servers), ...more], asked);
  const who = from({ principals: ['a'] });
  const kubernetes = (spec: Json) => manifest('gateway.networking.k8s.io/v1/Gateway', 'n/k', { spec });

  test.each<[Json, Json[], boolean]>([
    [who, [server('HTTP', undefined, 80)], true],
    [who, [server('HTTPS', 'SIMPLE')], true],
    [who, [server('HTTPS', 'MUTUAL')], false],
    [who, [server('HTTPS', 'ISTIO_MUTUAL')], false],
    [who, [server('HTTPS', 'OPTIONAL_MUTUAL')], false],
    [who, [server('HTTP', undefined, 80), server('HTTPS', 'MUTUAL')], false],
    [{ ...who, ...to({ ports: ['80'] }) }, [server('HTTP', undefined, 80), server('HTTPS', 'MUTUAL')], true],
    [{ ...who, ...to({ ports: ['443'] }) }, [server('HTTP', undefined, 80), server('HTTPS', 'MUTUAL')], false],
    [{ ...who, ...to({ ports: ['99'] }) }, [server('HTTP', undefined, 80), server('HTTPS', 'MUTUAL')], false],
    [{}, [server('HTTP', undefined, 80)], false],
  ])('that asks who calls %j, with servers %j, gets no answer: %s', (asking, servers, expected) => {
    const told = (asked?: Asked, spec: Json = own) => judged('gateway-identity', asking, servers, spec, [], asked);
    expect(told()).toEqual(expected ? ['CIS0440 error spec.rules[0]'] : []);
    expect(told({ closed: false })).toEqual(expected ? ['CIS0440 warning spec.rules[0]'] : []);
    expect(told(undefined, {})).toEqual([]);
    expect(told(undefined, { selector: { matchLabels: { istio: 'h' } } })).toEqual([]);
    expect(told(undefined, { ...own, action: 'AUDIT' })).toEqual([]);
    expect(told(undefined, { ...own, action: 'DENY' })).toHaveLength(expected ? 1 : 0);
  });

  test('is left alone where something else may open the workloads', () => {
    const plain = [server('HTTP', undefined, 80)];
    const told = (...more: Json[]) => judged('gateway-identity', who, plain, own, more).length;
    expect(told()).toBe(1);
    expect(told(manifest('networking.k8s.io/v1/Ingress', 'n/i', { spec: {} }))).toBe(0);
    expect(told(kubernetes({ addresses: [{ value: 'g' }] }))).toBe(0);
    expect(told(kubernetes({}))).toBe(1);
    expect(told(pod('n/w', { labels }))).toBe(1);
    expect(told(pod('m/w', { labels }))).toBe(1);
    expect(told(gateway('m/all', { servers: [server('HTTP', undefined, 80)] }))).toBe(1);
    expect(told(gateway('m/all', { servers: [server('HTTPS', 'MUTUAL')] }))).toBe(0);
    expect(short('gateway-identity', [policy({ ...own, rules: [who] }), gateway('m/all', { servers: plain })])).toEqual(
      [],
    );
    const target = service('n/s', { selector: labels, ports: [{ port: 80, targetPort: 8080 }] });
    expect(
      judged('gateway-identity', { ...who, ...to({ ports: ['8080'] }) }, [...plain, server('HTTPS', 'MUTUAL')], own, [
        target,
      ]),
    ).toHaveLength(1);
  });

  const http = to({ paths: ['/a'] });
  test.each<[Json[], boolean]>([
    [[server('HTTP', undefined, 80)], false],
    [[server('HTTPS', 'SIMPLE')], false],
    [[server('HTTPS', 'PASSTHROUGH')], true],
    [[server('HTTPS', 'AUTO_PASSTHROUGH')], true],
    [[server('TLS', 'SIMPLE')], true],
    [[server('TCP')], true],
    [[server('TCP'), server('HTTP', undefined, 80)], false],
  ])('that asks for HTTP, with servers %j, gets no answer: %s', (servers, expected) => {
    expect(judged('http-on-tcp', http, servers)).toEqual(expected ? ['CIS0442 error spec.rules[0]'] : []);
    expect(judged('http-on-tcp', http, servers, own, [], { closed: false })).toEqual(
      expected ? ['CIS0442 warning spec.rules[0]'] : [],
    );
    expect(judged('http-on-tcp', to({ ports: ['443'] }), servers)).toEqual([]);
    expect(judged('http-on-tcp', http, servers, { ...own, action: 'AUDIT' })).toEqual([]);
    expect(judged('http-on-tcp', http, servers, { ...own, action: 'DENY' })).toHaveLength(expected ? 1 : 0);
  });

  test('that asks for HTTP is told what the server is', () => {
    const message = (one: Json) => said('http-on-tcp', [policy({ ...own, rules: [http] }), g(one)])[0];
    expect(message(server('HTTPS', 'PASSTHROUGH'))).toContain('port 443 of the gateway is HTTPS PASSTHROUGH, so');
    expect(message(server('TCP', undefined, 9000))).toContain('port 9000 of the gateway is TCP, so');
  });

  test.each<[string[] | undefined, Json[], boolean]>([
    [['x.y'], [server('TLS', 'PASSTHROUGH')], false],
    [['z.y'], [server('TLS', 'PASSTHROUGH')], true],
    [['z.y', 'x.y'], [server('TLS', 'PASSTHROUGH')], true],
    [['x.y'], [server('HTTP', undefined, 80)], true],
    [['x.y'], [{ ...server('HTTP', undefined, 80), tls: { httpsRedirect: true } }], true],
    [['*.y'], [server('TLS', 'PASSTHROUGH')], false],
    [['*.z'], [server('TLS', 'PASSTHROUGH')], true],
    [['x*'], [server('TLS', 'PASSTHROUGH')], false],
    [['z*'], [server('TLS', 'PASSTHROUGH')], true],
    [['z*'], [server('TLS', 'PASSTHROUGH', 443, ['*.y'])], false],
    [['a.y'], [server('TLS', 'PASSTHROUGH', 443, ['n/*.y'])], false],
    [undefined, [server('TLS', 'PASSTHROUGH')], false],
  ])('that asks for SNI %j, with servers %j, is lost: %s', (values, servers, expected) => {
    const asking = when('connection.sni', values);
    expect(judged('sni-without-server', asking, servers)).toEqual(
      expected ? ['CIS0443 error spec.rules[0].when[0].values'] : [],
    );
    expect(judged('sni-without-server', asking, servers, own, [], { closed: false })).toEqual(
      expected ? ['CIS0443 warning spec.rules[0].when[0].values'] : [],
    );
    expect(judged('sni-without-server', when('source.ip', values), servers)).toEqual([]);
  });
});

test.each([
  ['', undefined],
  ['a', { name: 'a' }],
  ['n/a', { namespace: 'n', name: 'a' }],
  ['kubernetes://a', { name: 'a' }],
  ['kubernetes://n/a', { namespace: 'n', name: 'a' }],
  ['kubernetes-gateway://n/a', { namespace: 'n', name: 'a' }],
  ['sds://a', undefined],
  ['configmap://n/a', undefined],
  ['builtin://', undefined],
  ['invalid://', undefined],
])('credentialName %p names %j', (written, expected) => expect(parseCredentialName(written)).toEqual(expected));
