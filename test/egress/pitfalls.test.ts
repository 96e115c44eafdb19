import { Chart } from 'cdk8s';
import {
  Caller,
  Credential,
  EgressGateway,
  EgressPort,
  EgressRoute,
  ConnectionPool,
  Endpoint,
  GatewayWorkload,
  Hop,
  Mesh,
  Resolution,
  TlsOrigination,
  type EgressRouteProps,
} from 'cdk8s-istio';
import { egressGateway } from '../../examples/egress/mesh';
import { refusal } from '../refusal';
import { EGRESS, Scene } from './scene';
import { problems, warnings } from './validation';

const HOST = 'outside.example';
const http = [EgressPort.http(80)];
const tls = [EgressPort.tls(443)];
const route = (chart: Chart, props: Partial<EgressRouteProps>, id = 'Route'): EgressRoute =>
  new EgressRoute(chart, id, { host: HOST, ports: http, ...props });
const refused = (props: Partial<EgressRouteProps>): string =>
  refusal(() => Scene.from((chart) => void route(chart, props))).id;
const behindGateway = (props: Partial<EgressRouteProps>): string =>
  refusal(() => Scene.from((chart) => void route(chart, { ...props, via: egressGateway(chart) }))).id;

test('P1, P2, P3: one rule for the hop, with the subsets of all charts, where every client finds it', () => {
  const scene = Scene.from((chart) => {
    const via = egressGateway(chart);
    route(chart, { via });
    const other = new Chart(chart.node.root as Chart, 'other', { namespace: 'other' });
    route(other, { host: 'second.example', via });
    // A second Gateway of the same Pods shares the rule.
    const more = new EgressGateway(other, 'Egress', { workload: via.workload });
    route(other, { host: 'third.example', via: more }, 'Third');
  });
  const rules = scene.all('DestinationRule').filter((one) => one.spec.host === EGRESS);
  expect(rules).toMatchObject([{ metadata: { namespace: 'istio-system' }, spec: { exportTo: ['*'] } }]);
  expect(rules[0]?.spec.subsets).toHaveLength(3);
});

test('P4: every rule of a route through a gateway names its gateways', () => {
  const { spec } = Scene.of('e11').only('VirtualService');
  for (const rule of [...spec.http, ...spec.tls]) {
    for (const match of rule.match) expect(match.gateways).toHaveLength(1);
  }
});

test.each([Resolution.none(), Resolution.dynamicDns()])('P5: resolution $kind behind a gateway', (resolution) => {
  expect(behindGateway({ resolution })).toBe('EgressResolution');
});

test('P6: one choice sets both sides of the hop', () => {
  for (const hop of [Hop.mutual(), Hop.plain()]) {
    const scene = Scene.from((chart) => {
      route(chart, { ports: [EgressPort.http(80, { hop })], via: egressGateway(chart) });
    });
    const isMutual = scene.only('Gateway').spec.servers[0].tls?.mode === 'ISTIO_MUTUAL';
    expect(scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy !== undefined).toBe(isMutual);
  }
});

test('P7: one number feeds server, subset and both rules', () => {
  const scene = Scene.from((chart) => {
    route(chart, { ports: [EgressPort.http(80, { gatewayPort: 8443 })], via: egressGateway(chart, 8443) });
  });
  const { http: rules } = scene.only('VirtualService').spec;
  expect([
    scene.only('Gateway').spec.servers[0].port.number,
    scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy.portLevelSettings[0].port.number,
    rules[0].route[0].destination.port.number,
    rules[1].match[0].port,
  ]).toEqual([8443, 8443, 8443, 8443]);
});

test('P8: the hop of a wildcard presents a name that its server takes', () => {
  const wrapped = { host: '*.example.com', ports: [EgressPort.tls(443, { hop: Hop.mutual() })] };
  expect(behindGateway({ ...wrapped, wildcardTarget: 'other.example.org' })).toBe('EgressWildcardTarget');
  const scene = Scene.from((chart) => {
    route(chart, { ...wrapped, wildcardTarget: 'www.example.com', via: egressGateway(chart) });
  });
  expect(scene.way('https://de.example.com')[2]).toMatch(/^www\.example\.com:443 PASSTHROUGH/);
});

test('P9: rules behind the gateway are of what is left of the TLS', () => {
  const { spec } = Scene.of('e17').only('VirtualService');
  expect(spec.tls).toHaveLength(1);
  expect(spec.tcp).toHaveLength(1);
});

test('P10: plain HTTP and mutual TLS on one port, naming both routes', () => {
  const error = refusal(() =>
    Scene.from((chart) => {
      const via = egressGateway(chart);
      route(chart, { via }, 'First');
      route(chart, { host: 'b.example', ports: [EgressPort.http(80, { hop: Hop.plain() })], via }, 'Second');
    }),
  );
  expect(error.id).toBe('GatewayPortTaken');
  expect(error.message).toMatch(/chart\/Second.*chart\/First/);
});

describe('P10: a gateway with plain HTTP of others', () => {
  const withPlain = (props: readonly Partial<EgressRouteProps>[], hopPort?: number): Scene =>
    Scene.from((chart) => {
      const extraPorts = hopPort === undefined ? [] : [{ port: hopPort }];
      const workload = GatewayWorkload.istioctlEgress({ extraPorts, ...(hopPort === undefined ? {} : { hopPort }) });
      const via = new EgressGateway(chart, 'Egress', { workload, plainHttpHop: true });
      props.forEach((one, index) => route(chart, { ...one, via }, `Route${index}`));
    });
  const portsOf = (scene: Scene): number[] =>
    scene.only('Gateway').spec.servers.map((server: { port: { number: number } }) => server.port.number);

  test('mutual TLS arrives at 443', () => {
    expect(portsOf(withPlain([{}]))).toEqual([443]);
    expect(portsOf(withPlain([{}, { host: 'b.example', ports: [EgressPort.http(80, { hop: Hop.plain() })] }]))).toEqual(
      [80, 443],
    );
  });

  test('unless passthrough of the same host needs 443', () => {
    expect(refusal(() => withPlain([{ ports: [...http, ...tls] }])).id).toBe('EgressHopsMeet');
    expect(portsOf(withPlain([{ ports: [...http, ...tls] }], 8443))).toEqual([443, 8443]);
  });
});

test('P11: a port that the Service of the gateway lacks', () => {
  const ports = [EgressPort.tcp(9999, { hop: Hop.plain() })];
  expect(behindGateway({ ports, addresses: ['192.0.2.1'] })).toBe('GatewayPortNotOffered');
});

test('P12: rules and servers have the number of the Service port, policies that of the container', () => {
  const scene = Scene.of('s2');
  expect(scene.only('Gateway').spec.servers[0].port.number).toBe(80);
  expect(scene.only('AuthorizationPolicy').spec.rules[0].to[0].operation.ports).toEqual(['8080']);
});

test.each([
  [GatewayWorkload.helm('istio-egress', 'egress'), { app: 'istio-egress', istio: 'egress' }, 'istio-egress.egress'],
  [
    GatewayWorkload.gatewayApi('cnn', 'apps', [{ port: 80 }]),
    { 'gateway.networking.k8s.io/gateway-name': 'cnn' },
    'cnn-istio.apps',
  ],
])('P13, P15: labels and name follow from the installation', (workload, labels, service) => {
  const scene = Scene.from((chart) => {
    route(chart, { via: new EgressGateway(chart, 'Egress', { workload }) });
  });
  expect(scene.only('Gateway').spec.selector).toEqual(labels);
  expect(scene.all('DestinationRule')[0]?.spec.host).toBe(`${service}.svc.cluster.local`);
});

test('P15: the domain of the cluster counts', () => {
  const scene = Scene.from((chart) => {
    Mesh.configure(chart.node.root, { clusterDomain: 'corp.local' });
    route(chart, { via: egressGateway(chart) });
  });
  expect(scene.rule('istio-egressgateway.istio-system.svc.corp.local')).toBeDefined();
});

test('P14: each port of a host passes the gateway unless it is said to be direct', () => {
  const all = Scene.of('e11');
  expect(all.way('http://edition.cnn.com')).toHaveLength(3);
  expect(all.way('https://edition.cnn.com')).toHaveLength(3);
  expect(Scene.of('e7').way('https://edition.cnn.com')).toHaveLength(2);
});

test('P18: a Secret that is not beside the gateway', () => {
  const secret = { name: 'client', metadata: { namespace: 'apps' } };
  const mutual = TlsOrigination.mutual(Credential.fromSecret(secret));
  expect(behindGateway({ tls: mutual })).toBe('EgressCredentialElsewhere');
  const beside = { name: 'client', metadata: { namespace: 'istio-system' } };
  expect(() =>
    Scene.from((chart) => {
      const own = TlsOrigination.mutual(Credential.fromSecret(beside));
      route(chart, { tls: own, via: egressGateway(chart) });
    }),
  ).not.toThrow();
});

test('P19: a Secret at sidecars that are not chosen', () => {
  const mutual = TlsOrigination.mutual(Credential.secret('client'));
  expect(refused({ tls: mutual })).toBe('EgressCredentialNeedsWorkloads');
  expect(refused({ tls: mutual, workloads: {} })).toBe('EgressCredentialNeedsWorkloads');
  const elsewhere = Credential.fromSecret({ name: 'client', metadata: { namespace: 'other' } });
  expect(refused({ tls: TlsOrigination.mutual(elsewhere), workloads: { app: 'a' } })).toBe('EgressCredentialElsewhere');
});

test.each([
  ['P20', [EgressPort.tcp(9000)], [EgressPort.tcp(9000)]],
  ['P21', [EgressPort.http(80)], [EgressPort.tcp(80)]],
  ['P21', [EgressPort.tcp(80)], [EgressPort.http(80)]],
])('%s: TCP without addresses shares a port', (_, first, second) => {
  const two = (props: Partial<EgressRouteProps>) => (): unknown =>
    Scene.from((chart) => {
      route(chart, { ports: first }, 'A');
      route(chart, { host: 'b.example', ports: second, ...props }, 'B');
    });
  const error = refusal(two({}));
  expect(error.id).toBe('EgressTcpIndistinct');
  expect(error.message).toMatch(/chart\/B.*chart\/A/);
});

test('P20: with addresses they share it', () => {
  const scene = Scene.of('e19');
  expect(scene.all('ServiceEntry')).toHaveLength(2);
  const same = Scene.from((chart) => {
    route(chart, { ports: [EgressPort.tcp(9000)], addresses: ['192.0.2.1'] }, 'A');
    route(chart, { host: 'b.example', ports: [EgressPort.tcp(9000)], addresses: ['192.0.2.2'] }, 'B');
  });
  expect(same.way('tcp://x.example:9000', { address: '192.0.2.2' })[0]).toBe('outbound|9000||b.example');
});

test('P22: Gateways are named with their namespace', () => {
  const [mesh, reference] = Scene.of('e7').only('VirtualService').spec.gateways;
  expect([mesh, reference]).toEqual(['mesh', expect.stringMatching(/^istio-system\//)]);
});

test('P23: whatever has rules has a ServiceEntry with the port', () => {
  const { spec } = Scene.of('e3').only('VirtualService');
  expect(Scene.of('e3').only('ServiceEntry').spec.hosts).toEqual(spec.hosts);
});

test('P24: TLS on top of the application’s TLS', () => {
  expect(refusal(() => EgressPort.tls(443, { tls: TlsOrigination.simple() })).id).toBe('EgressTlsTwice');
  expect(refused({ ports: tls, tls: TlsOrigination.simple() })).toBe('EgressTlsTwice');
});

test('P25: what the gateway adds is hidden from sidecars, also from those beside it', () => {
  const scene = Scene.of('e11-origination');
  expect(scene.rule('edition.cnn.com')).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: { exportTo: ['.'] },
  });
  const neighbour = scene.way('https://edition.cnn.com', { from: 'istio-system/neighbour' });
  expect(neighbour[neighbour.length - 1]).toBe('edition.cnn.com:443 PASSTHROUGH edition.cnn.com');
});

test('P26: settings of a port keep what is set around them', () => {
  const scene = Scene.from((chart) => {
    const trafficPolicy = { connectionPool: ConnectionPool.of({ tcp: { maxConnections: 10 } }) };
    route(chart, { tls: TlsOrigination.simple(), trafficPolicy, hopPolicy: trafficPolicy, via: egressGateway(chart) });
  });
  const pool = { tcp: { maxConnections: 10 } };
  const [hop] = scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy.portLevelSettings ?? [];
  expect(hop).toMatchObject({ connectionPool: pool, tls: { mode: 'ISTIO_MUTUAL' } });
  expect(scene.rule(HOST)?.spec.trafficPolicy.portLevelSettings[0]).toMatchObject({
    connectionPool: pool,
    tls: { mode: 'SIMPLE' },
  });
});

test('P27: the name for the server is always said', () => {
  const { spec } = Scene.of('e9').rule('edition.cnn.com') ?? {};
  expect(spec.trafficPolicy.portLevelSettings[0].tls.sni).toBe('edition.cnn.com');
});

test('P28: not to verify is said, and excludes what would be verified', () => {
  expect(refusal(() => TlsOrigination.simple({ insecureSkipVerify: true, subjectAltNames: ['a.example'] })).id).toBe(
    'ClientTlsNotVerified',
  );
});

test('P29: names of certificates on a wildcard host', () => {
  const found = warnings((chart) =>
    route(chart, { host: '*.example.com', ports: tls, subjectAltNames: ['a.example'] }),
  );
  expect(found).toContain('EgressNamesOfWildcard');
});

test.each([
  [EgressPort.http(443), 'EgressPortUnusual'],
  [EgressPort.tls(80), 'EgressPortUnusual'],
  [EgressPort.http(3306), 'EgressServerFirst'],
  [EgressPort.http(27017), 'EgressServerFirst'],
])('P30, P73: protocols on ports that usually carry another one', (port, id) => {
  expect(warnings((chart) => route(chart, { ports: [port] }))).toContain(id);
});

test('P31: gRPC stays HTTP/2 on the hop and to the server', () => {
  const scene = Scene.from((chart) => {
    route(chart, { ports: [EgressPort.grpc(80)], tls: TlsOrigination.simple(), via: egressGateway(chart) });
  });
  const [hop] = scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy.portLevelSettings ?? [];
  expect(hop.connectionPool).toEqual({ http: { h2UpgradePolicy: 'UPGRADE' } });
  expect(scene.only('ServiceEntry').spec.ports[0].protocol).toBe('GRPC');
});

test('P31: limits on the hop leave gRPC HTTP/2', () => {
  const scene = Scene.from((chart) => {
    const connectionPool = ConnectionPool.of({ tcp: { maxConnections: 3 }, http: { maxRetries: 1 } });
    const ports = [EgressPort.grpc(80), EgressPort.http(8080)];
    route(chart, { ports, hopPolicy: { connectionPool }, via: egressGateway(chart) });
  });
  const [grpc, plain] = scene.rule(EGRESS)?.spec.subsets[0].trafficPolicy.portLevelSettings ?? [];
  const http = { maxRetries: 1 };
  expect(grpc.connectionPool).toEqual({ tcp: { maxConnections: 3 }, http: { ...http, h2UpgradePolicy: 'UPGRADE' } });
  expect(plain.connectionPool).toEqual({ tcp: { maxConnections: 3 }, http });
});

test('P55: whoever limits who sees a route lets the gateway see it', () => {
  const scene = Scene.from((chart) => {
    route(chart, { exportTo: ['.'], via: egressGateway(chart) });
  });
  for (const kind of ['ServiceEntry', 'VirtualService']) {
    expect(scene.only(kind).spec.exportTo).toEqual(['.', 'istio-system']);
  }
  expect(scene.way(`http://${HOST}`)[1]).toBe(`outbound|80||${HOST}`);
});

test('P57, P58: rules name their port, destinations too', () => {
  const { http: rules } = Scene.of('e7').only('VirtualService').spec;
  for (const rule of rules) {
    expect(rule.match[0].port).toBeDefined();
    expect(rule.route[0].destination.port).toBeDefined();
  }
});

test('P67: a wildcard is not looked up by DNS', () => {
  expect(refused({ host: '*.example.com', resolution: Resolution.dns() })).toBe('EgressResolution');
  expect(refused({ host: '*.example.com', resolution: Resolution.dnsRoundRobin() })).toBe('EgressResolution');
});

test('P68: a wildcard behind a gateway', () => {
  expect(behindGateway({ host: '*.example.com', ports: tls })).toBe('EgressWildcardThroughGateway');
  const wildcard = { host: '*.example.com', wildcardTarget: 'www.example.com' };
  expect(behindGateway(wildcard)).toBe('EgressWildcardThroughGateway');
  expect(refused({ wildcardTarget: 'www.example.com' })).toBe('EgressWildcardTarget');
});

test('P69: a whole port is opened', () => {
  const found = warnings((chart) => route(chart, { ports: [EgressPort.tcp(9000)], resolution: Resolution.none() }));
  expect(found).toContain('EgressTcpWithoutAddress');
});

test('P70: resolutions come with what they need', () => {
  expect(refusal(() => Resolution.static()).id).toBe('ResolutionMalformed');
  expect(refusal(() => Resolution.static(Endpoint.of({ address: 'a.example' }))).id).toBe('ResolutionMalformed');
  expect(refused({ addresses: ['192.0.2.0/24'] })).toBe('EgressAddress');
  expect(refused({ addresses: ['192.0.2.300'] })).toBe('EgressAddress');
  expect(refused({ addresses: ['192.0.2.0/024'] })).toBe('EgressAddress');
  expect(refused({ addresses: ['fe80::1%eth0/64'] })).toBe('EgressAddress');
});

test.each([
  ['HTTP hop without TLS', [EgressPort.http(80, { hop: Hop.plain() })]],
  ['passthrough', tls],
  ['a direct port', [EgressPort.http(80).direct()]],
])('P95: callers and %s', (_, ports) => {
  expect(behindGateway({ ports, callers: [Caller.namespace('shop')] })).toBe('CallersUnknown');
});

test('P95: callers without a gateway, or nobody', () => {
  expect(refused({ callers: [Caller.namespace('shop')] })).toBe('CallersUnknown');
  expect(behindGateway({ callers: [] })).toBe('CallersEmpty');
});

test('P96: hosts are denied with and without a port', () => {
  const scene = Scene.of('s2');
  const stranger = { from: 'shop/curl', headers: { host: 'api.bank.example:80' } };
  expect(scene.way('http://api.bank.example:80', stranger)[2]).toBe('response 403');
});

test('keep-alive: limits of requests where no proxy sees requests', () => {
  const trafficPolicy = { connectionPool: ConnectionPool.of({ http: { maxRequestsPerConnection: 100 } }) };
  const found = warnings((chart) => route(chart, { ports: tls, trafficPolicy, via: egressGateway(chart) }));
  expect(found).toContain('EgressPoolNotHttp');
});

test('a gateway that no route uses', () => {
  expect(problems((chart) => egressGateway(chart))).toEqual([expect.stringContaining('[GatewayUnused]')]);
});
