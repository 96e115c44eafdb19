import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];
const long = (length: number) => 'a'.repeat(length);

describe('a PeerAuthentication', () => {
  const verdict = (spec: Json) =>
    verdictOf('valid-peer-authentication', 'security.istio.io/v1/PeerAuthentication', spec);
  const selector = { matchLabels: { app: 'a' } };
  const portLevelMtls = { 80: { mode: 'STRICT' } };
  test.each<Case>([
    [{}],
    [{ selector, portLevelMtls }],
    [{ portLevelMtls }, 'error spec.portLevelMtls'],
    [{ selector: {}, portLevelMtls }, 'error spec.portLevelMtls', 'warning spec.selector'],
    [{ selector, portLevelMtls: {} }, 'error spec.portLevelMtls'],
    [{ selector, portLevelMtls: { 65535: {} } }],
    [{ selector, portLevelMtls: { 65536: {} } }, 'error spec.portLevelMtls.65536'],
    [{ selector, portLevelMtls: { '080': {} } }, 'error spec.portLevelMtls.080'],
    [{ selector, portLevelMtls: { 0: {} } }, 'error spec.portLevelMtls.0'],
    [{ selector, portLevelMtls: { '80x': {} } }, 'error spec.portLevelMtls.80x'],
    [{ selector, portLevelMtls: { x80: {} } }, 'error spec.portLevelMtls.x80'],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));
});

describe('a RequestAuthentication', () => {
  const jwt = (rule: Json) =>
    verdictOf('valid-request-authentication', 'security.istio.io/v1/RequestAuthentication', {
      jwtRules: [{ issuer: 'i', ...rule }],
    }).map((one) => one.replace('spec.jwtRules[0]', 'j'));
  const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };

  test.each<Case>([
    [{}],
    [{ issuer: '' }, 'error j'],
    [{ issuer: '', jwksUri: 'https://a.b/c' }],
    [{ issuer: '', jwks_uri: 'https://a.b/c' }],
    [{ jwksUri: 'http://a.b:80' }],
    [{ jwksUri: 'ftp://a.b' }, 'error j.jwksUri'],
    [{ jwksUri: '/a' }, 'error j.jwksUri'],
    [{ jwks_uri: 'https://a b' }, 'error j.jwks_uri'],
    [{ jwksUri: 'https://a.b:9223372036854775807' }],
    [{ jwksUri: 'https://a.b:9223372036854775808' }, 'error j.jwksUri'],
    [{ audiences: ['a', ''] }, 'error j.audiences[1]'],
    [{ fromParams: [''] }, 'error j.fromParams[0]'],
    [{ fromCookies: [''] }, 'error j.fromCookies[0]'],
    [{ fromHeaders: [{ name: 'a' }, {}] }, 'error j.fromHeaders[1].name'],
    [{ outputClaimToHeaders: [{ header: 'x_a-1', claim: 'c' }] }],
    [{ outputClaimToHeaders: [{ header: 'x-a' }] }, 'error j.outputClaimToHeaders[0]'],
    [{ outputClaimToHeaders: [{ claim: 'c' }] }, 'error j.outputClaimToHeaders[0]'],
    [{ outputClaimToHeaders: [{ header: 'x.a', claim: 'c' }] }, 'error j.outputClaimToHeaders[0].header'],
    [{ timeout: '5s' }],
    [{ timeout: '0s' }, 'error j.timeout'],
  ])('%j', (rule, ...expected) => expect(jwt(rule)).toEqual(expected));

  const OK: string[] = [];
  const WRONG = ['error j.jwks'];
  const PRIVATE = ['warning j.jwks'];
  test.each<[unknown, string[]]>([
    [rsa, OK],
    [{ keys: [rsa, { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, { kty: 'OKP', crv: 'Ed25519', x: 'AA' }] }, OK],
    [{ keys: [] }, OK],
    [{ keys: null }, OK],
    [{ keys: 'a' }, WRONG],
    [{ keys: ['a'] }, WRONG],
    [[], WRONG],
    [1, WRONG],
    [{}, WRONG],
    [{ kty: 'ODD' }, WRONG],
    [{ kty: 'constructor' }, WRONG],
    [{ kty: 1 }, WRONG],
    [{ kty: 'RSA', n: 'AQAB' }, WRONG],
    [{ kty: 'RSA', e: 'AQAB' }, WRONG],
    [{ kty: 'EC', crv: 'P-256', x: 'AA' }, WRONG],
    [{ kty: 'EC', crv: 'P-256', y: 'AA' }, WRONG],
    [{ kty: 'EC', x: 'AA', y: 'AA' }, WRONG],
    [{ kty: 'OKP', crv: 'Ed25519' }, WRONG],
    [{ kty: 'OKP', x: 'AA' }, WRONG],
    [{ kty: 'oct' }, WRONG],
    [{ kty: 'oct', k: 'AA' }, PRIVATE],
    [{ ...rsa, d: 'AA' }, PRIVATE],
    [{ keys: [rsa, { ...rsa, d: 'AA' }] }, PRIVATE],
    [{ ...rsa, alg: 'RS256', kid: 'a', use: 'sig', x5u: null }, OK],
    [{ ...rsa, alg: 1 }, WRONG],
    [{ ...rsa, kid: 1 }, WRONG],
    [{ ...rsa, use: {} }, WRONG],
    [{ ...rsa, x5t: 1 }, WRONG],
    [{ ...rsa, 'x5t#S256': 1 }, WRONG],
    [{ ...rsa, x5u: 1 }, WRONG],
    [{ ...rsa, crv: 1 }, OK],
    [{ kty: 'EC', crv: 1, x: 'AA', y: 'AA' }, WRONG],
    [{ kty: 'OKP', crv: 1, x: 'AA' }, WRONG],
    [{ ...rsa, n: '!' }, WRONG],
    [{ ...rsa, n: 'A' }, WRONG],
    [{ ...rsa, n: 'AA=' }, WRONG],
    [{ ...rsa, n: 'AA==' }, OK],
    [{ ...rsa, n: 'AAA=' }, OK],
    [{ ...rsa, n: 'AA\nAA' }, OK],
    [{ ...rsa, n: '-_AA' }, OK],
    [{ ...rsa, n: '+/AA' }, OK],
    [{ ...rsa, n: '+_AA' }, WRONG],
    [{ ...rsa, n: 1 }, WRONG],
    [{ ...rsa, p: '!' }, WRONG],
    [{ ...rsa, q: '!' }, WRONG],
    [{ ...rsa, dp: '!' }, WRONG],
    [{ ...rsa, dq: '!' }, WRONG],
    [{ ...rsa, qi: '!' }, WRONG],
    [{ ...rsa, d: '!' }, WRONG],
    [{ ...rsa, e: '!' }, WRONG],
    [{ ...rsa, x: '!' }, OK],
    [{ kty: 'oct', k: '!' }, WRONG],
    [{ kty: 'EC', crv: 'P-256', x: 'AA', y: '!' }, WRONG],
    [{ kty: 'EC', crv: 'P-256', x: '!', y: 'AA' }, WRONG],
    [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: '!' }, WRONG],
    [{ kty: 'OKP', crv: 'a', x: '!' }, WRONG],
    [{ kty: 'OKP', crv: 'a', x: 'AA', d: '!' }, WRONG],
    [{ ...rsa, key_ops: ['verify'] }, OK],
    [{ ...rsa, key_ops: null }, OK],
    [{ ...rsa, key_ops: 'verify' }, WRONG],
    [{ ...rsa, key_ops: [1] }, WRONG],
    [{ ...rsa, x5c: [] }, OK],
    [{ ...rsa, x5c: null }, OK],
    [{ ...rsa, x5c: ['AAAA'] }, WRONG],
    [{ ...rsa, x5c: 'AAAA' }, WRONG],
    [{ ...rsa, x5c: [null] }, WRONG],
  ])('keys %j', (jwks, expected) => expect(jwt({ jwks: JSON.stringify(jwks) })).toEqual(expected));

  test('keys are read up to the end of the first object', () => {
    expect(jwt({ jwks: `${JSON.stringify(rsa)} and more }` })).toEqual([]);
    expect(jwt({ jwks: `${JSON.stringify({ ...rsa, kid: 'a}"{' })}x` })).toEqual([]);
    expect(jwt({ jwks: '{"kty":' })).toEqual(WRONG);
    expect(jwt({ jwks: 'keys' })).toEqual(WRONG);
  });
});

describe('a Telemetry', () => {
  const verdict = (spec: Json) => verdictOf('valid-telemetry', 'telemetry.istio.io/v1/Telemetry', spec);
  const tag = (of: unknown) => ({ tracing: [{ customTags: { t: of } }] });
  const override = (of: unknown) => ({ metrics: [{ overrides: [{ tagOverrides: { t: of } }] }] });

  test.each<Case>([
    [{}],
    [{ selector: {} }, 'warning spec.selector'],
    [{ tracing: [{}] }],
    [{ tracing: [{}, {}] }, 'warning spec.tracing'],
    [{ tracing: [{ providers: [{ name: 'a' }] }] }],
    [{ tracing: [{ providers: [{ name: 'a' }, { name: 'b' }] }] }, 'warning spec.tracing[0].providers'],
    [{ tracing: [{ providers: [{}] }] }, 'error spec.tracing[0].providers[0].name'],
    [{ tracing: [{ randomSamplingPercentage: 100 }] }],
    [{ tracing: [{ randomSamplingPercentage: 100.1 }] }, 'error spec.tracing[0].randomSamplingPercentage'],
    [{ tracing: [{ randomSamplingPercentage: -1 }] }, 'error spec.tracing[0].randomSamplingPercentage'],
    [tag({ literal: { value: 'a' } })],
    [tag({ header: { name: 'a' } })],
    [tag({ environment: { name: 'a' } })],
    [tag({ literal: {} }), 'error spec.tracing[0].customTags.t'],
    [tag({ header: {} }), 'error spec.tracing[0].customTags.t'],
    [tag({ environment: {} }), 'error spec.tracing[0].customTags.t'],
    [tag(null), 'error spec.tracing[0].customTags.t'],
    [{ tracing: [{ customTags: { '': { literal: { value: 'a' } } } }] }, 'error spec.tracing[0].customTags.'],
    [{ accessLogging: [{ providers: [{ name: 'a' }] }] }],
    [{ accessLogging: [{ providers: [{ name: 'a' }, {}] }] }, 'error spec.accessLogging[0].providers[1].name'],
    [{ accessLogging: [{ filter: { expression: 'response.code >= 400' } }] }],
    [
      { accessLogging: [{ filter: { expression: 'response.code >=' } }] },
      'error spec.accessLogging[0].filter.expression',
    ],
    [{ metrics: [{ providers: [{}] }] }, 'error spec.metrics[0].providers[0].name'],
    [override({ value: 'a' })],
    [override({ operation: 'REMOVE' })],
    [override({ operation: 'UPSERT' }), 'error spec.metrics[0].overrides[0].tagOverrides.t'],
    [override({}), 'error spec.metrics[0].overrides[0].tagOverrides.t'],
    [override({ operation: 'REMOVE', value: 'a' }), 'error spec.metrics[0].overrides[0].tagOverrides.t'],
    [override(null), 'error spec.metrics[0].overrides[0].tagOverrides.t'],
    [
      { metrics: [{ overrides: [{ tagOverrides: { '': { value: 'a' } } }] }] },
      'warning spec.metrics[0].overrides[0].tagOverrides',
    ],
    [{ metrics: [{ overrides: [{ match: { customMetric: 'a' } }] }] }],
    [
      { metrics: [{ overrides: [{ match: { customMetric: '' } }] }] },
      'error spec.metrics[0].overrides[0].match.customMetric',
    ],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));
});

describe('an EnvoyFilter', () => {
  const verdict = (spec: Json) => verdictOf('valid-envoy-filter', 'networking.istio.io/v1alpha3/EnvoyFilter', spec);
  // A filter without type is told too, which is another matter: see envoy-filter.test.ts.
  const typed = { typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' } };
  const valueOf = (applyTo: string): Json => (/(NETWORK|HTTP)_FILTER/.test(applyTo) ? typed : {});
  const patch = (
    applyTo: string,
    match: Json,
    rest: Json = { patch: { operation: 'MERGE', value: valueOf(applyTo) } },
  ) =>
    verdict({ configPatches: [{ applyTo, match, ...rest }] })
      .filter((one) => one !== 'warning spec')
      .map((one) => one.replace('spec.configPatches[0]', 'p'));
  const filter = (of: Json) => ({ listener: { filterChain: { filter: of } } });
  const HCM = 'envoy.filters.network.http_connection_manager';

  test('warns of itself, unless its selector is refused', () => {
    expect(verdict({})).toEqual(['warning spec']);
    expect(verdict({ workloadSelector: { labels: { app: '*' } } })).toEqual(['error spec.workloadSelector.labels']);
  });

  test.each<[string, Json, ...string[]]>([
    ['', {}, 'error p.applyTo'],
    ['INVALID', {}, 'error p.applyTo'],
    ['CLUSTER', { context: 'WAYPOINT', listener: {} }],
    ['CLUSTER', { cluster: {} }],
    ['CLUSTER', { listener: {} }, 'error p.match.listener'],
    ['CLUSTER', { routeConfiguration: {} }, 'error p.match.routeConfiguration'],
    ['LISTENER', { cluster: {} }, 'error p.match.cluster'],
    ['LISTENER', { listener: {} }],
    ['FILTER_CHAIN', { cluster: {} }, 'error p.match.cluster'],
    ['NETWORK_FILTER', { cluster: {} }, 'error p.match.cluster'],
    ['HTTP_FILTER', { routeConfiguration: {} }, 'error p.match.routeConfiguration'],
    ['HTTP_FILTER', { waypoint: {} }, 'error p.match.waypoint'],
    ['ROUTE_CONFIGURATION', { routeConfiguration: {} }],
    ['ROUTE_CONFIGURATION', { listener: {} }, 'error p.match.listener'],
    ['VIRTUAL_HOST', { listener: {} }, 'error p.match.listener'],
    ['HTTP_ROUTE', { cluster: {} }, 'error p.match.cluster'],
    ['BOOTSTRAP', { listener: {} }],
    ['CLUSTER', { proxy: { proxyVersion: '^1\\.2.*' } }],
    ['CLUSTER', { proxy: { proxyVersion: '(?=a)' } }, 'error p.match.proxy.proxyVersion'],
    ['CLUSTER', { proxy: { proxyVersion: '(' }, listener: {} }, 'error p.match.proxy.proxyVersion'],
    ['CLUSTER', { proxy: { proxyVersion: long(1024) } }],
    ['CLUSTER', { proxy: { proxyVersion: long(1025) } }, 'warning p.match.proxy.proxyVersion'],
    ['LISTENER', filter({ name: 'a' }), 'warning p.match.listener.filterChain.filter'],
    ['FILTER_CHAIN', filter({ name: 'a' }), 'warning p.match.listener.filterChain.filter'],
    ['NETWORK_FILTER', filter({ name: 'a' })],
    ['NETWORK_FILTER', filter({}), 'error p.match.listener.filterChain.filter'],
    ['NETWORK_FILTER', filter({ name: HCM, subFilter: { name: 'a' } }), 'error p.match.listener.filterChain.filter'],
    ['HTTP_FILTER', filter({ name: HCM, subFilter: { name: 'a' } })],
    ['HTTP_FILTER', filter({ name: HCM, subFilter: {} }), 'error p.match.listener.filterChain.filter'],
    ['HTTP_FILTER', filter({ name: 'a', subFilter: { name: 'a' } }), 'error p.match.listener.filterChain.filter'],
    [
      'HTTP_FILTER',
      filter({ name: 'envoy.http_connection_manager', subFilter: { name: 'envoy.rate_limit' } }),
      'warning p.match.listener.filterChain.filter.name',
      'warning p.match.listener.filterChain.filter.subFilter.name',
    ],
  ])('patches %s by %j', (target, match, ...expected) => expect(patch(target, match)).toEqual(expected));

  test.each<Case>([
    [{ patch: { operation: 'REMOVE' } }],
    [{ patch: { operation: 'MERGE', value: {} } }],
    [{}, 'error p.patch'],
    [{ patch: {} }, 'error p.patch.operation'],
    [{ patch: { operation: 'INVALID', value: {} } }, 'error p.patch.operation'],
    [{ patch: { operation: 'MERGE' } }, 'error p.patch.value'],
  ])('with %j', (rest, ...expected) => expect(patch('CLUSTER', {}, rest)).toEqual(expected));

  test.each([
    ...['client_ssl_auth', 'echo', 'mongo_proxy', 'ratelimit', 'rbac', 'redis_proxy', 'tcp_proxy', 'thrift_proxy'],
    ...['zookeeper_proxy', 'mysql_proxy', 'ext_authz', 'http_connection_manager'],
    ...['buffer', 'cors', 'csrf', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip'],
    ...['health_check', 'ip_tagging', 'lua', 'router', 'squash', 'rate_limit', 'http_dynamo_filter'],
  ])('is told that envoy.%s was renamed', (name) => {
    expect(patch('NETWORK_FILTER', filter({ name: `envoy.${name}` }))).toEqual([
      'warning p.match.listener.filterChain.filter.name',
    ]);
  });
});

describe('a WasmPlugin or TrafficExtension', () => {
  const plugin = (spec: Json) =>
    verdictOf('valid-wasm-plugin', 'extensions.istio.io/v1alpha1/WasmPlugin', { url: 'a.b/c', ...spec });
  const extension = (spec: Json) =>
    verdictOf('valid-traffic-extension', 'extensions.istio.io/v1alpha1/TrafficExtension', spec);
  const env = (...variables: Json[]) => ({ vmConfig: { env: variables } });

  test.each<Case>([
    [{}],
    [{ url: '' }, 'error spec.url'],
    [{ url: 'oci://a.b/c' }],
    [{ url: 'file:///a' }],
    [{ url: 'https://a.b' }],
    [{ url: 'http://a.b:80' }],
    [{ url: 'ftp://a.b' }, 'error spec.url'],
    [{ url: 'a%zz' }, 'error spec.url'],
    [{ sha256: '0123456789abcdef'.repeat(4) }],
    [{ sha256: 'a' }, 'error spec.sha256'],
    [{ sha256: 'A'.repeat(64) }, 'error spec.sha256'],
    [{ sha256: 'g'.repeat(64) }, 'error spec.sha256'],
    [{ imagePullSecret: long(253) }],
    [{ imagePullSecret: long(254) }, 'error spec.imagePullSecret'],
    [{ pluginName: long(256) }],
    [{ pluginName: long(257) }, 'error spec.pluginName'],
    [env({ name: 'a', value: 'b' }, { name: 'c', valueFrom: 'HOST' })],
    [env({}), 'error spec.vmConfig.env[0]'],
    [env({ name: long(256) })],
    [env({ name: long(257) }), 'error spec.vmConfig.env[0]'],
    [env({ name: 'a' }, { name: 'a' }, {}), 'error spec.vmConfig.env[1]'],
    [env({ name: 'a', value: 'b', valueFrom: 'INLINE' })],
    [env({ name: 'a', value: 'b', valueFrom: 'HOST' }), 'error spec.vmConfig.env[0]'],
    [{ match: [{ ports: [{ number: 1 }, { number: 65535 }] }] }],
    [{ match: [{ ports: [{ number: 0 }] }, { ports: [{ number: 0 }] }] }, 'error spec.match[0].ports[0].number'],
    [{ match: [{}, { ports: [{ number: 1 }, { number: 65536 }] }] }, 'error spec.match[1].ports[1].number'],
    [{ selector: {} }, 'warning spec.selector'],
  ])('%j', (spec, ...expected) => expect(plugin(spec)).toEqual(expected));

  const wasm = { url: 'a.b/c' };
  const lua = { inlineCode: 'a' };
  test.each<Case>([
    [{ wasm }],
    [{ lua }],
    [{}, 'error spec'],
    [{ wasm, lua }, 'error spec'],
    [{ lua: {} }, 'error spec.lua.inlineCode'],
    [{ lua: { inlineCode: long(65536) } }],
    [{ lua: { inlineCode: long(65537) } }, 'error spec.lua.inlineCode'],
    [{ wasm: {} }, 'error spec.wasm.url'],
    [{ wasm, selector: {} }, 'warning spec.selector'],
    [{ wasm, match: [{ ports: [{ number: 0 }] }] }, 'error spec.match[0].ports[0].number'],
  ])('%j', (spec, ...expected) => expect(extension(spec)).toEqual(expected));
});

describe('a WorkloadEntry, WorkloadGroup or ProxyConfig', () => {
  const group = (spec: Json) =>
    verdictOf('valid-workload-group', 'networking.istio.io/v1/WorkloadGroup', { template: {}, ...spec });
  const probe = (of: Json) => group({ probe: of }).map((one) => one.replace('spec.probe', 'p'));

  test('an entry is an endpoint', () => {
    const entry = (spec: Json) => verdictOf('valid-workload-entry', 'networking.istio.io/v1/WorkloadEntry', spec);
    expect(entry({ address: '10.0.0.1' })).toEqual([]);
    expect(entry({})).toEqual(['error spec.address']);
  });

  test.each<Case>([
    [{}],
    [{ template: undefined }, 'error spec.template'],
    [{ metadata: { labels: { '-': 'a' } }, probe: {} }, 'error spec.metadata.labels'],
  ])('group %j', (spec, ...expected) => expect(group(spec)).toEqual(expected));

  const tcpSocket = { port: 80 };
  test.each<Case>([
    [{ tcpSocket }],
    [{ httpGet: { port: 80, scheme: 'HTTPS', httpHeaders: [{ name: 'x-a' }] } }],
    [{ httpGet: { port: 80, scheme: 'HTTP' } }],
    [{ exec: { command: ['a'] } }],
    [{}, 'error p'],
    [{ tcpSocket: {} }, 'error p.tcpSocket.port'],
    [{ httpGet: {} }, 'error p.httpGet.port'],
    [{ httpGet: { port: 80, scheme: 'http' } }, 'error p.httpGet.scheme'],
    [{ httpGet: { port: 80, httpHeaders: [{ name: 'x-a' }, { name: 'x_a' }] } }, 'error p.httpGet.httpHeaders[1].name'],
    [{ httpGet: { port: 80, httpHeaders: [{}] } }, 'error p.httpGet.httpHeaders[0].name'],
    [{ exec: {} }, 'error p.exec.command'],
    [{ tcpSocket, periodSeconds: 0 }],
    [{ tcpSocket, periodSeconds: -1 }, 'error p.periodSeconds'],
    [{ tcpSocket, initialDelaySeconds: -1 }, 'error p.initialDelaySeconds'],
    [{ tcpSocket, timeoutSeconds: -1 }, 'error p.timeoutSeconds'],
    [{ tcpSocket, successThreshold: -1 }, 'error p.successThreshold'],
    [{ tcpSocket, failureThreshold: -1 }, 'error p.failureThreshold'],
  ])('probe %j', (of, ...expected) => expect(probe(of)).toEqual(expected));

  test.each<Case>([
    [{}],
    [{ concurrency: 0 }],
    [{ concurrency: -1 }, 'error spec.concurrency'],
    [{ selector: {} }, 'warning spec.selector'],
  ])('config %j', (spec, ...expected) => {
    expect(verdictOf('valid-proxy-config', 'networking.istio.io/v1beta1/ProxyConfig', spec)).toEqual(expected);
  });
});
