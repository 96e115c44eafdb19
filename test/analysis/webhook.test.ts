/** What istiod's webhook makes of values at the edges: each case was compared with Istio's own validation (test/istio). */
import { analyze, rules } from '../../lib/analysis';
import { snapshotFromYaml } from '../../lib/snapshot';

const webhook = rules.filter(({ id }) => id.startsWith('valid-'));

function judged(kind: string, spec: object, metadata: object = {}): string[] {
  const [apiVersion, name] = kind.split(' ');
  const manifest = { apiVersion, kind: name, metadata: { name: 'one', namespace: 'shop', ...metadata }, spec };
  const snapshot = snapshotFromYaml(JSON.stringify(manifest), { file: 'one.yaml' });
  return analyze(snapshot, { rules: webhook, shape: false }).map(({ level, path }) => `${level} ${path ?? ''}`);
}

const VIRTUAL_SERVICE = 'networking.istio.io/v1 VirtualService';
const DESTINATION_RULE = 'networking.istio.io/v1 DestinationRule';
const REQUEST_AUTHENTICATION = 'security.istio.io/v1 RequestAuthentication';
const WASM_PLUGIN = 'extensions.istio.io/v1alpha1 WasmPlugin';

const route = [{ destination: { host: 'reviews' } }];
const virtualService = (http: object, more: object = {}) => ({
  hosts: ['reviews'],
  http: [{ route, ...http }],
  ...more,
});

describe('what istiod cannot read', () => {
  test.each([
    [{ retries: { attempts: 2 ** 31 } }, 'spec.http[0].retries.attempts'],
    [{ route: [{ ...route[0], weight: -(2 ** 31) - 1 }] }, 'spec.http[0].route[0].weight'],
  ])('numbers beyond 32 bits: %j', (http, path) => {
    expect(judged(VIRTUAL_SERVICE, virtualService(http))).toEqual([`error ${path}`]);
  });

  test('a number of 32 bits is read', () => {
    expect(judged(VIRTUAL_SERVICE, virtualService({ retries: { attempts: 2 ** 31 - 1 } }))).toEqual([]);
  });

  test.each([
    [
      'loadBalancer.consistentHash.httpCookie',
      { loadBalancer: { consistentHash: { httpCookie: { name: 'a', ttl: 'soon' } } } },
      'ttl',
    ],
    ['connectionPool.tcp', { connectionPool: { tcp: { idleTimeout: '' } } }, 'idleTimeout'],
    ['retryBudget', { retryBudget: { budgetInterval: '10' } }, 'budgetInterval'],
  ])('durations that the schema does not look at: %s', (parent, trafficPolicy, name) => {
    expect(judged(DESTINATION_RULE, { host: 'reviews', trafficPolicy })).toEqual([
      `error spec.trafficPolicy.${parent}.${name}`,
    ]);
  });

  test('once something cannot be read, nothing else is judged', () => {
    const trafficPolicy = { connectionPool: { tcp: { idleTimeout: 'soon', maxConnections: -1 } } };
    expect(judged(DESTINATION_RULE, { host: 'reviews', trafficPolicy })).toHaveLength(1);
  });

  test('a port of portLevelMtls is written as JSON writes numbers', () => {
    const spec = { selector: { matchLabels: { app: 'a' } }, portLevelMtls: { '080': {}, 80: {} } };
    expect(judged('security.istio.io/v1 PeerAuthentication', spec)).toEqual(['error spec.portLevelMtls.080']);
  });
});

describe('fields with a second name', () => {
  test('mirror_percent is mirrorPercent', () => {
    expect(judged(VIRTUAL_SERVICE, virtualService({ mirror_percent: 101 }))).toEqual([
      'error spec.http[0].mirror_percent',
      'warning spec.http[0].mirror_percent',
    ]);
    expect(judged(VIRTUAL_SERVICE, virtualService({ mirror_percent: 101, mirrorPercent: 1 }))).toEqual([
      'warning spec.http[0].mirrorPercent',
    ]);
  });

  test('jwks_uri is jwksUri', () => {
    expect(judged(REQUEST_AUTHENTICATION, { jwtRules: [{ jwks_uri: 'https://a.example' }] })).toEqual([]);
    expect(judged(REQUEST_AUTHENTICATION, { jwtRules: [{ jwks_uri: 'a.example' }] })).toEqual([
      'error spec.jwtRules[0].jwks_uri',
    ]);
  });
});

describe('warnings that istiod loses', () => {
  test('an old gateway name in a match of HTTP or TCP', () => {
    const gateways = ['ingress.istio-system'];
    const match = [{ gateways, port: 80 }];
    expect(judged(VIRTUAL_SERVICE, virtualService({ match }, { tcp: [{ match, route }] }))).toEqual([]);
    expect(judged(VIRTUAL_SERVICE, virtualService({}, { gateways }))).toEqual(['warning spec.gateways[0]']);
  });

  test('deprecated outlier detection of a subset or a port', () => {
    const deprecated = { outlierDetection: { consecutiveErrors: 5 } };
    const subsets = [{ name: 'v1', trafficPolicy: deprecated }];
    const portLevelSettings = [{ port: { number: 80 }, ...deprecated }];
    expect(judged(DESTINATION_RULE, { host: 'reviews', subsets, trafficPolicy: { portLevelSettings } })).toEqual([]);
    expect(judged(DESTINATION_RULE, { host: 'reviews', trafficPolicy: deprecated })).toEqual([
      'warning spec.trafficPolicy.outlierDetection.consecutiveErrors',
    ]);
  });

  test('an abort without status', () => {
    expect(judged(VIRTUAL_SERVICE, virtualService({ fault: { abort: {} } }))).toEqual([]);
  });
});

describe('hosts of a VirtualService are compared as they are written', () => {
  const tls = (sni: string) => [{ match: [{ sniHosts: [sni] }], route }];
  test.each([
    ['a.example', 'A.example', ['error spec.tls[0].match[0].sniHosts[0]']],
    ['a.example', '*.example', []],
    ['*.b.example', '*.example', []],
    ['*.example', '*.b.example', ['error spec.tls[0].match[0].sniHosts[0]']],
  ])('SNI host %s of host %s', (sni, host, expected) => {
    expect(judged(VIRTUAL_SERVICE, { hosts: [host], tls: tls(sni) })).toEqual(expected);
  });

  test.each([
    [['*a.example', 'a.example'], 1],
    [['*.example', '*.b.example'], 1],
    [['A.example', 'a.example'], 0],
  ])('%j overlap %d times', (hosts, count) => {
    expect(judged(VIRTUAL_SERVICE, virtualService({}, { hosts }))).toHaveLength(count);
  });
});

describe('keys of tokens', () => {
  const rsa = '{"kty":"RSA","n":"AQAB","e":"AQAB"';
  const one = (jwks: string) => judged(REQUEST_AUTHENTICATION, { jwtRules: [{ issuer: 'a', jwks }] });
  test.each([
    `{"keys":[${rsa}}]}`,
    ...[`${rsa}}`, `${rsa}} and more`, '{"keys":null}', `${rsa},"alg":null,"key_ops":["verify"],"x5c":[]}`],
    ...[
      '{"kty":"RSA","n":"","e":null}',
      '{"kty":"RSA","n":"A+/=\\n","e":"AQ=="}',
      '{"kty":"EC","crv":"?","x":"","y":""}',
    ],
    ...['{"kty":"OKP","crv":"Ed25519","x":"AQ"}', '{"keys":[],"keys2":["{"]}'],
  ])('%s is read', (jwks) => expect(one(jwks)).toEqual([]));

  test.each([
    ...['x', '[]', 'null', '{', '{"keys":{}}', '{"keys":[1]}', '{"keys":[null]}', '{"keys":[{}]}', '{"kty":1}'],
    ...[`${rsa},"kid":1}`, `${rsa},"key_ops":[1]}`, `${rsa},"x5c":["AQAB"]}`, `${rsa},"x5c":"AQAB"}`],
    ...['{"kty":"RSA","n":"AQAB="}', '{"kty":"RSA","n":"AQAB=","e":"AQ"}', '{"kty":"RSA","n":"A","e":"AQ"}'],
    ...['{"kty":"RSA","n":"A+_B","e":"AQ"}', '{"kty":"EC","crv":1,"x":"","y":""}', '{"kty":"toString"}'],
  ])('%s is refused', (jwks) => expect(one(jwks)).toEqual(['error spec.jwtRules[0].jwks']));

  test.each(['{"kty":"oct","k":"AA"}', `${rsa},"d":"AQ"}`, `${rsa},"d":null}`])('%s is private', (jwks) =>
    expect(one(jwks)).toEqual(['warning spec.jwtRules[0].jwks']),
  );
});

describe('lengths are counted in bytes', () => {
  test.each([
    [160, []],
    [161, ['error spec.rules[0].from[0].source.serviceAccounts']],
  ])('a service account of %d letters of two bytes', (count, expected) => {
    const source = { serviceAccounts: ['ö'.repeat(count)] };
    expect(judged('security.istio.io/v1 AuthorizationPolicy', { rules: [{ from: [{ source }] }] })).toEqual(expected);
  });
});

describe('addresses of modules', () => {
  test.each(['oci:a', 'http://a"b', 'http://[a]', '/a.wasm', 'a', 'file:///a?%zz'])('%s is one', (url) =>
    expect(judged(WASM_PLUGIN, { url })).toEqual([]),
  );
  test.each(['gs://a', 'a:80/b', 'a#%zz', '/a#%zz', 'a b'])('%s is none', (url) =>
    expect(judged(WASM_PLUGIN, { url })).toEqual(['error spec.url']),
  );
});

test.each([
  ['508', []],
  ['509', ['error spec.http[0].retries.retryOn']],
  ['+503,reset', []],
])('retryOn %s asks for statuses that Go has a name for', (retryOn, expected) => {
  expect(judged(VIRTUAL_SERVICE, virtualService({ retries: { attempts: 1, retryOn } }))).toEqual(expected);
});

test('a setting that is null is not set', () => {
  const loadBalancer = { simple: 'ROUND_ROBIN', warmup: { duration: '1s', aggression: null } };
  expect(judged(DESTINATION_RULE, { host: 'reviews', trafficPolicy: { loadBalancer } })).toEqual([]);
});

test.each([
  ['é', ['warning spec.servers[0].tls.cipherSuites']],
  ['-ALL', []],
])('cipher suite %s', (suite, expected) => {
  const tls = { mode: 'SIMPLE', credentialName: 'a', cipherSuites: [suite] };
  const servers = [{ hosts: ['a.example'], port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls }];
  expect(judged('networking.istio.io/v1 Gateway', { servers })).toEqual(expected);
});

describe('matches that say the same', () => {
  const http = (match: object[]) => ({ hosts: ['reviews'], http: [{ match, route }] });
  test.each([
    [{ headers: {}, port: 0, ignoreUriCase: false, name: 'two' }, 1],
    [{ uri: {} }, 0],
    [{ uri: { exact: '' } }, 0],
  ])('%j beside one that asks for nothing', (match, count) => {
    expect(judged(VIRTUAL_SERVICE, http([{}, match])).filter((one) => one.startsWith('info'))).toHaveLength(count);
  });
});

test.each([
  [{ 'us/a': 50, 'us/*': 50 }, 1],
  [{ 'us/*': 50, 'us/a': 50 }, 1],
  [{ us: 50, '*': 50 }, 1],
  [{ 'us/a/x': 50, 'us/b/*': 50 }, 0],
])('localities that overlap do so in any order: %j', (to, count) => {
  const trafficPolicy = { loadBalancer: { localityLbSetting: { distribute: [{ from: 'us', to }] } } };
  expect(judged(DESTINATION_RULE, { host: 'reviews', trafficPolicy })).toHaveLength(count);
});
