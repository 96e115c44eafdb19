import { App, Chart, Duration } from 'cdk8s';
import {
  ClientTls,
  ConnectionPool,
  ConsistentHash,
  Cors,
  Credential,
  DirectResponse,
  EgressPort,
  EgressRoute,
  Endpoint,
  Fault,
  GatewayWorkload,
  GrpcStatus,
  HashAlgorithm,
  HeaderChanges,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  Jwt,
  LoadBalancer,
  Locality,
  OutlierDetection,
  PathMatch,
  ProxyProtocol,
  QueryMatch,
  Redirect,
  RedirectPort,
  Resolution,
  Retry,
  RetryBudget,
  Rewrite,
  RouteMatch,
  ServerTls,
  ServiceRef,
  ServiceRoute,
  StringMatch,
  Target,
  TlsVersion,
  UnmatchedPreflights,
  Version,
  type TrafficPolicy,
} from 'cdk8s-istio';

const seconds = (count: number): Duration => Duration.seconds(count);
const edits = { set: { a: '1' }, add: { b: '2' }, remove: ['c'] };
const headers = HeaderChanges.of({ request: edits, response: edits });
const everyKind = [StringMatch.exact, StringMatch.prefix, StringMatch.regex];

/** Manifests in which the constructs set every field that no example shows. */
export function everyField(): object[] {
  const app = new App();
  const chart = new Chart(app, 'every', { namespace: 'shop' });
  rules(chart);
  policies(chart);
  opaque(chart);
  edge(chart);
  outside(chart);
  return chart.toJson() as object[];
}

function rules(chart: Chart): void {
  const service = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
  const route = new ServiceRoute(chart, 'Web', {
    service,
    cors: Cors.of({
      allowOrigins: everyKind.map((of) => of('https://shop.example')),
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAge: seconds(60),
      allowCredentials: true,
      unmatchedPreflights: UnmatchedPreflights.IGNORE,
    }),
    headers,
  });
  const whole = route.whole();
  for (const [index, of] of everyKind.entries()) {
    const match = RouteMatch.of({ method: of('GET'), scheme: of('http'), authority: of('web.example') });
    route.route(match, whole, { name: `kind-${index}` });
  }
  route.route(RouteMatch.of({ sourceNamespace: 'lab' }), whole);
  route.route(RouteMatch.of({ path: PathMatch.exact('/a', { ignoreCase: true }) }), whole);
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    route.route(RouteMatch.of({ queryParams: [QueryMatch[kind](`q-${kind}`, 'v')] }), whole);
    route.route(RouteMatch.header(HeaderMatch[kind](`h-${kind}`, 'v')), whole);
    route.route(RouteMatch.header(HeaderMatch.not(HeaderMatch[kind](`n-${kind}`, 'v'))), whole);
  }
  const retry = Retry.of({ attempts: 2, retryIgnorePreviousHosts: true });
  const rewrite = Rewrite.of({ uriRegex: { match: '^/old/(.*)', rewrite: '/new/\\1' } });
  const fault = Fault.abortGrpc(GrpcStatus.UNAVAILABLE, 1);
  route.route(RouteMatch.regex('/old/.*'), whole, { retry, rewrite });
  route.route(RouteMatch.prefix('/fault'), whole, { fault });
  route.route(RouteMatch.prefix('/text'), Target.respond(DirectResponse.of(200, 'ok')));
  route.route(RouteMatch.prefix('/bytes'), Target.respond(DirectResponse.ofBytes(200, 'b2s=')));
  route.route(RouteMatch.prefix('/headers'), Target.service(service, { headers }));
  const elsewhere = { authority: 'shop.example', code: 308 };
  route.route(RouteMatch.prefix('/p'), Target.redirect(Redirect.to({ ...elsewhere, prefix: '/q', port: 8080 })));
  const derivePort = RedirectPort.FROM_REQUEST_PORT;
  route.route(RouteMatch.prefix('/r'), Target.redirect(Redirect.to({ ...elsewhere, derivePort })));
}

const pool = ConnectionPool.of({
  tcp: { idleTimeout: seconds(5), maxConnectionDuration: seconds(50) },
  http: {
    http2MaxRequests: 1,
    maxRetries: 1,
    useClientProtocol: true,
    maxConcurrentStreams: 1,
    http2KeepAlive: { interval: seconds(5), timeout: seconds(1) },
  },
});
const hashes = [
  ConsistentHash.cookie({ name: 'c', ttl: seconds(1), path: '/', attributes: [{ name: 'SameSite', value: 'Strict' }] }),
  ConsistentHash.header('x-user', HashAlgorithm.maglev(101)),
  ConsistentHash.queryParameter('user', HashAlgorithm.ring(1024)),
  ConsistentHash.sourceIp(),
];
const outlierDetection = OutlierDetection.of({
  consecutiveGatewayErrors: 1,
  consecutiveLocalOriginFailures: 1,
  splitExternalLocalOriginErrors: true,
  minHealthPercent: 10,
  httpErrorCodes: [500],
});

function policies(chart: Chart): void {
  const warmup = { duration: seconds(30), minimumPercent: 10, aggression: 1 };
  const failover = [{ from: 'eu-west-1', to: 'eu-central-1' }];
  const zoneAware = { failover, minClusterSize: 3 };
  const failoverPriority = ['rack'];
  const server = { subjectAltNames: ['api.example'], caCertificates: '/etc/ca.pem', caCrl: '/etc/ca.crl' };
  const client = { clientCertificate: '/etc/client.pem', privateKey: '/etc/client.key' };
  const all: TrafficPolicy[] = [
    { connectionPool: pool, outlierDetection, proxyProtocol: ProxyProtocol.v2() },
    ...hashes.map((hash) => ({ loadBalancer: LoadBalancer.consistentHash(hash) })),
    { loadBalancer: LoadBalancer.roundRobin({ warmup }) },
    { loadBalancer: LoadBalancer.random({ locality: Locality.failoverPriority(failoverPriority) }), outlierDetection },
    { loadBalancer: LoadBalancer.random({ locality: Locality.zoneAware(zoneAware) }), outlierDetection },
    {
      loadBalancer: LoadBalancer.random({ locality: Locality.zoneAware({ failoverPriority }) }),
      outlierDetection,
    },
    { retryBudget: RetryBudget.of({ percent: 20, minRetryConcurrency: 3, budgetInterval: seconds(10) }) },
    { tls: ClientTls.mutual({ ...server, ...client }) },
    { tls: ClientTls.simple({ insecureSkipVerify: true }) },
  ];
  for (const [index, trafficPolicy] of all.entries()) {
    const service = ServiceRef.of(`policy-${index}`, 'shop', [{ port: 80, name: 'http' }]);
    new ServiceRoute(chart, `Policy${index}`, { service, trafficPolicy });
  }
}

function opaque(chart: Chart): void {
  for (const name of ['tcp', 'tls']) {
    const service = ServiceRef.of(`db-${name}`, 'shop', [{ port: 5432, name }]);
    const versions = [Version.label('v1'), Version.label('v2')];
    const route = new ServiceRoute(chart, `Db-${name}`, { service, versions });
    const split = route.split(versions.map((version) => ({ version, weight: 50 })));
    route.route(RouteMatch.sourceLabels({ app: 'web' }), split);
    route.route(RouteMatch.of({ sourceNamespace: 'lab' }), split);
  }
}

function edge(chart: Chart): void {
  const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
  const tls = ServerTls.mutual(Credential.secret('web'), {
    alternative: Credential.secret('web-ecdsa'),
    cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'],
    maxVersion: TlsVersion.V1_2,
    subjectAltNames: ['client.example'],
    revocationList: '/etc/ca.crl',
  });
  const host = new IngressHost(chart, 'Host', { hosts: ['shop.example'], via, tls });
  host.route(RouteMatch.all(), Target.host('web.shop.svc.cluster.local', 80));
  via.authenticate(
    Jwt.of({
      issuer: 'https://id.example',
      jwksUri: 'https://id.example/keys',
      audiences: ['shop'],
      fromHeaders: [{ name: 'x-token', prefix: 'Token ' }],
      fromParams: ['token'],
      forwardOriginalToken: true,
      claimsToHeaders: { 'x-sub': 'sub' },
    }),
  );
  host.requireToken({ methods: ['POST'] });
}

function outside(chart: Chart): void {
  new EgressRoute(chart, 'Out', {
    host: 'api.bank.example',
    ports: [EgressPort.tcp(9000)],
    addresses: ['192.0.2.10'],
    resolution: Resolution.static(
      Endpoint.of({ address: '192.0.2.1', labels: { version: 'v1' }, serviceAccount: 'bank' }),
    ),
  });
}
