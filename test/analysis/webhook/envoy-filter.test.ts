import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;

const VALUE = 'spec.configPatches[0].patch.value';
const typed = (name: string, more: Json = {}) => ({
  name: 'a',
  typed_config: { '@type': `type.googleapis.com/${name}`, ...more },
});
const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';

/** What is said of the value of a patch, beside the warning that every EnvoyFilter gets. */
const verdict = (applyTo: string, patch: Json, match: Json = {}) =>
  verdictOf('valid-envoy-filter', 'networking.istio.io/v1alpha3/EnvoyFilter', {
    configPatches: [{ applyTo, match, patch }],
  })
    .filter((one) => one !== 'warning spec')
    .map((one) => one.replace(VALUE, 'v'));
const merged = (applyTo: string, value: Json) => verdict(applyTo, { operation: 'MERGE', value });

describe('EF13: the value is the message of what it is applied to', () => {
  test.each<[string, Json, ...string[]]>([
    ['CLUSTER', { lb_policy: 'RING_HASH' }],
    ['CLUSTER', { lb_policy: 'RING' }, 'error v.lb_policy'],
    ['CLUSTER', { connect_timeout: '1' }, 'error v.connect_timeout'],
    ['LISTENER', { per_connection_buffer_limit_bytes: '32768' }],
    ['LISTENER', { per_connection_buffer_limit_bytes: 'many' }, 'error v.per_connection_buffer_limit_bytes'],
    ['FILTER_CHAIN', { filters: 'a' }, 'error v.filters'],
    ['LISTENER_FILTER', typed('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector')],
    [
      'NETWORK_FILTER',
      typed('envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', { stat_prefix: 1 }),
      'error v.typed_config.stat_prefix',
    ],
    ['HTTP_FILTER', typed(ROUTER)],
    ['HTTP_FILTER', typed('envoy.config.filter.http.ext_authz.v2.ExtAuthz'), 'error v.typed_config.@type'],
    ['ROUTE_CONFIGURATION', { request_headers_to_remove: [1] }, 'error v.request_headers_to_remove[0]'],
    ['VIRTUAL_HOST', { domains: ['*'], retry_policy: { num_retries: 2 } }],
    ['VIRTUAL_HOST', { retry_policy: { num_retries: -2 } }, 'error v.retry_policy.num_retries'],
    ['HTTP_ROUTE', { route: { timeout: '15s' } }],
    ['HTTP_ROUTE', { route: { timeout: 15 } }, 'error v.route.timeout'],
    ['EXTENSION_CONFIG', typed(ROUTER)],
    ['BOOTSTRAP', { stats_flush_interval: '5s' }],
    ['BOOTSTRAP', { stats_flush_interval: 5 }, 'error v.stats_flush_interval'],
  ])('%s %j', (applyTo, value, ...expected) => expect(merged(applyTo, value)).toEqual(expected));

  test('a value that a REMOVE has is read too', () => {
    expect(verdict('CLUSTER', { operation: 'REMOVE', value: { lb_policy: 'RING' } })).toEqual(['error v.lb_policy']);
    expect(verdict('CLUSTER', { operation: 'REMOVE' })).toEqual([]);
  });

  test('nothing of waypoints is read, and nothing after a match that is refused', () => {
    const patch = { operation: 'MERGE', value: { lb_policy: 'RING' } };
    expect(verdict('CLUSTER', patch, { context: 'WAYPOINT' })).toEqual([]);
    expect(verdict('LISTENER', patch, { cluster: {} })).toEqual(['error spec.configPatches[0].match.cluster']);
    const nameless = { listener: { filterChain: { filter: {} } } };
    expect(verdict('HTTP_FILTER', patch, nameless)).toEqual([
      'error spec.configPatches[0].match.listener.filterChain.filter',
    ]);
  });
});

describe('EF14: what is read, and hardly meant', () => {
  test.each<[string, Json, ...string[]]>([
    ['CLUSTER', { lbpolicy: 'RING_HASH' }, 'warning v.lbpolicy'],
    ['HTTP_FILTER', typed(ROUTER, { dynamicstats: true }), 'warning v.typed_config.dynamicstats'],
    ['HTTP_FILTER', { name: 'envoy.filters.http.router' }, 'warning v'],
    ['NETWORK_FILTER', { name: 'envoy.filters.network.tcp_proxy' }, 'warning v'],
    ['FILTER_CHAIN', { transport_socket: { name: 'tls' } }, 'warning v'],
    // One warning for all of them, and none of what else would be told.
    ['HTTP_FILTER', { name: 'lua', b: 1, a: 2 }, 'warning v.b'],
    // istiod does not look into lists.
    ['FILTER_CHAIN', { filters: [{ name: 'envoy.filters.network.tcp_proxy' }] }],
  ])('%s %j', (applyTo, value, ...expected) => expect(merged(applyTo, value)).toEqual(expected));
});
