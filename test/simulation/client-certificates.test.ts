/** Whose client certificate a gateway takes. */
import { trace, type TraceEnd, type TraceRequest } from '../../lib/simulation';
import { snapshotFromYaml, type Snapshot } from '../../lib/snapshot';

const TELLER = 'spiffe://cluster.local/ns/bank/sa/teller';
const PARTNER = 'spiffe://partner.example/client';

/** A gateway with one server, and a workload behind it. */
function ingress(tls: string): Snapshot {
  return snapshotFromYaml(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: ledger, namespace: bank }
spec: { template: { metadata: { labels: { app: ledger } }, spec: { containers: [{ name: ledger }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: bank }
spec: { selector: { app: ledger }, ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: bank }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [bank.example], tls: ${tls} }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ledger, namespace: bank }
spec:
  hosts: [bank.example]
  gateways: [edge]
  http: [{ route: [{ destination: { host: ledger } }] }]
`);
}

const endOf = (mesh: Snapshot, request: Omit<TraceRequest, 'url'>): TraceEnd =>
  trace(mesh, { url: 'https://bank.example/', ...request }).end;

describe('from outside, in TLS that the client speaks itself', () => {
  const ask = (tls: string, principal?: string): TraceEnd =>
    endOf(ingress(tls), { at: 'edge', ...(principal !== undefined && { principal }) });
  const listed = (mode: string): string => `{ mode: ${mode}, credentialName: bank, subjectAltNames: ["${PARTNER}"] }`;
  const OTHER = { kind: 'reset', reason: `the client certificate is of none of ${PARTNER}` };

  test('ISTIO_MUTUAL takes every certificate of the mesh, without the protocol names of a sidecar', () => {
    expect(ask('{ mode: ISTIO_MUTUAL }', TELLER)).toMatchObject({ kind: 'reached', workload: 'bank/ledger' });
  });

  test.each([undefined, PARTNER])('ISTIO_MUTUAL refuses the client %s', (principal) => {
    const reason = 'a client certificate of the mesh is required';
    expect(ask('{ mode: ISTIO_MUTUAL }', principal)).toMatchObject({ kind: 'reset', reason });
  });

  test.each(['MUTUAL', 'OPTIONAL_MUTUAL'])('%s with subjectAltNames takes the clients that they name', (mode) => {
    expect(ask(listed(mode), PARTNER).kind).toBe('reached');
    expect(ask(listed(mode), TELLER)).toMatchObject(OTHER);
    expect(ask(listed(mode), `${PARTNER}/x`)).toMatchObject(OTHER);
  });

  test('ISTIO_MUTUAL with subjectAltNames takes the workloads that they name', () => {
    const tls = `{ mode: ISTIO_MUTUAL, subjectAltNames: ["${TELLER}"] }`;
    expect(ask(tls, TELLER).kind).toBe('reached');
    expect(ask(tls, 'spiffe://cluster.local/ns/bank/sa/guest')).toMatchObject({
      kind: 'reset',
      reason: `the client certificate is of none of ${TELLER}`,
    });
  });

  test('OPTIONAL_MUTUAL takes clients without a certificate, unless it lists names: Envoy then looks for one', () => {
    expect(ask('{ mode: OPTIONAL_MUTUAL, credentialName: bank }').kind).toBe('reached');
    expect(ask(listed('OPTIONAL_MUTUAL'))).toMatchObject({
      kind: 'reset',
      reason: 'a client certificate is required',
    });
  });

  test('SIMPLE with subjectAltNames has no CA to check them by: Envoy takes no such listener, and nothing is said of it', () => {
    expect(ask(listed('SIMPLE'), TELLER)).toEqual({
      kind: 'unsupported',
      field: 'Gateway spec.servers.tls.subjectAltNames',
    });
    const files = '{ mode: SIMPLE, serverCertificate: /c, privateKey: /k, subjectAltNames: ["a"] }';
    expect(ask(files, TELLER).kind).toBe('reached');
  });

  test('with insecureSkipVerify no name in a client certificate counts', () => {
    const tls = `{ mode: MUTUAL, credentialName: bank, insecureSkipVerify: true, subjectAltNames: ["${PARTNER}"] }`;
    expect(ask(tls, TELLER).kind).toBe('reached');
  });
});

describe('from a sidecar, at an egress gateway that names its callers', () => {
  const mesh = (mode: string): Snapshot =>
    snapshotFromYaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: world, namespace: bank }
spec: { hosts: [world.example], ports: [{ number: 80, name: http, protocol: HTTP }], location: MESH_EXTERNAL, resolution: DNS }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: bank }
spec:
  selector: { istio: egressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [world.example]
      tls: ${mode === 'ISTIO_MUTUAL' ? `{ mode: ISTIO_MUTUAL, subjectAltNames: ["${TELLER}"] }` : `{ mode: MUTUAL, credentialName: out, subjectAltNames: ["${TELLER}"] }`}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: hop, namespace: istio-system }
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  trafficPolicy: { tls: { mode: ${mode}, sni: world.example, ${mode === 'MUTUAL' ? 'clientCertificate: /etc/client.pem, privateKey: /etc/client.key' : ''} } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: world, namespace: bank }
spec:
  hosts: [world.example]
  gateways: [mesh, out]
  http:
    - match: [{ gateways: [mesh] }]
      route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, port: { number: 443 } } }]
    - match: [{ gateways: [out] }]
      route: [{ destination: { host: world.example, port: { number: 80 } } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: teller, namespace: bank }
spec: { template: { metadata: { labels: { app: teller } }, spec: { serviceAccountName: teller, containers: [] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: guest, namespace: bank }
spec: { template: { metadata: { labels: { app: guest } }, spec: { serviceAccountName: guest, containers: [] } } }
`);
  const url = 'http://world.example/';

  test('the service account of the caller decides', () => {
    expect(trace(mesh('ISTIO_MUTUAL'), { from: 'bank/teller', url }).end).toMatchObject({
      kind: 'reached',
      host: 'world.example',
    });
    expect(trace(mesh('ISTIO_MUTUAL'), { from: 'bank/guest', url }).end).toMatchObject({
      kind: 'reset',
      reason: `the client certificate is of none of ${TELLER}`,
    });
  });

  test('the names in a certificate that a DestinationRule brings are known to nobody', () => {
    expect(trace(mesh('MUTUAL'), { from: 'bank/teller', url }).end).toEqual({
      kind: 'unsupported',
      field: 'Gateway spec.servers.tls.subjectAltNames',
    });
  });
});
