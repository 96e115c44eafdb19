/** Whatever a construct takes, the API server and istiod's webhook take too: the values are those at which they turn (test/istio). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import {
  Checks,
  ClientTls,
  ConfigurationError,
  ConnectionPool,
  ConsistentHash,
  Cors,
  DirectResponse,
  EgressPort,
  EgressRoute,
  Fault,
  GrpcStatus,
  HeaderChanges,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  GatewayWorkload,
  LoadBalancer,
  Locality,
  OutlierDetection,
  QueryMatch,
  Redirect,
  Retry,
  RetryBudget,
  Rewrite,
  RouteMatch,
  ServiceRef,
  ServiceRoute,
  StringMatch,
  Target,
  Tunnel,
  Version,
} from 'cdk8s-istio';
import { analyze, rules } from '../../lib/analysis';
import { snapshotOf } from '../../lib/snapshot';

const pools = load(readFileSync(join(__dirname, '../istio/values.yaml'), 'utf8')) as Record<string, unknown[]>;
const from = (pool: string): fc.Arbitrary<string> =>
  fc.constantFrom(...pools[pool]!.filter((one): one is string => typeof one === 'string'));
const ints = fc.constantFrom(...(pools.int as number[]));
const numbers = fc.oneof(ints, fc.constantFrom(...(pools.float as number[])));
const duration = fc.oneof(
  fc.constantFrom(0, 1, 1.5, 0.5, 1000, 1500, 3_600_000, 86_400_000).map((ms) => Duration.millis(ms)),
  fc.constantFrom(0.001, 2.3, 60).map((s) => Duration.seconds(s)),
);

/** What is made of values, where they are taken; what refuses them says so with an error of this library. */
function made<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return undefined;
  }
}
const maybe = <V extends unknown[], T>(
  values: { [K in keyof V]: fc.Arbitrary<V[K]> },
  make: (...values: V) => T,
): fc.Arbitrary<T | undefined> => fc.tuple(...values).map((all) => made(() => make(...(all as unknown as V))));
const present = <T>(arbitrary: fc.Arbitrary<T | undefined>): fc.Arbitrary<T> =>
  arbitrary.filter((one): one is T => one !== undefined);

/** One setting alone: several seldom go together. */
function oneOf<T extends object>(settings: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  const all = Object.entries(settings) as [keyof T, fc.Arbitrary<T[keyof T]>][];
  return fc.oneof(...all.map(([key, values]) => values.map((value) => ({ [key]: value }) as Partial<T>)));
}

const text = fc.oneof(from('uri'), from('host'), from('regex'), from('text'));
const header = fc.oneof(
  maybe([from('header'), text], HeaderMatch.exact),
  maybe([from('header'), text], HeaderMatch.prefix),
  maybe([from('header'), from('regex')], HeaderMatch.regex),
  maybe([from('header')], HeaderMatch.present),
  maybe([from('header')], HeaderMatch.absent),
);
const match = fc.oneof(
  maybe([from('uri')], (path) => RouteMatch.prefix(path)),
  maybe([from('path')], (path) => RouteMatch.exact(path)),
  maybe([from('regex')], RouteMatch.regex),
  present(header).map(RouteMatch.header),
  maybe([from('labelKey'), from('labelValue')], (key, value) => RouteMatch.sourceLabels({ [key]: value })),
  maybe([from('method'), from('regex'), from('name')], (method, query, sourceNamespace) =>
    RouteMatch.of({
      method: StringMatch.exact(method),
      queryParams: [QueryMatch.regex('q', query)],
      sourceNamespace,
    }),
  ),
);
const headers = maybe(
  [fc.dictionary(from('header'), from('headerValue'), { maxKeys: 2 }), fc.array(from('header'), { maxLength: 2 })],
  (set, remove) => HeaderChanges.of({ request: { set, remove }, response: { add: set } }),
);
const policy = oneOf({
  timeout: duration,
  retry: present(maybe([numbers, duration], (attempts, perTryTimeout) => Retry.of({ attempts, perTryTimeout }))),
  fault: present(
    fc.oneof(
      maybe([numbers, numbers], Fault.abort),
      maybe([duration, numbers], Fault.delay),
      maybe([numbers], (percentage) => Fault.abortGrpc(GrpcStatus.UNAVAILABLE, percentage)),
    ),
  ),
  headers: present(headers),
  rewrite: present(
    fc.oneof(
      maybe([from('uri')], Rewrite.uri),
      maybe([from('host')], Rewrite.authority),
      maybe([from('regex'), from('uri')], (found, rewrite) => Rewrite.of({ uriRegex: { match: found, rewrite } })),
    ),
  ),
  cors: present(
    maybe([from('regex'), from('method'), from('header'), duration], (origin, method, name, maxAge) =>
      Cors.of({
        allowOrigins: [StringMatch.regex(origin)],
        allowMethods: [method],
        allowHeaders: [name],
        exposeHeaders: [name],
        maxAge,
      }),
    ),
  ),
});
const version = present(
  fc.oneof(
    maybe([from('name')], (name) => Version.label(name)),
    maybe([from('labelKey'), from('labelValue')], (key, value) => Version.labels('v1', { [key]: value })),
  ),
);
const answer = present(
  fc.oneof(
    maybe([from('host'), numbers, from('scheme')], (authority, code, scheme) =>
      Target.redirect(Redirect.to({ authority, code, scheme })),
    ),
    maybe([numbers, from('text')], (status, body) => Target.respond(DirectResponse.of(status, body))),
  ),
);
const trafficPolicy = oneOf({
  loadBalancer: present(
    fc.oneof(
      maybe([from('header')], (name) => LoadBalancer.consistentHash(ConsistentHash.header(name))),
      maybe([from('name'), duration], (name, ttl) => LoadBalancer.consistentHash(ConsistentHash.cookie({ name, ttl }))),
      maybe([from('locality'), from('locality')], (one, other) =>
        LoadBalancer.random({ locality: Locality.failover([{ from: one, to: other }]) }),
      ),
      maybe([duration, numbers, numbers], (length, minimumPercent, aggression) =>
        LoadBalancer.roundRobin({ warmup: { duration: length, minimumPercent, aggression } }),
      ),
    ),
  ),
  connectionPool: present(
    maybe([numbers, duration, duration], (maxConnections, connectTimeout, idleTimeout) =>
      ConnectionPool.of({ tcp: { maxConnections, connectTimeout }, http: { idleTimeout } }),
    ),
  ),
  outlierDetection: present(
    maybe([numbers, duration, numbers], (consecutive5xxErrors, interval, maxEjectionPercent) =>
      OutlierDetection.of({ consecutive5xxErrors, interval, maxEjectionPercent }),
    ),
  ),
  tls: present(
    // The namespace that a ConfigMap has to be in is known at synth only; the checks of the App look at it.
    maybe([from('credential').filter((one) => !one.startsWith('configmap:')), from('host')], (credentialName, sni) =>
      ClientTls.simple({ credentialName, sni }),
    ),
  ),
  tunnel: present(maybe([from('host'), numbers], Tunnel.connect)),
  retryBudget: present(
    maybe([numbers, duration], (percent, budgetInterval) => RetryBudget.of({ percent, budgetInterval })),
  ),
});

const admission = rules.filter(({ id }) => id.startsWith('valid-') || id === 'webhook-annotation');

/** What of an App would be refused. An App that the library itself refuses is not written. */
function refusals(app: App): string[] | undefined {
  if (app.node.findAll().some((one) => one.node.validate().length > 0)) return undefined;
  return analyze(snapshotOf(app), { rules: admission })
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);
}

function chartOf(): Chart {
  const app = new App();
  Checks.of(app).disable();
  return new Chart(app, 'shop', { namespace: 'shop' });
}

beforeAll(() => {
  // Constructs warn of what works and was hardly meant.
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => jest.restoreAllMocks());

/** @returns how many Apps were written */
function check<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, build: (chart: Chart, value: T) => void): number {
  let written = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      const chart = chartOf();
      if (made(() => (build(chart, value), true)) === undefined) return;
      const refused = refusals(App.of(chart));
      if (refused === undefined) return;
      written += 1;
      expect(refused).toEqual([]);
    }),
    { seed: 20_261_121, numRuns },
  );
  return written;
}

const SERVICE = ServiceRef.of('web', 'shop', [{ name: 'http', port: 80 }]);

test('routes of a Service', () => {
  const values = fc.record({
    match: present(match),
    answer: fc.option(answer),
    version,
    policy,
    trafficPolicy,
    route: fc.option(policy),
  });
  const written = check(values, 300, (chart, one) => {
    const owner = new ServiceRoute(chart, 'Route', {
      service: SERVICE,
      trafficPolicy: one.trafficPolicy,
      ...one.route,
    });
    owner.route(one.match, one.answer ?? owner.to(one.version), one.policy);
  });
  expect(written).toBeGreaterThan(100);
});

test('hosts of a gateway', () => {
  const host = fc.oneof(from('host'), fc.constantFrom('a.example.com', '*.example.com'));
  const name = fc.oneof(from('name'), fc.constant('gate'));
  const values = fc.record({ host, match: present(match), policy, name });
  const written = check(values, 600, (chart, { name, ...one }) => {
    const via = new IngressGateway(chart, 'Gateway', { workload: GatewayWorkload.istioctlIngress(), name });
    const host = new IngressHost(chart, 'Host', { hosts: [one.host], via });
    host.route(one.match, Target.service(SERVICE), one.policy);
  });
  expect(written).toBeGreaterThan(100);
});

test('hosts outside', () => {
  const port = fc.oneof(
    maybe([ints], (number) => EgressPort.http(number)),
    maybe([ints], (number) => EgressPort.tls(number)),
    maybe([ints], (number) => EgressPort.tcp(number)),
  );
  const addresses = fc.array(from('cidr'), { maxLength: 1 });
  const values = fc.record({ host: from('host'), port: present(port), addresses });
  const written = check(values, 2000, (chart, { host, port, addresses }) => {
    new EgressRoute(chart, 'Out', { host, ports: [port], addresses });
  });
  expect(written).toBeGreaterThan(100);
});
