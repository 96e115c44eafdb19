import { decode } from '../../../lib/analysis/model/envoy/decode';
import { fieldsOf, isMessage, valuesOf } from '../../../lib/analysis/model/envoy/messages';
import { scalarProblem } from '../../../lib/analysis/model/envoy/scalar';

const CLUSTER = 'envoy.config.cluster.v3.Cluster';
const HTTP_FILTER = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter';
const FILTER = 'envoy.config.listener.v3.Filter';
const url = (name: string): string => `type.googleapis.com/${name}`;
const ROUTER = { '@type': url('envoy.extensions.filters.http.router.v3.Router') };

describe('messages', () => {
  test('have fields by both of their names, and enums their values', () => {
    expect(fieldsOf(CLUSTER).get('lb_policy')).toBe(fieldsOf(CLUSTER).get('lbPolicy'));
    expect(fieldsOf(CLUSTER).get('lb_policy')).toEqual({
      name: 'lb_policy',
      json: 'lbPolicy',
      form: 'single',
      type: { of: 'enum', name: `${CLUSTER}.LbPolicy` },
    });
    expect(valuesOf(`${CLUSTER}.LbPolicy`)).toContain('RING_HASH');
    expect(fieldsOf(CLUSTER).get('typed_extension_protocol_options')).toMatchObject({ form: 'map', key: 'string' });
    expect(fieldsOf(CLUSTER).get('filters')).toMatchObject({ form: 'list', type: { of: 'message' } });
  });

  test('that are not there have none', () => {
    expect([isMessage(CLUSTER), isMessage('envoy.api.v2.Cluster'), isMessage('__proto__')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(fieldsOf('no.Such').size).toBe(0);
    expect(valuesOf('no.Such')).toEqual([]);
  });
});

describe('scalars, as istiod decodes them', () => {
  test.each([
    ['bool', [true, false, null], ['true', 1, []]],
    ['string', ['', 'a', null], [1, true, {}]],
    ['bytes', ['', 'AAAA', 'AA==', 'AA\nAA', null], ['A', 'AAAA=', 1]],
    ['int32', [0, -1, '7', 2147483647, '-2147483648', null], [1.5, '1.5', '1e3', 2147483648, 'x', true, '', '01', [1]]],
    ['uint32', [0, '4294967295'], [-1, 4294967296, '+1']],
    ['int64', ['9223372036854775807'], ['9223372036854775808', 1e21]],
    ['uint64', ['18446744073709551615'], ['18446744073709551616', '-1']],
    ['double', [1, 1.5, '2.5', '1e3', 'NaN', '-Infinity'], ['x', true, '', '.5', '0x1']],
    ['float', [0, '0', 1.5, 'Infinity'], [[], 'infinity']],
    ['sint32', [-2147483648, 2147483647], [-2147483649, 2147483648]],
    ['sfixed32', [-2147483648, 2147483647], [-2147483649, 2147483648]],
    ['fixed32', [0, 4294967295], [-1, 4294967296]],
    ['sint64', ['-9223372036854775808'], ['-9223372036854775809']],
    ['sfixed64', ['9223372036854775807'], ['9223372036854775808']],
    ['fixed64', ['18446744073709551615'], ['18446744073709551616', -1]],
  ])('%s', (kind, good, bad) => {
    for (const value of good) expect([value, scalarProblem(kind, value)]).toEqual([value, undefined]);
    for (const value of bad) expect([value, scalarProblem(kind, value)]).toEqual([value, expect.any(String)]);
  });
});

describe('values that istiod decodes', () => {
  test.each<[string, string, unknown]>([
    ['nothing', CLUSTER, {}],
    ['null', CLUSTER, null],
    ['both spellings', CLUSTER, { connect_timeout: '1.5s', lbPolicy: 'RING_HASH' }],
    ['an enum by number', CLUSTER, { lb_policy: 2 }],
    ['a field that is null', CLUSTER, { load_assignment: null, filters: null }],
    ['a list that holds null', CLUSTER, { filters: [null] }],
    ['a wrapped number', CLUSTER, { per_connection_buffer_limit_bytes: 32768 }],
    ['a duration of hours', CLUSTER, { connect_timeout: '1h30m' }],
    ['a struct', CLUSTER, { metadata: { filter_metadata: { 'envoy.lb': { a: [1, { b: null }] } } } }],
    ['a typed filter', HTTP_FILTER, { name: 'a', typed_config: ROUTER }],
    ['a filter that is discovered', HTTP_FILTER, { name: 'a', config_discovery: { config_source: { ads: {} } } }],
    ['an Any of a duration', HTTP_FILTER, { typed_config: { '@type': url('google.protobuf.Duration'), value: '3s' } }],
    ['an Any of nothing', HTTP_FILTER, { typed_config: { '@type': url('google.protobuf.Empty'), value: {} } }],
    ['a map of Any', CLUSTER, { typed_extension_protocol_options: { a: ROUTER } }],
    // The other spelling is not even looked at.
    ['a good spelling beside a bad one', CLUSTER, { connect_timeout: 7, connectTimeout: '1s' }],
  ])('%s', (_, message, value) => {
    expect(decode(message, value, 'v')).toMatchObject({ unknown: [], untyped: [] });
    expect(decode(message, value, 'v').error).toBeUndefined();
  });
});

describe('values that istiod refuses', () => {
  test.each<[string, string, unknown, string, string | RegExp]>([
    ['a list for an object', CLUSTER, [], 'v', 'is no object'],
    ['an object for a list', CLUSTER, { filters: {} }, 'v.filters', 'is no list'],
    [
      'a list for a map',
      CLUSTER,
      { typed_extension_protocol_options: [] },
      'v.typed_extension_protocol_options',
      'is no object',
    ],
    [
      'an enum that has no such value',
      CLUSTER,
      { lb_policy: 'RANDOMLY' },
      'v.lb_policy',
      /^is none of ROUND_ROBIN, LEAST_REQUEST/,
    ],
    ['an enum by a fraction', CLUSTER, { lb_policy: 1.5 }, 'v.lb_policy', 'is no whole number'],
    ['a text for a wrapped flag', CLUSTER, { track_cluster_stats: 1 }, 'v.track_cluster_stats', 'is no object'],
    ['a number for a duration', CLUSTER, { connect_timeout: 1 }, 'v.connect_timeout', /is no duration/],
    [
      'a negative wrapped number',
      CLUSTER,
      { per_connection_buffer_limit_bytes: -1 },
      'v.per_connection_buffer_limit_bytes',
      /^is not between 0/,
    ],
    [
      'a place deep inside',
      CLUSTER,
      { load_assignment: { endpoints: [{ lb_endpoints: 'a' }] } },
      'v.load_assignment.endpoints[0].lb_endpoints',
      'is no list',
    ],
    [
      'a type of the old API',
      HTTP_FILTER,
      { typed_config: { '@type': url('envoy.config.filter.http.ext_authz.v2.ExtAuthz') } },
      'v.typed_config.@type',
      /unknown \(hint: try using the v3 XDS API\)/,
    ],
    [
      'a type of nobody',
      HTTP_FILTER,
      { typed_config: { '@type': url('no.Such') } },
      'v.typed_config.@type',
      /^referenced type unknown: type/,
    ],
    ['an Any without type', HTTP_FILTER, { typed_config: {} }, 'v.typed_config', 'has no @type'],
    [
      'an Any of nothing without value',
      HTTP_FILTER,
      { typed_config: { '@type': url('google.protobuf.Empty') } },
      'v.typed_config',
      /has no value/,
    ],
    [
      'a text for a struct',
      CLUSTER,
      { metadata: { filter_metadata: { a: 'b' } } },
      'v.metadata.filter_metadata.a',
      'is no object',
    ],
  ])('%s', (_, message, value, path, problem) => {
    const { error } = decode(message, value, 'v');
    expect(error).toEqual({ path, problem: typeof problem === 'string' ? problem : expect.stringMatching(problem) });
  });
});

test('fields that Envoy does not have are told wherever they are, those of its types included', () => {
  const value = { name: 'a', nope: 1, typed_config: { ...ROUTER, nope: {} }, config_discovery: { nope: 1 } };
  expect(decode(HTTP_FILTER, value, 'v').unknown).toEqual(['v.nope', 'v.typed_config.nope', 'v.config_discovery.nope']);
  expect(decode(CLUSTER, JSON.parse('{"__proto__": 1, "constructor": 2}'), 'v').unknown).toEqual([
    'v.__proto__',
    'v.constructor',
  ]);
});

test('filters without type are told where single fields lead to them, and not in lists', () => {
  expect(decode(FILTER, { name: 'envoy.filters.network.tcp_proxy' }, 'v').untyped).toEqual([
    'envoy.filters.network.tcp_proxy',
  ]);
  expect(decode(FILTER, { name: 'a', typedConfig: null, typed_config: ROUTER }, 'v').untyped).toEqual(['a']);
  const chain = { filters: [{ name: 'a' }], transport_socket: { name: 'tls' } };
  expect(decode('envoy.config.listener.v3.FilterChain', chain, 'v').untyped).toEqual(['tls']);
});

describe('well-known types, each in its own form', () => {
  const any = (type: string, value: unknown) => ({ '@type': url(`google.protobuf.${type}`), value });
  const problem = (type: string, value: unknown) =>
    decode(HTTP_FILTER, { typed_config: any(type, value) }, 'v').error?.problem;

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ['BoolValue', [true, false], ['true', 0, {}]],
    ['BytesValue', ['', 'AA=='], ['A', 1, {}]],
    ['StringValue', ['', 'a'], [1, {}]],
    ['Int32Value', [-1, '2147483647'], [2147483648, {}]],
    ['UInt32Value', [0, '4294967295'], [-1, {}]],
    ['Int64Value', ['-9223372036854775808'], ['9223372036854775808', {}]],
    ['UInt64Value', ['18446744073709551615'], [-1, {}]],
    ['FloatValue', [1.5, 'NaN'], ['a', {}]],
    ['DoubleValue', [1.5, '-Infinity'], ['a', {}]],
    ['ListValue', [[], [1, 'a']], [{}, 'a']],
    ['Struct', [{}, { a: 1 }], [[], 'a']],
    ['Value', [1, 'a', true, [], {}], []],
    ['Duration', ['1.5s'], ['1.5', 1, {}]],
    ['Empty', [{}], [[], 'a']],
    ['Any', [ROUTER], ['a', {}]],
  ])('%s', (type, good, bad) => {
    for (const value of good) expect([value, problem(type, value)]).toEqual([value, undefined]);
    for (const value of bad) expect([value, problem(type, value)]).toEqual([value, expect.any(String)]);
  });

  test.each<[string, string, unknown]>([
    ['envoy.config.accesslog.v3.MetadataFilter', 'match_if_key_not_found', true],
    [
      'envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaBucketSettings.DenyResponseSettings',
      'http_body',
      'AA==',
    ],
    ['envoy.extensions.filters.http.file_system_buffer.v3.FileSystemBufferFilterConfig', 'storage_buffer_path', 'a'],
    ['istio.mesh.v1alpha1.ProxyConfig', 'concurrency', -1],
    ['envoy.config.cluster.v3.CircuitBreakers.Thresholds', 'max_connections', 1],
    ['istio.mesh.v1alpha1.MeshConfig.ExtensionProvider.StackdriverProvider', 'max_number_of_attributes', '-1'],
    ['envoy.config.bootstrap.v3.Bootstrap', 'stats_server_version_override', '1'],
    [
      'envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin',
      'error_utilization_penalty',
      1.5,
    ],
    ['envoy.config.cluster.v3.Cluster.PreconnectPolicy', 'per_upstream_preconnect_ratio', 1.5],
  ])('a field of %s is the value itself: %s', (message, field, value) => {
    expect(decode(message, { [field]: value }, 'v').error).toBeUndefined();
    expect(decode(message, { [field]: { value } }, 'v').error?.path).toBe(`v.${field}`);
  });

  test.each([
    '2026-01-31T00:00:00Z',
    '2026-01-31t23:59:59z',
    '2026-01-31T00:00:00.5Z',
    '2026-01-31T00:00:00,123456789Z',
    '2026-01-31T00:00:00+01:30',
    '2026-01-31T00:00:00.25-08:00',
  ])('%s is a time', (value) => expect(problem('Timestamp', value)).toBeUndefined());

  test.each([
    '',
    '2026-01-31',
    '2026-01-31T00:00:00',
    '2026-01-31T00:00Z',
    '2026-01-31 00:00:00Z',
    '2026-1-31T00:00:00Z',
    '2026-01-31T00:00:00.Z',
    '2026-01-31T00:00:00Z ',
    'a2026-01-31T00:00:00Z',
    '2026-01-31T00:00:00+1:00',
    '2026-01-31T00:00:00+01:00 and more',
    1769817600,
  ])('%p is none', (value) => expect(problem('Timestamp', value)).toMatch(/^is no time/));

  test('fields of an Empty are unknown', () => {
    expect(decode(HTTP_FILTER, { typed_config: any('Empty', { a: 1 }) }, 'v').unknown).toEqual([
      'v.typed_config.value.a',
    ]);
  });

  test('a message that is described by another one is read by its fields', () => {
    const options = { typed_config: { '@type': url('google.protobuf.MessageOptions'), deprecated: true, nope: 1 } };
    expect(decode(HTTP_FILTER, options, 'v')).toMatchObject({ unknown: ['v.typed_config.nope'] });
  });
});

describe('keys of maps', () => {
  const METHOD = 'envoy.extensions.filters.network.dubbo_proxy.v3.MethodMatch';

  test('are numbers where the message says so', () => {
    expect(decode(METHOD, { params_match: { '0': {}, '7': {} } }, 'v').error).toBeUndefined();
    expect(decode(METHOD, { params_match: { '0': {}, a: {} } }, 'v').error).toEqual({
      path: 'v.params_match',
      problem: 'key "a" is no whole number',
    });
    expect(decode(METHOD, { params_match: { '-1': {} } }, 'v').error).toMatchObject({ path: 'v.params_match' });
  });

  test('are any text elsewhere, and the values are read', () => {
    const value = { typed_extension_protocol_options: { '': ROUTER, 'a b': { ...ROUTER, nope: 1 } } };
    expect(decode(CLUSTER, value, 'v')).toMatchObject({ unknown: ['v.typed_extension_protocol_options.a b.nope'] });
  });

  test('lead to no filter that has to have a type', () => {
    const instances = { certificate_provider_instances: { a: { name: 'b' } } };
    expect(decode('envoy.config.bootstrap.v3.Bootstrap', instances, 'v').untyped).toEqual([]);
  });
});
