import { Duration } from 'cdk8s';
import {
  CanaryRoute,
  ClientTls,
  ConnectionPool,
  ConsistentHash,
  Delegate,
  Fault,
  GatewayRef,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  GatewayWorkload,
  LoadBalancer,
  Locality,
  Mirror,
  MirrorRoute,
  OutlierDetection,
  Retry,
  RetryCondition,
  RouteMatch,
  ServiceRef,
  ServiceRoute,
  Target,
  Version,
} from 'cdk8s-istio';
import { chartOf, destinationsOf, synth, synthProblems } from '../service/synth';

const HOST = 'reviews.bookinfo.svc.cluster.local';
const reviews = ServiceRef.of('reviews', 'bookinfo', [{ port: 9080, name: 'http' }]);
const ratings = ServiceRef.of('ratings', 'bookinfo', [{ port: 9080, name: 'http' }]);
const echo = ServiceRef.of('tcp-echo', 'echo', [{ port: 9000, name: 'tcp' }]);
const v1 = Version.label('v1');
const v2 = Version.label('v2');
const v3 = Version.label('v3');
const jason = RouteMatch.header(HeaderMatch.exact('end-user', 'jason'));

test('R1: all requests go to v1, and the other versions stay known', () => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews, versions: [v1, v2, v3] });
    route.otherwise(route.to(v1));
  });
  expect(result.virtualService().hosts).toEqual([HOST]);
  expect(result.http().map(destinationsOf)).toEqual([{ [`${HOST}|9080|v1`]: 100 }]);
  expect(result.destinationRule()).toEqual({
    host: HOST,
    subsets: ['v1', 'v2', 'v3'].map((version) => ({ name: version, labels: { version } })),
  });
});

test('R2: one user sees v2, everybody else v1', () => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews });
    route.otherwise(route.to(v1));
    route.route(jason, route.to(v2));
  });
  const [byUser, rest] = result.http();
  expect(byUser?.match).toEqual([{ headers: { 'end-user': { exact: 'jason' } } }]);
  expect(destinationsOf(byUser)).toEqual({ [`${HOST}|9080|v2`]: 100 });
  expect(rest?.match).toBeUndefined();
  expect(destinationsOf(rest)).toEqual({ [`${HOST}|9080|v1`]: 100 });
});

test.each([
  [50, 50],
  [20, 80],
  [10, 90],
  [0, 100],
  [100, 0],
])('R3: %i percent of the requests go to v3, %i to v1', (weight, left) => {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Reviews', { service: reviews, stable: v1, canary: v3, weight });
  });
  expect(result.http().map(destinationsOf)).toEqual([{ [`${HOST}|9080|v1`]: left, [`${HOST}|9080|v3`]: weight }]);
});

test('R4: TCP connections are split at a gateway, told apart by its port', () => {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Echo', {
      service: echo,
      stable: v1,
      canary: v2,
      weight: 20,
      mesh: false,
      edge: { gateways: [GatewayRef.of('tcp-echo-gateway', 'echo')], hosts: ['*'], port: 31400 },
    });
  });
  const destination = (subset: string) => ({
    host: 'tcp-echo.echo.svc.cluster.local',
    subset,
    port: { number: 9000 },
  });
  expect(result.virtualService()).toEqual({
    hosts: ['*'],
    gateways: ['echo/tcp-echo-gateway'],
    tcp: [
      {
        match: [{ port: 31400 }],
        route: [
          { destination: destination('v1'), weight: 80 },
          { destination: destination('v2'), weight: 20 },
        ],
      },
    ],
  });
});

test('R4: TCP connections are split in the mesh', () => {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Echo', { service: echo, stable: v1, canary: v2, weight: 20 });
  });
  const { tcp, http } = result.virtualService();
  expect(http).toBeUndefined();
  expect(tcp?.map((rule) => rule.match)).toEqual([undefined]);
  expect(tcp?.[0]?.route?.map((one) => one.weight)).toEqual([80, 20]);
});

test('R4: TLS connections are split by SNI', () => {
  const vault = ServiceRef.of('vault', 'sec', [{ port: 8200, name: 'tls-api' }]);
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Vault', { service: vault, stable: v1, canary: v2, weight: 20 });
  });
  const { tls } = result.virtualService();
  expect(tls?.map((rule) => rule.match)).toEqual([[{ sniHosts: ['vault.sec.svc.cluster.local'] }]]);
  expect(tls?.[0]?.route?.map((one) => one.weight)).toEqual([80, 20]);
});

test.each([
  ['delay', Fault.delay(Duration.seconds(7), 100), { delay: { percentage: { value: 100 }, fixedDelay: '7s' } }],
  ['abort', Fault.abort(500, 100), { abort: { percentage: { value: 100 }, httpStatus: 500 } }],
])('R5: a fault (%s) for one user only', (_, fault, rendered) => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Ratings', { service: ratings });
    route.otherwise(route.to(v1));
    route.route(jason, route.to(v1), { fault });
  });
  const [byUser, rest] = result.http();
  expect(byUser?.fault).toEqual(rendered);
  expect(rest).not.toHaveProperty('fault');
  expect(destinationsOf(byUser)).toEqual(destinationsOf(rest));
});

test('R6: a timeout of half a second on every rule', () => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews, timeout: Duration.millis(500) });
    route.otherwise(route.to(v2));
    route.route(jason, route.to(v1));
  });
  expect(result.http().map((rule) => rule.timeout)).toEqual(['0.5s', '0.5s']);
});

test('R7: retries of one rule replace those of the route', () => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews, retry: Retry.none() });
    const retry = Retry.of({
      attempts: 3,
      perTryTimeout: Duration.seconds(2),
      retryOn: [RetryCondition.GATEWAY_ERROR, RetryCondition.CONNECT_FAILURE],
      backoff: Duration.millis(50),
      retryRemoteLocalities: true,
    });
    route.route(RouteMatch.prefix('/read'), route.whole(), { retry });
  });
  const [read, rest] = result.http();
  expect(read?.retries).toEqual({
    attempts: 3,
    perTryTimeout: '2s',
    retryOn: 'gateway-error,connect-failure',
    backoff: '0.05s',
    retryRemoteLocalities: true,
  });
  expect(rest?.retries).toEqual({ attempts: 0 });
});

test('R8: a circuit breaker at the Service', () => {
  const httpbin = ServiceRef.of('httpbin', 'default', [{ port: 8000, name: 'http' }]);
  const result = synth((chart) => {
    new ServiceRoute(chart, 'Httpbin', {
      service: httpbin,
      mesh: false,
      trafficPolicy: {
        connectionPool: ConnectionPool.of({
          tcp: { maxConnections: 1 },
          http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
        }),
        outlierDetection: OutlierDetection.of({
          consecutive5xxErrors: 1,
          interval: Duration.seconds(1),
          baseEjectionTime: Duration.minutes(3),
          maxEjectionPercent: 100,
        }),
      },
    });
  });
  expect(result.kinds()).toEqual(['DestinationRule']);
  expect(result.destinationRule()).toEqual({
    host: 'httpbin.default.svc.cluster.local',
    trafficPolicy: {
      connectionPool: {
        tcp: { maxConnections: 1 },
        http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
      },
      outlierDetection: {
        consecutive5xxErrors: 1,
        interval: '1s',
        baseEjectionTime: '180s',
        maxEjectionPercent: 100,
      },
    },
  });
});

test('R9: every request is copied to v2, v1 answers', () => {
  const result = synth((chart) => {
    new MirrorRoute(chart, 'Shadow', { service: reviews, live: v1, mirrors: [Mirror.to(v2, 100)] });
  });
  const [rule, ...others] = result.http();
  expect(others).toEqual([]);
  expect(destinationsOf(rule)).toEqual({ [`${HOST}|9080|v1`]: 100 });
  expect(rule?.mirror).toEqual({ host: HOST, port: { number: 9080 }, subset: 'v2' });
  expect(rule?.mirrorPercentage).toEqual({ value: 100 });
  expect(result.destinationRule().subsets?.map((subset) => subset.name)).toEqual(['v1', 'v2']);
});

test.each([12.5, 0.0001, 99.9])('R10: %d percent of the requests are copied', (percentage) => {
  const result = synth((chart) => {
    new MirrorRoute(chart, 'Shadow', { service: reviews, live: v1, mirrors: [Mirror.to(v2, percentage)] });
  });
  expect(result.http()[0]?.mirrorPercentage).toEqual({ value: percentage });
});

test('R10: a copy of nothing is no copy', () => {
  const result = synth((chart) => {
    new MirrorRoute(chart, 'Shadow', { service: reviews, live: v1, mirrors: [Mirror.to(v2, 0)] });
  });
  expect(Object.keys(result.http()[0] ?? {})).toEqual(['route']);
});

test('R11: several mirrors, and never mirror next to mirrors (P87)', () => {
  const result = synth((chart) => {
    const mirrors = [Mirror.to(v2, 10), Mirror.toService(ratings, 100), Mirror.to(v3, 0)];
    new MirrorRoute(chart, 'Shadow', { service: reviews, live: v1, mirrors });
  });
  const [rule] = result.http();
  expect(rule).not.toHaveProperty('mirror');
  expect(rule).not.toHaveProperty('mirrorPercentage');
  expect(rule?.mirrors).toEqual([
    { destination: { host: HOST, port: { number: 9080 }, subset: 'v2' }, percentage: { value: 10 } },
    {
      destination: { host: 'ratings.bookinfo.svc.cluster.local', port: { number: 9080 } },
      percentage: { value: 100 },
    },
  ]);
});

test('R12: failover between regions comes with outlier detection', () => {
  const failover = LoadBalancer.roundRobin({ locality: Locality.failover([{ from: 'eu', to: 'us' }]) });
  const result = synth((chart) => {
    new ServiceRoute(chart, 'Reviews', {
      service: reviews,
      trafficPolicy: { loadBalancer: failover, outlierDetection: OutlierDetection.of() },
    });
  });
  expect(result.destinationRule().trafficPolicy).toMatchObject({
    loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: 'eu', to: 'us' }] } },
    outlierDetection: {},
  });
  const without = () =>
    new ServiceRoute(chartOf(), 'Reviews', { service: reviews, trafficPolicy: { loadBalancer: failover } });
  expect(without).toThrow(/LocalityNeedsOutlierDetection/);
});

test('R13: one VirtualService has the same split for a gateway and for the mesh', () => {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 5,
      edge: { gateways: [GatewayRef.of('edge', 'istio-ingress')], hosts: ['reviews.example.com'] },
    });
  });
  const { hosts, gateways, http } = result.virtualService();
  expect(hosts).toEqual(['reviews.example.com', HOST]);
  expect(gateways).toEqual(['istio-ingress/edge', 'mesh']);
  expect(http?.map((rule) => rule.match)).toEqual([undefined]);
  expect(destinationsOf(http?.[0])).toEqual({ [`${HOST}|9080|v1`]: 95, [`${HOST}|9080|v2`]: 5 });
});

test('R14: the rules are delegated to, by an IngressHost of another team', () => {
  const result = synth((chart) => {
    const canary = new CanaryRoute(chart, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 5,
      delegated: true,
      name: 'reviews-rules',
    });
    const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
    const host = new IngressHost(chart, 'Host', { hosts: ['example.com'], via, namespace: 'edge' });
    host.route(RouteMatch.prefix('/reviews'), canary);
  });
  const [rules, root] = ['reviews-rules', 'test-host']
    .map((name) => result.manifests.find((one) => one.metadata.name.startsWith(name) && one.kind === 'VirtualService'))
    .map((one) => one?.spec as Record<string, unknown>);
  expect(Object.keys(rules ?? {})).toEqual(['http']);
  expect(root?.http).toEqual([
    { match: [{ uri: { prefix: '/reviews' } }], delegate: { name: 'reviews-rules', namespace: 'bookinfo' } },
  ]);
});

test('R14: a part of the paths is left to somebody else', () => {
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews });
    route.route(RouteMatch.prefix('/team-a/'), Target.delegate(Delegate.to('team-a', 'a')));
  });
  expect(result.http()[0]?.delegate).toEqual({ name: 'team-a', namespace: 'a' });
});

test('R15: each version has a Service of its own', () => {
  const stable = ServiceRef.of('reviews-v1', 'bookinfo', [{ port: 9080 }]);
  const canary = ServiceRef.of('reviews-v2', 'bookinfo', [{ port: 8080 }]);
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Reviews', {
      service: reviews,
      stable: Version.service('stable', stable),
      canary: Version.service('canary', canary),
      weight: 25,
    });
  });
  expect(result.kinds()).toEqual(['VirtualService']);
  expect(destinationsOf(result.http()[0])).toEqual({
    'reviews-v1.bookinfo.svc.cluster.local|9080': 75,
    'reviews-v2.bookinfo.svc.cluster.local|8080': 25,
  });
});

test('R16: a session stays with one endpoint, within its version', () => {
  const sticky = LoadBalancer.consistentHash(ConsistentHash.cookie({ name: 'user', ttl: Duration.seconds(0) }));
  const result = synth((chart) => {
    const route = new ServiceRoute(chart, 'Reviews', { service: reviews });
    route.otherwise(route.to(Version.label('v1', { trafficPolicy: { loadBalancer: sticky } })));
  });
  expect(result.destinationRule().subsets).toEqual([
    {
      name: 'v1',
      labels: { version: 'v1' },
      trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } } },
    },
  ]);
  expect(destinationsOf(result.http()[0])).toEqual({ [`${HOST}|9080|v1`]: 100 });
});

test('R17: a claim of the token is known to gateways only', () => {
  const admin = RouteMatch.header(HeaderMatch.claim('groups', 'admin'));
  const edge = { gateways: [GatewayRef.of('edge', 'istio-ingress')], hosts: ['reviews.example.com'] };
  const base = { service: reviews, stable: v1, canary: v2, weight: 0, always: [admin] };
  const result = synth((chart) => new CanaryRoute(chart, 'Reviews', { ...base, mesh: false, edge }));
  expect(result.http()[0]?.match).toEqual([{ headers: { '@request.auth.claims[groups]': { exact: 'admin' } } }]);
  expect(result.virtualService().gateways).toEqual(['istio-ingress/edge']);
});

test('R17: an IngressHost decides by the claim, and the mesh keeps its split', () => {
  const result = synth((chart) => {
    const canary = new CanaryRoute(chart, 'Reviews', { service: reviews, stable: v1, canary: v2, weight: 0 });
    const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
    const host = new IngressHost(chart, 'Host', { hosts: ['example.com'], via, namespace: 'bookinfo' });
    host.route(RouteMatch.header(HeaderMatch.claim('groups', 'admin')), canary.to(v2));
    host.route(RouteMatch.all(), canary);
  });
  const atEdge = result.manifests.find(
    (one) => one.metadata.name.startsWith('test-host') && one.kind === 'VirtualService',
  );
  const { http } = atEdge?.spec as { http: Parameters<typeof destinationsOf>[0][] };
  expect(http.map(destinationsOf)).toEqual([
    { [`${HOST}|9080|v2`]: 100 },
    { [`${HOST}|9080|v1`]: 100, [`${HOST}|9080|v2`]: 0 },
  ]);
});

test.each([
  ['in the mesh', {}],
  ['for both sides', { edge: { gateways: [GatewayRef.of('edge', 'istio-ingress')], hosts: ['reviews.example.com'] } }],
])('R17: a claim in rules %s is refused, as Istio does', (_, props) => {
  const admin = RouteMatch.header(HeaderMatch.claim('groups', 'admin'));
  const problems = synthProblems((chart) => {
    new CanaryRoute(chart, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 0,
      always: [admin],
      ...props,
    });
  });
  expect(problems).toContain('test/Reviews: a condition on a claim');
  expect(problems).toContain('[MatchGatewayOnly]');
});

test('R18: copies leave the cluster', () => {
  const result = synth((chart) => {
    const mirrors = [Mirror.toHost('collector.example.com', 443, 5)];
    new MirrorRoute(chart, 'Shadow', { service: reviews, mirrors });
  });
  const [rule] = result.http();
  expect(rule?.mirror).toEqual({ host: 'collector.example.com', port: { number: 443 } });
  expect(destinationsOf(rule)).toEqual({ [`${HOST}|9080`]: 100 });
});

test('R2 with mutual TLS: the subset keeps the mode of the Service', () => {
  const result = synth((chart) => {
    new CanaryRoute(chart, 'Reviews', {
      service: reviews,
      stable: v1,
      canary: v2,
      weight: 10,
      trafficPolicy: { tls: ClientTls.istioMutual() },
    });
  });
  expect(result.destinationRule().trafficPolicy).toEqual({ tls: { mode: 'ISTIO_MUTUAL' } });
  expect(result.destinationRule().subsets).toEqual([
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' } },
  ]);
});
