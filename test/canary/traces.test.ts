import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../lib/analysis';
import { mirrorsTo, reaches, responds, splitsInto, trace, type Trace, type TraceRequest } from '../../lib/simulation';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';

const EXAMPLES = join(__dirname, '../../examples');

function textOf(example: string, id: string): string {
  return readFileSync(join(EXAMPLES, example, 'expected', id, `${id}.k8s.yaml`), 'utf8');
}

/** A scenario of an example together with the workloads that it is about. */
function mesh(example: string, id: string, more = ''): Snapshot {
  const workloads = textOf(example === 'mirror' ? 'mirror' : 'canary', 'workloads');
  return snapshotFromYaml([workloads, textOf(example, id), more].filter((text) => text !== '').join('\n---\n'));
}

const REVIEWS = 'http://reviews.bookinfo:9080/reviews/0';
const RATINGS = 'http://ratings.bookinfo:9080/ratings/0';
const HTTPBIN = 'http://httpbin.mirror:8000/get';

function fromPage(snapshot: Snapshot, url: string, request: Partial<TraceRequest> = {}): Trace {
  return trace(snapshot, { url, from: 'bookinfo/productpage-v1', ...request });
}

function fromCurl(snapshot: Snapshot, request: Partial<TraceRequest> = {}): Trace {
  return trace(snapshot, { url: HTTPBIN, from: 'mirror/curl', labels: { app: 'curl' }, sidecar: true, ...request });
}

function atEdge(snapshot: Snapshot, url: string, request: Partial<TraceRequest> = {}): Trace {
  return trace(snapshot, { url, at: 'istio-ingressgateway', ...request });
}

const jason = { headers: { 'end-user': 'jason' } };

/** The DestinationRule of the cluster that the caller's proxy chose. */
function policyOf({ hops }: Trace): string | undefined {
  const [object] = hops[0]?.decision.clusters[0]?.cluster?.destinationRule?.from ?? [];
  return object && `${object.namespace}/${object.name}`;
}

test('R1: every Service answers with v1', () => {
  const snapshot = mesh('canary', 'r1-all-to-v1');
  for (const [service, path] of [
    ['productpage', 'productpage'],
    ['details', 'details/0'],
    ['reviews', 'reviews/0'],
    ['ratings', 'ratings/0'],
  ]) {
    const result = fromPage(snapshot, `http://${service}.bookinfo:9080/${path}`);
    expect(result.end).toMatchObject({ kind: 'reached', subset: 'v1', workload: `bookinfo/${service}-v1` });
  }
});

test('R2: jason reaches v2, others v1', () => {
  const snapshot = mesh('canary', 'r2-by-user');
  expect(fromPage(snapshot, REVIEWS, jason).end.workload).toBe('bookinfo/reviews-v2');
  expect(fromPage(snapshot, REVIEWS).end.workload).toBe('bookinfo/reviews-v1');
  expect(fromPage(snapshot, REVIEWS, { headers: { 'end-user': 'ann' } }).end.workload).toBe('bookinfo/reviews-v1');
});

test('R3: half of the requests go to v3', () => {
  expect(splitsInto(fromPage(mesh('canary', 'r3-half-to-v3'), REVIEWS), { v1: 50, v3: 50 })).toBe(true);
});

test('R3: three versions, and testers always see the newest', () => {
  const snapshot = mesh('canary', 'r3-three-versions');
  expect(splitsInto(fromPage(snapshot, REVIEWS), { v1: 75, v2: 20, v3: 5 })).toBe(true);
  const tester = fromPage(snapshot, REVIEWS, { headers: { cookie: 'lang=en; group=testers' } });
  expect(tester.end.workload).toBe('bookinfo/reviews-v3');
});

test.each([
  [0, { v1: 100 }],
  [1, { v1: 90, v2: 10 }],
  [2, { v1: 50, v2: 50 }],
  [3, { v2: 100 }],
])('R3: step %i of the plan is %j, and jason sees the canary in each', (step, split) => {
  const snapshot = mesh('canary', `r3-step-${step}`);
  expect(splitsInto(fromPage(snapshot, REVIEWS), split)).toBe(true);
  expect(fromPage(snapshot, REVIEWS, jason).end.workload).toBe('bookinfo/reviews-v2');
});

test('R4: TCP connections are split in the mesh and at the edge', () => {
  const snapshot = mesh('canary', 'r4-tcp', GATEWAY_WITH_TCP);
  const address = addressOf(snapshot, 'tcp-echo');
  const split = { v1: 80, v2: 20 };
  expect(splitsInto(fromPage(snapshot, 'tcp://tcp-echo.bookinfo:9000', { address }), split)).toBe(true);
  expect(splitsInto(atEdge(snapshot, 'tcp://tcp-echo.example.com:31400'), split)).toBe(true);
});

const GATEWAY_WITH_TCP = `
apiVersion: v1
kind: Service
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  ports: [{name: tcp, port: 31400}]
`;

function addressOf(snapshot: Snapshot, name: string): string {
  const address = snapshot.find('Service', 'bookinfo', name)?.spec['clusterIP'];
  return typeof address === 'string' ? address : '';
}

test.each([
  ['r5-delay', false],
  ['r5-abort', true],
])('R5: %s meets jason only', (id, aborted) => {
  const snapshot = mesh('resilience', id);
  const other = fromPage(snapshot, RATINGS);
  expect(other.end).toMatchObject({ kind: 'reached', subset: 'v1' });
  const his = fromPage(snapshot, RATINGS, jason);
  expect(responds(his, 500)).toBe(aborted);
  expect(his.explain()).toContain(aborted ? 'abort' : 'delay');
  expect(other.explain()).not.toContain(aborted ? 'abort' : 'delay');
});

test('R6: the reviews have half a second', () => {
  const [hop] = fromPage(mesh('resilience', 'r6-timeout'), REVIEWS).hops;
  expect(hop?.timeout).toBe(0.5);
});

test('R7: retries for reads, none elsewhere', () => {
  const snapshot = mesh('resilience', 'r7-retries');
  const [read] = fromPage(snapshot, REVIEWS).hops;
  const [other] = fromPage(snapshot, 'http://reviews.bookinfo:9080/health').hops;
  expect(read?.decision).toMatchObject({ retries: { attempts: 3 } });
  expect(other?.decision.retries).toBeUndefined();
  expect([read?.timeout, other?.timeout]).toEqual([10, 10]);
});

test('R8: the circuit breaker leaves the way as it is', () => {
  const result = fromPage(mesh('resilience', 'r8-circuit-breaker'), REVIEWS);
  expect(reaches(result, 'reviews.bookinfo.svc.cluster.local:9080')).toBe(true);
  expect(policyOf(result)).toBe('bookinfo/reviews');
});

test('R9: v1 answers, v2 gets everything too', () => {
  const result = fromCurl(mesh('mirror', 'r9-everything'));
  expect(result.end).toMatchObject({ kind: 'reached', workload: 'mirror/httpbin-v1' });
  expect(mirrorsTo(result, 'v2', 100)).toBe(true);
});

test('R10: an eighth of the reads is copied', () => {
  const snapshot = mesh('mirror', 'r10-some-reads');
  expect(mirrorsTo(fromCurl(snapshot), 'v2', 12.5)).toBe(true);
  expect(fromCurl(snapshot, { method: 'POST' }).hops[0]?.mirrors.size).toBe(0);
});

test('R11: two mirrors', () => {
  const result = fromCurl(mesh('mirror', 'r11-several'));
  expect(mirrorsTo(result, 'v2', 10)).toBe(true);
  expect(mirrorsTo(result, 'httpbin.staging.svc.cluster.local', 100)).toBe(true);
});

const HELLOWORLD = `
apiVersion: v1
kind: Service
metadata: {name: helloworld, namespace: sample}
spec:
  selector: {app: helloworld}
  ports: [{name: http, port: 5000}]
`;

test.each(['r12-failover', 'r12-distribution', 'r16-sticky'])('%s: the policy is found by every client', (id) => {
  const result = fromPage(mesh('resilience', id, HELLOWORLD), 'http://helloworld.sample:5000/hello');
  expect(reaches(result, 'helloworld.sample.svc.cluster.local:5000')).toBe(true);
  expect(policyOf(result)).toBe('sample/helloworld');
});

test('R13: edge and mesh have the same split, and one rule is the mesh’s alone (P81)', () => {
  const snapshot = mesh('canary', 'r13-edge-and-mesh');
  const split = { v1: 95, v2: 5 };
  expect(splitsInto(fromPage(snapshot, REVIEWS), split)).toBe(true);
  expect(splitsInto(atEdge(snapshot, 'http://reviews.example.com/reviews/0'), split)).toBe(true);
  expect(splitsInto(atEdge(snapshot, 'http://reviews.example.com/internal/x'), split)).toBe(true);
  expect(splitsInto(fromPage(snapshot, 'http://reviews.bookinfo:9080/internal/x'), split)).toBe(false);
});

test('R14: the delegated rules apply at the edge', () => {
  const snapshot = mesh('canary', 'r14-delegated');
  expect(splitsInto(atEdge(snapshot, 'http://bookinfo.example.com/reviews/0'), { v1: 95, v2: 5 })).toBe(true);
  expect(responds(atEdge(snapshot, 'http://bookinfo.example.com/other'), 404)).toBe(true);
});

test('R15: a Service for each version', () => {
  const result = fromPage(mesh('canary', 'r15-service-per-version'), REVIEWS);
  expect(splitsInto(result, { 'reviews-v1': 75, 'reviews-v2': 25 })).toBe(true);
});

test('R17: without a token nobody sees the canary', () => {
  const snapshot = mesh('canary', 'r17-by-claim');
  expect(atEdge(snapshot, 'http://reviews.example.com/reviews/0').end.workload).toBe('bookinfo/reviews-v1');
});

test('R18: copies leave the cluster', () => {
  const result = fromCurl(mesh('mirror', 'r18-outside'));
  expect(mirrorsTo(result, 'collector.example.com', 5)).toBe(true);
  expect(result.end.workload).toBe('mirror/httpbin-v1');
});

test('a dark launch: the canary gets copies and no callers', () => {
  const result = fromCurl(mesh('mirror', 'dark-launch'));
  expect(result.end.workload).toBe('mirror/httpbin-v1');
  expect(mirrorsTo(result, 'v2', 100)).toBe(true);
});

describe.each(['canary', 'mirror', 'resilience'])('the checks find no error in example %s', (example) => {
  const ids = readdirSync(join(EXAMPLES, example, 'expected')).filter((id) => id !== 'workloads');

  test.each(ids)('%s', (id) => {
    const findings = analyze(mesh(example, id), { closed: false, level: 'warning' });
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
