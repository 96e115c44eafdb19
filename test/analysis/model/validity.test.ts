import { checkConnectionPool } from '../../../lib/analysis/model/validity/connection-pool';
import { checkDecoding } from '../../../lib/analysis/model/validity/decoding';
import { checkDnsEndpoint, checkEndpoint } from '../../../lib/analysis/model/validity/endpoint';
import { Problems } from '../../../lib/analysis/model/validity/problems';
import {
  checkExportTo,
  checkSelector,
  checkTargets,
  checkWorkloadSelector,
} from '../../../lib/analysis/model/validity/selectors';
import { checkServerTls, modeOf } from '../../../lib/analysis/model/validity/server-tls';
import { resourceOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const GATEWAY = 'networking.istio.io/v1/Gateway';

/** What is said of one resource: level, path and the begin of the text. */
function told(check: (problems: Problems) => unknown, spec: Json = {}, type = GATEWAY): string[] {
  const problems = new Problems(resourceOf(type, 'ns/a', spec));
  check(problems);
  return problems.reports.map(({ level, path, message }) => `${level} ${path} ${message.slice(`${path}: `.length)}`);
}

/** The paths that are told of, each with its level. */
const paths = (said: readonly string[]): string[] => said.map((one) => one.split(' ').slice(0, 2).join(' '));

describe('problems', () => {
  const empty = () => new Problems(resourceOf(GATEWAY, 'ns/a', {}));

  test('one text is one finding that names every place once', () => {
    const problems = empty();
    for (const path of ['a', 'b', 'a', 'c']) problems.error(path, 'is wrong');
    expect(problems.reports).toMatchObject([
      { code: 'IST0106', level: 'error', path: 'a', message: 'a: is wrong (also at b, c)' },
    ]);
  });

  test('another text, code or place is another finding or another place', () => {
    const problems = empty();
    problems.error('a', 'x');
    problems.error('a', 'y');
    problems.error('a', 'x', 'CIS0001');
    expect(problems.reports.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'IST0106 a: x',
      'IST0106 a: y',
      'CIS0001 a: x',
    ]);
  });

  test('no text is no problem', () => {
    const problems = empty();
    problems.error('a', undefined);
    problems.warning('a', undefined);
    expect(problems.reports).toEqual([]);
    expect(problems.hasErrors).toBe(false);
  });

  test('only errors refuse', () => {
    const problems = empty();
    problems.warning('a', 'x');
    problems.info('a', 'y', 'CIS0001');
    expect(problems.hasErrors).toBe(false);
    problems.error('a', 'z');
    expect(problems.hasErrors).toBe(true);
    expect(problems.reports.map(({ code, level }) => `${code} ${level}`)).toEqual([
      'IST0133 warning',
      'CIS0001 info',
      'IST0106 error',
    ]);
    expect(problems.reports[0]!.resource).toBe(problems.resource);
  });

  test('a part whose warnings are lost keeps its errors', () => {
    const problems = empty();
    const part = problems.withoutWarnings();
    part.warning('a', 'x');
    part.info('a', 'y', 'CIS0001');
    part.error('a', 'z');
    expect(problems.reports.map(({ message }) => message)).toEqual(['a: z']);
    expect(part.hasErrors).toBe(true);
  });
});

describe('a connection pool', () => {
  const pool = (value: unknown) => paths(told((problems) => checkConnectionPool(problems, value, 'p')));

  test.each([
    undefined,
    { http: {} },
    { tcp: {} },
    { http: { http1MaxPendingRequests: 0, maxRetries: 1, idleTimeout: '1s', useClientProtocol: true } },
    { http: { h2UpgradePolicy: 'UPGRADE' } },
    { http: { h2UpgradePolicy: 'DEFAULT', useClientProtocol: true } },
    { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: false } },
    { http: { http2KeepAlive: { interval: '1s', timeout: '1s' } } },
    { tcp: { maxConnections: 0, connectTimeout: '1s', maxConnectionDuration: '1ms', idleTimeout: '0s' } },
    { tcp: { idleTimeout: '999us' } },
    { tcp: { tcpKeepalive: { time: '1s', interval: '1s', probes: 3 } } },
  ])('%j is fine', (value) => expect(pool(value)).toEqual([]));

  test.each<[Json, string]>([
    [{}, 'p'],
    [{ http: { http1MaxPendingRequests: -1 } }, 'p.http.http1MaxPendingRequests'],
    [{ http: { http2MaxRequests: -1 } }, 'p.http.http2MaxRequests'],
    [{ http: { maxRequestsPerConnection: -1 } }, 'p.http.maxRequestsPerConnection'],
    [{ http: { maxRetries: -1 } }, 'p.http.maxRetries'],
    [{ http: { maxConcurrentStreams: -1 } }, 'p.http.maxConcurrentStreams'],
    [{ http: { idleTimeout: '0s' } }, 'p.http.idleTimeout'],
    [{ http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } }, 'p.http'],
    [{ http: { http2KeepAlive: { timeout: '1s' } } }, 'p.http.http2KeepAlive.interval'],
    [{ http: { http2KeepAlive: { interval: '1s' } } }, 'p.http.http2KeepAlive.timeout'],
    [{ http: { http2KeepAlive: { interval: '0s', timeout: '1s' } } }, 'p.http.http2KeepAlive.interval'],
    [{ tcp: { maxConnections: -1 } }, 'p.tcp.maxConnections'],
    [{ tcp: { connectTimeout: '0s' } }, 'p.tcp.connectTimeout'],
    [{ tcp: { maxConnectionDuration: '1us' } }, 'p.tcp.maxConnectionDuration'],
    [{ tcp: { idleTimeout: '1.5ms' } }, 'p.tcp.idleTimeout'],
    [{ tcp: { tcpKeepalive: { time: '0s' } } }, 'p.tcp.tcpKeepalive.time'],
    [{ tcp: { tcpKeepalive: { interval: '0s' } } }, 'p.tcp.tcpKeepalive.interval'],
  ])('%j is refused at %s', (value, path) => expect(pool(value)).toEqual([`error ${path}`]));
});

describe('an endpoint', () => {
  const names = new Set(['http']);
  const one = (endpoint: Json, ports?: ReadonlySet<string>) =>
    paths(told((problems) => checkEndpoint(problems, endpoint, 'e', ports)));
  const dns = (endpoint: Json) => paths(told((problems) => checkDnsEndpoint(problems, endpoint, 'e', names)));

  test.each([
    { address: '10.0.0.1' },
    { address: 'a.b' },
    { address: 'unix:///a' },
    { address: '10.0.0.1', ports: { any: 80 }, labels: { app: 'a' } },
  ])('%j is fine', (endpoint) => expect(one(endpoint)).toEqual([]));

  test.each<[Json, string[]]>([
    [{}, ['error e.address']],
    [{ ports: { '!': 0 }, labels: { '-': 'a' } }, ['error e.address']],
    [{ network: 'n' }, ['warning e.address']],
    [{ network: 'n', ports: { http: 0 } }, ['warning e.address', 'error e.ports.http']],
    [{ address: 'a_b' }, ['error e.address']],
    [{ address: 'unix://a' }, ['error e.address']],
    [{ address: 'unix:///a', ports: { http: 80 } }, ['error e.ports']],
    [{ address: '10.0.0.1', ports: { http: 0 } }, ['error e.ports.http']],
    [{ address: '10.0.0.1', ports: { a_b: 80 } }, ['error e.ports.a_b']],
    [{ address: '10.0.0.1', labels: { '-': 'a' } }, ['error e.labels']],
  ])('%j: %j', (endpoint, expected) => expect(one(endpoint)).toEqual(expected));

  test('of a ServiceEntry has an IP address and ports that the ServiceEntry names', () => {
    expect(one({ address: '10.0.0.1', ports: { http: 80 } }, names)).toEqual([]);
    expect(one({ address: 'a.b' }, names)).toEqual(['error e.address']);
    expect(one({ address: '10.0.0.1', ports: { tcp: 80 } }, names)).toEqual(['error e.ports.tcp']);
    expect(one({ network: 'n' }, names)).toEqual(['warning e.address']);
    expect(one({ address: 'unix:///a' }, names)).toEqual([]);
    expect(one({ address: 'unix:///a' }, new Set(['a', 'b']))).toEqual(['error e']);
    expect(one({ address: 'unix:///a' }, new Set())).toEqual(['error e']);
    expect(one({ address: '10.0.0.1' }, new Set(['a', 'b']))).toEqual([]);
  });

  test.each<[Json, string[]]>([
    [{ address: 'a.b' }, []],
    [{ address: '10.0.0.1' }, []],
    [{ address: 'a.b', ports: { http: 80 }, labels: { app: 'a' } }, []],
    [{}, ['error e.address']],
    [{ address: 'unix:///a' }, ['error e.address']],
    [{ address: '*.b' }, ['error e.address']],
    [{ address: 'a.b', ports: { tcp: 80 } }, ['error e.ports.tcp']],
    [{ address: 'a.b', ports: { http: 65536 } }, ['error e.ports.http']],
    [{ address: 'a.b', labels: { app: '-' } }, ['error e.labels']],
  ])('that is resolved by DNS %j: %j', (endpoint, expected) => expect(dns(endpoint)).toEqual(expected));
});

describe('exportTo', () => {
  const check = (exportTo: unknown, options = {}) =>
    told((problems) => checkExportTo(problems, options), { exportTo }).map((one) => one.split(';')[0]);

  test.each([[undefined], [['*']], [['.']], [['a', 'b']], [['.', 'a']]])('%j is fine', (exportTo) =>
    expect(check(exportTo)).toEqual([]),
  );

  test.each<[string[], string]>([
    [['a', 'a'], 'error spec.exportTo[1] exportTo names "a" twice'],
    [['ns', '.'], 'error spec.exportTo[1] exportTo names ". and its own namespace" twice'],
    [['.', 'ns'], 'error spec.exportTo[1] exportTo names "ns" twice'],
    [['a', 'a_b'], 'error spec.exportTo[1] exportTo "a_b" is neither ".", "*" nor a namespace'],
    [['~'], 'error spec.exportTo[0] exportTo "~" is neither ".", "*" nor a namespace'],
    [['*', 'a'], 'error spec.exportTo "*" in exportTo stands alone'],
  ])('%j: %s', (exportTo, expected) => expect(check(exportTo)).toEqual([expected]));

  test('"~" is for ServiceEntries, and stands alone', () => {
    expect(check(['~'], { isServiceEntry: true })).toEqual([]);
    expect(check(['~', 'a'], { isServiceEntry: true })).toEqual(['error spec.exportTo "~" in exportTo stands alone']);
  });

  test('a resource for some workloads is seen in its own namespace alone', () => {
    expect(check(undefined, { isSelective: true })).toEqual([]);
    expect(check(['.'], { isSelective: true })).toEqual([]);
    expect(check(['ns'], { isSelective: true })).toEqual([]);
    expect(check(['*'], { isSelective: true })).toEqual([
      'error spec.exportTo with a workloadSelector, exportTo may only be "."',
    ]);
    expect(check(['.', 'a'], { isSelective: true })).toEqual([
      'error spec.exportTo with a workloadSelector, exportTo may have one entry',
    ]);
  });
});

describe('selectors of policies', () => {
  const selector = (value: unknown) => paths(told((problems) => checkSelector(problems, value)));

  test.each<[unknown, string[]]>([
    [undefined, []],
    [{ matchLabels: { app: 'a' } }, []],
    [{}, ['warning spec.selector']],
    [{ matchLabels: {} }, ['warning spec.selector']],
    [{ matchLabels: { '': 'a' } }, ['error spec.selector.matchLabels']],
    [{ matchLabels: { app: 'a*' } }, ['error spec.selector.matchLabels']],
    [{ matchLabels: { 'a*': 'a' } }, ['error spec.selector.matchLabels']],
  ])('%j: %j', (value, expected) => expect(selector(value)).toEqual(expected));

  test('stand where they are said to', () => {
    expect(paths(told((problems) => checkSelector(problems, {}, 'spec.a')))).toEqual(['warning spec.a']);
  });

  test.each<[unknown, string[], boolean]>([
    [undefined, [], true],
    [{ labels: { app: 'a' } }, [], true],
    [{}, ['warning spec.workloadSelector'], true],
    [{ labels: { app: '*' } }, ['error spec.workloadSelector.labels'], false],
  ])('workloadSelector %j: %j', (workloadSelector, expected, goesOn) => {
    let answer: boolean | undefined;
    const said = told((problems) => (answer = checkWorkloadSelector(problems)), { workloadSelector });
    expect([paths(said), answer]).toEqual([expected, goesOn]);
  });

  const service = { kind: 'Service', name: 'a' };
  test.each<[Json, string[]]>([
    [{}, []],
    [{ selector: { matchLabels: { app: 'a' } } }, []],
    [{ targetRef: service }, []],
    [{ targetRefs: [service, { ...service, group: 'core' }] }, []],
    [{ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'a' }] }, []],
    [{ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'a' }] }, []],
    [{ targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'a' }] }, []],
    [{ targetRef: service, targetRefs: [service] }, ['error spec']],
    [{ selector: { matchLabels: { app: 'a' } }, targetRef: service }, ['error spec']],
    [{ selector: { matchLabels: { app: 'a' } }, targetRefs: [service] }, ['error spec']],
    [{ targetRef: service, targetRefs: [] }, []],
    [{ selector: {} }, ['warning spec.selector']],
    [{ targetRef: { kind: 'Service' } }, ['error spec.targetRef.name']],
    [{ targetRef: { ...service, namespace: 'x' } }, ['error spec.targetRef.namespace']],
    [{ targetRef: { ...service, kind: 'Pod' } }, ['error spec.targetRef']],
    [{ targetRef: { ...service, group: 'x' } }, ['error spec.targetRef']],
    [{ targetRefs: [service, { ...service, kind: 'Gateway' }] }, ['error spec.targetRefs[1]']],
    [{ targetRefs: [{ ...service, name: '' }] }, ['error spec.targetRefs[0].name']],
  ])('%j: %j', (spec, expected) => expect(paths(told(checkTargets, spec))).toEqual(expected));
});

describe('TLS of a server', () => {
  const server = (tls: Json) => told((problems) => checkServerTls(problems, tls, 't'));
  const files = { serverCertificate: 'c', privateKey: 'k' };
  const suite = 'ECDHE-RSA-AES128-GCM-SHA256';

  test('unset is PASSTHROUGH', () =>
    expect([modeOf({}), modeOf({ mode: 'SIMPLE' })]).toEqual(['PASSTHROUGH', 'SIMPLE']));

  test.each([
    {},
    { mode: 'PASSTHROUGH' },
    { mode: 'AUTO_PASSTHROUGH' },
    { mode: 'ISTIO_MUTUAL' },
    { mode: 'SIMPLE', credentialName: 'a' },
    { mode: 'SIMPLE', credentialNames: ['a'] },
    { mode: 'SIMPLE', ...files },
    { mode: 'SIMPLE', tlsCertificates: [files, files] },
    { mode: 'MUTUAL', ...files, caCertificates: 'ca' },
    { mode: 'MUTUAL', credentialName: 'a' },
    { mode: 'OPTIONAL_MUTUAL', ...files, caCertificates: 'ca', caCrl: 'crl' },
    { mode: 'MUTUAL', tlsCertificates: [files], caCertificates: 'ca' },
    { mode: 'SIMPLE', credentialName: 'a', minProtocolVersion: 'TLSV1_2' },
    { mode: 'SIMPLE', credentialName: 'a', minProtocolVersion: 'TLSV1_0', cipherSuites: [suite] },
    { mode: 'SIMPLE', credentialName: 'a', cipherSuites: ['', 'ALL', '!aNULL', '@SECLEVEL', 'DES-CBC3-SHA'] },
  ])('%j is fine', (tls) => expect(server(tls)).toEqual([]));

  test.each<[Json, string[]]>([
    [{ mode: 'PASSTHROUGH', credentialName: 'a' }, ['warning t PASSTHROUGH does not use']],
    [{ credentialNames: ['a'] }, ['warning t PASSTHROUGH does not use']],
    [{ mode: 'AUTO_PASSTHROUGH', serverCertificate: 'c' }, ['warning t AUTO_PASSTHROUGH does not use']],
    [{ mode: 'PASSTHROUGH', privateKey: 'c' }, ['warning t PASSTHROUGH does not use']],
    [{ mode: 'PASSTHROUGH', caCertificates: 'c' }, ['warning t PASSTHROUGH does not use']],
    [{ mode: 'PASSTHROUGH', caCrl: 'c' }, ['warning t PASSTHROUGH does not use']],
    [{ mode: 'PASSTHROUGH', tlsCertificates: [files] }, ['warning t PASSTHROUGH does not use']],
    [{ mode: 'ISTIO_MUTUAL', serverCertificate: 'c' }, ['error t.serverCertificate ISTIO_MUTUAL uses the']],
    [{ mode: 'ISTIO_MUTUAL', privateKey: 'c' }, ['error t.privateKey ISTIO_MUTUAL uses the']],
    [{ mode: 'ISTIO_MUTUAL', caCertificates: 'c' }, ['error t.caCertificates ISTIO_MUTUAL uses the']],
    [{ mode: 'ISTIO_MUTUAL', credentialName: 'c' }, ['error t.credentialName ISTIO_MUTUAL uses the']],
    [{ mode: 'ISTIO_MUTUAL', credentialNames: ['c'] }, ['error t.credentialNames ISTIO_MUTUAL uses the']],
    [{ mode: 'ISTIO_MUTUAL', tlsCertificates: [files] }, ['error t.tlsCertificates ISTIO_MUTUAL uses the']],
    [{ mode: 'SIMPLE', credentialName: 'a', ...files }, ['error t only one of credentialName,']],
    [{ mode: 'SIMPLE', credentialName: 'a', credentialNames: ['a'] }, ['error t only one of credentialName,']],
    [{ mode: 'SIMPLE', credentialName: 'a', tlsCertificates: [files] }, ['error t only one of credentialName,']],
    [{ mode: 'SIMPLE', tlsCertificates: [files], ...files }, ['error t only one of credentialName,']],
    [{ mode: 'SIMPLE', credentialName: 'a', privateKey: 'k' }, []],
    [{ mode: 'SIMPLE' }, ['error t SIMPLE needs a serverCertificate,', 'error t SIMPLE needs a privateKey,']],
    [{ mode: 'SIMPLE', serverCertificate: 'c' }, ['error t SIMPLE needs a privateKey,']],
    [{ mode: 'SIMPLE', privateKey: 'c' }, ['error t SIMPLE needs a serverCertificate,']],
    [
      { mode: 'SIMPLE', tlsCertificates: [files, {}] },
      ['error t SIMPLE needs a serverCertificate,', 'error t SIMPLE needs a privateKey,'],
    ],
    [{ mode: 'SIMPLE', tlsCertificates: [files, files, files] }, ['warning t.tlsCertificates SIMPLE takes at most']],
    [{ mode: 'MUTUAL', ...files }, ['error t MUTUAL needs caCertificates, or']],
    [{ mode: 'OPTIONAL_MUTUAL', ...files }, ['error t MUTUAL needs caCertificates, or']],
    [{ mode: 'SIMPLE', ...files, caCrl: 'a' }, ['error t.caCrl caCrl needs a mode']],
    [{ mode: 'SIMPLE', credentialName: 'a', caCrl: 'a' }, []],
    [{ credentialName: 'a', caCrl: 'a' }, ['warning t PASSTHROUGH does not use', 'error t.caCrl caCrl cannot stand']],
    [{ minProtocolVersion: 'TLSV1_0' }, ['warning t.minProtocolVersion a version below TLSV1_2']],
    [{ minProtocolVersion: 'TLSV1_1' }, ['warning t.minProtocolVersion a version below TLSV1_2']],
    [{ mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_1' }, ['warning t.minProtocolVersion a version below TLSV1_2']],
  ])('%j: %j', (tls, expected) => {
    expect(server(tls).map((one, i) => one.slice(0, expected[i]?.length))).toEqual(expected);
  });

  test.each(
    (
      'ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ' +
      'ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA ' +
      'ECDHE-ECDSA-AES256-SHA ECDHE-RSA-AES256-SHA AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA AES256-SHA DES-CBC3-SHA'
    ).split(' '),
  )('cipher suite %s is known', (name) => expect(server({ cipherSuites: [name] })).toEqual([]));

  test('cipher suites that are unknown or named twice are listed, each once and in order', () => {
    expect(server({ cipherSuites: ['Y', 'X', 'Y'] })).toEqual([
      'warning t.cipherSuites unknown cipher suites are ignored: X Y',
    ]);
    expect(server({ cipherSuites: ['AES256-SHA', suite, 'AES256-SHA', 'AES256-SHA', suite, 'ALL'] })).toEqual([
      `warning t.cipherSuites cipher suites are named twice: AES256-SHA ${suite}`,
    ]);
    expect(server({ cipherSuites: [`${suite}X`, `X${suite}`] })).toHaveLength(1);
  });
});

describe('what istiod cannot read', () => {
  const read = (type: string, spec: Json) => {
    let answer: boolean | undefined;
    const said = told((problems) => (answer = checkDecoding(problems)), spec, type);
    return { said: paths(said), answer };
  };
  const RULE = 'networking.istio.io/v1/DestinationRule';

  test.each<[Json, string[]]>([
    [{ host: 'a', trafficPolicy: { connectionPool: { tcp: { maxConnections: 2 ** 31 - 1 } } } }, []],
    [{ host: 'a', trafficPolicy: { connectionPool: { tcp: { maxConnections: -(2 ** 31) } } } }, []],
    [
      { host: 'a', trafficPolicy: { connectionPool: { tcp: { maxConnections: 2 ** 31 } } } },
      ['error spec.trafficPolicy.connectionPool.tcp.maxConnections'],
    ],
    [
      { host: 'a', trafficPolicy: { connectionPool: { tcp: { maxConnections: -(2 ** 31) - 1 } } } },
      ['error spec.trafficPolicy.connectionPool.tcp.maxConnections'],
    ],
    [
      { host: 'a', subsets: [{}, { trafficPolicy: { connectionPool: { http: { maxRetries: 2 ** 31 } } } }] },
      ['error spec.subsets[1].trafficPolicy.connectionPool.http.maxRetries'],
    ],
    [
      { host: 'a', trafficPolicy: { connectionPool: { tcp: { idleTimeout: 'soon' } } } },
      ['error spec.trafficPolicy.connectionPool.tcp.idleTimeout'],
    ],
    [{ host: 'a', trafficPolicy: { connectionPool: { tcp: { idleTimeout: '1h' } } } }, []],
    [{ host: 'a', trafficPolicy: { connectionPool: { tcp: { idleTimeout: 5 } } } }, []],
    [{ host: 'a', unknown: { maxConnections: 2 ** 31 } }, []],
    [{ host: 'a', constructor: { maxConnections: 2 ** 31 } }, []],
  ])('%j: %j', (spec, expected) => {
    expect(read(RULE, spec)).toEqual({ said: expected, answer: expected.length === 0 });
  });

  test('a kind or version that is not served is not read', () => {
    const spec = { trafficPolicy: { connectionPool: { tcp: { maxConnections: 2 ** 31 } } } };
    expect(read('networking.istio.io/v9/DestinationRule', spec)).toEqual({ said: [], answer: true });
    expect(read('example.com/v1/DestinationRule', spec)).toEqual({ said: [], answer: true });
    expect(read('networking.istio.io/v1beta1/DestinationRule', spec).answer).toBe(false);
  });
});
