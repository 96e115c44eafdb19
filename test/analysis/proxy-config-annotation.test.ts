import { analyze, rules } from '../../lib/analysis';
import { snapshotFromYaml } from '../../lib/snapshot';

const entry = rules.filter(({ id }) => id === 'istio-annotation');

function codes(value: string): string[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', annotations: { 'proxy.istio.io/config': value } },
  };
  return analyze(snapshotFromYaml(JSON.stringify(pod)), { rules: entry, shape: false }).map(({ code }) => code);
}

test.each([
  'concurrency: 2',
  'concurrency: "2"',
  'drainDuration: 1m',
  'discoveryAddress: istiod.istio-system.svc:15012',
  'discoveryAddress: "[::1]:15012"',
  'statsdUdpAddress: ""',
  'holdApplicationUntilProxyStarts: yes',
  'proxyMetadata: {A: "1"}',
  'tracing: {zipkin: {address: "zipkin:9411"}}',
  'somethingNewer: 1',
  '{}',
])('proxy.istio.io/config is as istiod reads it: %s', (value) => {
  expect(codes(value)).toEqual([]);
});

test.each([
  'enabled',
  '- concurrency: 2',
  'a: [',
  'concurrency: 1.5',
  'statusPort: 70000',
  'drainDuration: 1.5s',
  'discoveryAddress: istiod',
  'discoveryAddress: "12:15"',
  'proxyMetadata: {A: 1}',
  'tracing: {zipkin: {}}',
  'interceptionMode: tproxy',
  'serviceCluster: ""',
  'proxyHeaders: {server: {disabled: 1}}',
])('proxy.istio.io/config that istiod cannot read is IST0125: %s', (value) => {
  expect(codes(value)).toEqual(['IST0125']);
});
