import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import {
  toJson_DestinationRuleSpecTrafficPolicy,
  toJson_VirtualServiceSpecHttp,
  type VirtualServiceSpecHttp,
} from '../../imports/networking.istio.io';
import { StringMatch } from '../../lib/routing/match';
import {
  Cors,
  DirectResponse,
  Fault,
  GrpcStatus,
  HeaderChanges,
  Redirect,
  RedirectPort,
  renderRoutePolicy,
  Retry,
  RetryCondition,
  Rewrite,
  UnmatchedPreflights,
  type HeaderEdits,
} from '../../lib/routing/policy';
import {
  ClientTls,
  ConnectionPool,
  ConsistentHash,
  H2Upgrade,
  HashAlgorithm,
  LoadBalancer,
  Locality,
  OutlierDetection,
  ProxyProtocol,
  renderTrafficPolicy,
  RetryBudget,
  Tunnel,
  type TrafficPolicy,
} from '../../lib/routing/traffic';

const SOURCE = readFileSync(join(__dirname, '../../imports/networking.istio.io.ts'), 'utf8');
const second = Duration.seconds(1);

/** What the generated classes call otherwise; specs are rendered in the names of the manifest. */
const RENAMED = { manifest: 'consecutive5xxErrors', class: 'consecutive5XxErrors' };

/** The fields below a generated interface, as the paths they have in manifests; maps and lists are leaves. */
function fieldsOf(type: string): string[] {
  const body = new RegExp(`^export interface ${type} \\{$([\\s\\S]*?)^\\}$`, 'm').exec(SOURCE)?.[1];
  if (body === undefined) return [];
  return [...body.matchAll(/^ {2}readonly (\w+)\??: (\w+)(\[\])?/gm)].flatMap(([, name, of]) => {
    const below = fieldsOf(of ?? '');
    return below.length > 0
      ? below.map((field) => `${name}.${field}`)
      : [name === RENAMED.class ? RENAMED.manifest : (name ?? '')];
  });
}

/** The same of an object. */
function pathsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  if (typeof value !== 'object' || value === null) return [''];
  return Object.entries(value).flatMap(([name, child]) => {
    const below = pathsOf(child).filter((path) => path !== '');
    return below.length > 0 ? below.map((path) => `${name}.${path}`) : [name];
  });
}

/** Fields of the type that no value has; a path may end at a map, whose keys the user chooses. */
function missing(type: string, values: readonly unknown[]): string[] {
  const paths = values.flatMap(pathsOf);
  const has = (field: string): boolean => paths.some((path) => path === field || path.startsWith(`${field}.`));
  return fieldsOf(type).filter((field) => !has(field));
}

const edits: HeaderEdits = { set: { a: '1' }, add: { b: '2' }, remove: ['c'] };
const rules: VirtualServiceSpecHttp[] = [
  renderRoutePolicy({
    timeout: second,
    retry: Retry.of({
      attempts: 1,
      perTryTimeout: second,
      retryOn: [RetryCondition.RESET],
      backoff: second,
      retryRemoteLocalities: true,
      retryIgnorePreviousHosts: true,
    }),
    fault: Fault.both(Fault.delay(second, 1), Fault.abort(500, 1)),
    headers: HeaderChanges.of({ request: edits, response: edits }),
    rewrite: Rewrite.of({ uri: '/', authority: 'a.com' }),
    cors: Cors.of({
      allowOrigins: [StringMatch.exact('a'), StringMatch.prefix('b'), StringMatch.regex('c')],
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAge: second,
      allowCredentials: true,
      unmatchedPreflights: UnmatchedPreflights.FORWARD,
    }),
  }),
  renderRoutePolicy({
    fault: Fault.abortGrpc(GrpcStatus.INTERNAL, 1),
    rewrite: Rewrite.of({ uriRegex: { match: 'a', rewrite: 'b' } }),
  }),
  { redirect: Redirect.to({ uri: '/', authority: 'a.com', scheme: 'https', port: 443, code: 302 })._render() },
  { redirect: Redirect.to({ prefix: '/', derivePort: RedirectPort.FROM_REQUEST_PORT })._render() },
  { directResponse: DirectResponse.of(200, 'a')._render() },
  { directResponse: DirectResponse.ofBytes(200, 'AAE=')._render() },
];

const common: TrafficPolicy = {
  connectionPool: ConnectionPool.of({
    tcp: {
      maxConnections: 1,
      connectTimeout: second,
      keepalive: { probes: 1, time: second, interval: second },
      maxConnectionDuration: second,
      idleTimeout: second,
    },
    http: {
      http1MaxPendingRequests: 1,
      http2MaxRequests: 1,
      maxRequestsPerConnection: 1,
      maxRetries: 1,
      idleTimeout: second,
      h2UpgradePolicy: H2Upgrade.DEFAULT,
      useClientProtocol: true,
      maxConcurrentStreams: 1,
      http2KeepAlive: { interval: second, timeout: second },
    },
  }),
  outlierDetection: OutlierDetection.of({
    consecutive5xxErrors: 1,
    consecutiveGatewayErrors: 1,
    consecutiveLocalOriginFailures: 1,
    splitExternalLocalOriginErrors: true,
    interval: second,
    baseEjectionTime: second,
    maxEjectionPercent: 1,
    minHealthPercent: 1,
    httpErrorCodes: [500],
  }),
};
const region = { from: 'a', to: 'b' };
const cookie = { name: 'a', ttl: second, path: '/', attributes: [{ name: 'a', value: 'b' }] };
const balancers = [
  LoadBalancer.roundRobin({
    warmup: { duration: second, minimumPercent: 1, aggression: 1 },
    locality: Locality.failover([region], ['team']),
  }),
  LoadBalancer.random({ locality: Locality.distribute([{ from: 'a', to: { b: 100 } }]) }),
  LoadBalancer.random({
    locality: Locality.zoneAware({ failover: [region], failoverPriority: ['team'], minClusterSize: 1 }),
  }),
  LoadBalancer.consistentHash(ConsistentHash.cookie(cookie, HashAlgorithm.ring(1))),
  LoadBalancer.consistentHash(ConsistentHash.header('a', HashAlgorithm.maglev())),
  LoadBalancer.consistentHash(ConsistentHash.queryParameter('a')),
  LoadBalancer.consistentHash(ConsistentHash.sourceIp()),
];
const files = { clientCertificate: '/a', privateKey: '/b', caCertificates: '/c', caCrl: '/d' };
const clients = [
  ClientTls.mutual({ ...files, sni: 'a.com', subjectAltNames: ['a.com'] }),
  ClientTls.mutual({ credentialName: 'a', insecureSkipVerify: true }),
];
const choices: TrafficPolicy[] = [
  ...balancers.map((loadBalancer) => ({ ...common, loadBalancer })),
  ...clients.map((tls) => ({ tls })),
];
const policies = [
  ...choices.map((policy) => renderTrafficPolicy({ ...policy, portPolicies: [{ port: 80 }] })),
  renderTrafficPolicy({
    tunnel: Tunnel.connect('a.com', 443),
    retryBudget: RetryBudget.of({ percent: 1, minRetryConcurrency: 1, budgetInterval: second }),
  }),
  renderTrafficPolicy({ proxyProtocol: ProxyProtocol.v1() }),
];

/** What another field has taken the place of; Istio warns about most of them, or refuses them. */
const REPLACED = {
  rule: ['corsPolicy.allowOrigin', 'fault.abort.http2Error', 'fault.delay.exponentialDelay', 'fault.delay.percent'],
  policy: [
    'loadBalancer.consistentHash.minimumRingSize',
    'loadBalancer.warmupDurationSecs',
    'outlierDetection.consecutiveErrors',
  ],
};

/** What targets and the owner of a rule write: where requests go, and which. */
const OF_TARGETS = /^(match|route|mirror|mirrors|mirrorPercent|mirrorPercentage|delegate|name)\b/;

describe('every field of the CRDs that is no older form of another', () => {
  test('of a rule can be written', () => {
    expect(fieldsOf('VirtualServiceSpecHttp').length).toBeGreaterThan(60);
    const left = missing('VirtualServiceSpecHttp', rules).filter((field) => !OF_TARGETS.test(field));
    expect(left.sort()).toEqual(REPLACED.rule);
  });

  test('of a traffic policy can be written, for the destination and for a port', () => {
    expect(fieldsOf('DestinationRuleSpecTrafficPolicy').length).toBeGreaterThan(100);
    const ports = REPLACED.policy.map((field) => `portLevelSettings.${field}`);
    expect(missing('DestinationRuleSpecTrafficPolicy', policies).sort()).toEqual([...REPLACED.policy, ...ports].sort());
  });
});

describe('what is rendered is known to the generated classes', () => {
  test.each(rules.map((rule, index) => [index, rule] as const))('rule %s', (_, rule) => {
    expect(toJson_VirtualServiceSpecHttp(rule)).toEqual(rule);
  });

  test.each(policies.map((policy, index) => [index, policy] as const))('policy %s', (_, policy) => {
    const json = JSON.stringify(policy).replaceAll(RENAMED.manifest, RENAMED.class);
    expect(toJson_DestinationRuleSpecTrafficPolicy(JSON.parse(json) as typeof policy)).toEqual(policy);
  });
});
