import { trace, type TraceRequest, type TraceEnd } from '../../lib/simulation';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';

const WORKLOADS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: curl, namespace: shop }
spec: { template: { metadata: { labels: { app: curl } }, spec: { serviceAccountName: curl, containers: [{ name: curl }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: plain, namespace: shop }
spec: { template: { metadata: { labels: { app: plain, sidecar.istio.io/inject: "false" } }, spec: { containers: [{ name: plain }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: shop }
spec: { template: { metadata: { labels: { app: orders } }, spec: { containers: [{ name: orders, ports: [{ name: web, containerPort: 8081 }] }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { selector: { app: orders }, ports: [{ name: http, port: 80, targetPort: web }] }
`;
const EGRESS = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: cnn, namespace: shop }
spec:
  hosts: [edition.cnn.com]
  ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: tls, protocol: TLS }]
  location: MESH_EXTERNAL
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: istio-system }
spec:
  selector: { istio: egressgateway }
  servers: [{ port: { number: 80, name: https, protocol: HTTPS }, hosts: [edition.cnn.com], tls: { mode: ISTIO_MUTUAL } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: hop, namespace: istio-system }
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
    - name: cnn
      trafficPolicy: { tls: { mode: ISTIO_MUTUAL, sni: edition.cnn.com } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cnn, namespace: shop }
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, istio-system/out]
  http:
    - match: [{ gateways: [mesh], port: 80 }]
      route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, subset: cnn, port: { number: 80 } } }]
    - match: [{ gateways: [istio-system/out], port: 80 }]
      route: [{ destination: { host: edition.cnn.com, port: { number: 443 } } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: originate, namespace: istio-system }
spec:
  host: edition.cnn.com
  exportTo: [.]
  trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE, sni: edition.cnn.com } }] }
`;

const meshOf = (...parts: readonly string[]): Snapshot => snapshotFromYaml([WORKLOADS, ...parts].join('\n---\n'));
const endOf = (mesh: Snapshot, request: TraceRequest): TraceEnd => trace(mesh, request).end;
const from = 'shop/curl';

describe('E9: HTTP inside, mutual TLS to the gateway, TLS to the world', () => {
  const mesh = meshOf(EGRESS);
  const found = trace(mesh, { from, url: 'http://edition.cnn.com/politics' });

  test('two proxies, the gateway as istioctl installs it', () => {
    expect(found.hops.map(({ name, kind, direction }) => [name, kind, direction])).toEqual([
      ['curl', 'sidecar', 'outbound'],
      ['istio-egressgateway', 'gateway', 'outbound'],
    ]);
    expect(found.assumptions).toEqual(['gateway istio-system/istio-egressgateway as istioctl installs it']);
  });

  test('the outside host is reached in TLS that the gateway starts', () => {
    expect(found.end).toEqual({
      kind: 'reached',
      host: 'edition.cnn.com',
      port: 443,
      tls: 'SIMPLE',
      sni: 'edition.cnn.com',
    });
  });

  test('the explanation names rules, policies and the TLS of each hop', () => {
    const text = found.explain();
    expect(text).toContain('VirtualService shop/cnn http[0]');
    expect(text).toContain('VirtualService shop/cnn http[1]');
    expect(text).toContain("DestinationRule istio-system/hop, of the service's namespace");
    expect(text).toContain('ISTIO_MUTUAL, SNI edition.cnn.com');
    expect(text).toContain('=> reached edition.cnn.com:443 in SIMPLE');
  });

  test("the application's own TLS leaves directly and stays closed", () => {
    const own = trace(mesh, { from, url: 'https://edition.cnn.com/' });
    expect(own.hops).toHaveLength(1);
    expect(own.end).toMatchObject({ host: 'edition.cnn.com', port: 443, tls: 'PASSTHROUGH' });
  });

  test('a caller without sidecar meets no proxy', () => {
    const bare = trace(mesh, { from: 'shop/plain', url: 'http://edition.cnn.com/' });
    expect(bare.hops).toEqual([]);
    expect(bare.end).toMatchObject({ kind: 'reached', host: 'edition.cnn.com', port: 80, tls: 'PLAINTEXT' });
  });
});

describe('to a workload of the mesh', () => {
  const strict =
    '{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: istio-system}, spec: {mtls: {mode: STRICT}}}';

  test('automatic mutual TLS, then the server side; the container port by its name', () => {
    const found = trace(meshOf(strict), { from, url: 'http://orders/x' });
    expect(found.hops.map(({ name, direction }) => [name, direction])).toEqual([
      ['curl', 'outbound'],
      ['orders', 'inbound'],
    ]);
    expect(found.hops[1]?.arrived).toContain('on port 8081 in Istio mutual TLS');
    expect(found.end).toEqual({
      kind: 'reached',
      host: 'orders.shop.svc.cluster.local',
      port: 80,
      tls: 'ISTIO_MUTUAL',
      workload: 'shop/orders',
    });
  });

  test('plaintext of a caller without sidecar is refused under STRICT, taken under PERMISSIVE', () => {
    expect(endOf(meshOf(strict), { from: 'shop/plain', url: 'http://orders/' }).kind).toBe('reset');
    expect(endOf(meshOf(), { from: 'shop/plain', url: 'http://orders/' })).toMatchObject({
      kind: 'reached',
      tls: 'PLAINTEXT',
    });
  });

  test('an AuthorizationPolicy answers 403, and names itself', () => {
    const policy =
      '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: only, namespace: shop}, spec: {selector: {matchLabels: {app: orders}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/curl]}}], to: [{operation: {methods: [GET]}}]}]}}';
    const mesh = meshOf(policy);
    expect(endOf(mesh, { from, url: 'http://orders/' }).kind).toBe('reached');
    expect(endOf(mesh, { from, url: 'http://orders/', method: 'POST' })).toMatchObject({
      kind: 'response',
      status: 403,
    });
  });

  test('a NetworkPolicy resets the connection, and names itself', () => {
    const policy =
      '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed, namespace: shop}, spec: {podSelector: {matchLabels: {app: curl}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: orders}}}], ports: [{port: web}]}]}}';
    const mesh = meshOf(policy);
    expect(endOf(mesh, { from, url: 'http://orders/' }).kind).toBe('reached');
    expect(endOf(mesh, { from, url: 'http://outside.example/' })).toEqual({
      kind: 'reset',
      reason: 'NetworkPolicy shop/closed allows no such connection',
    });
  });

  test('a port that the Pod keeps from its proxy bypasses every rule', () => {
    const pod =
      '{apiVersion: apps/v1, kind: Deployment, metadata: {name: sly, namespace: shop}, spec: {template: {metadata: {labels: {app: sly}, annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "80, 81"}}, spec: {containers: []}}}}';
    expect(trace(meshOf(EGRESS, pod), { from: 'shop/sly', url: 'http://edition.cnn.com/' }).hops).toEqual([]);
  });

  test('what is not modelled says so: an EnvoyFilter that holds for the proxy', () => {
    const patch =
      '{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: lua, namespace: shop}, spec: {}}';
    expect(endOf(meshOf(patch), { from, url: 'http://orders/' })).toEqual({
      kind: 'unsupported',
      field: 'EnvoyFilter shop/lua',
    });
  });
});

describe('from outside', () => {
  const INGRESS = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example], tls: { mode: MUTUAL, credentialName: shop } }
    - { port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example]
  gateways: [edge]
  http: [{ match: [{ uri: { prefix: /orders } }], route: [{ destination: { host: orders } }] }]
`;
  const mesh = meshOf(INGRESS);

  test.each(['istio-ingressgateway', 'istio-system/istio-ingressgateway', 'edge', 'shop/edge'])(
    'the gateway by the name %s',
    (at) => {
      expect(endOf(mesh, { at, url: 'http://shop.example/orders/1' })).toMatchObject({
        kind: 'reached',
        workload: 'shop/orders',
      });
    },
  );

  test('MUTUAL asks for a client certificate', () => {
    const url = 'https://shop.example/orders/1';
    expect(endOf(mesh, { at: 'edge', url })).toMatchObject({
      kind: 'reset',
      reason: 'a client certificate is required',
    });
    expect(endOf(mesh, { at: 'edge', url, principal: 'partner' })).toMatchObject({
      kind: 'reached',
      workload: 'shop/orders',
    });
  });

  test('no rule is 404 NR, another name under TLS a reset', () => {
    expect(endOf(mesh, { at: 'edge', url: 'http://shop.example/' })).toMatchObject({
      kind: 'response',
      status: 404,
      flag: 'NR',
    });
    expect(endOf(mesh, { at: 'edge', url: 'https://other.example/' }).kind).toBe('reset');
  });
});

describe('circles', () => {
  test('a gateway that sends to itself is a loop', () => {
    const loop = EGRESS.replace(
      'host: edition.cnn.com, port: { number: 443 }',
      'host: istio-egressgateway.istio-system.svc.cluster.local, subset: cnn, port: { number: 80 }',
    );
    expect(endOf(meshOf(loop), { from, url: 'http://edition.cnn.com/' })).toMatchObject({ kind: 'loop' });
  });

  test('delegates that name each other end in no rule', () => {
    const rule = (name: string, to: string, hosts: string): string =>
      `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: ${name}, namespace: shop}, spec: {${hosts}http: [{match: [{uri: {prefix: /x}}], delegate: {name: ${to}}}]}}`;
    const mesh = meshOf(rule('root', 'a', 'hosts: [orders], '), rule('a', 'b', ''), rule('b', 'a', ''));
    expect(endOf(mesh, { from, url: 'http://orders/x' })).toMatchObject({ kind: 'reached', workload: 'shop/orders' });
  });

  test('ExternalName Services that name each other are nobody', () => {
    const alias = (name: string, to: string): string =>
      `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {type: ExternalName, externalName: ${to}.shop.svc.cluster.local, ports: [{name: http, port: 80}]}}`;
    expect(endOf(meshOf(alias('a', 'b'), alias('b', 'a')), { from, url: 'http://a/' }).kind).toBe('reached');
  });
});

test('P30: a port that declares no protocol adds nothing to one that declares HTTP for every address', () => {
  const entry = (name: string, protocol: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${name}.example]
  ports: [{ number: 443, name: web${protocol} }]
  location: MESH_EXTERNAL
  resolution: DNS`;
  const mesh = meshOf(entry('bank', ', protocol: HTTP'), entry('intranet', ''));
  const explained = trace(mesh, { from, url: 'https://intranet.example/' }).explain();
  expect(explained).toContain('destination  PassthroughCluster');
});
