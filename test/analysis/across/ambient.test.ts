import { manifest } from '../model/manifest';
import {
  destinationRule,
  found,
  kubernetesGateway,
  namespace,
  pod,
  service,
  virtualService,
  type Asked,
} from './found';

type Json = Readonly<Record<string, unknown>>;
const MODE = 'istio.io/dataplane-mode';
const USE = 'istio.io/use-waypoint';
const home = (labels: Json = {}) => namespace('n', { [MODE]: 'ambient', ...labels });
const a = (labels: Json = {}) => service('n/a', {}, { labels });
const injected = (id: string) => pod(id, { spec: { containers: [{ name: 'istio-proxy', image: 'i' }] } });
const codes = (rule: string, manifests: Json[], asked?: Asked) =>
  found(rule, manifests, asked).map((one) => one.split(' ')[0]);

describe('which settings of a DestinationRule need a waypoint', () => {
  const HTTP = { connectionPool: { http: {} } };
  const rule = (trafficPolicy: Json = HTTP, more: Json = {}, id = 'n/r') =>
    destinationRule(id, { host: 'a.n.svc.cluster.local', trafficPolicy, ...more });
  const judged = (...manifests: Json[]) => codes('ambient-destination-rule', manifests);

  test.each<[Json, Json, boolean]>([
    [HTTP, {}, true],
    [{ outlierDetection: {} }, {}, true],
    [{ loadBalancer: { consistentHash: { httpHeaderName: 'x' } } }, {}, true],
    [{ loadBalancer: { consistentHash: { httpCookie: { name: 'x' } } } }, {}, true],
    [{ loadBalancer: { consistentHash: { useSourceIp: true } } }, {}, false],
    [{ loadBalancer: { simple: 'RANDOM' } }, {}, false],
    [{ connectionPool: { tcp: {} } }, {}, false],
    [{ portLevelSettings: [{}, HTTP] }, {}, true],
    [{}, { subsets: [{}, { trafficPolicy: HTTP }] }, true],
    [{}, {}, false],
  ])('%j %j: %s', (trafficPolicy, more, expected) => {
    expect(judged(home(), a(), rule(trafficPolicy, more))).toEqual(expected ? ['CIS0523'] : []);
  });

  test.each<[string, Json[], string[]]>([
    ['no ambient namespace', [namespace('n'), a(), rule()], []],
    ['no namespace', [a(), rule()], []],
    ['no Service', [home(), rule()], []],
    ['a sidecar somewhere', [home(), a(), rule(), injected('m/p')], []],
    ['a waypoint of the namespace', [home({ [USE]: 'w' }), a(), rule()], []],
    ['a waypoint of the Service', [home(), a({ [USE]: 'w' }), rule()], []],
    ['none', [home({ [USE]: 'w' }), a({ [USE]: 'none' }), rule()], ['CIS0523']],
    ['an empty one', [home({ [USE]: 'w' }), a({ [USE]: '' }), rule()], ['CIS0523']],
    ['a rule elsewhere', [home({ [USE]: 'w' }), a(), rule(HTTP, {}, 'm/r')], ['CIS0524']],
    ['a rule of the root namespace', [home({ [USE]: 'w' }), a(), rule(HTTP, {}, 'istio-system/r')], []],
    [
      "a rule of the waypoint's namespace",
      [home({ [USE]: 'w', [`${USE}-namespace`]: 'm' }), a(), rule(HTTP, {}, 'm/r')],
      [],
    ],
  ])('%s', (_, manifests, expected) => expect(judged(...manifests)).toEqual(expected));
});

describe('which VirtualServices need a waypoint', () => {
  const v = (spec: Json = {}, id = 'n/v') =>
    virtualService(id, { hosts: ['a.n.svc.cluster.local'], http: [{}], ...spec });
  const judged = (...manifests: Json[]) => codes('ambient-virtual-service', manifests);

  test.each<[string, Json[], string[]]>([
    ['routes', [home(), a(), v()], ['CIS0521']],
    ['routes by SNI', [home(), a(), v({ http: [], tls: [{}] })], ['CIS0521']],
    ['routes of TCP', [home(), a(), v({ http: [], tcp: [{}] })], []],
    ['routes in the mesh', [home(), a(), v({ gateways: ['g', 'mesh'] })], ['CIS0521']],
    ['routes at a gateway', [home(), a(), v({ gateways: ['g'] })], []],
    ['a sidecar somewhere', [home(), a(), v(), injected('m/p')], []],
    ['a waypoint', [home({ [USE]: 'w' }), a(), v()], []],
    ['a waypoint, from elsewhere', [home({ [USE]: 'w' }), a(), v({}, 'm/v')], ['CIS0522']],
    ["a waypoint's namespace", [home({ [USE]: 'w', [`${USE}-namespace`]: 'm' }), a(), v({}, 'm/v')], []],
    ['a namespace outside', [namespace('n'), a(), v()], []],
    ['another host', [home(), a(), v({ hosts: ['x.y'] })], []],
  ])('%s', (_, manifests, expected) => expect(judged(...manifests)).toEqual(expected));

  test('each host has its place', () => {
    expect(found('ambient-virtual-service', [home(), a(), v({ hosts: ['x.y', 'a'] })])).toEqual([
      'CIS0521 warning VirtualService n/v spec.hosts[1]',
    ]);
  });
});

describe('which policies name their target', () => {
  const AP = 'security.istio.io/v1/AuthorizationPolicy';
  const policy = (type: string, spec: Json, id = 'n/p') => manifest(type, id, { spec });
  const judged = (...manifests: Json[]) =>
    found('ambient-policy', manifests).map((one) =>
      one
        .split(' ')
        .filter((_, i) => i !== 2 && i !== 3)
        .join(' '),
    );
  const NAMED = ['CIS0525 warning metadata.name'];
  const operation = (of: Json) => ({ rules: [{}, { to: [{}, { operation: of }] }] });

  test.each<[string, Json, boolean]>([
    [AP, operation({ methods: ['GET'] }), true],
    [AP, operation({ notMethods: ['GET'] }), true],
    [AP, operation({ paths: ['/'] }), true],
    [AP, operation({ notPaths: ['/'] }), true],
    [AP, operation({ hosts: ['a'] }), true],
    [AP, operation({ notHosts: ['a'] }), true],
    [AP, operation({ ports: ['80'] }), false],
    [AP, { rules: [{ when: [{ key: 'request.headers[x]' }] }] }, true],
    [AP, { rules: [{ when: [{ key: 'source.ip' }] }] }, false],
    [AP, { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }, true],
    [AP, { rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] }, true],
    [AP, { rules: [{ from: [{ source: { principals: ['*'] } }] }] }, false],
    [AP, {}, false],
    [AP, { ...operation({ paths: ['/'] }), targetRef: { kind: 'Service', name: 'a' } }, false],
    [AP, { ...operation({ paths: ['/'] }), targetRefs: [{ kind: 'Service', name: 'a' }] }, false],
    [AP, { ...operation({ paths: ['/'] }), targetRefs: [] }, true],
    ['security.istio.io/v1/RequestAuthentication', {}, true],
    ['extensions.istio.io/v1alpha1/WasmPlugin', {}, true],
    ['extensions.istio.io/v1alpha1/TrafficExtension', {}, true],
    ['telemetry.istio.io/v1/Telemetry', {}, false],
  ])('%s %j: %s', (type, spec, expected) => {
    expect(judged(home(), policy(type, spec))).toEqual(expected ? NAMED : []);
    expect(judged(namespace('n'), policy(type, spec))).toEqual([]);
    expect(judged(home(), policy(type, spec), injected('n/w'))).toEqual([]);
    expect(judged(home(), policy(type, spec), injected('m/w'))).toEqual(expected ? NAMED : []);
  });

  test('a selector is pointed at', () => {
    const selector = { matchLabels: { app: 'a' } };
    expect(judged(home(), policy('telemetry.istio.io/v1/Telemetry', { selector }))).toEqual([
      'CIS0525 warning spec.selector',
    ]);
    expect(judged(home(), policy('security.istio.io/v1/RequestAuthentication', { selector }))).toEqual([
      'CIS0525 warning spec.selector',
    ]);
    expect(judged(home(), policy('security.istio.io/v1/RequestAuthentication', { selector }), injected('n/w'))).toEqual(
      ['CIS0525 warning spec.selector'],
    );
  });
});

describe('workloads with a sidecar in the ambient mesh', () => {
  const INJECT = 'sidecar.istio.io/inject';
  const proxy = { spec: { containers: [{ name: 'istio-proxy', image: 'i' }] } };
  const told = (rest: Json, labels: Json = { [MODE]: 'ambient' }) =>
    codes('ambient-sidecar', [namespace('n', labels), pod('n/p', rest)]).length;
  const ambient = { [MODE]: 'ambient' };

  test.each<[Json, number, number]>([
    [{}, 0, 0],
    [proxy, 1, 0],
    [{ labels: ambient }, 0, 0],
    [{ labels: ambient, ...proxy }, 1, 1],
    [{ labels: { ...ambient, [INJECT]: 'true' } }, 1, 1],
    [{ labels: ambient, annotations: { [INJECT]: 'true' } }, 1, 1],
    [{ labels: { ...ambient, [INJECT]: 'false' }, annotations: { [INJECT]: 'true' } }, 0, 0],
    [{ annotations: { 'ambient.istio.io/redirection': 'enabled' }, ...proxy }, 1, 1],
    [{ labels: { [MODE]: 'none' }, ...proxy }, 0, 0],
    [{ labels: { [INJECT]: 'true' }, ...proxy }, 0, 0],
    [{ labels: { 'gateway.networking.k8s.io/gateway-name': 'g' }, ...proxy }, 0, 0],
    [{ annotations: { 'inject.istio.io/templates': 'gateway' }, ...proxy }, 0, 0],
  ])('%j: %d in an ambient namespace, %d elsewhere', (rest, within, outside) => {
    expect([told(rest), told(rest, {})]).toEqual([within, outside]);
  });
});

describe('waypoints', () => {
  const missing = (manifests: Json[], asked?: Asked) => found('waypoint-missing', manifests, asked);
  const w = kubernetesGateway('n/w', {});

  test.each<[string, Json, boolean]>([
    ['of a namespace', namespace('n', { [USE]: 'w' }), false],
    ['of a namespace, missing', namespace('n', { [USE]: 'x' }), true],
    ['of another namespace, missing', namespace('m', { [USE]: 'w' }), true],
    ['of another namespace, named', namespace('m', { [USE]: 'w', [`${USE}-namespace`]: 'n' }), false],
    ['of a Service', service('n/a', {}, { labels: { [USE]: 'w' } }), false],
    ['of a Service elsewhere', service('m/a', {}, { labels: { [USE]: 'w' } }), true],
    ['of a ServiceEntry', manifest('networking.istio.io/v1/ServiceEntry', 'n/a', { labels: { [USE]: 'x' } }), true],
    ['none', service('n/a', {}, { labels: { [USE]: 'none' } }), false],
    ['nothing', service('n/a', {}, { labels: { [USE]: '' } }), false],
    ['unset', service('n/a'), false],
  ])('%s', (_, one, expected) => {
    expect(missing([one, w]).map((one) => one.split(' ')[0])).toEqual(expected ? ['CIS0527'] : []);
    expect(missing([one])).toEqual([]);
    expect(missing([one, w], { closed: false })).toEqual([]);
  });

  test('are told at the label', () => {
    expect(missing([service('n/a', {}, { labels: { [USE]: 'x' } }), w])).toEqual([
      `CIS0527 error Service n/a metadata.labels.${USE}`,
    ]);
  });
});
