import { manifest } from '../model/manifest';
import { destinationRule, found, kubernetesGateway, namespace, pod, service, virtualService } from './found';

type Json = Readonly<Record<string, unknown>>;

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const WAYPOINT = { 'istio.io/use-waypoint': 'w' };
const IN_INFRA = { ...WAYPOINT, 'istio.io/use-waypoint-namespace': 'infra' };
const http = [{ route: [{ destination: { host: 'a' } }] }];
const proxy = pod('x/p', { spec: { containers: [{ name: 'istio-proxy', image: 'proxy' }] } });
const codes = (rule: string, ...manifests: Json[]) => found(rule, manifests).map((one) => one.split(' ')[0]);

describe('ambient-virtual-service', () => {
  const route = (id: string, more: Json = {}) =>
    virtualService(id, { hosts: ['a.n.svc.cluster.local'], http, ...more });

  test.each<[string, Json[], string[]]>([
    ['no waypoint', [namespace('n', AMBIENT), service('n/a'), route('n/r')], ['CIS0521']],
    [
      'no waypoint on purpose',
      [
        namespace('n', { ...AMBIENT, ...WAYPOINT }),
        service('n/a', {}, { labels: { 'istio.io/use-waypoint': 'none' } }),
        route('n/r'),
      ],
      ['CIS0521'],
    ],
    ['a waypoint of the namespace', [namespace('n', { ...AMBIENT, ...WAYPOINT }), service('n/a'), route('n/r')], []],
    [
      'a waypoint of the Service',
      [namespace('n', AMBIENT), service('n/a', {}, { labels: WAYPOINT }), route('n/r')],
      [],
    ],
    [
      'a route of another namespace',
      [namespace('n', { ...AMBIENT, ...WAYPOINT }), service('n/a'), route('x/r')],
      ['CIS0522'],
    ],
    [
      'a route beside the waypoint',
      [namespace('n', { ...AMBIENT, ...IN_INFRA }), service('n/a'), route('infra/r')],
      [],
    ],
    [
      'a route beside neither',
      [namespace('n', { ...AMBIENT, ...IN_INFRA }), service('n/a'), route('x/r')],
      ['CIS0522'],
    ],
    ['a namespace with sidecars', [namespace('n', { 'istio-injection': 'enabled' }), service('n/a'), route('n/r')], []],
    ['a namespace that is elsewhere', [service('n/a'), route('n/r')], []],
    ['a Service that is elsewhere', [namespace('n', AMBIENT), route('n/r')], []],
    ['a gateway alone', [namespace('n', AMBIENT), service('n/a'), route('n/r', { gateways: ['g'] })], []],
    [
      'a gateway and the mesh',
      [namespace('n', AMBIENT), service('n/a'), route('n/r', { gateways: ['g', 'mesh'] })],
      ['CIS0521'],
    ],
    ['TCP', [namespace('n', AMBIENT), service('n/a'), route('n/r', { http: [], tcp: http })], []],
    ['TLS', [namespace('n', AMBIENT), service('n/a'), route('n/r', { http: [], tls: http })], ['CIS0521']],
    ['a workload with a sidecar somewhere', [namespace('n', AMBIENT), service('n/a'), route('n/r'), proxy], []],
  ])('%s', (_, manifests, expected) => expect(codes('ambient-virtual-service', ...manifests)).toEqual(expected));
});

describe('ambient-destination-rule', () => {
  const home = [namespace('n', AMBIENT), service('n/a')];
  const enrolled = [namespace('n', { ...AMBIENT, ...IN_INFRA }), service('n/a')];
  const policy = (trafficPolicy: Json, id = 'n/r') =>
    destinationRule(id, { host: 'a.n.svc.cluster.local', trafficPolicy });
  const outlier = { outlierDetection: {} };

  test.each<[string, Json[], string[]]>([
    ['outlier detection', [...home, policy(outlier)], ['CIS0523']],
    ['a pool of requests', [...home, policy({ connectionPool: { http: {} } })], ['CIS0523']],
    ['a pool of connections', [...home, policy({ connectionPool: { tcp: {} } })], []],
    [
      'hashing by a header',
      [...home, policy({ loadBalancer: { consistentHash: { httpHeaderName: 'a' } } })],
      ['CIS0523'],
    ],
    ['hashing by a cookie', [...home, policy({ loadBalancer: { consistentHash: { httpCookie: {} } } })], ['CIS0523']],
    ['hashing by address', [...home, policy({ loadBalancer: { consistentHash: { useSourceIp: true } } })], []],
    ['a port', [...home, policy({ portLevelSettings: [outlier] })], ['CIS0523']],
    ['a subset', [...home, destinationRule('n/r', { host: 'a', subsets: [{ trafficPolicy: outlier }] })], ['CIS0523']],
    ['a waypoint', [...enrolled, policy(outlier)], []],
    ['beside the waypoint', [...enrolled, policy(outlier, 'infra/r')], []],
    ['in the root namespace', [...enrolled, policy(outlier, 'istio-system/r')], []],
    ['anywhere else', [...enrolled, policy(outlier, 'x/r')], ['CIS0524']],
    ['a workload with a sidecar somewhere', [...home, policy(outlier), proxy], []],
  ])('%s', (_, manifests, expected) => expect(codes('ambient-destination-rule', ...manifests)).toEqual(expected));
});

describe('ambient-policy', () => {
  const policy = (type: string, spec: Json) => manifest(type, 'n/p', { spec });
  const selector = { selector: { matchLabels: { app: 'a' } } };
  const AUTHZ = 'security.istio.io/v1/AuthorizationPolicy';
  const JWT = 'security.istio.io/v1/RequestAuthentication';
  const WASM = 'extensions.istio.io/v1alpha1/WasmPlugin';
  const TELEMETRY = 'telemetry.istio.io/v1/Telemetry';

  test.each<[string, Json, number]>([
    [JWT, {}, 1],
    [JWT, { targetRefs: [{ name: 'a' }] }, 0],
    [JWT, { targetRef: { name: 'a' } }, 0],
    [WASM, selector, 1],
    [TELEMETRY, selector, 1],
    [TELEMETRY, {}, 0],
    [AUTHZ, { ...selector, rules: [{ to: [{ operation: { ports: ['80'] } }] }] }, 0],
    [AUTHZ, { ...selector, rules: [{ to: [{ operation: { notPaths: ['/a'] } }] }] }, 1],
    [AUTHZ, { ...selector, rules: [{}, { to: [{ operation: { hosts: ['a'] } }] }] }, 1],
    [AUTHZ, { ...selector, rules: [{ when: [{ key: 'request.headers[a]' }] }] }, 1],
    [AUTHZ, { ...selector, rules: [{ when: [{ key: 'destination.port' }] }] }, 0],
    [AUTHZ, { ...selector, rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }, 1],
    [AUTHZ, { ...selector, rules: [{ from: [{ source: { principals: ['*'] } }] }] }, 0],
  ])('%s %j', (type, spec, count) => {
    expect(codes('ambient-policy', namespace('n', AMBIENT), policy(type, spec))).toHaveLength(count);
    // A workload with a sidecar goes by the selector, and a namespace that is not ambient has no waypoints.
    const injected = pod('n/x', { labels: { app: 'a', 'sidecar.istio.io/inject': 'true' } });
    expect(codes('ambient-policy', namespace('n', AMBIENT), injected, policy(type, spec))).toEqual([]);
    expect(codes('ambient-policy', namespace('n'), policy(type, spec))).toEqual([]);
  });
});

describe('ambient-sidecar', () => {
  const spec = { containers: [{ name: 'istio-proxy', image: 'proxy' }] };
  const inject = { 'sidecar.istio.io/inject': 'true' };

  test.each<[string, Json, number]>([
    ['a plain pod', {}, 0],
    ['a proxy that nobody asked for', { spec }, 1],
    ['a sidecar that is asked for', { labels: inject, spec }, 0],
    ['a sidecar, out of the ambient mesh', { labels: { 'istio.io/dataplane-mode': 'none' }, spec }, 0],
    ['a gateway of the Gateway API', { labels: { 'gateway.networking.k8s.io/gateway-name': 'a' }, spec }, 0],
    ['a gateway from a template', { annotations: { 'inject.istio.io/templates': 'gateway' }, spec }, 0],
    ['the label, and a sidecar by label', { labels: { ...AMBIENT, ...inject } }, 1],
    ['the label, and a sidecar by annotation', { labels: AMBIENT, annotations: inject }, 1],
    ['the label, and a sidecar that was injected', { labels: AMBIENT, spec }, 1],
    ['redirection, and a sidecar', { annotations: { 'ambient.istio.io/redirection': 'enabled' }, spec }, 1],
    ['the label alone', { labels: AMBIENT }, 0],
  ])('%s', (_, rest, count) => {
    expect(codes('ambient-sidecar', namespace('n', AMBIENT), pod('n/p', rest))).toHaveLength(count);
  });
});

describe('waypoint-missing', () => {
  const other = kubernetesGateway('x/other', {});

  test.each<[string, Json[], string[]]>([
    ['there', [service('n/a', {}, { labels: WAYPOINT }), kubernetesGateway('n/w', {})], []],
    ['not there', [service('n/a', {}, { labels: WAYPOINT }), other], ['CIS0527']],
    ['in another namespace', [service('n/a', {}, { labels: IN_INFRA }), kubernetesGateway('infra/w', {})], []],
    ['not in that namespace', [service('n/a', {}, { labels: IN_INFRA }), kubernetesGateway('n/w', {})], ['CIS0527']],
    ['of a namespace', [namespace('n', WAYPOINT), kubernetesGateway('n/w', {})], []],
    ['missing for a namespace', [namespace('n', WAYPOINT), other], ['CIS0527']],
    ['none', [namespace('n', { 'istio.io/use-waypoint': 'none' }), other], []],
    ['made elsewhere', [namespace('n', WAYPOINT)], []],
  ])('%s', (_, manifests, expected) => expect(codes('waypoint-missing', ...manifests)).toEqual(expected));
});
