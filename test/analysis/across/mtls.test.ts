import { manifest } from '../model/manifest';
import { destinationRule, found, gateway, pod, service, short, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const peer = (id: string, mode: string, rest: Json = {}) =>
  manifest('security.istio.io/v1/PeerAuthentication', id, { spec: { mtls: { mode }, ...rest } });
const rule = (mode: string, host = 'a', id = 'n/r') => destinationRule(id, { host, trafficPolicy: { tls: { mode } } });
const a = service('n/a', { selector: { app: 'a' } });
const b = service('n/b', { selector: { app: 'b' } });

describe('mTLS between a DestinationRule and the workloads it is for', () => {
  const MODE = 'spec.trafficPolicy.tls.mode';
  test.each<[string, string, string, string[]]>([
    ['plain-under-strict', 'DISABLE', 'STRICT', [`CIS0306 error n/r ${MODE}`]],
    ['plain-under-strict', 'SIMPLE', 'STRICT', [`CIS0306 error n/r ${MODE}`]],
    ['plain-under-strict', 'ISTIO_MUTUAL', 'STRICT', []],
    ['plain-under-strict', 'DISABLE', 'PERMISSIVE', []],
    ['plain-under-strict', 'DISABLE', 'DISABLE', []],
    ['mutual-under-disable', 'ISTIO_MUTUAL', 'DISABLE', [`CIS0503 error n/r ${MODE}`]],
    ['mutual-under-disable', 'ISTIO_MUTUAL', 'PERMISSIVE', []],
    ['mutual-under-disable', 'SIMPLE', 'DISABLE', []],
  ])('%s: %s towards %s', (id, client, server, expected) => {
    expect(short(found(id, [a, rule(client), peer('n/p', server)]))).toEqual(expected);
    expect(short(found(id, [a, rule(client, '*.local'), peer('n/p', server)]))).toEqual(expected);
    expect(short(found(id, [a, b, rule(client, '*.local'), peer('n/p', server)]))).toEqual(expected);
    expect(found(id, [a, rule(client, 'z'), peer('n/p', server)])).toEqual([]);
    expect(found(id, [a, rule(client)])).toEqual([]);
  });

  const strict = (manifests: Json[], asked: Asked = {}) =>
    short(found('strict-without-client-mtls', manifests, { mesh: { enableAutoMtls: false }, ...asked }));
  const WRONG = ['CIS0504 error n/p spec.mtls.mode'];
  const nested = (trafficPolicy: Json, more: Json = {}) =>
    destinationRule('n/r', { host: 'a', trafficPolicy, ...more });
  const MUTUAL = { tls: { mode: 'MUTUAL' } };

  test.each<[string, Json[], string[]]>([
    ['no rule', [a, peer('n/p', 'STRICT')], WRONG],
    ['two Services, told once', [a, b, peer('n/p', 'STRICT')], WRONG],
    ['a rule without mTLS', [a, rule('DISABLE'), peer('n/p', 'STRICT')], WRONG],
    ['a rule of another host', [a, rule('ISTIO_MUTUAL', 'z'), peer('n/p', 'STRICT')], WRONG],
    ['a rule', [a, rule('ISTIO_MUTUAL'), peer('n/p', 'STRICT')], []],
    ['a rule for all', [a, rule('MUTUAL', '*.local'), peer('n/p', 'STRICT')], []],
    ['a port of it', [a, nested({ portLevelSettings: [{}, MUTUAL] }), peer('n/p', 'STRICT')], []],
    ['a subset of it', [a, nested({}, { subsets: [{ trafficPolicy: MUTUAL }] }), peer('n/p', 'STRICT')], []],
    ['PERMISSIVE', [a, peer('n/p', 'PERMISSIVE')], []],
  ])('without automatic mTLS, STRICT has a client that knows: %s', (_, manifests, expected) => {
    expect(strict(manifests)).toEqual(expected);
    expect(strict(manifests, { mesh: {} })).toEqual([]);
    expect(strict(manifests, { mesh: { enableAutoMtls: true } })).toEqual([]);
    expect(strict(manifests, { closed: false })).toEqual([]);
  });
});

test.each<[Json, boolean]>([
  [{ name: 'v1', labels: { version: 'v1' } }, false],
  [{ name: 'v1', labels: { version: 'v2' } }, true],
  [{ name: 'v10', labels: { version: 'v1' } }, true],
  [{ name: 'v1', labels: {} }, false],
  [{ name: 'stable', labels: { version: 'v1' } }, false],
  [{ name: 'v1', labels: { version: 'stable' } }, false],
  [{ name: 'v1a', labels: { version: 'v2' } }, false],
  [{ name: 'v1', labels: { version: 'v2a' } }, false],
  [{ name: 'av1', labels: { version: 'v2' } }, false],
])('subset %j contradicts its label: %s', (subset, expected) => {
  expect(short(found('subset-version', [destinationRule('n/r', { subsets: [{ name: 'x' }, subset] })]))).toEqual(
    expected ? ['CIS0307 warning n/r spec.subsets[1].labels.version'] : [],
  );
});

describe('the hop to a gateway', () => {
  const labels = { istio: 'g' };
  const edge = (ports: Json[] = [{ port: 443 }]) => service('edge/g', { selector: labels, ports });
  const server = (mode: string | undefined, port = 443, hosts = ['x.y']) => ({
    ...{ port: { number: port }, hosts },
    ...(mode === undefined ? {} : { tls: mode === '' ? {} : { mode } }),
  });
  const g = (...servers: Json[]) => gateway('edge/g', { selector: labels, servers });
  const host = 'g.edge.svc.cluster.local';
  const v = (destination: Json = {}) =>
    virtualService('edge/v', {
      hosts: ['x.y'],
      gateways: ['g', 'mesh'],
      http: [
        { match: [{ gateways: ['mesh'] }], route: [{ destination: { host, ...destination } }] },
        { match: [{ gateways: ['g'] }], route: [{ destination: { host: 'x.y' } }] },
      ],
    });
  const r = (tls: Json | undefined, more: Json = {}) =>
    destinationRule('edge/r', { host, ...(tls && { trafficPolicy: { tls } }), ...more });
  const hop = (...manifests: Json[]) => found('gateway-hop', manifests).map((one) => one.split(' ')[0]);
  const mutual = { mode: 'ISTIO_MUTUAL', sni: 'x.y' };

  test.each<[string, Json[], string[]]>([
    ['mTLS on both sides', [v(), edge(), g(server('ISTIO_MUTUAL')), r(mutual)], []],
    ['mTLS at the gateway alone', [v(), edge(), g(server('ISTIO_MUTUAL'))], ['CIS0311']],
    [
      'mTLS at the gateway, plain TLS at the client',
      [v(), edge(), g(server('ISTIO_MUTUAL')), r({ mode: 'SIMPLE' })],
      ['CIS0311'],
    ],
    ['mTLS at the client alone', [v(), edge(), g(server(undefined)), r(mutual)], ['CIS0311']],
    ['an empty tls at the gateway', [v(), edge(), g(server('')), r(mutual)], ['CIS0311']],
    ['plain on both sides', [v(), edge(), g(server(undefined)), r({ mode: 'DISABLE' })], []],
    ['nothing said', [v(), edge(), g(server(undefined))], []],
    ['TLS that passes through', [v(), edge(), g(server('PASSTHROUGH')), r(mutual)], []],
    ['another SNI', [v(), edge(), g(server('ISTIO_MUTUAL')), r({ ...mutual, sni: 'z.y' })], ['CIS0312']],
    ['no SNI', [v(), edge(), g(server('ISTIO_MUTUAL')), r({ mode: 'ISTIO_MUTUAL' })], []],
    ['an SNI within a wildcard', [v(), edge(), g(server('ISTIO_MUTUAL', 443, ['*/*.y'])), r(mutual)], []],
    ['no server on the port', [v(), edge(), g(server(undefined, 80))], ['CIS0310']],
    ['a server for other hosts', [v(), edge(), g(server(undefined, 443, ['z.y']))], ['CIS0310']],
    ['a server for other namespaces', [v(), edge(), g(server(undefined, 443, ['n/x.y']))], ['CIS0310']],
    ['a server behind the target port', [v(), edge([{ port: 443, targetPort: 8443 }]), g(server(undefined, 8443))], []],
    ['several ports, none named', [v(), edge([{ port: 80 }, { port: 443 }]), g(server(undefined, 8080))], []],
    [
      'several ports, one named',
      [v({ port: { number: 80 } }), edge([{ port: 80 }, { port: 443 }]), g(server(undefined))],
      ['CIS0310'],
    ],
    ['a port that is not there', [v({ port: { number: 81 } }), edge(), g(server(undefined))], []],
    ['no Service', [v(), g(server(undefined, 80))], []],
    ['a Gateway of others', [v(), edge(), gateway('edge/g', { selector: { istio: 'h' }, servers: [] })], []],
    [
      'a subset that sets mTLS',
      [
        v({ subset: 's' }),
        edge(),
        g(server('ISTIO_MUTUAL')),
        r(undefined, { subsets: [{ name: 's', trafficPolicy: { tls: mutual } }] }),
      ],
      [],
    ],
    [
      'a subset that is not there',
      [v({ subset: 't' }), edge(), g(server('ISTIO_MUTUAL')), r(undefined, { subsets: [{ name: 's' }] })],
      [],
    ],
    ['one of two servers that agrees', [v(), edge(), g(server('ISTIO_MUTUAL'), server(undefined)), r(mutual)], []],
  ])('%s', (_, manifests, expected) => expect(hop(...manifests)).toEqual(expected));
});

describe('rules that are never reached', () => {
  const told = (rules: Json[], spec: Json = {}) =>
    found('unreachable-route', [virtualService('n/v', { hosts: ['x.y'], http: rules, ...spec })]).map((one) =>
      one
        .split(' ')
        .filter((_, i) => i !== 1 && i !== 2 && i !== 3)
        .join(' '),
    );
  const at = (...matches: Json[]) => ({ match: matches });
  const path = (prefix: string) => ({ uri: { prefix } });

  test.each<[Json[], string[]]>([
    [[at(path('/a')), at(path('/ab'))], ['CIS0303 spec.http[1].match']],
    [[at(path('/ab')), at(path('/a'))], []],
    [[at(path('/')), {}], ['CIS0303 spec.http[1]']],
    [[{}, at(path('/a'))], []],
    [[at(path('/a')), {}, at(path('/ab'))], []],
    [[at(path('/a')), at(path('/ab'), path('/c'))], ['CIS0340 spec.http[1].match[0]']],
    [[at(path('/a')), at(path('/c'), path('/ab'))], ['CIS0340 spec.http[1].match[1]']],
    [[at(path('/a')), at(path('/c')), at(path('/ab'), path('/cd'))], ['CIS0303 spec.http[2].match']],
    [[{ ...at(path('/a')), delegate: { name: 'd' } }, at(path('/ab'))], []],
    [[at(path('/a'), path('/c')), at(path('/cd'))], ['CIS0303 spec.http[1].match']],
  ])('%j', (rules, expected) => expect(told(rules)).toEqual(expected));

  test('a VirtualService without hosts is judged by nobody', () => {
    expect(told([at(path('/a')), at(path('/ab'))], { hosts: [] })).toEqual([]);
  });

  test('of tls and tcp', () => {
    const route = [{ destination: { host: 'a' } }];
    const tls = (...names: string[]) => ({ match: [{ sniHosts: names }], route });
    expect(told([], { tls: [tls('x.y'), tls('x.y')] })).toEqual(['CIS0303 spec.tls[1].match']);
    expect(told([], { tls: [tls('x.y'), tls('z.y')] })).toEqual([]);
    expect(
      told([], {
        tcp: [
          { match: [{ port: 1 }], route },
          { match: [{ port: 1 }], route },
        ],
      }),
    ).toEqual(['CIS0303 spec.tcp[1].match']);
    expect(
      told([], {
        tcp: [
          { match: [{ port: 1 }], route },
          { match: [{ port: 2 }], route },
        ],
      }),
    ).toEqual([]);
    expect(told([], { tcp: [{ match: [{ port: 1 }] }, { match: [{ port: 1 }], route }] })).toEqual([]);
  });
});

describe('whom an AuthorizationPolicy is for', () => {
  const NAMESPACE = manifest('v1/Namespace', 'n', {});
  const policy = (id: string, spec: Json = {}) => manifest('security.istio.io/v1/AuthorizationPolicy', id, { spec });
  const inMesh = (id: string, labels: Json = {}) =>
    pod(id, { labels, spec: { containers: [{ name: 'istio-proxy', image: 'i' }] } });
  const judged = (manifests: Json[], asked?: Asked) => short(found('policy-reference', manifests, asked));
  const NOBODY = ['IST0127 warning n/p'];
  const NONE_SELECTED = ['IST0127 warning n/p spec.selector'];
  const select = (app: string) => ({ selector: { matchLabels: { app } } });

  test.each<[string, Json[], string[]]>([
    ['a workload of its namespace', [policy('n/p'), inMesh('n/a')], []],
    ['a workload elsewhere', [policy('n/p'), inMesh('m/a')], NOBODY],
    ['a workload outside the mesh', [policy('n/p'), pod('n/a')], NOBODY],
    [
      'an ambient workload',
      [policy('n/p'), pod('n/a', { annotations: { 'ambient.istio.io/redirection': 'enabled' } })],
      [],
    ],
    ['a selected one', [policy('n/p', select('a')), inMesh('n/a', { app: 'a' })], []],
    ['none selected', [policy('n/p', select('b')), inMesh('n/a', { app: 'a' })], NONE_SELECTED],
    ['one selected elsewhere', [policy('n/p', select('a')), inMesh('m/a', { app: 'a' })], NONE_SELECTED],
    [
      'one selected outside the mesh',
      [policy('n/p', select('a')), pod('n/a', { labels: { app: 'a' } })],
      NONE_SELECTED,
    ],
    ['the mesh', [policy('istio-system/p'), NAMESPACE], []],
    ['one selected of the mesh', [policy('istio-system/p', select('a')), inMesh('m/a', { app: 'a' })], []],
    [
      'none selected of the mesh',
      [policy('istio-system/p', select('b')), inMesh('m/a', { app: 'a' })],
      ['IST0127 warning istio-system/p spec.selector'],
    ],
    ['nobody can say', [policy('n/p')], []],
  ])('%s', (_, manifests, expected) => expect(judged(manifests)).toEqual(expected));

  test('in the open world workloads may be elsewhere', () => {
    expect(judged([policy('n/p'), NAMESPACE], { closed: false })).toEqual([]);
    expect(judged([policy('n/p'), NAMESPACE], { closed: false, facts: { complete: ['n'] } })).toEqual(NOBODY);
    expect(
      judged([policy('istio-system/p', select('b')), NAMESPACE], {
        closed: false,
        facts: { complete: ['istio-system'] },
      }),
    ).toEqual([]);
    expect(judged([policy('mesh/p'), NAMESPACE], { mesh: { rootNamespace: 'mesh' } })).toEqual([]);
  });

  test.each<[string, boolean]>([
    ['n', true],
    ['N', true],
    ['*', true],
    ['n*', true],
    ['*n', true],
    ['m', false],
    ['m*', false],
    ['*m', false],
    ['x*n', false],
  ])('namespace %s is there: %s', (pattern, expected) => {
    for (const key of ['namespaces', 'notNamespaces']) {
      const spec = { rules: [{}, { from: [{ source: { [key]: ['n', pattern] } }] }] };
      const manifests = [policy('n/p', spec), NAMESPACE, inMesh('n/a')];
      expect(judged(manifests)).toEqual(expected ? [] : [`IST0101 error n/p spec.rules[1].from[0].source.${key}[1]`]);
      expect(judged(manifests, { closed: false })).toEqual([]);
    }
  });
});

describe('annotations that the webhook refuses', () => {
  const of = (type: string, annotations: Json, spec: Json = {}) =>
    short(found('webhook-annotation', [manifest(type, 'n/a', { annotations, spec })]));
  const AP = 'security.istio.io/v1/AuthorizationPolicy';
  const dry = (value: string) => ({ 'istio.io/dry-run': value });
  const WRONG = ['CIS0110 error n/a metadata.annotations.istio.io/dry-run'];

  test.each<[string, Json, string[]]>([
    ['true', {}, []],
    ['0', { action: 'DENY' }, []],
    ['F', { action: 'ALLOW' }, []],
    ['yes', {}, WRONG],
    ['truex', {}, WRONG],
    ['xtrue', {}, WRONG],
    ['true', { action: 'AUDIT' }, WRONG],
    ['true', { action: 'CUSTOM' }, WRONG],
  ])('dry-run %s with %j', (value, spec, expected) => expect(of(AP, dry(value), spec)).toEqual(expected));

  test.each([
    ...['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar', 'EnvoyFilter'].map(
      (kind) => `networking.istio.io/v1/${kind}`,
    ),
    ...['WorkloadEntry', 'WorkloadGroup', 'ProxyConfig'].map((kind) => `networking.istio.io/v1/${kind}`),
    ...['PeerAuthentication', 'RequestAuthentication'].map((kind) => `security.istio.io/v1/${kind}`),
    ...[
      'telemetry.istio.io/v1/Telemetry',
      'extensions.istio.io/v1alpha1/WasmPlugin',
      'extensions.istio.io/v1alpha1/TrafficExtension',
    ],
  ])('of %s: dry-run, and what is Istio’s own', (type) => {
    expect(of(type, dry('true'))).toEqual(WRONG);
    for (const name of ['webhook-always-reject', 'parents', 'parent-namespace']) {
      expect(of(type, { [`internal.istio.io/${name}`]: '' })).toEqual([
        `CIS0110 error n/a metadata.annotations.internal.istio.io/${name}`,
      ]);
    }
    expect(of(type, { 'internal.istio.io/other': 'x' })).toEqual([]);
  });
});

describe('ports that no workload has', () => {
  const named = (id: string, ports: Json[], more: Json = {}) =>
    pod(id, { labels: { app: 'a' }, spec: { containers: [{ name: 'c', ports, ...more }] } });
  const before = (port: Json, more: Json = {}) => service('n/a', { selector: { app: 'a' }, ports: [port], ...more });
  const told = (...manifests: Json[]) => short(found('target-port', manifests));
  const TARGET = ['CIS0507 warning n/a spec.ports[0].targetPort'];
  // What a container declares is a note, where a number is meant.
  const NUMBER = ['CIS0507 info n/a spec.ports[0].targetPort'];
  const PORT = ['CIS0507 info n/a spec.ports[0].port'];
  const http = { name: 'http', containerPort: 8080 };

  test.each<[string, Json[], string[]]>([
    ['its number', [before({ port: 80, targetPort: 8080 }), named('n/p', [http])], []],
    ['its name', [before({ port: 80, targetPort: 'http' }), named('n/p', [http])], []],
    ['another number', [before({ port: 80, targetPort: 8081 }), named('n/p', [http])], NUMBER],
    ['another name', [before({ port: 80, targetPort: 'web' }), named('n/p', [http])], TARGET],
    ['no target', [before({ port: 80 }), named('n/p', [http])], PORT],
    ['no target, the same number', [before({ port: 8080 }), named('n/p', [http])], []],
    ['another protocol', [before({ port: 8080, protocol: 'UDP' }), named('n/p', [http])], PORT],
    ['that protocol', [before({ port: 8080, protocol: 'UDP' }), named('n/p', [{ ...http, protocol: 'UDP' }])], []],
    ['no port declared', [before({ port: 80 }), named('n/p', [])], []],
    ['no port of a name declared', [before({ port: 80, targetPort: 'http' }), named('n/p', [])], TARGET],
    ['one of two workloads', [before({ port: 80 }), named('n/p', [http]), named('n/q', [])], []],
    ['a headless Service', [before({ port: 80 }, { clusterIP: 'None' }), named('n/p', [http])], []],
    [
      'a headless Service by name',
      [before({ port: 80, targetPort: 'web' }, { clusterIP: 'None' }), named('n/p', [http])],
      TARGET,
    ],
    ['an injected gateway', [before({ port: 80 }), named('n/p', [http], { image: 'auto' })], []],
    ['no workload', [before({ port: 80 })], []],
    ['a workload elsewhere', [before({ port: 80 }), named('m/p', [http])], []],
    ['no selector', [before({ port: 80 }, { selector: {} }), named('n/p', [http])], []],
  ])('%s', (_, manifests, expected) => expect(told(...manifests)).toEqual(expected));

  test('of a container that starts first and stays, or of a listener of a Sidecar', () => {
    const starts = (restartPolicy?: string) =>
      pod('n/p', {
        labels: { app: 'a' },
        spec: { containers: [{ ports: [http] }], initContainers: [{ restartPolicy, ports: [{ containerPort: 80 }] }] },
      });
    expect(told(before({ port: 80 }), starts('Always'))).toEqual([]);
    expect(told(before({ port: 80 }), starts())).toEqual(PORT);
    const listener = (id: string, number: number, labels?: Json) =>
      manifest('networking.istio.io/v1/Sidecar', id, {
        spec: { ingress: [{ port: { number } }], ...(labels && { workloadSelector: { labels } }) },
      });
    const one = [before({ port: 80 }), named('n/p', [http])];
    expect(told(...one, listener('n/s', 80))).toEqual([]);
    expect(told(...one, listener('n/s', 80, { app: 'a' }))).toEqual([]);
    expect(told(...one, listener('n/s', 80, { app: 'b' }))).toEqual(PORT);
    expect(told(...one, listener('n/s', 81))).toEqual(PORT);
    expect(told(...one, listener('m/s', 80))).toEqual(PORT);
  });
});
