/** Where the requests of every I-scenario go, judged by the manifests that the examples must write. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';
import { traceIn } from '../../lib/testing';
import type { TraceRequest } from '../../lib/simulation';

const EXAMPLES = join(__dirname, '../../examples');
const GATEWAYS = readFileSync(join(__dirname, '../examples/istioctl-gateways.yaml'), 'utf8');
const EDGE = 'istio-system/istio-ingressgateway';

/** A scenario on the mesh, as `kubectl apply` leaves it. */
function mesh(id: string, { own = false, meshConfig = {}, more = '' } = {}): Snapshot {
  const folders = ['workloads', id].map((one) => join(EXAMPLES, 'ingress/expected', one));
  const texts = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  return snapshotFromYaml([...texts, ...(own ? [] : [GATEWAYS]), more].join('\n---\n'), { meshConfig });
}

const at = (snapshot: Snapshot, url: string, request: Partial<TraceRequest> = {}) =>
  traceIn(snapshot, { at: EDGE, url, ...request });

const HTTPBIN = 'httpbin.edge.svc.cluster.local:8000';
const HELLO = 'helloworld.edge.svc.cluster.local:5000';

test('I1: two paths are served, others and other hosts are not', () => {
  const snapshot = mesh('i1-plain-host');
  expect(at(snapshot, 'http://httpbin.example.com/status/200')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://httpbin.example.com/delay/1')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://httpbin.example.com/headers')).toRespond(404);
  expect(at(snapshot, 'http://other.example.com/status/200')).toRespond(404);
});

test('I2: an Ingress serves element by element and exactly', () => {
  const snapshot = mesh('i2-kubernetes-ingress');
  expect(at(snapshot, 'http://httpbin.example.com/status')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://httpbin.example.com/status/204')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://httpbin.example.com/statuses')).toRespond(404);
  expect(at(snapshot, 'http://httpbin.example.com/get')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://httpbin.example.com/get/')).toRespond(404);
  expect(at(snapshot, 'http://httpbin.example.com/hello')).toReach(HELLO);
  expect(at(snapshot, 'http://httpbin.example.com/helloes')).toRespond(404);
});

test('I3: TLS by one certificate, and nothing without TLS', () => {
  const snapshot = mesh('i3-https');
  expect(at(snapshot, 'https://httpbin.example.com/status/418')).toReach(HTTPBIN);
  expect(at(snapshot, 'https://other.example.com/status/418')).toBeBlocked();
  expect(at(snapshot, 'http://httpbin.example.com/status/418')).toBeBlocked();
});

test('I4: the manifests name the Secret and hold nothing of it', () => {
  const text = readdirSync(join(EXAMPLES, 'ingress/expected/i3-https'))
    .map((file) => readFileSync(join(EXAMPLES, 'ingress/expected/i3-https', file), 'utf8'))
    .join();
  expect(text).toContain('credentialName: httpbin-credential');
  expect(text).not.toMatch(/kind: Secret|PRIVATE KEY|tls\.key/);
});

test('I5: the server name chooses the certificate and the routes', () => {
  const snapshot = mesh('i5-two-certificates');
  expect(at(snapshot, 'https://httpbin.example.com/')).toReach(HTTPBIN);
  expect(at(snapshot, 'https://helloworld.example.com/')).toReach(HELLO);
  expect(at(snapshot, 'https://helloworld.example.com/', { sni: 'httpbin.example.com' })).toRespond(404);
  expect(at(snapshot, 'https://third.example.com/')).toBeBlocked();
});

test('I6: MUTUAL demands a certificate, OPTIONAL_MUTUAL does not', () => {
  const snapshot = mesh('i6-client-certificates');
  const principal = 'spiffe://partner/client';
  expect(at(snapshot, 'https://strict.example.com/')).toBeBlocked();
  expect(at(snapshot, 'https://strict.example.com/', { principal })).toReach(HTTPBIN);
  expect(at(snapshot, 'https://lenient.example.com/')).toReach(HELLO);
  expect(at(snapshot, 'https://lenient.example.com/', { principal })).toReach(HELLO);
  expect(at(snapshot, 'https://strict.example.com/', { sni: 'lenient.example.com' })).toRespond(404);
});

test('I7: plain requests are sent to https', () => {
  const snapshot = mesh('i7-redirect');
  expect(at(snapshot, 'http://httpbin.example.com/get?a=1')).toRedirectTo('https://httpbin.example.com/get?a=1', {
    status: 301,
  });
  expect(at(snapshot, 'https://httpbin.example.com/get')).toReach(HTTPBIN);
});

test('I8: TLS goes through to the backend, by the server name', () => {
  const snapshot = mesh('i8-passthrough');
  const nginx = 'my-nginx.edge.svc.cluster.local:443';
  expect(at(snapshot, 'https://nginx.example.com/')).toReach(nginx);
  expect(at(snapshot, 'https://www.nginx.example.com/')).toReach(nginx);
  expect(at(snapshot, 'https://other.example.com/')).toBeBlocked();
});

test('I9: the sidecar ends TLS at one port and demands the mesh’s own at the other', () => {
  const [sidecar, peers] = ['Sidecar', 'PeerAuthentication'].map((kind) =>
    mesh('i9-tls-at-the-sidecar', { own: true }).resources.find((one) => one.kind === kind),
  );
  expect(sidecar?.spec).toMatchObject({
    ingress: [
      { port: { number: 9080, protocol: 'HTTPS' }, defaultEndpoint: '0.0.0.0:8080', tls: { mode: 'MUTUAL' } },
      { port: { number: 9081, protocol: 'HTTP' }, defaultEndpoint: '0.0.0.0:8080' },
    ],
  });
  expect(peers?.spec).toMatchObject({ mtls: { mode: 'STRICT' }, portLevelMtls: { 9080: { mode: 'DISABLE' } } });
});

test('I10: wildcard and apex', () => {
  const snapshot = mesh('i10-wildcard-and-apex');
  for (const host of ['shop.example', 'www.shop.example', 'a.b.shop.example']) {
    expect(at(snapshot, `https://${host}/`)).toReach(HTTPBIN);
    expect(at(snapshot, `http://${host}/x`)).toRedirectTo(`https://${host}/x`);
  }
  expect(at(snapshot, 'https://other.example/')).toBeBlocked();
});

test('I11: routes of two owners for one host are joined, whichever object is older', () => {
  const snapshot = mesh('i11-shared-host');
  expect(at(snapshot, 'http://www.example.com/status/204')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://www.example.com/hello')).toReach(HELLO);
});

test('I12: a destination outside the mesh gets its own name as Host', () => {
  const snapshot = mesh('i12-outside-backend');
  const outside = at(snapshot, 'http://shop.example.com/get');
  expect(outside).toReach('httpbin.org:80');
  expect(outside.explain()).toContain('httpbin.org');
  expect(at(snapshot, 'http://shop.example.com/anything/x')).toReach('httpbin.org:80');
  expect(at(snapshot, 'http://shop.example.com/')).toReach(HTTPBIN);
});

test('I13: bytes at a port of their own', () => {
  const snapshot = mesh('i13-tcp', { own: true });
  expect(at(snapshot, 'tcp://anything.example.com:31400')).toReach('tcp-echo.edge.svc.cluster.local:9000');
});

test('I14: gRPC calls by service, and WebSockets', () => {
  const snapshot = mesh('i14-upgrades');
  const call = { method: 'POST', http2: true };
  const greeter = 'greeter.edge.svc.cluster.local:50051';
  expect(at(snapshot, 'http://calls.example.com/helloworld.Greeter/SayHello', call)).toReach(greeter);
  expect(at(snapshot, 'http://calls.example.com/other.Service/Do', call)).toRespond(404);
  expect(at(snapshot, 'http://calls.example.com/websocket/echo')).toReach(HTTPBIN);
});

test('I15: all but the challenge is redirected, by a rule that lets the challenge’s own Ingress be', () => {
  const challenge = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cm-acme-http-solver, namespace: edge, annotations: {kubernetes.io/ingress.class: istio}}
spec:
  rules:
  - host: blog.example.com
    http: {paths: [{path: /.well-known/acme-challenge/token, pathType: ImplementationSpecific, backend: {service: {name: helloworld, port: {number: 5000}}}}]}
`;
  const snapshot = mesh('i15-cert-manager', { more: challenge });
  expect(at(snapshot, 'http://blog.example.com/post')).toRedirectTo('https://blog.example.com/post', { status: 301 });
  expect(at(snapshot, 'http://blog.example.com/.well-known/acme-challenge/token')).toReach(HELLO);
  expect(at(snapshot, 'https://blog.example.com/post')).toReach(HTTPBIN);
});

test('I17: a host is bound from its own namespace only', () => {
  const claim = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: claim, namespace: team-c}
spec:
  hosts: [ours.example.com]
  gateways: [GATEWAY]
  http: [{match: [{uri: {prefix: /stolen}}], route: [{destination: {host: helloworld.edge.svc.cluster.local, port: {number: 5000}}}]}]
`;
  const gateway = mesh('i17-two-teams').resources.find((one) => one.kind === 'Gateway');
  const snapshot = mesh('i17-two-teams', { more: claim.replace('GATEWAY', `${gateway?.namespace}/${gateway?.name}`) });
  expect(at(snapshot, 'http://ours.example.com/')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://ours.example.com/stolen')).toReach(HTTPBIN);
  expect(at(snapshot, 'http://theirs.example.com/')).toReach(HELLO);
});

test('I18: a connection for the wildcard never reaches the host with client certificates', () => {
  const snapshot = mesh('i18-strict-beside-relaxed');
  const vault = 'https://vault.sec.example/';
  const principal = 'spiffe://sec.example/operator';
  expect(at(snapshot, vault, { principal })).toReach(HTTPBIN);
  expect(at(snapshot, vault)).toBeBlocked();
  expect(at(snapshot, vault, { sni: 'www.sec.example' })).toRespond(421);
  expect(at(snapshot, 'https://vault.sec.example:443/', { sni: 'www.sec.example' })).toRespond(421);
  expect(at(snapshot, 'https://www.sec.example/')).toReach(HELLO);
  expect(at(snapshot, 'https://www.sec.example/', { sni: 'vault.sec.example', principal })).toRespond(404);
});

test('I19, S1: addresses of connections; other hosts are not touched', () => {
  const snapshot = mesh('i19-addresses');
  const admin = 'http://admin.example.com/';
  expect(at(snapshot, admin, { sourceIp: '10.1.2.3' })).toReach(HTTPBIN);
  expect(at(snapshot, admin, { sourceIp: '2001:db8::5' })).toReach(HTTPBIN);
  expect(at(snapshot, admin, { sourceIp: '10.2.0.1' })).toRespond(403);
  expect(
    at(snapshot, 'http://admin.example.com:80/', { sourceIp: '10.2.0.1', headers: { host: 'admin.example.com:80' } }),
  ).toRespond(403);
  expect(at(snapshot, 'http://www.example.com/', { sourceIp: '10.2.0.1' })).toReach(HELLO);
  expect(at(snapshot, 'http://www.example.com/', { sourceIp: '203.0.113.7' })).toRespond(403);
});

test('I19, S1: addresses that a trusted proxy forwards', () => {
  const trusting = { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } };
  const snapshot = mesh('i19-forwarded-addresses', { meshConfig: trusting });
  const admin = (from: string) =>
    at(snapshot, 'http://admin.example.com/', { sourceIp: '192.0.2.1', headers: { 'x-forwarded-for': from } });
  expect(admin('10.1.2.3')).toReach(HTTPBIN);
  expect(admin('10.2.0.1')).toRespond(403);
  expect(admin('10.1.2.3, 10.2.0.1')).toRespond(403);
});

test('I19, S5: no token, a bad one, and a path that needs none', () => {
  const snapshot = mesh('i19-tokens');
  expect(at(snapshot, 'http://api.example.com/get')).toRespond(403);
  expect(at(snapshot, 'http://api.example.com/status/204')).toReach(HTTPBIN);
  const bad = { headers: { authorization: 'Bearer bad' } };
  expect(at(snapshot, 'http://api.example.com/status/204', bad)).toRespond(401);
});
