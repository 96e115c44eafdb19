import { LoadBalancerProfile } from '../../lib/mesh/load-balancer-profile';

const SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

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
  expect(LoadBalancerProfile.none()).toMatchObject({ serviceType: 'ClusterIP', annotations: {}, sourceRanges: [] });
});

test('a source range that is no block is refused', () => {
  expect(() => LoadBalancerProfile.awsController({ sourceRanges: ['10.0.0.0'] })).toThrow(
    expect.objectContaining({ id: 'EksLoadBalancer', value: '10.0.0.0' }),
  );
});
