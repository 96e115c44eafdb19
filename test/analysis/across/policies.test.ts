import { manifest } from '../model/manifest';
import {
  destinationRule,
  found,
  namespace,
  pod,
  said,
  short,
  service,
  serviceEntry,
  sidecar,
  virtualService,
  type Asked,
} from './found';

type Json = Readonly<Record<string, unknown>>;
const workload = (id: string, labels: Json, rest: Json = {}) => pod(id, { labels, ...rest });

describe('Sidecars and Telemetries that select workloads', () => {
  const a = { app: 'a' };
  const s = (id: string, labels?: Json) => sidecar(id, { ...(labels && { workloadSelector: { labels } }) });
  const judged = (manifests: Json[], asked?: Asked) => short(found('sidecar-selector', manifests, asked));
  const SELECTS = ['IST0101 error n/s spec.workloadSelector.labels'];
  const ambient = namespace('n', { 'istio.io/dataplane-mode': 'ambient' });
  const redirected = { annotations: { 'ambient.istio.io/redirection': 'enabled' } };

  test.each<[string, Json[], string[]]>([
    ['one of its own', [s('n/s', a), workload('n/p', a)], []],
    ['nothing', [s('n/s', a)], SELECTS],
    ['a workload elsewhere', [s('n/s', a), workload('m/p', a)], SELECTS],
    [
      'one that another selects',
      [s('n/s', a), s('n/t', { v: '1' }), workload('n/p', { ...a, v: '1' })],
      ['IST0110 error n/s metadata.name', 'IST0110 error n/t metadata.name'],
    ],
    ['two workloads', [s('n/s', a), s('n/t', { v: '1' }), workload('n/p', a), workload('n/q', { v: '1' })], []],
    [
      'one of the ambient mesh',
      [s('n/s', a), s('n/t', a), workload('n/p', a, redirected)],
      ['IST0167 warning n/s', 'IST0167 warning n/t'],
    ],
    ['everything', [s('n/s')], []],
    ['everything, twice', [s('n/s'), s('n/t', {})], ['IST0111 error n/s', 'IST0111 error n/t']],
    ['everything, in two namespaces', [s('n/s'), s('m/t')], []],
    ['an ambient namespace', [s('n/s'), s('n/t'), ambient], ['IST0167 warning n/s', 'IST0167 warning n/t']],
    ['another namespace than the ambient one', [s('m/s'), ambient], []],
  ])('a Sidecar selects %s', (_, manifests, expected) => expect(judged(manifests)).toEqual(expected));

  test('in the open world workloads may be elsewhere', () => {
    expect(judged([s('n/s', a)], { closed: false })).toEqual([]);
    expect(judged([s('n/s', a)], { closed: false, facts: { complete: ['n'] } })).toEqual(SELECTS);
  });

  const t = (id: string, spec: Json = {}) => manifest('telemetry.istio.io/v1/Telemetry', id, { spec });
  const of = (labels: Json) => ({ selector: { matchLabels: labels } });

  test('those that are in conflict are named in order', () => {
    expect(said('sidecar-selector', [s('n/b'), s('n/a')])[0]).toContain('[a b] in namespace "n"');
    expect(said('sidecar-selector', [s('n/b', a), s('n/a', a), workload('n/p', a)])[0]).toContain('[a b] in');
    expect(said('telemetry-selector', [t('n/b', of(a)), t('n/a', of(a)), workload('n/p', a)])[0]).toContain('[a b] in');
  });

  test.each<[string, Json[], string[]]>([
    ['one of its own', [t('n/s', of(a)), workload('n/p', a)], []],
    ['nothing', [t('n/s', of(a))], ['IST0101 error n/s spec.selector.matchLabels']],
    ['a workload elsewhere', [t('n/s', of(a)), workload('m/p', a)], ['IST0101 error n/s spec.selector.matchLabels']],
    [
      'one that another selects',
      [t('n/s', of(a)), t('n/t', of(a)), workload('n/p', a)],
      ['IST0159 error n/s metadata.name', 'IST0159 error n/t metadata.name'],
    ],
    ['everything', [t('n/s'), t('n/t', of({}))], []],
  ])('a Telemetry selects %s', (_, manifests, expected) =>
    expect(short(found('telemetry-selector', manifests))).toEqual(expected),
  );

  test('in the open world a Telemetry may select what is elsewhere', () => {
    expect(found('telemetry-selector', [t('n/s', of(a))], { closed: false })).toEqual([]);
    expect(found('telemetry-selector', [t('n/s', of(a))], { closed: false, facts: { complete: ['n'] } })).toHaveLength(
      1,
    );
  });

  test('of Telemetries without selector a namespace has one', () => {
    const many = (...manifests: Json[]) => short(found('telemetry-default', manifests));
    expect(many(t('n/s'), t('n/t'))).toEqual(['IST0160 error n/s', 'IST0160 error n/t']);
    expect(many(t('n/s'), t('m/t'))).toEqual([]);
    expect(many(t('n/s'), t('n/t', of(a)))).toEqual([]);
    expect(many(t('n/s'), t('n/t', { selector: {} }))).toEqual([]);
  });

  test('access logs name a provider, or the mesh does', () => {
    const logs = (spec: Json, mesh: Json = {}) => short(found('telemetry-provider', [t('n/s', spec)], { mesh }));
    const WRONG = ['IST0157 warning n/s'];
    expect(logs({ accessLogging: [{}] })).toEqual(WRONG);
    expect(logs({ accessLogging: [{ disabled: false }] })).toEqual(WRONG);
    expect(logs({ accessLogging: [{ disabled: true }] })).toEqual([]);
    expect(logs({ accessLogging: [{ providers: [{ name: 'a' }] }] })).toEqual([]);
    expect(logs({ accessLogging: [{ providers: [{ name: 'a' }] }, {}] })).toEqual(WRONG);
    expect(logs({})).toEqual([]);
    expect(logs({ accessLogging: [{}] }, { defaultProviders: { accessLogging: ['a'] } })).toEqual([]);
    expect(logs({ accessLogging: [{}] }, { defaultProviders: { accessLogging: [] } })).toEqual(WRONG);
    expect(logs({ accessLogging: [{}] }, { defaultProviders: { tracing: ['a'] } })).toEqual(WRONG);
  });

  test('traces to Lightstep are told of', () => {
    const mesh = {
      extensionProviders: [
        { name: 'l', lightstep: {} },
        { name: 'o', opentelemetry: {} },
      ],
    };
    const traces = (name: string, of: Json = mesh) =>
      short(found('telemetry-lightstep', [t('n/s', { tracing: [{}, { providers: [{ name }] }] })], { mesh: of }));
    expect(traces('l')).toEqual(['IST0002 warning n/s']);
    expect(traces('o')).toEqual([]);
    expect(traces('l', {})).toEqual([]);
    expect(traces('', { extensionProviders: [{ name: 'o' }] })).toEqual([]);
  });

  test('a Sidecar of the root namespace has no selector', () => {
    const root = (manifests: Json[], mesh: Json = {}) => short(found('root-sidecar-selector', manifests, { mesh }));
    const WRONG = ['CIS0509 warning istio-system/s spec.workloadSelector'];
    expect(root([s('istio-system/s', a)])).toEqual(WRONG);
    expect(root([s('istio-system/s', {})])).toEqual(WRONG);
    expect(root([s('istio-system/s')])).toEqual([]);
    expect(root([s('n/s', a)])).toEqual([]);
    expect(root([s('istio-system/s', a), workload('istio-system/p', a)])).toEqual([]);
    expect(root([s('istio-system/s', a), workload('n/p', a)])).toEqual(WRONG);
    expect(root([s('istio-system/s', {}), workload('istio-system/p', a)])).toEqual(WRONG);
    expect(root([s('mesh/s', a)], { rootNamespace: 'mesh' })).toEqual(['CIS0509 warning mesh/s spec.workloadSelector']);
    expect(root([s('istio-system/s', a)], { rootNamespace: 'mesh' })).toEqual([]);
  });

  test.each<[Json, boolean]>([
    [{ outboundTrafficPolicy: {} }, true],
    [{ outboundTrafficPolicy: { mode: '' } }, true],
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, false],
    [{}, false],
  ])('a Sidecar with %j is told that its mode is REGISTRY_ONLY: %s', (spec, expected) => {
    expect(short(found('sidecar-outbound-mode', [sidecar('n/s', spec)]))).toEqual(
      expected ? ['CIS0510 info n/s spec.outboundTrafficPolicy'] : [],
    );
  });
});

describe('hosts that a Sidecar imports', () => {
  const imported = (host: string, manifests: Json[] = [], asked?: Asked) =>
    found(
      'sidecar-egress-host',
      [sidecar('n/s', { egress: [{ hosts: ['./*', host] }] }), service('n/a'), ...manifests],
      asked,
    ).length === 0;
  const A = 'a.n.svc.cluster.local';

  test.each<[string, Json[], boolean]>([
    [`./${A}`, [], true],
    [`n/${A}`, [], true],
    [`*/${A}`, [], true],
    [`m/${A}`, [], false],
    ['./a', [], false],
    ['*/a', [], false],
    ['*/z.n.svc.cluster.local', [], false],
    ['~/x.y', [], true],
    [`~n/${A}`, [], true],
    ['~*/x.y', [], true],
    ['~./x.y', [], true],
    ['./*', [], true],
    ['./*.y', [], true],
    ['m/x.y', [serviceEntry('m/e', { hosts: ['x.y'] })], true],
    ['./x.y', [serviceEntry('m/e', { hosts: ['x.y'] })], false],
    ['*/x.y', [serviceEntry('m/e', { hosts: ['x.y'] })], true],
    ['m/x.y', [serviceEntry('m/e', { hosts: ['*.y'] })], true],
    ['*/x.y', [serviceEntry('m/e', { hosts: ['*.y'] })], true],
    ['./x.y', [serviceEntry('m/e', { hosts: ['*.y'] })], false],
    ['m/x.z', [serviceEntry('m/e', { hosts: ['*.y'] })], false],
    ['m/x.y', [virtualService('m/v', { hosts: ['x.y'] })], true],
    ['m/b.m.svc.cluster.local', [virtualService('m/v', { hosts: ['b'] })], true],
  ])('%s is there: %s', (host, manifests, expected) => expect(imported(host, manifests)).toBe(expected));

  test('in the open world they may be elsewhere, and without any declaration nothing is said', () => {
    expect(imported('m/b.m.svc.cluster.local', [], { closed: false })).toBe(true);
    expect(imported('m/b.m.svc.cluster.local', [], { closed: false, facts: { complete: ['m'] } })).toBe(false);
    expect(imported('*/z.n.svc.cluster.local', [], { closed: false })).toBe(true);
    expect(found('sidecar-egress-host', [sidecar('n/s', { egress: [{ hosts: ['./x.y'] }] })])).toEqual([]);
  });

  test('are told with their place', () => {
    expect(
      found('sidecar-egress-host', [sidecar('n/s', { egress: [{}, { hosts: ['./*', './x.y'] }] }), service('n/a')]),
    ).toEqual(['CIS0508 warning Sidecar n/s spec.egress[1].hosts[1]']);
  });
});

describe('a status that says no', () => {
  const condition = (type: string, status: string, more: Json = {}) => ({ type, status, ...more });
  const own = (...conditions: Json[]) => ({ status: { conditions } });
  const parents = (...conditions: Json[]) => ({ status: { parents: [{}, { conditions }] } });
  const told = (kind: string, rest: Json) => found('negative-condition', [manifest(kind, 'n/a', rest)]).length;

  test.each<[string, Json, number]>([
    ['v1/Service', own(condition('istio.io/WaypointBound', 'False')), 1],
    ['v1/Service', own(condition('istio.io/WaypointBound', 'True')), 0],
    ['v1/Service', own(condition('Ready', 'False')), 0],
    ['networking.istio.io/v1/ServiceEntry', own(condition('istio.io/WaypointBound', 'False')), 1],
    ['networking.istio.io/v1/WorkloadEntry', own(condition('istio.io/WaypointBound', 'False')), 1],
    ['security.istio.io/v1/AuthorizationPolicy', own(condition('ZtunnelAccepted', 'False')), 1],
    ['security.istio.io/v1/AuthorizationPolicy', own(condition('WaypointAccepted', 'False')), 1],
    [
      'security.istio.io/v1/AuthorizationPolicy',
      own(condition('WaypointAccepted', 'True', { reason: 'PartiallyInvalid' })),
      1,
    ],
    ['security.istio.io/v1/AuthorizationPolicy', own(condition('WaypointAccepted', 'True', { reason: 'Accepted' })), 0],
    [
      'security.istio.io/v1/AuthorizationPolicy',
      own(condition('ZtunnelAccepted', 'True', { reason: 'PartiallyInvalid' })),
      0,
    ],
    ['v1/Service', own(condition('WaypointAccepted', 'True', { reason: 'PartiallyInvalid' })), 0],
    ['gateway.networking.k8s.io/v1/Gateway', own(condition('Accepted', 'False'), condition('Programmed', 'False')), 2],
    ['gateway.networking.k8s.io/v1/Gateway', parents(condition('Accepted', 'False')), 0],
    ['gateway.networking.k8s.io/v1/HTTPRoute', parents(condition('ResolvedRefs', 'False')), 1],
    ['gateway.networking.k8s.io/v1/HTTPRoute', own(condition('ResolvedRefs', 'False')), 0],
    ['gateway.networking.k8s.io/v1/GRPCRoute', parents(condition('Accepted', 'False')), 1],
    ['networking.istio.io/v1/Gateway', own(condition('Accepted', 'False')), 0],
  ])('%s %j: %d', (kind, rest, count) => expect(told(kind, rest)).toBe(count));
});

describe('DestinationRules', () => {
  const r = destinationRule;

  test.each<[Json, string[]]>([
    [{ mode: 'SIMPLE' }, ['IST0128 warning']],
    [{ mode: 'MUTUAL' }, ['IST0128 warning']],
    [{ mode: 'SIMPLE', caCertificates: 'a' }, []],
    [{ mode: 'SIMPLE', credentialName: 'a' }, ['IST0128 warning']],
    [{ mode: 'DISABLE' }, []],
    [{ mode: 'ISTIO_MUTUAL' }, []],
    [{}, []],
  ])('with TLS %j name the CA', (tls, expected) => {
    const told = (spec: Json, asked?: Asked) =>
      found('unverified-server', [r('n/r', { host: 'a.b', ...spec })], asked).map((one) =>
        one.split(' ').slice(0, 2).join(' '),
      );
    expect(told({ trafficPolicy: { tls } })).toEqual(expected);
    expect(told({ trafficPolicy: { tls } }, { closed: false })).toEqual(
      expected.map((one) => one.replace('warning', 'info')),
    );
    const ofPort = { trafficPolicy: { portLevelSettings: [{}, { port: { number: 80 }, tls }] } };
    expect(told(ofPort)).toEqual(expected.map((one) => one.replace('IST0128', 'IST0129')));
    expect(told({ trafficPolicy: { tls }, workloadSelector: {} })).toEqual('credentialName' in tls ? [] : expected);
  });

  test('are one for a host, or have parts of their own', () => {
    const twice = (...specs: Json[]) =>
      short(
        found(
          'duplicate-destination-rule',
          specs.map((spec, i) => r(`n/r${i}`, { host: 'a', ...spec })),
        ),
      );
    const WRONG = ['CIS0305 warning n/r1 spec.host'];
    const trafficPolicy = { tls: {} };
    const v1 = { subsets: [{ name: 'v1' }] };
    expect(twice({ trafficPolicy }, { trafficPolicy })).toEqual(WRONG);
    expect(twice({ trafficPolicy }, { host: 'a.n.svc.cluster.local', trafficPolicy })).toEqual(WRONG);
    expect(twice({ trafficPolicy }, { host: 'b', trafficPolicy })).toEqual([]);
    expect(twice({ trafficPolicy }, v1)).toEqual([]);
    expect(twice(v1, v1)).toEqual(WRONG);
    expect(twice(v1, { subsets: [{ name: 'v2' }] })).toEqual([]);
    expect(twice({ ...v1, exportTo: ['.'] }, { ...v1, exportTo: ['m'] })).toEqual([]);
    expect(twice({ ...v1, exportTo: ['.'] }, v1)).toEqual(WRONG);
    expect(twice(v1, { ...v1, exportTo: ['.'] })).toEqual(WRONG);
    expect(twice({ ...v1, exportTo: ['m', '.'] }, { ...v1, exportTo: ['n'] })).toEqual(WRONG);
    expect(twice(v1, { ...v1, workloadSelector: { matchLabels: { app: 'a' } } })).toEqual([]);
    expect(
      found('duplicate-destination-rule', [r('n/r', { host: 'a.b', ...v1 }), r('m/r', { host: 'a.b', ...v1 })]),
    ).toEqual([]);
  });

  test('without TLS hide those of a wildcard', () => {
    const tls = (mode: string) => ({ trafficPolicy: { tls: { mode } } });
    const hidden = (wide: Json, narrow: Json, asked?: Asked, at = 'n/w') =>
      short(found('wide-tls-lost', [r(at, { host: '*.b', ...wide }), r('n/r', { host: 'a.b', ...narrow })], asked));
    const WRONG = ['CIS0502 warning n/r spec.trafficPolicy'];
    expect(hidden(tls('SIMPLE'), {})).toEqual(WRONG);
    expect(hidden(tls('SIMPLE'), { host: '*.a.b' })).toEqual(WRONG);
    expect(hidden(tls('SIMPLE'), { host: 'a.c' })).toEqual([]);
    expect(hidden(tls('SIMPLE'), tls('DISABLE'))).toEqual([]);
    expect(hidden({}, {})).toEqual([]);
    expect(hidden(tls('ISTIO_MUTUAL'), {})).toEqual([]);
    expect(hidden(tls('ISTIO_MUTUAL'), {}, { mesh: { enableAutoMtls: false } })).toEqual(WRONG);
    expect(hidden(tls('SIMPLE'), {}, undefined, 'm/w')).toEqual([]);
    expect(hidden(tls('SIMPLE'), {}, undefined, 'istio-system/w')).toEqual(WRONG);
    expect(hidden({ ...tls('SIMPLE'), workloadSelector: {} }, {})).toEqual([]);
    expect(hidden(tls('SIMPLE'), { workloadSelector: {} })).toEqual([]);
    expect(hidden(tls('SIMPLE'), { trafficPolicy: { portLevelSettings: [{}, { tls: {} }] } })).toEqual([]);
    expect(hidden(tls('SIMPLE'), { trafficPolicy: { portLevelSettings: [{}] } })).toEqual(WRONG);
    expect(hidden(tls('SIMPLE'), { subsets: [tls('DISABLE')] })).toEqual([]);
    expect(hidden(tls('SIMPLE'), { subsets: [tls('DISABLE'), {}] })).toEqual(WRONG);
    expect(hidden({ ...tls('SIMPLE'), host: 'a.b' }, {})).toEqual([]);
  });

  test('have hosts that exist, and subsets that select', () => {
    const a = service('n/a', { selector: { app: 'a' } });
    const rule = (subset: Json, host = 'a') => r('n/r', { host, subsets: [{ name: 's', labels: subset }] });
    const judged = (manifests: Json[], asked?: Asked) =>
      found('subset-without-workload', manifests, asked).map((one) => one.split(' ').slice(0, 2).join(' '));
    const NONE = ['IST0173 error'];
    const p = pod('n/p', { labels: { app: 'a', version: '1' }, spec: { nodeName: 'node' } });
    const REGION = 'topology.kubernetes.io/region';
    const ZONE = 'topology.kubernetes.io/zone';
    const SUBZONE = 'topology.istio.io/subzone';
    const node = manifest('v1/Node', 'node', { labels: { [REGION]: 'r', [ZONE]: 'z', [SUBZONE]: 's', other: 'o' } });
    expect(judged([a, p, rule({ version: '1' })])).toEqual([]);
    expect(judged([a, p, rule({ version: '2' })])).toEqual(NONE);
    expect(judged([a, p, rule({ version: '2' })], { closed: false })).toEqual([]);
    expect(judged([a, rule({ version: '2' })])).toEqual([]);
    expect(judged([a, p, rule({}, 'z')])).toEqual(['IST0174 warning']);
    expect(judged([rule({}, 'z')])).toEqual([]);
    expect(judged([a, rule({}, 'z')], { closed: false })).toEqual([]);
    expect(judged([a, p, node, rule({ [REGION]: 'r' })])).toEqual([]);
    expect(judged([a, p, node, rule({ [ZONE]: 'z', [SUBZONE]: 's', version: '1' })])).toEqual([]);
    expect(judged([a, p, node, rule({ [REGION]: 'x' })])).toEqual(NONE);
    expect(judged([a, p, node, rule({ [ZONE]: 'x' })])).toEqual(NONE);
    expect(judged([a, p, node, rule({ [SUBZONE]: 'x' })])).toEqual(NONE);
    expect(judged([a, p, node, rule({ other: 'o' })])).toEqual(NONE);
    expect(judged([a, p, rule({ 'kubernetes.io/hostname': 'node' })])).toEqual([]);
    expect(judged([a, p, rule({ [REGION]: 'r' })])).toEqual(NONE);
    const entry = serviceEntry('n/e', { hosts: ['x.y'], workloadSelector: { labels: { app: 'a' } } });
    expect(judged([entry, p, rule({ version: '1' }, 'x.y')])).toEqual([]);
    expect(judged([entry, pod('n/q', { labels: { app: 'b', version: '1' } }), rule({ version: '1' }, 'x.y')])).toEqual(
      NONE,
    );
  });

  test('split by weight into subsets that all have labels', () => {
    const rule = r('n/r', { host: 'a', subsets: [{ name: 'v1', labels: { v: '1' } }, { name: 'bare' }] });
    const split = (one: string, other: string, spec: Json = {}) =>
      short(
        found('subset-without-labels', [
          rule,
          virtualService('n/v', {
            http: [
              {
                route: [
                  { destination: { host: 'a', subset: one }, weight: 50 },
                  { destination: { host: 'a', subset: other }, weight: 50 },
                ],
              },
            ],
            ...spec,
          }),
        ]),
      );
    const WRONG = ['CIS0308 warning n/r spec.subsets[1].labels'].map((one) => one.replace(/CIS\d+/, 'CIS'));
    const told = (all: string[]) => all.map((one) => one.replace(/CIS\d+/, 'CIS'));
    expect(told(split('v1', 'bare'))).toEqual(WRONG);
    expect(told(split('bare', 'v1'))).toEqual(WRONG);
    expect(split('v1', 'v1')).toEqual([]);
    expect(split('bare', 'bare')).toEqual([]);
    expect(split('v1', 'none')).toEqual([]);
    const weightless = {
      http: [
        {
          route: [
            { destination: { host: 'a', subset: 'v1' }, weight: 100 },
            { destination: { host: 'a', subset: 'bare' }, weight: 0 },
          ],
        },
      ],
    };
    expect(split('', '', weightless)).toEqual([]);
    const tcp = {
      http: [],
      tcp: [
        {
          route: [
            { destination: { host: 'a', subset: 'v1' }, weight: 1 },
            { destination: { host: 'a', subset: 'bare' }, weight: 1 },
          ],
        },
      ],
    };
    expect(told(split('', '', tcp))).toEqual(WRONG);
  });
});

describe('ServiceEntries', () => {
  const e = (id: string, spec: Json = {}, rest: Json = {}) =>
    manifest('networking.istio.io/v1/ServiceEntry', id, {
      spec: { hosts: ['x.y'], ports: [{ number: 80, name: 'p', protocol: 'TCP' }], ...spec },
      ...rest,
    });
  const port = (protocol: string, name = 'p') => ({ ports: [{ number: 80, name, protocol }] });

  test('of TCP have addresses', () => {
    const told = (one: Json, mesh: Json = {}) => short(found('service-entry-address', [one], { mesh }));
    const WRONG = ['IST0134 warning n/e spec.ports[0].name'];
    expect(told(e('n/e'))).toEqual(WRONG);
    expect(told(e('n/e', port('tcp')))).toEqual(WRONG);
    expect(told(e('n/e', port('')))).toEqual(WRONG);
    expect(told(e('n/e', port('', '')))).toEqual(['IST0134 warning n/e']);
    expect(told(e('n/e', port('HTTP')))).toEqual([]);
    expect(told(e('n/e', { addresses: ['10.0.0.1'] }))).toEqual([]);
    expect(told(e('n/e', {}, { status: { addresses: [{ value: '240.0.0.1' }] } }))).toEqual([]);
    expect(told(e('n/e', {}, { status: { addresses: [] } }))).toEqual(WRONG);
    const dns = (more: Json) => ({ defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true', ...more } } });
    expect(told(e('n/e'), dns({}))).toEqual(WRONG);
    expect(told(e('n/e'), dns({ ISTIO_META_DNS_AUTO_ALLOCATE: 'true' }))).toEqual([]);
    expect(told(e('n/e'), dns({ PILOT_ENABLE_IP_AUTOALLOCATE: 'true' }))).toEqual([]);
    expect(told(e('n/e'), dns({ ISTIO_META_DNS_AUTO_ALLOCATE: 'false' }))).toEqual(WRONG);
    expect(told(e('n/e'), dns({ ISTIO_META_DNS_CAPTURE: 'false', ISTIO_META_DNS_AUTO_ALLOCATE: 'true' }))).toEqual(
      WRONG,
    );
  });

  test('agree on the protocol of a port', () => {
    const who = (...manifests: Json[]) => short(found('service-entry-protocol', manifests));
    const BOTH = ['IST0177 warning m/f metadata.name', 'IST0177 warning n/e metadata.name'];
    expect(said('service-entry-protocol', [e('n/e'), e('m/f', port('HTTP'))])[0]).toContain(
      'ServiceEntries m/f, n/e define conflicting protocols (HTTP, TCP) for host x.y port 80',
    );
    expect(who(e('n/e'), e('m/f', port('HTTP')))).toEqual(BOTH);
    expect(who(e('n/e'), e('m/f', port('tcp')))).toEqual([]);
    expect(who(e('n/e'), e('m/f', { hosts: ['z.y'], ...port('HTTP') }))).toEqual([]);
    expect(who(e('n/e'), e('m/f', { ports: [{ number: 81, protocol: 'HTTP' }] }))).toEqual([]);
    expect(who(e('n/e', { exportTo: ['.'] }), e('m/f', port('HTTP')))).toEqual(BOTH);
    expect(who(e('n/e', { exportTo: ['.'] }), e('m/f', { exportTo: ['.'], ...port('HTTP') }))).toEqual([]);
    expect(who(e('n/e', { exportTo: ['.'] }), e('m/f', { exportTo: ['n'], ...port('HTTP') }))).toEqual(BOTH);
  });
});
