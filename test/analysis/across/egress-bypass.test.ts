import { deployment, found, gateway, namespace, said, service, sidecar, virtualService } from './found';
import { manifest } from '../model/manifest';

type Json = Readonly<Record<string, unknown>>;
const HOST = 'api.example.com';
const GATEWAY = 'gw.istio-egress.svc.cluster.local';

/** A host that sidecars reach through a gateway at port 80; whoever goes past it is meant to be refused. */
const WORLD = [
  service('istio-egress/gw', { selector: { istio: 'egress' }, ports: [{ name: 'http', port: 80 }] }),
  gateway('istio-egress/gw', {
    selector: { istio: 'egress' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [HOST] }],
  }),
  virtualService('istio-egress/api', {
    hosts: [HOST],
    gateways: ['gw', 'mesh'],
    http: [
      { match: [{ gateways: ['mesh'], port: 80 }], route: [{ destination: { host: GATEWAY, port: { number: 80 } } }] },
      { match: [{ gateways: ['gw'], port: 80 }], route: [{ destination: { host: HOST, port: { number: 80 } } }] },
    ],
  }),
  namespace('shop', { 'istio-injection': 'enabled' }),
  sidecar('shop/default', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }),
];
const app = (metadata: Json = {}, spec: Json = {}) =>
  deployment('shop/web', { metadata: { labels: { app: 'web' }, ...metadata }, spec });
const policy = (name: string, spec: Json) => manifest('networking.k8s.io/v1/NetworkPolicy', `shop/${name}`, { spec });
const egress = (rule: Json, podSelector: Json = {}) => ({ podSelector, policyTypes: ['Egress'], egress: [rule] });
const inCluster = egress({ to: [{ namespaceSelector: {} }] });
const bypass = (...manifests: readonly Json[]) => found('egress-bypass', [...WORLD, ...manifests]);

describe('P17: annotations that lead past the sidecar', () => {
  const annotated = (key: string, value: string) => bypass(app({ annotations: { [key]: value } }));
  test.each([
    ['traffic.sidecar.istio.io/includeOutboundIPRanges', '10.0.0.0/8'],
    ['traffic.sidecar.istio.io/includeOutboundIPRanges', ''],
    ['traffic.sidecar.istio.io/excludeOutboundIPRanges', '0.0.0.0/0'],
    ['traffic.sidecar.istio.io/excludeOutboundPorts', '8080, 80'],
    ['traffic.sidecar.istio.io/excludeInterfaces', 'eth0'],
    ['sidecar.istio.io/interceptionMode', 'NONE'],
    ['sidecar.istio.io/inject', 'false'],
  ])('%s: "%s"', (key, value) => {
    expect(annotated(key, value)).toEqual([
      `CIS0430 warning Deployment shop/web spec.template.metadata.annotations.${key}`,
    ]);
  });

  test.each([
    ['traffic.sidecar.istio.io/includeOutboundIPRanges', '*'],
    ['traffic.sidecar.istio.io/excludeOutboundPorts', '5432'],
    ['sidecar.istio.io/interceptionMode', 'TPROXY'],
    ['sidecar.istio.io/inject', 'true'],
  ])('not %s: "%s"', (key, value) => {
    expect(annotated(key, value)).toEqual([]);
  });

  test("the node's network", () => {
    expect(bypass(app({}, { hostNetwork: true }))).toEqual([
      'CIS0430 warning Deployment shop/web spec.template.spec.hostNetwork',
    ]);
  });
});

describe('who meant to close the way', () => {
  const past = app({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } });
  const open = WORLD.filter(({ kind }) => kind !== 'Sidecar');

  test('the Sidecar that refuses what nobody declares', () => {
    expect(said('egress-bypass', [...WORLD, past])[0]).toContain('although hosts that nobody declares are refused');
  });

  test('nobody', () => {
    const [message] = said('egress-bypass', [...open, past]);
    expect(message).toContain(`so ${HOST} can be reached past the egress gateway; close it`);
    expect(found('egress-bypass', [...open, past])[0]).toContain('CIS0430 info Deployment');
  });
});

describe('NetworkPolicies', () => {
  const past = app({ annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } });

  test('one for all Pods closes every way', () => {
    expect(bypass(past, policy('out', inCluster))).toEqual([]);
    const uncaptured = sidecar('shop/none', { egress: [{ captureMode: 'NONE', hosts: ['*/*'] }] });
    expect(bypass(uncaptured)).toHaveLength(1);
    expect(bypass(uncaptured, policy('out', inCluster))).toEqual([]);
  });

  test.each<[string, Json]>([
    ['any address', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
    ['any address of IPv6', { to: [{ podSelector: {} }, { ipBlock: { cidr: '::/0' } }] }],
    ['everything', {}],
    ['any address at the port of the host', { ports: [{ port: 80 }] }],
    ['any address at a range of ports', { ports: [{ port: 1, endPort: 1024, protocol: 'TCP' }] }],
    ['any address at every port of TCP', { ports: [{ protocol: 'TCP' }] }],
  ])('one that lets out to %s closes none, whatever another limits', (_, rule) => {
    expect(bypass(app(), policy('in-cluster', inCluster), policy('open', egress(rule)))).toEqual([
      'CIS0431 warning NetworkPolicy shop/open spec.egress[0]',
    ]);
  });

  test.each<[string, Json]>([
    ['names, over UDP', { ports: [{ port: 53, protocol: 'UDP' }] }],
    ['another port', { ports: [{ port: 5432 }] }],
    ['a port of Pods, by its name', { ports: [{ port: 'http' }] }],
    ['any address but those outside', { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }] }],
  ])('one that lets out to %s closes them', (_, rule) => {
    expect(bypass(past, policy('some', egress(rule)))).toEqual([]);
  });

  test('one that opens a part of the Pods opens them alone', () => {
    const open = policy('open', egress({}, { matchLabels: { app: 'web' } }));
    expect(bypass(past, policy('in-cluster', inCluster), open)).toEqual([
      'CIS0430 warning Deployment shop/web spec.template.metadata.annotations.sidecar.istio.io/interceptionMode',
      'CIS0431 warning NetworkPolicy shop/open spec.egress[0]',
    ]);
  });

  test('one for what comes in closes nothing', () => {
    expect(bypass(past, policy('in', { podSelector: {}, policyTypes: ['Ingress'] }))).toEqual([
      'CIS0430 warning Deployment shop/web spec.template.metadata.annotations.sidecar.istio.io/interceptionMode',
    ]);
  });
});
