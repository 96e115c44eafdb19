import { Duration } from 'cdk8s';
import {
  ConnectionPool,
  EgressPort,
  EgressRoute,
  Fault,
  HeaderChanges,
  LoadBalancer,
  OutlierDetection,
  Retry,
  Rewrite,
  TlsOrigination,
  type EgressRouteProps,
} from 'cdk8s-istio';
import { egressGateway } from '../../examples/egress/mesh';
import { refusal } from '../refusal';
import { EGRESS, Scene } from './scene';

const HOST = 'outside.example';
const behaviour: Partial<EgressRouteProps> = {
  timeout: Duration.seconds(3),
  retry: Retry.of({ attempts: 2 }),
  fault: Fault.abort(503, 10),
  rewrite: Rewrite.of({ authority: 'www.outside.example' }),
  headers: HeaderChanges.of({ request: { set: { 'x-team': 'shop' } } }),
};
const sceneOf = (props: Partial<EgressRouteProps>, through = true): Scene =>
  Scene.from((chart) => {
    const via = through ? { via: egressGateway(chart) } : {};
    new EgressRoute(chart, 'Route', { host: HOST, ports: [EgressPort.http(80)], ...props, ...via });
  });

test('each part of the behaviour is on the hop where it belongs', () => {
  const [sidecar, gateway] = sceneOf(behaviour).only('VirtualService').spec.http;
  expect(sidecar).toMatchObject({ timeout: '3s', fault: { abort: { httpStatus: 503 } }, retries: { attempts: 0 } });
  expect(sidecar.rewrite ?? sidecar.headers).toBeUndefined();
  expect(gateway).toMatchObject({
    retries: { attempts: 2 },
    rewrite: { authority: 'www.outside.example' },
    headers: { request: { set: { 'x-team': 'shop' } } },
  });
  expect(gateway.timeout ?? gateway.fault).toBeUndefined();
});

test('retries are left to Istio on both hops where nothing is said', () => {
  for (const rule of sceneOf({}).only('VirtualService').spec.http) expect(rule.retries).toBeUndefined();
});

test('without a gateway all of it is at the sidecar', () => {
  const [rule, ...others] = sceneOf(behaviour, false).only('VirtualService').spec.http;
  expect(others).toEqual([]);
  expect(rule).toMatchObject({ timeout: '3s', retries: { attempts: 2 }, rewrite: {}, headers: {}, fault: {} });
});

test('a port can differ', () => {
  const ports = [EgressPort.http(80), EgressPort.http(8080, { policy: { timeout: Duration.seconds(9) } })];
  const { http } = sceneOf({ ports, timeout: Duration.seconds(3) }, false).only('VirtualService').spec;
  expect(http.map((rule: { match: unknown; timeout: string }) => [rule.match, rule.timeout])).toEqual([
    [[{ port: 80 }], '3s'],
    [[{ port: 8080 }], '9s'],
  ]);
});

test('two ports of HTTP arrive at different ports of the gateway', () => {
  const scene = sceneOf({ ports: [EgressPort.http(80), EgressPort.http(8080)] });
  expect(scene.way(`http://${HOST}`)[1]).toBe(`outbound|80||${HOST}`);
  expect(scene.way(`http://${HOST}:8080`)[1]).toBe(`outbound|8080||${HOST}`);
});

test('a direct port of HTTP keeps its rule beside one that passes the gateway', () => {
  const scene = sceneOf({ ports: [EgressPort.http(80), EgressPort.http(8080).direct()] });
  expect(scene.way(`http://${HOST}:8080`)).toEqual([`outbound|8080||${HOST}`, `${HOST}:8080 PLAINTEXT`]);
});

test('connections: to the server at the gateway, to the gateway at sidecars', () => {
  const trafficPolicy = {
    connectionPool: ConnectionPool.of({
      tcp: { keepalive: { time: Duration.minutes(5), interval: Duration.seconds(30) } },
      http: { idleTimeout: Duration.minutes(30), maxRequestsPerConnection: 1000 },
    }),
    outlierDetection: OutlierDetection.of({ consecutive5xxErrors: 5 }),
  };
  const scene = sceneOf({
    tls: TlsOrigination.simple(),
    trafficPolicy,
    hopPolicy: { loadBalancer: LoadBalancer.random() },
  });
  const outside = scene.rule(HOST, 'istio-system')?.spec.trafficPolicy;
  expect(outside.portLevelSettings).toEqual([
    {
      port: { number: 80 },
      tls: { mode: 'SIMPLE', sni: HOST },
      connectionPool: {
        tcp: { tcpKeepalive: { time: '300s', interval: '30s' } },
        http: { idleTimeout: '1800s', maxRequestsPerConnection: 1000 },
      },
      outlierDetection: { consecutive5xxErrors: 5 },
    },
  ]);
  const hop = scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy;
  expect(hop.loadBalancer).toEqual({ simple: 'RANDOM' });
  expect(hop.portLevelSettings[0]).toMatchObject({ tls: { sni: HOST }, loadBalancer: { simple: 'RANDOM' } });
});

test('requests are changed on ports of HTTP only', () => {
  expect(refusal(() => sceneOf({ ports: [EgressPort.tls(443)], timeout: Duration.seconds(1) })).id).toBe(
    'EgressPolicyNotHttp',
  );
  expect(refusal(() => EgressPort.tcp(1, { policy: { timeout: Duration.seconds(1) } })).id).toBe('EgressPolicyNotHttp');
});

describe.each([
  ['direct', false],
  ['through the gateway', true],
])('%s', (_, through) => {
  test('defaults', () => {
    expect(sceneOf({}, through).manifests).toMatchSnapshot();
  });

  test('everything set', () => {
    const ports = [EgressPort.http(80, { name: 'http-api' }), EgressPort.tls(443)];
    const scene = sceneOf(
      { ...behaviour, ports, tls: TlsOrigination.simple(), name: 'outside', exportTo: ['.'] },
      through,
    );
    expect(scene.manifests).toMatchSnapshot();
  });
});
