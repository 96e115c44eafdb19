import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  CanaryRoute,
  GatewayWorkload,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  Mirror,
  Pin,
  RouteMatch,
  ServiceRef,
  Version,
} from 'cdk8s-istio';
import * as fc from 'fast-check';
import { mirrorsTo, splitsInto, trace, type Trace, type TraceRequest } from '../../lib/simulation';
import { snapshotOf, type Snapshot } from '../../lib/snapshot';

const RUNS = { seed: 20260102, numRuns: 60 };
const PORTS = [
  { port: 80, name: 'http' },
  { port: 9000, name: 'grpc' },
];

const scenario = fc.record({
  weight: fc.integer({ min: 0, max: 60 }),
  other: fc.integer({ min: 0, max: 40 }),
  several: fc.boolean(),
  mirror: fc.integer({ min: 0, max: 100 }),
  pinned: fc.constantFrom('v1', 'v2', 'v3'),
  share: fc.integer({ min: 0, max: 100 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** A canary in the mesh and the same canary behind an IngressHost, with the Service that both are about. */
function meshOf({ weight, other, several, mirror, pinned, share }: Scenario): Snapshot {
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'shop' });
  const ports = several ? PORTS : PORTS.slice(0, 1);
  new k8s.KubeService(chart, 'Service', {
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: ports.map((port) => ({ ...port })) },
  });
  const canary = new CanaryRoute(chart, 'Canary', {
    service: ServiceRef.of('web', 'shop', ports),
    port: 80,
    stable: Version.label('v1'),
    canary: Version.label('v2'),
    weight,
    others: [{ version: Version.label('v3'), weight: other }],
    always: [RouteMatch.header(HeaderMatch.cookie('group', 'beta'))],
    pins: [Pin.to(Version.label(pinned), RouteMatch.prefix('/pinned/')), Pin.share(RouteMatch.exact('/shared'), share)],
    mirrors: [Mirror.to(Version.label('shadow'), mirror)],
  });
  const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
  new IngressHost(chart, 'Host', { hosts: ['shop.example.com'], via }).route(RouteMatch.all(), canary);
  return snapshotOf(app);
}

/** The same request from inside and from outside. */
function both(snapshot: Snapshot, path: string, request: Partial<TraceRequest> = {}): Trace[] {
  const caller = { from: 'shop/curl', labels: { app: 'curl' }, sidecar: true };
  return [
    trace(snapshot, { url: `http://web.shop${path}`, ...caller, ...request }),
    trace(snapshot, { url: `http://shop.example.com${path}`, at: 'istio-ingressgateway', ...request }),
  ];
}

test('edge and mesh split, pin and copy alike, whatever the weights (P81)', () => {
  fc.assert(
    fc.property(scenario, (of) => {
      const snapshot = meshOf(of);
      const split = { v1: 100 - of.weight - of.other, v2: of.weight, v3: of.other };
      for (const result of both(snapshot, '/')) {
        expect(splitsInto(result, split)).toBe(true);
        expect(mirrorsTo(result, 'shadow', of.mirror)).toBe(of.mirror > 0);
      }
      for (const { end } of both(snapshot, '/', { headers: { cookie: 'a=b; group=beta' } }))
        expect(end.subset).toBe('v2');
      for (const { end } of both(snapshot, '/pinned/x')) expect(end.subset).toBe(of.pinned);
      for (const result of both(snapshot, '/shared')) {
        expect(splitsInto(result, { v1: 100 - of.share, v2: of.share })).toBe(true);
      }
    }),
    RUNS,
  );
});

test('every HTTP port of the Service has the split', () => {
  fc.assert(
    fc.property(scenario, (of) => {
      const snapshot = meshOf({ ...of, several: true });
      const split = { v1: 100 - of.weight - of.other, v2: of.weight, v3: of.other };
      for (const port of [80, 9000]) {
        const url = `http://web.shop:${port}/`;
        const result = trace(snapshot, { url, from: 'shop/curl', labels: { app: 'curl' }, sidecar: true });
        expect(splitsInto(result, split)).toBe(true);
        expect(result.end).toMatchObject({ kind: 'reached', port });
      }
    }),
    { ...RUNS, numRuns: 25 },
  );
});
