import { manifest } from '../model/manifest';
import { configMap, deployment, found, namespace, pod, said, service } from './found';

type Json = Readonly<Record<string, unknown>>;
const PROXY = { name: 'istio-proxy', image: 'i' };

describe('port-name', () => {
  const port = (of: Json, spec: Json = {}, labels: Json = {}) =>
    found('port-name', [service('n/a', { ports: [{ port: 80, ...of }], ...spec }, { labels })]);
  const GUESSED = ['IST0118 info Service n/a spec.ports[0].port'];
  const EXTERNAL = ['IST0150 warning Service n/a spec.ports[0].port'];

  test.each<[Json, string[]]>([
    [{ name: 'http' }, []],
    [{ name: 'HTTP-web' }, []],
    [{ name: 'grpc-web' }, []],
    [{ name: 'grpc-webx' }, []],
    [{ name: 'GRPC-Web-x' }, []],
    [{ name: 'x-grpc-web' }, GUESSED],
    [{ name: 'web' }, GUESSED],
    [{ name: '-http' }, GUESSED],
    [{}, GUESSED],
    [{ name: 'web', protocol: 'UDP' }, []],
    [{ name: 'web', protocol: 'TCP' }, GUESSED],
    [{ name: 'http', appProtocol: 'odd' }, GUESSED],
    [{ name: 'web', appProtocol: 'http' }, []],
    [{ name: 'http', appProtocol: '' }, GUESSED],
    [{ appProtocol: 'kubernetes.io/h2c' }, []],
    [{ appProtocol: 'kubernetes.io/ws' }, []],
    [{ appProtocol: 'kubernetes.io/wss' }, []],
    [{ appProtocol: 'kubernetes.io/other' }, GUESSED],
    [{ port: 25 }, []],
    [{ port: 53 }, []],
    [{ port: 3306 }, []],
    [{ port: 27017 }, []],
  ])('%j', (of, expected) => expect(port(of)).toEqual(expected));

  test('of an ExternalName Service says a protocol, and not TCP', () => {
    expect(port({ name: 'http' }, { type: 'ExternalName' })).toEqual([]);
    expect(port({ name: 'web' }, { type: 'ExternalName' })).toEqual(EXTERNAL);
    expect(port({ name: 'tcp' }, { type: 'ExternalName' })).toEqual(EXTERNAL);
    expect(port({ name: 'tcp-a' }, { type: 'ExternalName' })).toEqual([]);
    expect(port({ name: 'tcp' })).toEqual([]);
  });

  test.each<[Json, string[]]>([
    [{ istio: 'pilot' }, []],
    [{ release: 'istio' }, []],
    [{ 'gateway.istio.io/managed': 'istio.io-gateway-controller' }, []],
    [{ 'gateway.istio.io/managed': 'istio.io-mesh-controller' }, []],
    [{ 'gateway.istio.io/managed': 'istio.io-eastwest-controller' }, []],
    [{ 'gateway.istio.io/managed': 'x' }, GUESSED],
  ])('of a Service with labels %j', (labels, expected) => expect(port({ name: 'web' }, {}, labels)).toEqual(expected));

  test('every port is judged by itself', () => {
    const ports = [{ port: 80, name: 'web' }, { port: 81, name: 'http' }, { port: 82 }];
    expect(found('port-name', [service('n/a', { ports })])).toEqual([
      ...GUESSED,
      'IST0118 info Service n/a spec.ports[2].port',
    ]);
  });
});

describe('service-association', () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [PROXY] } };
  const before = (id: string, ports: Json[], spec: Json = { selector: { app: 'a' } }) =>
    service(id, { ports, ...spec });
  const of = (...services: Json[]) =>
    found('service-association', [deployment('n/d', template), ...services]).map((one) => one.split(' ')[0]);

  test.each<[string, Json[], string[]]>([
    ['one Service', [before('n/a', [{ port: 80 }])], []],
    ['two that agree', [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 80, protocol: 'TCP' }])], []],
    ['two protocols', [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 80, protocol: 'UDP' }])], ['IST0116']],
    ['two ports', [before('n/a', [{ port: 80, protocol: 'UDP' }]), before('n/b', [{ port: 81 }])], []],
    [
      'one target of two ports',
      [
        before('n/a', [
          { port: 80, targetPort: 8080 },
          { port: 81, targetPort: 8080 },
        ]),
      ],
      ['IST0137'],
    ],
    [
      'one named target',
      [before('n/a', [{ port: 80, targetPort: 'h' }]), before('n/b', [{ port: 81, targetPort: 'h' }])],
      ['IST0137'],
    ],
    [
      'a target that is another port',
      [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 81, targetPort: 80 }])],
      ['IST0137'],
    ],
    ['target 0', [before('n/a', [{ port: 80, targetPort: 0 }]), before('n/b', [{ port: 81, targetPort: 0 }])], []],
    ['two targets', [before('n/a', [{ port: 80, targetPort: 1 }]), before('n/b', [{ port: 80, targetPort: 2 }])], []],
    ['another namespace', [before('n/a', [{ port: 80 }]), before('m/b', [{ port: 80, protocol: 'UDP' }])], []],
    [
      'other labels',
      [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 80, protocol: 'UDP' }], { selector: { app: 'b' } })],
      [],
    ],
    [
      'no selector',
      [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 80, protocol: 'UDP' }], { selector: {} })],
      [],
    ],
  ])('%s', (_, services, expected) => expect(of(...services)).toEqual(expected));

  test('of Deployments outside the mesh, or of a waypoint, is not looked at', () => {
    const services = [before('n/a', [{ port: 80 }]), before('n/b', [{ port: 80, protocol: 'UDP' }])];
    const outside = { metadata: { labels: { app: 'a' } } };
    expect(found('service-association', [deployment('n/d', outside), ...services])).toEqual([]);
    expect(
      found('service-association', [
        deployment('n/d', outside),
        namespace('n', { 'istio-injection': 'enabled' }),
        ...services,
      ]),
    ).toEqual(['IST0116 warning Deployment n/d metadata.name']);
    const labels = { 'gateway.istio.io/managed': 'istio.io-mesh-controller' };
    expect(found('service-association', [deployment('n/d', template, { labels }), ...services])).toEqual([]);
    const annotated = { metadata: { labels: { app: 'a' }, annotations: { 'sidecar.istio.io/inject': 'true' } } };
    expect(found('service-association', [deployment('n/d', annotated), ...services])).toHaveLength(1);
  });
});

describe('injection', () => {
  const labelled = (labels: Json, ...more: Json[]) =>
    found('injection', [namespace('n', labels), ...more]).map((one) => one.split(' ').slice(0, 4).join(' '));
  const enabled = { 'istio-injection': 'enabled' };
  const rev = { 'istio.io/rev': 'r' };
  const ambient = { 'istio.io/dataplane-mode': 'ambient' };
  const NOT = ['IST0102 info Namespace n'];
  const TWO = ['IST0123 warning Namespace n'];

  test.each<[Json, string[]]>([
    [{}, NOT],
    [enabled, []],
    [{ 'istio-injection': 'disabled' }, []],
    [{ 'istio-injection': '' }, NOT],
    [rev, []],
    [{ ...enabled, ...rev }, TWO],
    [{ 'istio-injection': 'disabled', ...rev }, []],
    [{ ...enabled, ...ambient }, TWO],
    [{ ...rev, ...ambient }, TWO],
    [{ 'istio-injection': 'disabled', ...ambient }, []],
    [ambient, []],
    [{ 'istio.io/dataplane-mode': 'none' }, NOT],
  ])('of a namespace with %j', (labels, expected) => expect(labelled(labels)).toEqual(expected));

  test("Istio's own namespace is not judged", () =>
    expect(found('injection', [namespace('istio-system')])).toEqual([]));

  const settings = (name: string, values: unknown) =>
    configMap(`istio-system/${name}`, { values: typeof values === 'string' ? values : JSON.stringify(values) });
  const byDefault = { sidecarInjectorWebhook: { enableNamespacesByDefault: true } };
  test.each<[string, unknown, string]>([
    ['istio-sidecar-injector', byDefault, 'IST0148'],
    ['istio-sidecar-injector', { sidecarInjectorWebhook: {} }, 'IST0102'],
    ['istio-sidecar-injector', { sidecarInjectorWebhook: { enableNamespacesByDefault: 'true' } }, 'IST0102'],
    ['istio-sidecar-injector', 'no JSON', 'IST0102'],
    ['istio-sidecar-injector', [], 'IST0102'],
    ['istio-sidecar-injector-r', byDefault, 'IST0102'],
  ])('where %s says %j', (name, values, expected) => {
    expect(labelled({}, settings(name, values))).toEqual([`${expected} info Namespace n`]);
  });

  const one = (rest: Json, labels: Json = enabled) =>
    found('injection', [namespace('n', labels), pod('n/p', rest)]).filter((found) => found.includes('Pod'));
  const MISSING = ['IST0103 warning Pod n/p'];
  const INJECT = 'sidecar.istio.io/inject';

  test.each<[Json, string[]]>([
    [{}, MISSING],
    [{ spec: { containers: [PROXY] } }, []],
    [{ spec: { initContainers: [PROXY] } }, []],
    [{ spec: { containers: [{ name: 'istio-proxy' }] } }, MISSING],
    [{ spec: { containers: [{ name: 'app', image: 'i' }] } }, MISSING],
    [{ spec: { hostNetwork: true } }, []],
    [{ spec: { hostNetwork: false } }, MISSING],
    [{ labels: { [INJECT]: 'false' } }, []],
    [{ labels: { [INJECT]: 'False' } }, []],
    [{ annotations: { [INJECT]: 'false' } }, []],
    [{ labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } }, MISSING],
  ])('of a pod with %j', (rest, expected) => expect(one(rest)).toEqual(expected));

  test('a pod that is yet to be applied gets its proxy on the way', () => {
    const asked = [namespace('n', enabled), pod('n/p')];
    expect(found('injection', asked)).toEqual(MISSING);
    expect(found('injection', asked, { closed: false })).toEqual([]);
  });

  test('pods elsewhere need none', () => {
    expect(one({}, {})).toEqual([]);
    expect(one({}, rev)).toEqual([]);
    expect(found('injection', [namespace('n', enabled), pod('m/p')])).toEqual([]);
  });
});

describe('proxy-image', () => {
  const settings = (
    name = 'istio-sidecar-injector',
    global: unknown = { hub: 'h', tag: 't', proxy: { image: 'proxyv2' } },
  ) => configMap(`istio-system/${name}`, { values: JSON.stringify({ global }) });
  const running = (image: string, rest: Json = {}) =>
    pod('n/p', { spec: { containers: [{ name: 'istio-proxy', image }] }, ...rest });
  const enabled = namespace('n', { 'istio-injection': 'enabled' });
  const stale = (manifests: Json[], mesh?: Json) => found('proxy-image', manifests, { ...(mesh && { mesh }) });
  const STALE = ['IST0158 warning Namespace n'];
  const config = (id: string, type: string, spec: Json = {}) =>
    manifest('networking.istio.io/v1beta1/ProxyConfig', id, { spec: { image: { imageType: type }, ...spec } });

  test.each<[string, Json[], string[]]>([
    ['the image itself', [settings(), enabled, running('h/proxyv2:t')], []],
    ['another tag', [settings(), enabled, running('h/proxyv2:u')], STALE],
    ['no settings', [enabled, running('h/proxyv2:u')], []],
    [
      'settings that are no JSON name no image',
      [configMap('istio-system/istio-sidecar-injector', { values: '{' }), enabled, running('x')],
      STALE,
    ],
    [
      'settings that are no fields neither',
      [configMap('istio-system/istio-sidecar-injector', { values: '[]' }), enabled, running('x')],
      STALE,
    ],
    ['no namespace', [settings(), running('h/proxyv2:u')], []],
    ['no injection', [settings(), namespace('n'), running('h/proxyv2:u')], []],
    [
      'an image of its own',
      [settings(), enabled, running('x', { annotations: { 'sidecar.istio.io/proxyImage': 'x' } })],
      [],
    ],
    [
      'an init container',
      [settings(), enabled, pod('n/p', { spec: { initContainers: [{ name: 'istio-proxy', image: 'x' }] } })],
      STALE,
    ],
    [
      'another container',
      [settings(), enabled, pod('n/p', { spec: { containers: [{ name: 'app', image: 'x' }] } })],
      [],
    ],
    ['a whole image', [settings(undefined, { proxy: { image: 'x/y:z' } }), enabled, running('x/y:z')], []],
    [
      'the revision',
      [settings('istio-sidecar-injector-r'), namespace('n', { 'istio.io/rev': 'r' }), running('x')],
      STALE,
    ],
    ['the default revision', [settings(), namespace('n', { 'istio.io/rev': 'default' }), running('x')], STALE],
    ['an empty revision', [settings(), namespace('n', { 'istio.io/rev': '' }), running('x')], STALE],
    ['another revision', [settings(), namespace('n', { 'istio.io/rev': 'r' }), running('x')], []],
    ['other settings', [settings('other'), enabled, running('x')], []],
    ['a workload without type', [settings(), enabled, running('h/proxyv2:t-distroless')], STALE],
    [
      'the root namespace',
      [settings(), enabled, config('istio-system/c', 'distroless'), running('h/proxyv2:t-distroless')],
      [],
    ],
    [
      'its namespace',
      [settings(), enabled, config('istio-system/c', 'a'), config('n/c', 'b'), running('h/proxyv2:t-b')],
      [],
    ],
    ['its namespace alone', [settings(), enabled, config('m/c', 'b'), running('h/proxyv2:t-b')], STALE],
    ['the default type', [settings(), enabled, config('n/c', 'default'), running('h/proxyv2:t')], []],
  ])('%s', (_, manifests, expected) => expect(stale(manifests)).toEqual(expected));

  test('pods are named in order', () => {
    const [message] = said('proxy-image', [
      settings(),
      enabled,
      ...['n/b', 'n/a'].map((id) => pod(id, { spec: { containers: [{ name: 'istio-proxy', image: 'x' }] } })),
    ]);
    expect(message).toContain('(pod names: [a b])');
  });

  test('a type is that of the mesh, of the workload, of the pod: the last one counts', () => {
    const all = [settings(), enabled];
    const mesh = { defaultConfig: { image: { imageType: 'm' } } };
    const own = config('n/w', 'w', { selector: { matchLabels: { app: 'a' } } });
    const labels = { app: 'a' };
    expect(stale([...all, running('h/proxyv2:t-m')], mesh)).toEqual([]);
    expect(stale([...all, config('n/c', 'c'), running('h/proxyv2:t-m')], mesh)).toEqual(STALE);
    expect(stale([...all, own, config('n/c', 'c'), running('h/proxyv2:t-w', { labels })])).toEqual([]);
    expect(stale([...all, own, running('h/proxyv2:t-w', { labels: { app: 'b' } })])).toEqual(STALE);
    expect(stale([...all, config('mesh/c', 'r'), running('h/proxyv2:t-r')], { rootNamespace: 'mesh' })).toEqual([]);
    const annotations = { 'proxy.istio.io/config': 'concurrency: 1\nimage:\n  imageType: "p"' };
    expect(stale([...all, own, running('h/proxyv2:t-p', { labels, annotations })])).toEqual([]);
    const bare = { 'proxy.istio.io/config': 'imageType: p' };
    expect(stale([...all, running('h/proxyv2:t-p', { annotations: bare })])).toEqual([]);
  });
});

describe('istio-annotation', () => {
  const annotated = (kind: string, annotations: Json, labels: Json = {}) =>
    found('istio-annotation', [manifest(kind, 'n/a', { annotations, labels })]).map((one) =>
      one.split(' ').slice(0, 2).join(' '),
    );

  test.each<[string, Json, string[]]>([
    ['v1/Pod', { 'sidecar.istio.io/odd': 'x' }, ['IST0108 warning']],
    ['v1/Pod', { 'example.com/odd': 'x' }, []],
    ['v1/Pod', { 'sidecar.istio.io/status': 'x' }, []],
    ['v1/Service', { 'sidecar.istio.io/proxyCPU': '1' }, ['IST0107 warning']],
    // For any kind; what is told of is that it suppresses nothing.
    ['v1/Service', { 'galley.istio.io/analyze-suppress': '*' }, ['CIS0001 warning']],
    ['v1/Pod', { 'sidecar.istio.io/inject': 'true' }, ['IST0135 info']],
    ['v1/Service', { 'sidecar.istio.io/inject': 'true' }, ['IST0107 warning', 'IST0135 info']],
    ['apps/v1/Deployment', { 'sidecar.istio.io/proxyCPU': 'x' }, ['IST0107 warning']],
    ['v1/Namespace', { 'topology.istio.io/controlPlaneClusters': '*' }, []],
    ['v1/ConfigMap', { 'sidecar.istio.io/odd': 'x' }, []],
  ])('%s with %j', (kind, annotations, expected) => expect(annotated(kind, annotations)).toEqual(expected));

  test('the annotation for injection is fine beside the label', () => {
    const both = { 'sidecar.istio.io/inject': 'true' };
    expect(annotated('v1/Pod', both, both)).toEqual([]);
    expect(annotated('v1/Pod', { 'sidecar.istio.io/statsCompression': 'x' }, both)).toEqual(['IST0135 info']);
  });

  test('what to write instead is said of the annotation for injection alone', () => {
    const message = (annotations: Json) => said('istio-annotation', [pod('n/a', { annotations })])[0];
    expect(message({ 'sidecar.istio.io/inject': 'true' })).toContain('in favor of the "sidecar.istio.io/inject" label');
    expect(message({ 'sidecar.istio.io/statsCompression': 'x' })).toContain('has been deprecated and may not work');
  });

  const PORTS = ['', ' ', '0', '80', '80, 81', '65535'];
  const NO_PORTS = ['65536', '-1', '80,', 'http', '8.0'];
  const RANGES = ['', '10.0.0.0/8', '10.0.0.0/8,::/0'];
  const NO_RANGES = ['10.0.0.1', 'a', '10.0.0.0/8,', '10.0.0.0/8, ::/0'];
  const WHOLE = ['0', '4294967295'];
  const NO_WHOLE = ['', '-1', '1.5', '4294967296', ' 1'];
  const NAMES = ['', 'eth0', 'eth0, eth1', 'a'.repeat(15)];
  const NO_NAMES = ['a'.repeat(16), 'a b', 'a/b', 'a:b', '.', '..', 'eth0,'];
  const QUANTITIES = [
    '1',
    '100m',
    '1.5',
    '.5',
    '1.',
    '128Mi',
    '1Gi',
    '1e3',
    '1E-3',
    '+1',
    '-1k',
    '1Ki',
    '1n',
    '1u',
    '1M',
    '1G',
    '1T',
    '1P',
    '1E',
    '1Ti',
    '1Pi',
    '1Ei',
  ];
  const NO_QUANTITIES = ['', 'a', '1mi', '1 Mi', '1KB', 'x1', '1e', '.'];
  const BOOLEANS = ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'];
  const NO_BOOLEANS = ['', 'yes', 'tRUE', '2', 'truex', 'xtrue'];

  test.each<[string, readonly string[], readonly string[]]>([
    ['sidecar.istio.io/interceptionMode', ['REDIRECT', 'TPROXY', 'NONE'], ['', 'redirect']],
    ['status.sidecar.istio.io/port', ['0', '65535'], ['', '65536', '1,2']],
    ['readiness.status.sidecar.istio.io/initialDelaySeconds', WHOLE, NO_WHOLE],
    ['readiness.status.sidecar.istio.io/periodSeconds', WHOLE, NO_WHOLE],
    ['readiness.status.sidecar.istio.io/failureThreshold', WHOLE, NO_WHOLE],
    ['traffic.sidecar.istio.io/includeOutboundIPRanges', [...RANGES, '*'], NO_RANGES],
    ['traffic.sidecar.istio.io/excludeOutboundIPRanges', RANGES, [...NO_RANGES, '*']],
    ['traffic.sidecar.istio.io/includeInboundPorts', [...PORTS, '*'], NO_PORTS],
    ['traffic.sidecar.istio.io/excludeInboundPorts', PORTS, [...NO_PORTS, '*']],
    ['traffic.sidecar.istio.io/excludeOutboundPorts', PORTS, NO_PORTS],
    ['traffic.sidecar.istio.io/excludeInterfaces', NAMES, NO_NAMES],
    ['istio.io/reroute-virtual-interfaces', NAMES, NO_NAMES],
    ['prometheus.istio.io/merge-metrics', BOOLEANS, NO_BOOLEANS],
    ['sidecar.istio.io/proxyCPU', QUANTITIES, NO_QUANTITIES],
    ['sidecar.istio.io/proxyMemory', QUANTITIES, NO_QUANTITIES],
    ['sidecar.istio.io/proxyCPULimit', QUANTITIES, NO_QUANTITIES],
    ['sidecar.istio.io/proxyMemoryLimit', QUANTITIES, NO_QUANTITIES],
  ])('%s may be %j, never %j', (name, right, wrong) => {
    const verdict = (value: string) => [value, annotated('v1/Pod', { [name]: value })];
    expect(right.map(verdict)).toEqual(right.map((value) => [value, []]));
    expect(wrong.map(verdict)).toEqual(wrong.map((value) => [value, ['IST0125 warning']]));
  });

  test('a deprecated one is judged by its value too', () => {
    const name = 'traffic.sidecar.istio.io/kubevirtInterfaces';
    expect(annotated('v1/Pod', { [name]: 'a b' })).toEqual(['IST0125 warning', 'IST0135 info']);
    expect(annotated('v1/Pod', { [name]: 'eth0' })).toEqual(['IST0135 info']);
  });
});

describe('alpha-annotation', () => {
  const told = (kind: string, annotations: Json, spec: Json = {}) =>
    found('alpha-annotation', [manifest(kind, 'n/a', { annotations, spec })]);
  const CNI = 'traffic.sidecar.istio.io/includeInboundPorts';

  test('is told of, unless Istio wrote it', () => {
    expect(told('v1/Pod', { 'sidecar.istio.io/proxyCPU': '1' })).toEqual([
      'IST0136 info Pod n/a metadata.annotations.sidecar.istio.io/proxyCPU',
    ]);
    expect(told('v1/Service', { 'networking.istio.io/exportTo': '*' })).toHaveLength(1);
    expect(told('apps/v1/Deployment', { 'sidecar.istio.io/proxyCPU': '1' })).toHaveLength(1);
    expect(told('v1/Namespace', { 'topology.istio.io/controlPlaneClusters': '1' })).toHaveLength(1);
    expect(
      told('v1/Pod', { 'sidecar.istio.io/status': '1', 'proxy.istio.io/config': 'a', 'example.com/a': 'b' }),
    ).toEqual([]);
  });

  test.each([
    CNI,
    'sidecar.istio.io/interceptionMode',
    'traffic.sidecar.istio.io/excludeInboundPorts',
    'traffic.sidecar.istio.io/includeOutboundIPRanges',
  ])('%s is set by the injector where the CNI plugin prepares the pod', (name) => {
    expect(told('v1/Pod', { [name]: '*' })).toEqual([]);
    expect(told('v1/Pod', { [name]: '*' }, { initContainers: [{ name: 'other' }] })).toEqual([]);
    expect(told('v1/Pod', { [name]: '*' }, { initContainers: [{ name: 'istio-init' }] })).toHaveLength(1);
    expect(told('v1/Service', { [name]: '*' })).toHaveLength(1);
  });
});

describe('proxy-user', () => {
  const runAs = (runAsUser: number) => ({ securityContext: { runAsUser } });
  const judged = (spec: Json, labels: Json = {}) => found('proxy-user', [pod('n/p', { spec, labels })]);
  const WRONG = ['IST0144 warning Pod n/p'];

  test.each<[Json, string[]]>([
    [{}, []],
    [runAs(1337), WRONG],
    [runAs(1338), []],
    [{ containers: [{ name: 'app', ...runAs(1337) }] }, WRONG],
    [{ containers: [{ name: 'app', ...runAs(1) }] }, []],
    [{ containers: [{ name: 'istio-proxy', ...runAs(1337) }] }, []],
    [{ containers: [{ name: 'istio-operator', ...runAs(1337) }] }, []],
    [{ containers: [{ name: 'app' }, { name: 'b', ...runAs(1337) }] }, WRONG],
    [{ containers: [{ name: 'istio-proxy', image: 'auto' }], ...runAs(1337) }, []],
    [{ containers: [{ name: 'istio-proxy' }, { name: 'app' }], ...runAs(1337) }, WRONG],
  ])('%j', (spec, expected) => expect(judged(spec)).toEqual(expected));

  test('in a Deployment, but not of Istio itself', () => {
    expect(found('proxy-user', [deployment('n/d', { spec: runAs(1337) })])).toEqual(['IST0144 warning Deployment n/d']);
    expect(judged(runAs(1337), { istio: 'pilot' })).toEqual([]);
  });
});

describe('image-auto', () => {
  const auto = { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] }, metadata: { labels: { app: 'a' } } };
  const webhook = (of: Json, name = 'inject.istio.io') =>
    manifest('admissionregistration.k8s.io/v1/MutatingWebhookConfiguration', 'w', { webhooks: [{ name, ...of }] });
  const POD = ['IST0147 error Pod n/p'];
  const DEPLOYED = ['IST0146 warning Deployment n/d'];

  test('of a Pod was never replaced', () => {
    expect(found('image-auto', [pod('n/p', { spec: auto.spec })])).toEqual(POD);
    expect(found('image-auto', [pod('n/p', { spec: auto.spec }), webhook({})])).toEqual(POD);
    expect(found('image-auto', [pod('n/p', { spec: auto.spec })], { closed: false })).toEqual([]);
    const other = (container: Json) => found('image-auto', [pod('n/p', { spec: { containers: [container] } })]);
    expect([other({ name: 'app', image: 'auto' }), other({ name: 'istio-proxy', image: 'i' })]).toEqual([[], []]);
  });

  test.each<[string, Json[], string[]]>([
    ['no webhook', [namespace('n')], DEPLOYED],
    ['no webhook, in a namespace that is elsewhere', [], ['IST0146 info Deployment n/d']],
    ['a webhook for all', [webhook({})], []],
    ["somebody else's", [webhook({}, 'inject.example.com'), namespace('n')], DEPLOYED],
    ['its labels', [webhook({ objectSelector: { matchLabels: { app: 'a' } } })], []],
    ['other labels', [webhook({ objectSelector: { matchLabels: { app: 'b' } } })], DEPLOYED],
    ['its namespace', [webhook({ namespaceSelector: { matchLabels: { x: 'y' } } }), namespace('n', { x: 'y' })], []],
    ['another namespace', [webhook({ namespaceSelector: { matchLabels: { x: 'y' } } }), namespace('n')], DEPLOYED],
    ['no namespace', [webhook({ namespaceSelector: { matchLabels: { x: 'y' } } })], DEPLOYED],
  ])('of a Deployment, with %s', (_, more, expected) => {
    expect(found('image-auto', [deployment('n/d', auto), ...more])).toEqual(expected);
  });

  test.each<[Json, Json | undefined, string[]]>([
    [{ 'sidecar.istio.io/inject': 'true' }, undefined, []],
    [{ 'sidecar.istio.io/inject': 'false' }, { 'istio-injection': 'enabled' }, DEPLOYED],
    [{ 'sidecar.istio.io/inject': 'false' }, undefined, DEPLOYED],
    [{ 'istio.io/rev': 'canary' }, undefined, []],
    [{}, { 'istio-injection': 'enabled' }, []],
    [{}, { 'istio.io/rev': 'canary' }, []],
    [{ 'istio.io/rev': 'canary' }, { 'istio-injection': 'disabled' }, DEPLOYED],
    [{}, {}, DEPLOYED],
  ])('without any webhook, of a Deployment with %j in a namespace with %j', (labels, within, expected) => {
    const one = deployment('n/d', { spec: auto.spec, metadata: { labels } });
    expect(found('image-auto', [one, ...(within ? [namespace('n', within)] : [])])).toEqual(expected);
  });

  test('where the world is open, only a webhook that is there tells', () => {
    expect(found('image-auto', [deployment('n/d', auto)], { closed: false })).toEqual([]);
    const other = webhook({ objectSelector: { matchLabels: { app: 'b' } } });
    expect(found('image-auto', [deployment('n/d', auto), other], { closed: false })).toEqual(DEPLOYED);
  });

  test('an object without namespace is in default', () => {
    const asked = webhook({ namespaceSelector: { matchLabels: { x: 'y' } } });
    expect(found('image-auto', [deployment('d', auto), asked, namespace('default', { x: 'y' })])).toEqual([]);
  });
});

describe('webhooks of the control plane', () => {
  const configuration = (kind: 'Mutating' | 'Validating', name: string, webhooks: Json[], labels: Json = {}) =>
    manifest(`admissionregistration.k8s.io/v1/${kind}WebhookConfiguration`, name, { webhooks, labels });
  const url = (of: string | undefined, more: Json = {}) => [
    { name: 'w', clientConfig: { ...(of === undefined ? {} : { url: of }), ...more } },
  ];
  const external = (kind: 'Mutating' | 'Validating', name: string, webhooks: Json[]) =>
    found('external-control-plane', [configuration(kind, name, webhooks)]).map((one) => one.split(' ')[0]);

  test.each<[string | undefined, string[]]>([
    ['https://istiod.example:15017/inject', []],
    ['https://10.0.0.1:15017/inject', ['IST0164']],
    ['https://[::1]:15017', ['IST0164']],
    ['https://user@10.0.0.1', ['IST0164']],
    ['10.0.0.1/inject', []],
    ['', []],
    [undefined, ['IST0163']],
    ['https://a b', ['IST0163']],
    ['https://a%zz', ['IST0163']],
    ['https://a:port', ['IST0163']],
    [':a', ['IST0163']],
    ['10.0.0.1:80', ['IST0163']],
    ['https://a\u007f', ['IST0163']],
    ['a/b:c', []],
  ])('called at %p', (of, expected) => {
    expect(external('Mutating', 'istio-sidecar-injector-x', url(of))).toEqual(expected);
    expect(external('Validating', 'istio-validator-x', url(of))).toEqual(expected);
  });

  test("others' webhooks, and those that call a Service, are fine", () => {
    expect(external('Mutating', 'other', url(undefined))).toEqual([]);
    expect(external('Validating', 'other', url(undefined))).toEqual([]);
    expect(external('Validating', 'istiod-default-validator', url(undefined))).toEqual(['IST0163']);
    expect(external('Validating', 'istiod-default-validator-x', url(undefined))).toEqual([]);
    expect(external('Mutating', 'istio-sidecar-injector', url(undefined, { service: { name: 'a' } }))).toEqual([]);
  });

  const overlap = (...manifests: Json[]) => found('injection-webhook', manifests);
  const injector = (name: string, of: Json = {}, labels: Json = {}) =>
    configuration('Mutating', name, [{ name: 'w.istio.io', ...of }], labels);
  const OVERLAP = ['a', 'b'].map((name) => `IST0139 error MutatingWebhookConfiguration ${name}`);
  const enabled = (value: string) => ({ namespaceSelector: { matchLabels: { 'istio-injection': value } } });
  const revision = (value: string) => ({
    namespaceSelector: { matchExpressions: [{ key: 'istio.io/rev', operator: 'In', values: [value] }] },
  });

  test('two that take the same pod overlap', () => {
    expect(overlap(injector('a'))).toEqual([]);
    expect(overlap(injector('a'), injector('b'))).toEqual(OVERLAP);
    expect(overlap(injector('a', enabled('enabled')), injector('b', enabled('enabled')))).toEqual(OVERLAP);
    expect(overlap(injector('a', enabled('enabled')), injector('b', enabled('disabled')))).toEqual([]);
    expect(overlap(injector('a', revision('x')), injector('b', revision('y')))).toEqual([]);
    expect(overlap(injector('a', revision('x')), injector('b', revision('x')))).toEqual(OVERLAP);
    expect(overlap(injector('a', revision('x')), injector('b', enabled('enabled')))).toEqual(OVERLAP);
    expect(overlap(injector('a'), configuration('Mutating', 'b', [{ name: 'w.example.com' }]))).toEqual([]);
    expect(
      overlap(injector('a'), configuration('Mutating', 'b', [{ name: 'w.example.com' }], { 'istio.io/rev': 'x' })),
    ).toEqual(OVERLAP);
    const object = (value: string) => ({ objectSelector: { matchLabels: { 'sidecar.istio.io/inject': value } } });
    expect(overlap(injector('a', object('true')), injector('b', object('false')))).toEqual([]);
    expect(overlap(injector('a', object('true')), injector('b', object('true')))).toEqual(OVERLAP);
    expect(overlap(injector('a', object('false')), injector('b', object('false')))).toEqual(OVERLAP);
    expect(overlap(injector('a', object('other')), injector('b', object('other')))).toEqual([]);
  });

  test('one that calls a Service which is not there', () => {
    const calls = { clientConfig: { service: { namespace: 'istio-system', name: 'istiod' } } };
    expect(overlap(injector('a', calls))).toEqual([OVERLAP[0]]);
    expect(overlap(injector('a', calls), service('istio-system/istiod'))).toEqual([]);
    expect(found('injection-webhook', [injector('a', calls)], { closed: false })).toEqual([]);
    expect(overlap(injector('a', { clientConfig: { url: 'https://a.b' } }))).toEqual([]);
  });
});

test.each([
  ['networking.istio.io/v1/VirtualService', { http: [{}, { fault: { delay: { percent: 1 } } }] }, 1],
  ['networking.istio.io/v1/VirtualService', { http: [{ fault: { delay: { percent: 0 } } }] }, 0],
  ['networking.istio.io/v1/VirtualService', { http: [{ fault: { delay: { percentage: { value: 1 } } } }] }, 0],
  ['networking.istio.io/v1/Sidecar', { outboundTrafficPolicy: { egressProxy: {} } }, 1],
  ['networking.istio.io/v1/Sidecar', { outboundTrafficPolicy: {} }, 0],
  ['apiextensions.k8s.io/v1/CustomResourceDefinition', { group: 'rbac.istio.io', names: { kind: 'ServiceRole' } }, 1],
  [
    'apiextensions.k8s.io/v1/CustomResourceDefinition',
    { group: 'rbac.istio.io', names: { kind: 'ServiceRoleBinding' } },
    1,
  ],
  ['apiextensions.k8s.io/v1/CustomResourceDefinition', { group: 'rbac.istio.io', names: { kind: 'RbacConfig' } }, 1],
  [
    'apiextensions.k8s.io/v1/CustomResourceDefinition',
    { group: 'rbac.istio.io', names: { kind: 'ClusterRbacConfig' } },
    1,
  ],
  ['apiextensions.k8s.io/v1/CustomResourceDefinition', { group: 'rbac.istio.io', names: { kind: 'Role' } }, 0],
  ['apiextensions.k8s.io/v1/CustomResourceDefinition', { group: 'example.com', names: { kind: 'ServiceRole' } }, 0],
])('deprecated-field: %s with %j: %d', (type, spec, count) => {
  expect(found('deprecated-field', [manifest(type, 'a', { spec })]).map((one) => one.slice(0, 15))).toEqual(
    Array(count).fill('IST0002 warning'),
  );
});
