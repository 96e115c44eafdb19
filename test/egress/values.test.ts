import {
  Caller,
  Credential,
  EgressPort,
  EgressRoute,
  Endpoint,
  ExternalAlias,
  ForwardProxy,
  Hop,
  Mesh,
  Resolution,
  TlsOrigination,
} from 'cdk8s-istio';
import type { Chart } from 'cdk8s';
import { egressGateway } from '../../examples/egress/mesh';
import { refusal } from '../refusal';
import { Scene } from './scene';

const HOST = 'outside.example';
const http = [EgressPort.http(80)];
const inChart =
  (add: (chart: Chart) => unknown): (() => unknown) =>
  () =>
    Scene.from((chart) => void add(chart));

test.each<[string, () => unknown, string]>([
  ['a port', () => EgressPort.http(0), 'PortOutOfRange'],
  ['a target port', () => EgressPort.http(80, { targetPort: 70000 }), 'PortOutOfRange'],
  ['a port of the gateway', () => EgressPort.http(80, { gatewayPort: 1.5 }), 'PortOutOfRange'],
  ['the name of a port', () => EgressPort.http(80, { name: 'Web Port' }), 'NameNotDnsLabel'],
  ['a plain hop for TLS', () => EgressPort.tls(443, { hop: Hop.plain() }), 'EgressHopUnfit'],
  ['passthrough of HTTP', () => EgressPort.http(80, { hop: Hop.passthrough() }), 'EgressHopUnfit'],
  ['passthrough of TCP', () => EgressPort.tcp(80, { hop: Hop.passthrough() }), 'EgressHopUnfit'],
  ['a principal', () => Caller.principal('checkout'), 'CallerMalformed'],
  ['an account', () => Caller.serviceAccount('', 'shop'), 'NameNotDnsLabel'],
  ['a namespace', () => Caller.namespace('Shop'), 'NameNotDnsLabel'],
  ['an address', () => Endpoint.of({ address: '' }), 'EndpointMalformed'],
  ['a relative socket', () => Endpoint.of({ address: 'unix:run/x' }), 'EndpointMalformed'],
  ['a weight', () => Endpoint.of({ address: 'a.example', weight: -1 }), 'NumberOutOfRange'],
  ['a socket by DNS', () => Resolution.dns(Endpoint.of({ address: 'unix:///x' })), 'ResolutionMalformed'],
  ['no labels', () => Resolution.workloads({}), 'ResolutionMalformed'],
  ['a port of TLS', () => TlsOrigination.simple({ port: -1 }), 'PortOutOfRange'],
  ['a server name', () => TlsOrigination.simple({ sni: 'a/b' }), 'HostMalformed'],
  [
    'two sources of authorities',
    () => TlsOrigination.mutual(Credential.secret('x'), { caCertificates: '/ca.pem' }),
    'ClientTlsCredentialTwice',
  ],
])('%s that is none', (_, call, id) => {
  expect(refusal(call).id).toBe(id);
});

test.each<[string, (chart: Chart) => unknown, string]>([
  ['a URL', (chart) => new EgressRoute(chart, 'R', { host: 'http://a.example', ports: http }), 'HostMalformed'],
  ['a short host', (chart) => new EgressRoute(chart, 'R', { host: 'a', ports: http }), 'HostMalformed'],
  ['no host', (chart) => new EgressRoute(chart, 'R', { host: '', ports: http }), 'HostMissing'],
  ['every host', (chart) => new EgressRoute(chart, 'R', { host: '*', ports: http }), 'HostWildcardNotAllowed'],
  [
    'a host twice',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, moreHosts: ['Outside.example'], ports: http }),
    'EgressHostTwice',
  ],
  ['no port', (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: [] }), 'EgressPortsEmpty'],
  [
    'a port twice',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: [...http, EgressPort.tls(80)] }),
    'EgressPortTwice',
  ],
  [
    'a name twice',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: [...http, EgressPort.http(81, { name: 'http-80' })] }),
    'EgressPortTwice',
  ],
  ['a name', (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: http, name: 'A_b' }), 'NameNotDnsLabel'],
  ['an owner', (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: http, owner: 'A b' }), 'NameNotDnsLabel'],
  [
    'who sees it',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: http, exportTo: ['*', 'a'] }),
    'VisibilityMalformed',
  ],
  [
    'TCP of several hosts',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, moreHosts: ['b.example'], ports: [EgressPort.tcp(1)] }),
    'EgressSeveralTcpHosts',
  ],
  [
    'an endpoint with a port that the route lacks',
    (chart) =>
      new EgressRoute(chart, 'R', {
        host: HOST,
        ports: http,
        resolution: Resolution.dns(Endpoint.of({ address: 'b.example', ports: [{ port: 81, targetPort: 82 }] })),
      }),
    'EndpointMalformed',
  ],
  [
    'dynamic DNS of an exact host',
    (chart) => new EgressRoute(chart, 'R', { host: HOST, ports: http, resolution: Resolution.dynamicDns() }),
    'EgressResolution',
  ],
  [
    'dynamic DNS of HTTPS, which Istio takes as TLS only',
    (chart) =>
      new EgressRoute(chart, 'R', {
        host: '*.a.example',
        ports: [EgressPort.https(443)],
        resolution: Resolution.dynamicDns(),
      }),
    'EgressResolution',
  ],
  [
    'two routes to one host',
    (chart) => [
      new EgressRoute(chart, 'R', { host: HOST, ports: http }),
      new EgressRoute(chart, 'S', { host: HOST, ports: http }),
    ],
    'MeshHostTaken',
  ],
  [
    'two routes through one gateway for namespaces that do not see each other',
    (chart) => {
      const via = egressGateway(chart);
      new EgressRoute(chart, 'R', { host: HOST, ports: http, exportTo: ['.'], via });
      new EgressRoute(chart, 'S', { host: HOST, ports: http, exportTo: ['.'], namespace: 'other', via });
    },
    'EgressHostTaken',
  ],
  [
    'a tunnel of HTTP',
    (chart) => {
      const through = new ForwardProxy(chart, 'P', { host: 'proxy.example', port: 3128, addresses: ['192.0.2.1'] });
      new EgressRoute(chart, 'R', { host: HOST, ports: http, through });
    },
    'EgressTunnelHttp',
  ],
  ['an alias of nothing', (chart) => new ExternalAlias(chart, 'A', { name: 'a', port: 80 }), 'AliasAmbiguous'],
  [
    'an alias without a port',
    (chart) => new ExternalAlias(chart, 'A', { name: 'a', externalName: HOST }),
    'EgressPortsEmpty',
  ],
  [
    'an alias of two things',
    (chart) => new ExternalAlias(chart, 'A', { name: 'a', port: 80, externalName: HOST, addresses: ['192.0.2.1'] }),
    'AliasAmbiguous',
  ],
  [
    'an alias of no address',
    (chart) => new ExternalAlias(chart, 'A', { name: 'a', port: 80, addresses: ['a.example'] }),
    'EgressAddress',
  ],
  [
    'TLS to addresses without a name',
    (chart) =>
      new ExternalAlias(chart, 'A', { name: 'a', port: 80, addresses: ['192.0.2.1'], tls: TlsOrigination.simple() }),
    'AliasAmbiguous',
  ],
])('%s', (_, add, id) => {
  expect(refusal(inChart(add)).id).toBe(id);
});

test('dynamic DNS on a mesh that may be too old for it', () => {
  const old = inChart((chart) => {
    Mesh.configure(chart.node.root, { istioVersion: '1.30' });
    new EgressRoute(chart, 'R', { host: '*.a.example', ports: http, resolution: Resolution.dynamicDns() });
  });
  expect(refusal(old).id).toBe('IstioVersionTooOld');
});

test('an alias of a Service of the cluster declares nothing', () => {
  const scene = Scene.from((chart) => {
    new ExternalAlias(chart, 'A', { name: 'old', externalName: 'billing.finance.svc.cluster.local', port: 80 });
  });
  expect(scene.manifests.map((one) => one.kind)).toEqual(['Service']);
});

test('an alias uses the route of its target', () => {
  const scene = Scene.from((chart) => {
    const target = new EgressRoute(chart, 'R', { host: HOST, ports: http });
    const alias = new ExternalAlias(chart, 'A', { name: 'a', externalName: HOST, port: 80, target });
    expect(alias.target).toBe(target);
  });
  expect(scene.all('ServiceEntry')).toHaveLength(1);
  expect(scene.way('http://a')[0]).toBe(`outbound|80||${HOST}`);
});

test('a name that does not say the protocol is completed', () => {
  const scene = Scene.from((chart) => {
    new ExternalAlias(chart, 'A', {
      name: 'a',
      addresses: ['192.0.2.1'],
      ports: [EgressPort.http(80, { name: 'web' })],
    });
  });
  expect(scene.only('Service').spec.ports).toEqual([{ name: 'web', port: 80, protocol: 'TCP', appProtocol: 'http' }]);
});

test('an account of another trust domain', () => {
  const caller = Caller.principal('other.domain/ns/a/sa/b');
  expect(caller.principal('cluster.local')).toBe('other.domain/ns/a/sa/b');
  expect(caller.wholeNamespace).toBeUndefined();
});
