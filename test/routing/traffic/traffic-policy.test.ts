import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  ClientTls,
  ConnectionPool,
  LoadBalancer,
  Locality,
  OutlierDetection,
  ProxyProtocol,
  renderTrafficPolicy,
  RetryBudget,
  Tunnel,
  type CommonTrafficPolicy,
  type TrafficPolicy,
} from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

const tls = ClientTls.simple({ sni: 'a.com' });
const connectionPool = ConnectionPool.of({ tcp: { connectTimeout: Duration.seconds(1) } });
const outlierDetection = OutlierDetection.of({ consecutive5xxErrors: 3 });
const loadBalancer = LoadBalancer.random();
const failover = LoadBalancer.leastRequest({ locality: Locality.nearest() });

const RENDERED = {
  tls: { mode: 'SIMPLE', sni: 'a.com' },
  connectionPool: { tcp: { connectTimeout: '1s' } },
  outlierDetection: { consecutive5xxErrors: 3 },
  loadBalancer: { simple: 'RANDOM' },
};

describe('renderTrafficPolicy', () => {
  test('all of it', () => {
    const retryBudget = RetryBudget.of({ percent: 10 });
    const common = { tls, connectionPool, outlierDetection, loadBalancer };
    expect(renderTrafficPolicy({ ...common, retryBudget, tunnel: Tunnel.connect('b.com', 443) })).toEqual({
      ...RENDERED,
      retryBudget: { percent: 10 },
      tunnel: { protocol: 'CONNECT', targetHost: 'b.com', targetPort: 443 },
    });
    expect(renderTrafficPolicy({ proxyProtocol: ProxyProtocol.v2() })).toEqual({ proxyProtocol: { version: 'V2' } });
  });

  test('DR6: a policy that says nothing is not written', () => {
    expect(renderTrafficPolicy({})).toBeUndefined();
    expect(renderTrafficPolicy({ tls: undefined, portPolicies: [] })).toBeUndefined();
  });

  test('DR7: a tunnel or the PROXY protocol', () => {
    const tunnel = Tunnel.connect('b.com', 443);
    const proxyProtocol = ProxyProtocol.v1();
    const error = refusal(() => renderTrafficPolicy({ tunnel, proxyProtocol }, { node: { path: 'chart/db' } }));
    expect(error.id).toBe('TrafficPolicyContradicts');
    expect(error.path).toBe('chart/db');
    const subset = () => renderTrafficPolicy({ tunnel }, 'chart/db', { proxyProtocol });
    expect(refusal(subset).id).toBe('TrafficPolicyContradicts');
  });

  test('P26: a port keeps what is around it', () => {
    const policy = {
      tls,
      outlierDetection,
      portPolicies: [
        { port: 80, connectionPool },
        { port: 443, loadBalancer },
      ],
    };
    const { tls: t, outlierDetection: o, connectionPool: c, loadBalancer: l } = RENDERED;
    expect(renderTrafficPolicy(policy)?.portLevelSettings).toEqual([
      { port: { number: 80 }, tls: t, outlierDetection: o, connectionPool: c },
      { port: { number: 443 }, tls: t, outlierDetection: o, loadBalancer: l },
    ]);
  });

  test('P26: a port of a subset keeps the TLS of the whole destination', () => {
    const subset = { portPolicies: [{ port: 80, connectionPool }] };
    expect(renderTrafficPolicy(subset, 'here', { tls })).toEqual({
      portLevelSettings: [{ port: { number: 80 }, tls: RENDERED.tls, connectionPool: RENDERED.connectionPool }],
    });
  });

  test('a subset without ports writes only its own, which Istio reads on top of the rest', () => {
    expect(
      renderTrafficPolicy({ loadBalancer }, 'here', { tls, portPolicies: [{ port: 80, connectionPool }] }),
    ).toEqual({
      loadBalancer: RENDERED.loadBalancer,
    });
  });

  test('P26: the nearest that says something counts', () => {
    const fields = { tls, connectionPool, outlierDetection, loadBalancer };
    const others: Required<CommonTrafficPolicy> = {
      tls: ClientTls.disable(),
      connectionPool: ConnectionPool.of({ http: { maxRetries: 1 } }),
      outlierDetection: OutlierDetection.of(),
      loadBalancer: LoadBalancer.roundRobin(),
    };
    const layer = fc.record(
      Object.fromEntries(
        (['tls', 'connectionPool', 'outlierDetection', 'loadBalancer'] as const).map((field) => [
          field,
          fc.constantFrom(fields[field], others[field]),
        ]),
      ),
      { requiredKeys: [] },
    ) as fc.Arbitrary<CommonTrafficPolicy>;
    fc.assert(
      fc.property(layer, layer, layer, layer, (own, subset, portAround, around) => {
        const whole: TrafficPolicy = { ...around, portPolicies: [{ ...portAround, port: 80 }] };
        const policy: TrafficPolicy = { ...subset, portPolicies: [{ ...own, port: 80 }] };
        const layers = [own, subset, portAround, around];
        const expected = Object.fromEntries(
          (['tls', 'connectionPool', 'outlierDetection', 'loadBalancer'] as const).flatMap((field) => {
            const found = layers.find((one) => one[field] !== undefined)?.[field];
            return found ? [[field, found._render()]] : [];
          }),
        );
        const render = () => renderTrafficPolicy(policy, 'here', whole)?.portLevelSettings;
        if (Object.keys(expected).length === 0) expect(refusal(render).id).toBe('TrafficPortEmpty');
        else expect(render()).toEqual([{ port: { number: 80 }, ...expected }]);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test('DR8: a port without a policy is refused', () => {
    const error = refusal(() => renderTrafficPolicy({ portPolicies: [{ port: 80 }] }, 'chart/db'));
    expect(error.id).toBe('TrafficPortEmpty');
    expect(error.value).toBe(80);
  });

  test('a port twice is refused', () => {
    const portPolicies = [
      { port: 80, tls },
      { port: 80, loadBalancer },
    ];
    expect(refusal(() => renderTrafficPolicy({ portPolicies })).id).toBe('TrafficPortTwice');
  });

  test.each([0, 65536])('the port %s is refused', (port) => {
    expect(refusal(() => renderTrafficPolicy({ portPolicies: [{ port, tls }] })).id).toBe('PortOutOfRange');
  });

  test('L5: failover needs outlier detection', () => {
    const error = refusal(() => renderTrafficPolicy({ loadBalancer: failover }, 'chart/db'));
    expect(error.id).toBe('LocalityNeedsOutlierDetection');
    expect(error.path).toBe('chart/db');
    expect(() => renderTrafficPolicy({ loadBalancer: failover, outlierDetection })).not.toThrow();
  });

  test('L5: at a port too, and what is around it counts', () => {
    const portPolicies = [{ port: 80, loadBalancer: failover }];
    const error = refusal(() => renderTrafficPolicy({ tls, portPolicies }));
    expect(error.id).toBe('LocalityNeedsOutlierDetection');
    expect(error.message).toContain('port 80');
    expect(() => renderTrafficPolicy({ outlierDetection, portPolicies })).not.toThrow();
    expect(() => renderTrafficPolicy({ loadBalancer: failover }, 'here', { outlierDetection })).not.toThrow();
  });
});
