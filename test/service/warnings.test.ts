import { Duration, type Chart } from 'cdk8s';
import {
  CanaryRoute,
  ConsistentHash,
  LoadBalancer,
  Mirror,
  MirrorRoute,
  Retry,
  ServiceRef,
  ServiceRoute,
  Version,
} from 'cdk8s-istio';
import { synthWarnings } from './synth';

const web = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
const v1 = Version.label('v1');
const v2 = Version.label('v2');
const sticky = { loadBalancer: LoadBalancer.consistentHash(ConsistentHash.cookie({ name: 'user' })) };
const retry = Retry.of({ attempts: 3, perTryTimeout: Duration.seconds(2) });

test.each<[string, string, (chart: Chart) => unknown]>([
  [
    'tries that the timeout cuts off',
    'RetriesBeyondTimeout',
    (chart) => new ServiceRoute(chart, 'Web', { service: web, retry, timeout: Duration.seconds(5) }),
  ],
  [
    'retries next to copies',
    'RetriesNotCopied',
    (chart) => new MirrorRoute(chart, 'Web', { service: web, live: v1, mirrors: [Mirror.to(v2, 5)], retry }),
  ],
  [
    'copies to a version that answers a part',
    'CopiesToPart',
    (chart) => {
      const mirrors = [Mirror.to(v2, 100)];
      return new CanaryRoute(chart, 'Web', { service: web, stable: v1, canary: v2, weight: 5, mirrors });
    },
  ],
  [
    'sticky sessions next to weights (P82)',
    'StickySplit',
    (chart) =>
      new CanaryRoute(chart, 'Web', { service: web, stable: v1, canary: v2, weight: 5, trafficPolicy: sticky }),
  ],
  [
    'sticky sessions of one version next to weights (P82)',
    'StickySplit',
    (chart) =>
      new CanaryRoute(chart, 'Web', {
        service: web,
        stable: Version.label('v1', { trafficPolicy: sticky }),
        canary: v2,
        weight: 5,
      }),
  ],
  [
    'a short host (P53)',
    'ShortHost',
    (chart) => new ServiceRoute(chart, 'Web', { service: { name: 'web', metadata: {}, ports: [{ port: 80 }] } }),
  ],
])('%s: warned about once, with the path', (_, id, build) => {
  const printed = synthWarnings((chart) => {
    build(chart);
    chart.toJson();
  });
  const lines = printed.split('\n').filter((line) => line.includes(`[${id}]`));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^warning: test\/Web: /);
});

test.each<[string, (chart: Chart) => unknown]>([
  ['a plain route', (chart) => new ServiceRoute(chart, 'Web', { service: web })],
  [
    'tries that fit into the timeout',
    (chart) => new ServiceRoute(chart, 'Web', { service: web, retry, timeout: Duration.seconds(8) }),
  ],
  [
    'sticky sessions where one version gets everything',
    (chart) =>
      new CanaryRoute(chart, 'Web', { service: web, stable: v1, canary: v2, weight: 0, trafficPolicy: sticky }),
  ],
  [
    'copies to a version without weight',
    (chart) => {
      const mirrors = [Mirror.to(v2, 100)];
      return new CanaryRoute(chart, 'Web', { service: web, stable: v1, canary: v2, weight: 0, mirrors });
    },
  ],
  [
    'copies without retries',
    (chart) => {
      const mirrors = [Mirror.to(v2, 5)];
      return new MirrorRoute(chart, 'Web', { service: web, live: v1, mirrors, retry: Retry.none() });
    },
  ],
])('%s: no warning', (_, build) => {
  expect(synthWarnings((chart) => build(chart))).toBe('');
});
