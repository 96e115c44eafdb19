import { analyze, rules } from '../../../lib/analysis';
import { snapshotFromYaml } from '../../../lib/snapshot';
import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];

const verdict = (spec: Json) =>
  verdictOf('valid-destination-rule', 'networking.istio.io/v1/DestinationRule', { host: 'a.b', ...spec });
/** The verdict on a traffic policy; `p` stands for its path. */
const policy = (trafficPolicy: Json) => verdict({ trafficPolicy }).map((one) => one.replace('spec.trafficPolicy', 'p'));
const outlierDetection = { consecutive5xxErrors: 1 };

describe('a DestinationRule', () => {
  test.each<Case>([
    [{}],
    [{ host: '*' }],
    [{ host: '' }, 'error spec.host'],
    [{ host: 'a_b' }, 'error spec.host'],
    [{ subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2' }] }],
    [{ subsets: [{ name: 'v1' }, { name: 'v1' }] }, 'error spec.subsets[1].name'],
    [{ subsets: [{}] }, 'error spec.subsets[0].name'],
    [{ subsets: [{ name: 'v.1' }] }, 'error spec.subsets[0].name'],
    [{ subsets: [{ name: 'v1', labels: { '-': 'a' } }] }, 'error spec.subsets[0].labels'],
    [{ subsets: [{ name: 'v1', trafficPolicy: {} }] }, 'error spec.subsets[0].trafficPolicy'],
    [{ subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { consecutiveErrors: 1 } } }] }],
    [{ exportTo: ['a_b'] }, 'error spec.exportTo[0]'],
    [{ exportTo: ['*'] }],
    [{ exportTo: ['*'], workloadSelector: { matchLabels: { app: 'a' } } }, 'error spec.exportTo'],
    [{ workloadSelector: {} }, 'warning spec.workloadSelector'],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));

  const connectionPool = { tcp: {} };
  const port = { number: 80 };
  test.each<Case>([
    [{ connectionPool }],
    [{ outlierDetection }],
    [{ loadBalancer: {} }],
    [{ tls: {} }],
    [{ tunnel: { targetHost: 'a.b', targetPort: 80 } }],
    [{ proxyProtocol: {} }],
    [{ retryBudget: {} }],
    [{}, 'error p'],
    [{ unknown: {} }, 'error p'],
    [{ tunnel: {}, proxyProtocol: {} }, 'error p'],
    [{ portLevelSettings: [{ port, connectionPool }] }],
    [
      {
        portLevelSettings: [
          { port, tls: {} },
          { port, loadBalancer: {} },
          { port, outlierDetection },
        ],
      },
    ],
    [{ portLevelSettings: [{ connectionPool }] }, 'error p.portLevelSettings[0].port'],
    [{ portLevelSettings: [{ port, connectionPool }, { port }] }, 'error p.portLevelSettings[1]'],
    [{ portLevelSettings: [{ port, tunnel: {} }] }, 'error p.portLevelSettings[0]'],
    [{ portLevelSettings: [{ port, outlierDetection: { consecutiveErrors: 1 } }] }],
    [{ portLevelSettings: [{ port, connectionPool: {} }] }, 'error p.portLevelSettings[0].connectionPool'],
    [{ connectionPool: {} }, 'error p.connectionPool'],
    [{ tls: { mode: 'MUTUAL', clientCertificate: 'c' } }, 'error p.tls'],
  ])('with traffic policy %j', (given, ...expected) => expect(policy(given)).toEqual(expected));

  test.each<Case>([
    [{ baseEjectionTime: '1s', interval: '1ms', maxEjectionPercent: 100, minHealthPercent: 0 }],
    [{ baseEjectionTime: '0s' }, 'error baseEjectionTime'],
    [{ interval: '0s' }, 'error interval'],
    [{ consecutiveErrors: 1 }, 'warning consecutiveErrors'],
    [{ consecutiveErrors: 0 }],
    [{ consecutiveLocalOriginFailures: 1 }, 'error '],
    [{ consecutiveLocalOriginFailures: 0 }],
    [{ consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true }],
    [{ consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: false }, 'error '],
    [{ maxEjectionPercent: 101 }, 'error maxEjectionPercent'],
    [{ maxEjectionPercent: -1 }, 'error maxEjectionPercent'],
    [{ minHealthPercent: 101 }, 'error minHealthPercent'],
    [{ minHealthPercent: -1 }, 'error minHealthPercent'],
  ])('with outlier detection %j', (given, ...expected) => {
    const said = policy({ outlierDetection: given }).map((one) => one.replace(/p\.outlierDetection\.?/, ''));
    expect(said).toEqual(expected);
  });

  test.each<Case>([
    [{ targetHost: 'a.b', targetPort: 80, protocol: 'CONNECT' }],
    [{ targetHost: '10.0.0.1', targetPort: 80, protocol: 'POST' }],
    [{ targetHost: 'a.b', targetPort: 80, protocol: 'GET' }, 'error p.tunnel.protocol'],
    [{ targetHost: '*.b', targetPort: 80 }, 'error p.tunnel.targetHost'],
    [{ targetPort: 80 }, 'error p.tunnel.targetHost'],
    [{ targetHost: 'a.b' }, 'error p.tunnel.targetPort'],
  ])('with tunnel %j', (tunnel, ...expected) => expect(policy({ tunnel })).toEqual(expected));
});

describe('TLS of a client', () => {
  const files = { clientCertificate: 'c', privateKey: 'k' };
  test.each<Case>([
    [{ mode: 'SIMPLE' }],
    [{ mode: 'DISABLE', credentialName: 'a', ...files }],
    [{ mode: 'MUTUAL', ...files }],
    [{ mode: 'MUTUAL', credentialName: 'a' }],
    [{ mode: 'MUTUAL' }, 'error p.tls', 'error p.tls'],
    [{ mode: 'MUTUAL', privateKey: 'k' }, 'error p.tls'],
    [{ mode: 'MUTUAL', clientCertificate: 'k' }, 'error p.tls'],
    [{ mode: 'SIMPLE', credentialName: 'a', clientCertificate: 'c' }, 'error p.tls'],
    [{ mode: 'SIMPLE', credentialName: 'a', privateKey: 'c' }, 'error p.tls'],
    [{ mode: 'MUTUAL', credentialName: 'a', caCertificates: 'c' }, 'error p.tls'],
    [{ mode: 'MUTUAL', credentialName: 'a', caCrl: 'c' }, 'error p.tls'],
    [{ mode: 'SIMPLE', caCertificates: 'c', caCrl: 'd' }],
    [{ mode: 'SIMPLE', insecureSkipVerify: true }],
    [{ mode: 'SIMPLE', insecureSkipVerify: false, caCertificates: 'c' }],
    [{ mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: 'c' }, 'error p.tls'],
    [{ mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['a'] }, 'error p.tls'],
    [{ mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: [] }],
    [{ mode: 'SIMPLE', insecureSkipVerify: true, credentialName: 'a' }, 'error p.tls'],
    [{ mode: 'MUTUAL', insecureSkipVerify: true, credentialName: 'a' }],
    [{ mode: 'MUTUAL', insecureSkipVerify: true, ...files, caCertificates: 'c' }, 'error p.tls'],
    [{ mode: 'ISTIO_MUTUAL', insecureSkipVerify: true, caCertificates: 'c' }],
    [{ mode: 'SIMPLE', credentialName: 'configmap://ns/ca' }],
    [{ mode: 'SIMPLE', credentialName: 'configmap://other/ca' }, 'error p.tls.credentialName'],
    [{ mode: 'SIMPLE', credentialName: 'configmap://ns' }, 'error p.tls.credentialName'],
    [{ mode: 'SIMPLE', credentialName: 'configmap://ns/' }, 'error p.tls.credentialName'],
    [{ mode: 'SIMPLE', credentialName: 'configmap:///ca' }, 'error p.tls.credentialName'],
    [{ mode: 'SIMPLE', credentialName: 'configmap://ns/ca/x' }, 'error p.tls.credentialName'],
  ])('%j', (tls, ...expected) => expect(policy({ tls })).toEqual(expected));
});

describe('a load balancer', () => {
  const balancer = (loadBalancer: Json, beside: Json = { outlierDetection }) =>
    policy({ loadBalancer, ...beside }).map((one) => one.replace('p.loadBalancer', 'l'));

  test.each<Case>([
    [{ simple: 'RANDOM' }],
    [{ localityLbSetting: {}, zoneAwareLbSetting: {} }, 'error l'],
    [{ warmup: { duration: '1s', minimumPercent: 100, aggression: 0.1 } }],
    [{ warmup: {} }, 'error l.warmup.duration'],
    [{ warmup: { duration: '0s' } }, 'error l.warmup.duration'],
    [{ warmup: { duration: '1s', minimumPercent: 101 } }, 'error l.warmup.minimumPercent'],
    [{ warmup: { duration: '1s', aggression: 0 } }, 'error l.warmup.aggression'],
    [{ consistentHash: { httpCookie: { name: 'a', attributes: [{ name: 'x' }, { name: 'y' }] } } }],
    [{ consistentHash: { httpCookie: {} } }, 'error l.consistentHash.httpCookie.name'],
    [
      { consistentHash: { httpCookie: { name: 'a', attributes: [{}] } } },
      'error l.consistentHash.httpCookie.attributes[0]',
    ],
    [
      { consistentHash: { httpCookie: { name: 'a', attributes: [{ name: 'x' }, { name: 'x' }] } } },
      'error l.consistentHash.httpCookie.attributes[1]',
    ],
    [{ consistentHash: { minimumRingSize: 1 } }, 'warning l.consistentHash.minimumRingSize'],
    [
      { consistentHash: { minimumRingSize: 1, ringHash: {} } },
      'error l.consistentHash',
      'warning l.consistentHash.minimumRingSize',
    ],
    [{ consistentHash: { minimumRingSize: 0, ringHash: {} } }],
  ])('%j', (given, ...expected) => expect(balancer(given)).toEqual(expected));

  test.each([1, 2, 3, 5, 7, 11, 13, 65537, 4999999])('a table may have the prime size %d', (tableSize) =>
    expect(balancer({ consistentHash: { maglev: { tableSize } } })).toEqual([]),
  );
  test.each([4, 9, 15, 25, 49, 121, 65536])('a table may not have size %d', (tableSize) =>
    expect(balancer({ consistentHash: { maglev: { tableSize } } })).toEqual([
      'error l.consistentHash.maglev.tableSize',
    ]),
  );
  test('a table has a size below five million and eleven', () => {
    expect(balancer({ consistentHash: { maglev: {} } })).toHaveLength(2);
    expect(balancer({ consistentHash: { maglev: { tableSize: 5000011 } } })).toHaveLength(1);
    expect(balancer({ consistentHash: { maglev: { tableSize: 5000012 } } })).toHaveLength(2);
  });

  const locality = (localityLbSetting: Json) =>
    balancer({ localityLbSetting }).map((one) => one.replace('l.localityLbSetting', 's'));
  const to = (...names: string[]) => ({
    from: 'r1',
    to: Object.fromEntries(names.map((name) => [name, 100 / names.length])),
  });

  test.each<Case>([
    [{}],
    [{ distribute: [{ from: 'r1/z1/*', to: { 'r1/z1/*': 80, 'r2/z1': 20 } }] }],
    [{ failover: [{ from: 'r1', to: 'r2' }] }],
    [{ distribute: [to('r2')], failover: [{ from: 'r1', to: 'r2' }] }, 'error s'],
    [{ failover: [{ from: 'r1', to: 'r2' }], failoverPriority: ['app'] }],
    [{ failover: [{ from: 'r1', to: 'r2' }], failoverPriority: ['app', 'topology.kubernetes.io/region'] }, 'error s'],
    [{ failover: [{ from: 'r1', to: 'r2' }], failoverPriority: ['topology.kubernetes.io/zone'] }, 'error s'],
    [{ failover: [{ from: 'r1', to: 'r2' }], failoverPriority: ['topology.istio.io/subzone'] }, 'error s'],
    [{ failoverPriority: ['topology.kubernetes.io/region'] }],
    [{ failover: [{ from: 'r1', to: 'r1' }] }, 'error s.failover[0]'],
    [
      {
        failover: [
          { from: 'r1', to: 'r2' },
          { from: 'r1/z', to: 'r2' },
        ],
      },
      'error s.failover[1]',
    ],
    [{ failover: [{ from: 'r1', to: 'r2/z' }] }, 'error s.failover[0]'],
    [{ failover: [{ from: 'r*', to: 'r2' }] }, 'error s.failover[0]'],
    [{ failover: [{ from: 'r1', to: 'r*' }] }, 'error s.failover[0]'],
    [{ distribute: [{ from: 'r1', to: { r2: 0 } }] }, 'error s.distribute[0].to'],
    [{ distribute: [{ from: 'r1', to: { r2: 101 } }] }, 'error s.distribute[0].to'],
    [{ distribute: [{ from: 'r1', to: { r2: 50 } }] }, 'error s.distribute[0].to'],
    [{ distribute: [to('r2'), { from: 'r3', to: { r2: 60, r4: 60 } }] }, 'error s.distribute[1].to'],
    [{ distribute: [to('r2'), to('r3')] }, 'error s.distribute'],
  ])('by locality %j', (given, ...expected) => expect(locality(given)).toEqual(expected));

  test.each<[string[], boolean]>([
    [['r1', 'r2'], true],
    [['*'], true],
    [['r1/*', 'r2/*'], true],
    [['r1/z1', 'r1/z2'], true],
    [['r1/z1/s1', 'r1/z1/s2'], true],
    [['r1/z1/s1/x', 'r1/z1/s1/y'], true],
    [['r1/z1/*', 'r1/z2/*'], true],
    [['r1', 'r1/z1'], false],
    [['r1/*', 'r1/z1'], false],
    [['r1/z1', 'r1/z1/s1'], false],
    [['r1/z1', 'r1'], false],
    [['r1/z1/s1', 'r1/z1'], false],
    [['r1/z1/*', 'r1/z1/s1'], false],
    [['*', 'r1'], false],
    [['*/z'], false],
    [['r1/*/s'], false],
    [['r1/*/*'], false],
    [['r1//s'], false],
    [['/z'], false],
    [['r1/'], false],
    [['r1/z/'], false],
  ])('localities %j can stand side by side: %s', (names, expected) => {
    expect(locality({ distribute: [to(...names)] })).toEqual(expected ? [] : ['error s.distribute[0].to']);
    const from = names.map((name) => ({ from: name, to: { r9: 100 } }));
    expect(locality({ distribute: from })).toEqual(expected ? [] : ['error s.distribute']);
  });

  test('failover needs outlier detection beside it', () => {
    const failover = [{ from: 'r1', to: 'r2' }];
    expect(balancer({ localityLbSetting: { failover } }, {})).toEqual(['warning l.localityLbSetting']);
    expect(balancer({ localityLbSetting: { failoverPriority: ['app'] } }, {})).toEqual(['warning l.localityLbSetting']);
    expect(balancer({ localityLbSetting: {} }, {})).toEqual([]);
    expect(balancer({ zoneAwareLbSetting: { failover } }, {})).toEqual(['warning l.zoneAwareLbSetting']);
    expect(balancer({ zoneAwareLbSetting: { failover } })).toEqual([]);
    expect(balancer({ zoneAwareLbSetting: { failover: [{ from: 'a', to: 'a' }] } })).toEqual([
      'error l.zoneAwareLbSetting.failover[0]',
    ]);
    expect(balancer({ zoneAwareLbSetting: { failoverPriority: ['app', 'topology.kubernetes.io/zone'] } })).toEqual([
      'error l.zoneAwareLbSetting.failoverPriority',
    ]);
  });
});

test('a ConfigMap of any namespace goes for a DestinationRule whose own is yet to be chosen', () => {
  const text = (metadata: string) =>
    `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: ${metadata}\nspec: {host: a.b, trafficPolicy: {tls: {mode: SIMPLE, credentialName: "configmap://shop/ca"}}}\n`;
  const told = (metadata: string) =>
    analyze(snapshotFromYaml(text(metadata)), {
      rules: rules.filter(({ id }) => id === 'valid-destination-rule'),
      shape: false,
    }).map(({ path }) => path);
  expect(told('{name: a}')).toEqual([]);
  expect(told('{name: a, namespace: other}')).toEqual(['spec.trafficPolicy.tls.credentialName']);
});
