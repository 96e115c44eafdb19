import { manifest } from '../model/manifest';
import {
  deployment,
  destinationRule,
  found,
  namespace,
  pod,
  service,
  serviceEntry,
  sidecar,
  virtualService,
  type Asked,
} from './found';

type Json = Readonly<Record<string, unknown>>;

const API = 'networking.istio.io/v1';
const paths = (rule: string, manifests: Json[], asked?: Asked) =>
  found(rule, manifests, asked).map((one) => one.split(' ').slice(2).join(' '));

describe('export-to-namespace', () => {
  const told = namespace('web');
  const route = (...exportTo: string[]) => virtualService('n/r', { hosts: ['a.b'], exportTo });

  test.each<[string, Json[], string[]]>([
    ['its own, all and none', [told, route('.', '*', '~')], []],
    ['a Namespace', [told, route('web')], []],
    ['a namespace in which something lives', [told, pod('app/p'), route('app')], []],
    ['a namespace of nobody', [told, route('.', 'wbe')], ['VirtualService n/r spec.exportTo[1]']],
    ['a namespace where none is told', [route('wbe')], []],
    [
      'a DestinationRule',
      [told, destinationRule('n/d', { host: 'a', exportTo: ['x'] })],
      ['DestinationRule n/d spec.exportTo[0]'],
    ],
    [
      'a ServiceEntry',
      [told, serviceEntry('n/e', { hosts: ['a.b'], exportTo: ['x'] })],
      ['ServiceEntry n/e spec.exportTo[0]'],
    ],
    [
      'a Service',
      [told, service('n/s', {}, { annotations: { 'networking.istio.io/exportTo': 'web, x' } })],
      ['Service n/s metadata.annotations.networking.istio.io/exportTo'],
    ],
  ])('%s', (_, manifests, expected) => expect(paths('export-to-namespace', manifests)).toEqual(expected));

  test('in an open world Namespaces may be elsewhere, unless the App holds them all', () => {
    expect(paths('export-to-namespace', [told, route('wbe')], { closed: false })).toEqual([]);
    const asked = { closed: false, facts: { complete: [''] } };
    expect(paths('export-to-namespace', [told, route('wbe')], asked)).toHaveLength(1);
  });
});

describe('wide-tls-lost', () => {
  const rule = (id: string, host: string, trafficPolicy?: Json, more: Json = {}) =>
    destinationRule(id, { host, ...(trafficPolicy && { trafficPolicy }), ...more });
  const wide = (mode: string, id = 'n/wide') => rule(id, '*.n.svc.cluster.local', { tls: { mode } });
  const names = (manifests: Json[], asked?: Asked) =>
    paths('wide-tls-lost', manifests, asked).map((one) => one.split(' ')[1]);

  test.each<[string, Json[], string[]]>([
    ['no TLS', [wide('SIMPLE'), rule('n/a', 'a', {})], ['n/a']],
    ['no policy', [wide('DISABLE'), rule('n/a', 'a')], ['n/a']],
    ['TLS', [wide('SIMPLE'), rule('n/a', 'a', { tls: { mode: 'DISABLE' } })], []],
    ['TLS of a port', [wide('SIMPLE'), rule('n/a', 'a', { portLevelSettings: [{ tls: {} }] })], []],
    ['TLS of every subset', [wide('SIMPLE'), rule('n/a', 'a', {}, { subsets: [{ trafficPolicy: { tls: {} } }] })], []],
    [
      'TLS of one subset',
      [wide('SIMPLE'), rule('n/a', 'a', {}, { subsets: [{ trafficPolicy: { tls: {} } }, {}] })],
      ['n/a'],
    ],
    ['another host', [wide('SIMPLE'), rule('n/a', 'a.m.svc.cluster.local', {})], []],
    ['another namespace', [wide('SIMPLE', 'm/wide'), rule('n/a', 'a', {})], []],
    ['the root namespace', [wide('SIMPLE', 'istio-system/wide'), rule('n/a', 'a', {})], ['n/a']],
    ['a rule for some workloads', [wide('SIMPLE'), rule('n/a', 'a', {}, { workloadSelector: {} })], []],
    ['a wildcard without TLS', [rule('n/wide', '*.n.svc.cluster.local', {}), rule('n/a', 'a', {})], []],
    [
      'a wildcard for some workloads',
      [
        rule('n/wide', '*.svc.cluster.local', { tls: { mode: 'SIMPLE' } }, { workloadSelector: {} }),
        rule('n/a', 'a', {}),
      ],
      [],
    ],
    ['what automatic mTLS does anyway', [wide('ISTIO_MUTUAL'), rule('n/a', 'a', {})], []],
  ])('%s', (_, manifests, expected) => expect(names(manifests)).toEqual(expected));

  test('mTLS is lost where the mesh does none by itself', () => {
    const mesh = { enableAutoMtls: false };
    expect(names([wide('ISTIO_MUTUAL'), rule('n/a', 'a', {})], { mesh })).toEqual(['n/a']);
  });
});

describe('target-port', () => {
  const app = (ports: Json[], more: Json = {}) =>
    deployment('n/d', { metadata: { labels: { app: 'a' } }, spec: { containers: [{ image: 'a', ports, ...more }] } });
  const to = (port: Json, more: Json = {}) =>
    service('n/s', { selector: { app: 'a' }, ports: [{ port: 80, ...port }], ...more });
  const http = [{ name: 'http', containerPort: 8080 }];

  test.each<[string, Json[], string[]]>([
    ['a name', [app(http), to({ targetPort: 'http' })], []],
    ['another name', [app(http), to({ targetPort: 'htpp' })], ['Service n/s spec.ports[0].targetPort']],
    ['a name where none is declared', [app([]), to({ targetPort: 'http' })], ['Service n/s spec.ports[0].targetPort']],
    ['a number', [app(http), to({ targetPort: 8080 })], []],
    ['another number', [app(http), to({ targetPort: 8081 })], ['Service n/s spec.ports[0].targetPort']],
    ['a number where none is declared', [app([]), to({ targetPort: 8081 })], []],
    ['its own number', [app(http), to({ port: 8080 })], []],
    ['another of its own', [app(http), to({})], ['Service n/s spec.ports[0].port']],
    [
      'another protocol',
      [app(http), to({ targetPort: 'http', protocol: 'UDP' })],
      ['Service n/s spec.ports[0].targetPort'],
    ],
    ['no virtual address', [app(http), to({}, { clusterIP: 'None' })], []],
    ['an injected gateway', [app(http, { image: 'auto' }), to({})], []],
    ['no workload', [to({ targetPort: 'x' })], []],
    [
      'a workload of another namespace',
      [deployment('m/d', { metadata: { labels: { app: 'a' } }, spec: {} }), to({ targetPort: 'x' })],
      [],
    ],
    ['no selector', [app(http), service('n/s', { ports: [{ port: 80, targetPort: 'x' }] })], []],
    [
      'a native sidecar',
      [
        deployment('n/d', {
          metadata: { labels: { app: 'a' } },
          spec: {
            containers: [{ ports: http }],
            initContainers: [{ restartPolicy: 'Always', ports: [{ containerPort: 80 }] }],
          },
        }),
        to({}),
      ],
      [],
    ],
    [
      'an init container that ends',
      [
        deployment('n/d', {
          metadata: { labels: { app: 'a' } },
          spec: { containers: [{ ports: http }], initContainers: [{ ports: [{ containerPort: 80 }] }] },
        }),
        to({}),
      ],
      ['Service n/s spec.ports[0].port'],
    ],
    ['a listener of a Sidecar', [app(http), to({}), sidecar('n/c', { ingress: [{ port: { number: 80 } }] })], []],
    [
      'a listener of another Sidecar',
      [
        app(http),
        to({}),
        sidecar('n/c', { workloadSelector: { labels: { app: 'b' } }, ingress: [{ port: { number: 80 } }] }),
      ],
      ['Service n/s spec.ports[0].port'],
    ],
    [
      'one of two versions',
      [
        app(http),
        pod('n/p', { labels: { app: 'a', version: 'v2' }, spec: { containers: [{ ports: [{ containerPort: 80 }] }] } }),
        to({}),
      ],
      [],
    ],
  ])('%s', (_, manifests, expected) => expect(paths('target-port', manifests)).toEqual(expected));
});

describe('sidecar-egress-host', () => {
  const web = service('shop/web');
  const imports = (...hosts: string[]) => sidecar('app/s', { egress: [{ hosts }] });
  const WEB = 'web.shop.svc.cluster.local';
  const FIRST = ['Sidecar app/s spec.egress[0].hosts[0]'];

  test.each<[string, Json[], string[]]>([
    ['a Service', [web, imports(`shop/${WEB}`)], []],
    ['a Service of any namespace', [web, imports(`*/${WEB}`)], []],
    ['a Service of its own namespace, which it is not of', [web, imports(`./${WEB}`)], FIRST],
    ['a short name', [web, imports('shop/web')], FIRST],
    ['nobody', [web, imports('shop/wbe.shop.svc.cluster.local')], FIRST],
    ['nobody at all', [imports('shop/wbe.shop.svc.cluster.local')], []],
    ['wildcards', [web, imports('*/*', './*', '~/*', 'shop/*.x')], []],
    ['a ServiceEntry', [serviceEntry('shop/e', { hosts: ['a.b'] }), imports('shop/a.b')], []],
    ['a ServiceEntry of a wildcard', [serviceEntry('shop/e', { hosts: ['*.b'] }), imports('*/a.b')], []],
    [
      'a ServiceEntry of another namespace',
      [serviceEntry('shop/e', { hosts: ['a.b', '*.c'] }), imports('app/a.b', 'app/x.c')],
      [...FIRST, 'Sidecar app/s spec.egress[0].hosts[1]'],
    ],
    ['a VirtualService', [web, virtualService('app/v', { hosts: ['a.b'] }), imports('./a.b')], []],
    [
      'a VirtualService by its short name',
      [web, virtualService('app/v', { hosts: ['v'] }), imports('app/v.app.svc.cluster.local')],
      [],
    ],
  ])('%s', (_, manifests, expected) => expect(paths('sidecar-egress-host', manifests)).toEqual(expected));

  test('in an open world only of namespaces that are complete', () => {
    const manifests = [web, imports('shop/wbe.shop.svc.cluster.local', '*/a.b')];
    expect(paths('sidecar-egress-host', manifests, { closed: false })).toEqual([]);
    expect(paths('sidecar-egress-host', manifests, { closed: false, facts: { complete: ['shop'] } })).toEqual(FIRST);
  });
});

describe('Sidecars', () => {
  const root = (workloadSelector?: Json) =>
    sidecar('istio-system/s', { ...(workloadSelector && { workloadSelector }) });

  test.each<[string, Json[], number]>([
    ['no selector', [root()], 0],
    ['an empty selector', [root({})], 1],
    ['a selector of nobody', [root({ labels: { app: 'a' } })], 1],
    [
      'a selector of somebody there',
      [root({ labels: { app: 'a' } }), pod('istio-system/p', { labels: { app: 'a' } })],
      0,
    ],
    ['a selector of somebody elsewhere', [root({ labels: { app: 'a' } }), pod('n/p', { labels: { app: 'a' } })], 1],
    ['another namespace', [sidecar('n/s', { workloadSelector: {} })], 0],
  ])('root-sidecar-selector: %s', (_, manifests, count) => {
    expect(paths('root-sidecar-selector', manifests)).toHaveLength(count);
  });

  test('root-sidecar-selector: the root namespace is a setting', () => {
    expect(
      paths('root-sidecar-selector', [sidecar('n/s', { workloadSelector: {} })], { mesh: { rootNamespace: 'n' } }),
    ).toHaveLength(1);
  });

  test.each<[Json, number]>([
    [{}, 0],
    [{ outboundTrafficPolicy: {} }, 1],
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, 0],
    [{ outboundTrafficPolicy: { egressProxy: { host: 'a' } } }, 1],
  ])('sidecar-outbound-mode: %j', (spec, count) => {
    expect(paths('sidecar-outbound-mode', [sidecar('n/s', spec)])).toHaveLength(count);
  });
});

describe('group-template', () => {
  const group = (id: string, account?: string, labels?: Json) =>
    manifest(`${API}/WorkloadGroup`, id, { spec: { metadata: { labels }, template: { serviceAccount: account } } });
  const account = (id: string) => manifest('v1/ServiceAccount', id);

  test.each<[string, Json[], string[]]>([
    ['an account', [account('n/a'), group('n/g', 'a')], []],
    ['another account', [account('n/a'), group('n/g', 'b')], ['WorkloadGroup n/g spec.template.serviceAccount']],
    [
      'an account of another namespace',
      [account('m/a'), group('n/g', 'a')],
      ['WorkloadGroup n/g spec.template.serviceAccount'],
    ],
    ['accounts from elsewhere', [group('n/g', 'b')], []],
    ['no account, or the default', [account('n/a'), group('n/g'), group('n/h', 'default')], []],
    ['labels of its own', [group('n/g', undefined, { a: '1' }), group('n/h', undefined, { a: '2' })], []],
    [
      'the labels of another',
      [group('n/g', undefined, { a: '1', b: '2' }), group('n/h', undefined, { b: '2', a: '1' })],
      ['WorkloadGroup n/h spec.metadata.labels'],
    ],
    ['labels of another namespace', [group('n/g', undefined, { a: '1' }), group('m/h', undefined, { a: '1' })], []],
    ['no labels', [group('n/g'), group('n/h')], []],
  ])('%s', (_, manifests, expected) => expect(paths('group-template', manifests)).toEqual(expected));
});
