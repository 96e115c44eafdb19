/** Listeners in which two filter chains want the same connection: Envoy refuses them as a whole. */
import { trace, type TraceEnd } from '../../lib/simulation';
import { snapshotFromYaml } from '../../lib/snapshot';

describe('TLS servers of two Gateways on one port', () => {
  const gateway = (name: string, host: string): string =>
    `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: ${name}, namespace: corp}, spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [${host}], tls: {mode: SIMPLE, credentialName: ${name}}}]}}`;
  const route =
    '{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: all, namespace: corp}, spec: {hosts: ["*.corp.example"], gateways: [one, two], http: [{directResponse: {status: 200}}]}}';
  const askIn =
    (...hosts: readonly [string, string]) =>
    (host: string): TraceEnd => {
      const mesh = snapshotFromYaml([gateway('one', hosts[0]), gateway('two', hosts[1]), route].join('\n---\n'));
      return trace(mesh, { at: 'corp/one', url: `https://${host}/` }).end;
    };

  test('the same host with and without a namespace takes the port from both, and from their other hosts', () => {
    const ask = askIn('corp/a.corp.example, b.corp.example', 'a.corp.example');
    expect(ask('a.corp.example')).toMatchObject({ kind: 'reset', reason: 'no listener' });
    expect(ask('b.corp.example')).toMatchObject({ kind: 'reset', reason: 'no listener' });
  });

  test('the same host written alike costs the younger server alone', () => {
    const ask = askIn('a.corp.example, b.corp.example', 'a.corp.example');
    expect(ask('a.corp.example')).toMatchObject({ kind: 'response', status: 200 });
  });

  test('a wildcard stands beside a host that it covers', () => {
    const ask = askIn('corp/*.corp.example', 'a.corp.example');
    expect(ask('a.corp.example')).toMatchObject({ kind: 'response', status: 200 });
    expect(ask('b.corp.example')).toMatchObject({ kind: 'response', status: 200 });
  });
});

test.each([
  ['203.0.113.0/25', '203.0.113.128/25', 'replica.shop.svc.cluster.local'],
  ['203.0.113.0/25', '203.0.113.0/25', undefined],
  // One rule that names the same addresses twice is no better.
  ['203.0.113.0/25, 203.0.113.9/25', '203.0.113.128/25', undefined],
])('tcp rules for the addresses %s and %s', (first, second, reached) => {
  const mesh = snapshotFromYaml(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: curl, namespace: shop }
spec: { template: { metadata: { labels: { app: curl } }, spec: { containers: [] } } }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: database, namespace: shop }
spec:
  hosts: [database.example]
  addresses: [203.0.113.0/24]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
  location: MESH_EXTERNAL
  resolution: NONE
---
apiVersion: v1
kind: Service
metadata: { name: replica, namespace: shop }
spec: { clusterIP: 10.96.0.7, selector: { app: replica }, ports: [{ name: tcp, port: 5432 }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: database, namespace: shop }
spec:
  hosts: [database.example]
  tcp:
    - match: [{ port: 5432, destinationSubnets: [${first}] }]
      route: [{ destination: { host: replica, port: { number: 5432 } } }]
    - match: [{ port: 5432, destinationSubnets: [${second}] }]
      route: [{ destination: { host: database.example, port: { number: 5432 } } }]
`);
  const explained = trace(mesh, {
    from: 'shop/curl',
    url: 'tcp://database.example:5432',
    address: '203.0.113.9',
  }).explain();
  expect(explained).toContain(reached ?? 'PassthroughCluster');
  expect(explained.includes('PassthroughCluster')).toBe(reached === undefined);
});
