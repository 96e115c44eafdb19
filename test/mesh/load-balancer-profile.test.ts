import { LoadBalancerProfile } from '../../lib/mesh/load-balancer-profile';
import { refusal } from '../refusal';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer';
const SCHEME = `${PREFIX}-scheme`;

test.each([
  ['eksAutoMode', 'eks.amazonaws.com/nlb'],
  ['awsController', 'service.k8s.aws/nlb'],
] as const)('%s asks for class %s, internal unless said otherwise', (factory, loadBalancerClass) => {
  const internal = LoadBalancerProfile[factory]();
  expect(internal.loadBalancerClass).toBe(loadBalancerClass);
  expect(internal.serviceType).toBe('LoadBalancer');
  expect(internal.annotations[SCHEME]).toBe('internal');
  expect(internal.ports.map((of) => of.port)).toEqual([15021, 80, 443]);
  expect(LoadBalancerProfile[factory]({ internetFacing: true }).annotations[SCHEME]).toBe('internet-facing');
});

test('none is a ClusterIP Service without annotations', () => {
  const none = LoadBalancerProfile.none();
  expect(none).toMatchObject({ serviceType: 'ClusterIP', annotations: {}, sourceRanges: [] });
  expect(none.loadBalancerClass).toBeUndefined();
  expect(none.ports).toEqual([
    { name: 'http2', port: 80 },
    { name: 'https', port: 443 },
  ]);
});

test("a load balancer asks the gateway's readiness, sends to Pods and spreads over zones", () => {
  const profile = LoadBalancerProfile.eksAutoMode();
  expect(profile.annotations).toEqual({
    [SCHEME]: 'internal',
    [`${PREFIX}-nlb-target-type`]: 'ip',
    [`${PREFIX}-attributes`]: 'load_balancing.cross_zone.enabled=true',
    [`${PREFIX}-healthcheck-protocol`]: 'http',
    [`${PREFIX}-healthcheck-port`]: '15021',
    [`${PREFIX}-healthcheck-path`]: '/healthz/ready',
  });
  expect(profile.ports[0]).toEqual({ name: 'status-port', port: 15021 });
  expect(profile.sourceRanges).toEqual([]);
});

test('zones and the PROXY protocol are as asked', () => {
  for (const factory of ['awsController', 'eksAutoMode'] as const) {
    const { annotations } = LoadBalancerProfile[factory]({ crossZone: false, proxyProtocol: true });
    expect(annotations[`${PREFIX}-attributes`]).toBe('load_balancing.cross_zone.enabled=false');
    expect(annotations[`${PREFIX}-target-group-attributes`]).toBe('proxy_protocol_v2.enabled=true');
    // Auto Mode does not read it.
    expect(annotations).not.toHaveProperty([`${PREFIX}-proxy-protocol`]);
  }
});

test.each(['0.0.0.0/0', '10.0.0.0/8', '255.255.255.255/32', '192.168.199.249/29', '1.20.103.250/19', '203.0.113.7/30'])(
  'source range %s is let through',
  (range) => expect(LoadBalancerProfile.awsController({ sourceRanges: [range] }).sourceRanges).toEqual([range]),
);

test.each([
  '',
  '10.0.0.0/33',
  '10.0.0.0/40',
  '256.0.0.0/8',
  '1.260.0.0/8',
  '300.0.0.0/8',
  '1.2.3.256/8',
  '1.2.3/8',
  '1.2.3.4.5/8',
])('source range %p is refused', (range) =>
  expect(refusal(() => LoadBalancerProfile.eksAutoMode({ sourceRanges: ['10.0.0.0/8', range] })).value).toBe(range),
);

test.each(['x10.0.0.0/8', '10.0.0.0/8x', '10.0.0.0/80', '10x0.0.0/8', 'a.0.0.0/8', '10.0.0.a/8', '10.0.0.0/a', '::/0'])(
  'text %s around or within a block is refused',
  (range) => {
    const error = refusal(() => LoadBalancerProfile.eksAutoMode({ sourceRanges: [range] }));
    expect([error.id, error.path]).toEqual(['EksLoadBalancer', 'LoadBalancerProfile']);
    expect(error.message).toContain('source range');
  },
);

test('a source range that is no block is refused', () => {
  expect(() => LoadBalancerProfile.awsController({ sourceRanges: ['10.0.0.0'] })).toThrow(
    expect.objectContaining({ id: 'EksLoadBalancer', value: '10.0.0.0' }),
  );
});
