import { snapshotFromYaml } from '../../lib/snapshot';
import { traceIn } from '../../lib/testing';

const MANIFESTS = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: istio-egressgateway, namespace: istio-system }
spec: { selector: { istio: egressgateway }, ports: [{ name: http2, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: curl, namespace: shop }
spec: { template: { metadata: { labels: { app: curl } }, spec: { containers: [{ name: curl }] } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - match: [{ uri: { prefix: /old } }]
      redirect: { uri: /new }
    - match: [{ uri: { prefix: /teapot } }]
      directResponse: { status: 418 }
    - mirror: { host: reviews, subset: v2 }
      mirrorPercentage: { value: 25 }
      route:
        - { destination: { host: reviews, subset: v1 }, weight: 3 }
        - { destination: { host: reviews, subset: v2 }, weight: 1 }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: shop }
spec:
  hosts: [api.bank.example]
  ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: tls, protocol: TLS }]
  location: MESH_EXTERNAL
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: istio-system }
spec:
  selector: { istio: egressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [api.bank.example] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: bank, namespace: shop }
spec:
  hosts: [api.bank.example]
  gateways: [mesh, istio-system/out]
  http:
    - match: [{ gateways: [mesh], port: 80 }]
      route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, port: { number: 80 } } }]
    - match: [{ gateways: [istio-system/out], port: 80 }]
      route: [{ destination: { host: api.bank.example, port: { number: 443 } } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: bank, namespace: istio-system }
spec:
  host: api.bank.example
  exportTo: ["."]
  trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }] }
`;
const mesh = snapshotFromYaml(MANIFESTS, { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } });
const from = 'shop/curl';

test('toReach: host and port, TLS, server name', () => {
  const trace = traceIn(mesh, { from, url: 'http://api.bank.example/accounts' });
  expect(trace).toReach('api.bank.example:443', { tls: 'SIMPLE', sni: 'api.bank.example' });
  expect(trace).toReach('api.bank.example');
  expect(trace).not.toReach('api.bank.example:80');
  expect(trace).not.toReach('api.bank.example:443', { tls: 'PLAINTEXT' });
  expect(trace).not.toBeBlocked();
});

test('toPassThrough: a gateway by name, with or without its namespace', () => {
  const trace = traceIn(mesh, { from, url: 'http://api.bank.example/accounts' });
  expect(trace).toPassThrough('istio-egressgateway');
  expect(trace).toPassThrough('istio-system/istio-egressgateway');
  expect(trace).not.toPassThrough('shop/istio-egressgateway');
});

test('toSplit and toMirrorTo: relative weights become percentages', () => {
  const trace = traceIn(mesh, { from, url: 'http://reviews:9080/' });
  expect(trace).toSplit({ v1: 75, v2: 25 });
  expect(trace).not.toSplit({ v1: 100 });
  expect(trace).toMirrorTo('v2', 25);
  expect(trace).not.toMirrorTo('v2');
});

test('toRedirectTo, toRespond, toBeBlocked', () => {
  expect(traceIn(mesh, { from, url: 'http://reviews:9080/old?x' })).toRedirectTo('http://reviews:9080/new?x', {
    status: 301,
  });
  expect(traceIn(mesh, { from, url: 'http://reviews:9080/teapot' })).toRespond(418);
  expect(traceIn(mesh, { from, url: 'http://nobody.example/' })).toBeBlocked();
  expect(traceIn(mesh, { from, url: 'tls://nobody.example:443' })).toBeBlocked();
});

test('a failure explains the path, and why other rules did not match', () => {
  const trace = traceIn(mesh, { from, url: 'http://reviews:9080/' });
  expect(() => expect(trace).toRespond(404)).toThrow(/VirtualService shop\/reviews http\[0\]: uri prefix "\/old"/);
  expect(() => expect(trace).toRespond(404)).toThrow(/http\[2\]/);
});

test('what is no trace is refused', () => {
  expect(() => expect('http://x').toRespond(404)).toThrow(/TraceExpected/);
});

test('bad requests: no URL, no port, nobody who sends it, an unknown workload with a suggestion, an unknown gateway', () => {
  expect(() => traceIn(mesh, { from, url: 'reviews' })).toThrow(/RequestMalformed/);
  expect(() => traceIn(mesh, { from, url: 'tcp://reviews' })).toThrow(/the port is missing/);
  expect(() => traceIn(mesh, { url: 'http://reviews' })).toThrow(/neither from nor at/);
  expect(() => traceIn(mesh, { from, at: 'x', url: 'http://reviews' })).toThrow(/exclude each other/);
  expect(() => traceIn(mesh, { from: 'shop/culr', url: 'http://reviews' })).toThrow(/did you mean shop\/curl/);
  expect(() => traceIn(mesh, { at: 'istio-egresgateway', url: 'http://reviews' })).toThrow(/GatewayUnknown/);
});
