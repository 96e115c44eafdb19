import { egressHops, gatewayEgress, meshOutboundMode } from '../../../lib/analysis/model/gateway-egress';
import { gatewayHops } from '../../../lib/analysis/model/gateway-hops';
import { boundGateways, gatewayName, withGatewayNames } from '../../../lib/analysis/model/gateway-names';
import { declaredHosts, reaches } from '../../../lib/analysis/model/host-scopes';
import { hostsAdmitting, hostsAtGateway } from '../../../lib/analysis/model/hosts-at-gateway';
import { Originators } from '../../../lib/analysis/model/originators';
import { contextOf, manifest, resourceOf, snapshotOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const NET = 'networking.istio.io/v1';
const GW = 'gw.edge.svc.cluster.local';
const virtualService = (id: string, spec: Json) => manifest(`${NET}/VirtualService`, id, { spec });
const gateway = (id: string, spec: Json = { selector: { istio: 'e' } }) => manifest(`${NET}/Gateway`, id, { spec });
const service = (id: string, spec: Json = {}, rest: Json = {}) => manifest('v1/Service', id, { spec, ...rest });
const entry = (id: string, spec: Json) => manifest(`${NET}/ServiceEntry`, id, { spec });
const to = (host: string) => ({ destination: { host } });
const toGateway = (match: Json[] = [{ gateways: ['mesh'] }]) => [{ match, route: [to(GW)] }];

describe('names of the proxies that a VirtualService is for', () => {
  test.each([
    ['mesh', 'mesh'],
    ['g', 'n/g'],
    ['m/g', 'm/g'],
  ])('%s is %s', (name, expected) => expect(gatewayName(name, 'n')).toBe(expected));

  test('are sidecars where it names none', () => {
    const bound = (spec: Json) => boundGateways(resourceOf(`${NET}/VirtualService`, 'n/v', spec));
    expect([bound({}), bound({ gateways: [] }), bound({ gateways: ['g', 'mesh'] })]).toEqual([
      ['mesh'],
      ['mesh'],
      ['n/g', 'mesh'],
    ]);
  });

  test('are full in a match, where it names any', () => {
    const match = { port: 80 };
    expect(withGatewayNames(match, 'n')).toBe(match);
    expect(withGatewayNames({ ...match, gateways: ['g', 'mesh'] }, 'n')).toEqual({
      port: 80,
      gateways: ['n/g', 'mesh'],
    });
  });
});

describe('the hop to a gateway', () => {
  const hops = (spec: Json, world: Json[] = [gateway('edge/g'), service('edge/gw')]) => {
    const snapshot = snapshotOf([
      virtualService('n/v', { hosts: ['x.y'], gateways: ['edge/g', 'mesh'], http: toGateway(), ...spec }),
      ...world,
    ]);
    return gatewayHops(contextOf(snapshot), snapshot.resources[0]!);
  };

  test('is what sidecars alone take', () => {
    const [hop, ...more] = hops({});
    expect(more).toEqual([]);
    expect(hop).toMatchObject({ family: 'http', rule: 0, host: GW, path: 'spec.http[0].route[0].destination.host' });
    expect([hop!.service?.name, hop!.gateways.map(({ name }) => name)]).toEqual(['gw', ['g']]);
    expect(hops({}, [gateway('edge/g')])[0]!.service).toBeUndefined();
  });

  test.each<[string, Json, number]>([
    ['of sidecars', { http: toGateway() }, 1],
    ['of all matches', { http: toGateway([{ gateways: ['mesh'] }, { gateways: ['mesh'], port: 80 }]) }, 1],
    ['of sidecars and the gateway', { http: toGateway([{ gateways: ['mesh', 'edge/g'] }]) }, 0],
    ['of one match alone', { http: toGateway([{ gateways: ['mesh'] }, { gateways: ['edge/g'] }]) }, 0],
    ['of a match for all', { http: toGateway([{}]) }, 0],
    ['without match', { http: [{ route: [to(GW)] }] }, 0],
    ['of TLS and TCP', { http: [], tls: toGateway(), tcp: toGateway() }, 2],
    ['to no Service', { http: [{ match: [{ gateways: ['mesh'] }], route: [to('z.y')] }] }, 0],
    ['to a host of its own', { hosts: ['x.y', GW] }, 0],
    ['without sidecars', { gateways: ['edge/g'] }, 0],
    ['without gateway', { gateways: ['mesh'] }, 0],
    ['with a gateway that is not there', { gateways: ['edge/h', 'mesh'] }, 0],
  ])('%s', (_, spec, expected) => expect(hops(spec)).toHaveLength(expected));
});

describe('hosts outside that sidecars reach through a gateway', () => {
  const route = (name: string, hosts: string[], spec: Json = {}) =>
    virtualService(`edge/${name}`, { hosts, gateways: ['g', 'mesh'], http: toGateway(), ...spec });
  const front = service('edge/gw', { selector: { istio: 'e' } });
  const world = [gateway('edge/g'), front];
  const asked = (manifests: Json[], namespace = 'n', mesh: Json = {}) => {
    const context = contextOf(snapshotOf([...manifests, ...world], mesh));
    return gatewayEgress(context, namespace, egressHops(context));
  };

  test.each<[string[][], string]>([
    [[['x.y']], 'x.y'],
    [[['z.y', 'x.y']], 'x.y and z.y'],
    [[['x.y'], ['x.y']], 'x.y'],
    [[['c.y', 'b.y'], ['a.y']], 'a.y and 2 more'],
  ])('%j are told as %s', (hosts, expected) =>
    expect(asked(hosts.map((own, i) => route(`v${i}`, own)))?.hosts).toBe(expected),
  );

  test('are for those who see the route', () => {
    const own = [route('v', ['x.y'], { exportTo: ['m'] })];
    expect([asked(own)?.hosts, asked(own, 'm')?.hosts]).toEqual([undefined, 'x.y']);
    expect(asked([route('v', ['x.y'], { exportTo: ['m'] }), route('w', ['z.y'])])?.hosts).toBe('z.y');
    expect(asked([])).toBeUndefined();
    expect(asked([route('v', ['s.n.svc.cluster.local'])])).toBeUndefined();
    expect(asked([route('v', ['s.n.svc.cluster.local', 'x.y'])])).toBeDefined();
  });

  test('have the ports of the matches', () => {
    const http = toGateway([
      { gateways: ['mesh'], port: 80 },
      { gateways: ['mesh'], port: 443 },
    ]);
    expect(asked([route('v', ['x.y'], { http })])?.ports).toEqual([80, 443]);
    expect(asked([route('v', ['x.y'])])?.ports).toEqual([0]);
  });

  const authorization = (id: string, matchLabels?: Json) =>
    manifest('security.istio.io/v1/AuthorizationPolicy', id, {
      spec: matchLabels ? { selector: { matchLabels } } : {},
    });
  const limit = (id: string) =>
    manifest('networking.k8s.io/v1/NetworkPolicy', id, { spec: { policyTypes: ['Egress'], egress: [] } });
  test.each<[string, Json[], Json, RegExp | undefined]>([
    ['nothing', [], {}, undefined],
    ['the mesh', [], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }, /REGISTRY_ONLY/],
    ['a mesh that lets everything out', [], { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, undefined],
    ['a Sidecar', [manifest(`${NET}/Sidecar`, 'n/s', { spec: { outboundTrafficPolicy: {} } })], {}, /REGISTRY_ONLY/],
    ['a NetworkPolicy', [limit('n/p')], {}, /^NetworkPolicy n\/p /],
    ['a NetworkPolicy of others', [limit('m/p')], {}, undefined],
    ['a policy of the gateway', [authorization('edge/p', { istio: 'e' })], {}, /^AuthorizationPolicy edge\/p /],
    ['a policy of other workloads', [authorization('edge/p', { istio: 'x' })], {}, undefined],
    ['a policy of all workloads', [authorization('edge/p')], {}, undefined],
    ['a policy of another namespace', [authorization('n/p', { istio: 'e' })], {}, undefined],
  ])('are meant so, as %s says', (_, manifests, mesh, expected) => {
    const intent = asked([route('v', ['x.y']), ...manifests], 'n', mesh)?.intent;
    if (expected === undefined) expect(intent).toBeUndefined();
    else expect(intent).toMatch(expected);
  });

  test('by the labels of the Gateway where the Service is not there, whose namespace its host has', () => {
    const told = (id: string) => {
      const all = [route('v', ['x.y']), gateway('edge/g'), authorization(id, { istio: 'e' })];
      const context = contextOf(snapshotOf(all));
      return gatewayEgress(context, 'n', egressHops(context))?.intent;
    };
    expect(told('edge/p')).toMatch(/^AuthorizationPolicy edge\/p /);
    expect(told('n/p')).toBeUndefined();
  });

  test.each<[Json, string]>([
    [{}, ''],
    [{ outboundTrafficPolicy: {} }, ''],
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, 'ALLOW_ANY'],
  ])('the setting of mesh %j is %j', (mesh, expected) =>
    expect(meshOutboundMode(contextOf(snapshotOf([service('n/s')], mesh)))).toBe(expected),
  );
});

describe('to whom a host is exported', () => {
  const scopes = (manifests: Json[], host = 'x.y', mesh: Json = {}) =>
    declaredHosts(contextOf(snapshotOf(manifests, mesh))).get(host)?.scopes;
  const annotated = (exportTo: string) =>
    service('n/s', {}, { annotations: { 'networking.istio.io/exportTo': exportTo } });

  test.each<[string, string[]]>([
    ['*', ['*']],
    ['.', ['n']],
    [' a , . ', ['a', 'n']],
    ['a,,', ['a']],
    ['', ['*']],
    ['a,*', ['*']],
    ['~', ['~']],
  ])('a Service with %j: %j', (exportTo, expected) =>
    expect(scopes([annotated(exportTo)], 's.n.svc.cluster.local')).toEqual(expected),
  );

  test('all entries of a host count together', () => {
    const of = (id: string, exportTo?: string[]) => entry(id, { hosts: ['x.y', 'x.y'], ...(exportTo && { exportTo }) });
    expect(scopes([of('n/a', ['.']), of('m/b', ['.', 'n'])])).toEqual(['n', 'm']);
    expect(scopes([of('n/a', ['.']), of('m/b')])).toEqual(['*']);
    expect(scopes([of('n/a')], 'z.y')).toBeUndefined();
    expect(scopes([of('n/a')], 'x.y', { defaultServiceExportTo: ['.'] })).toEqual(['n']);
    expect(scopes([of('n/a', ['.'])], 'x.y', { serviceEntryVisibility: {} })).toEqual(['*']);
    const context = contextOf(snapshotOf([of('n/a'), of('m/b')]));
    expect(
      declaredHosts(context)
        .get('x.y')!
        .by.map(({ name }) => name),
    ).toEqual(['a', 'b']);
    expect(declaredHosts(context)).toBe(declaredHosts(context));
  });

  test.each([
    [['*'], true],
    [['a', 'n'], true],
    [['a'], false],
    [[], false],
  ])('%j reaches n: %s', (all, expected) => expect(reaches(all, 'n')).toBe(expected));
});

describe('names that a Gateway has of a VirtualService', () => {
  const of = (...hosts: string[]) =>
    resourceOf(`${NET}/Gateway`, 'g/g', { servers: [{ hosts: hosts.slice(0, 1) }, { hosts: hosts.slice(1) }] });
  const at = (server: string[], own: string[]) =>
    hostsAtGateway(of(...server), resourceOf(`${NET}/VirtualService`, 'n/v', { hosts: own }), 'cluster.local');

  test.each<[string[], string[], string[]]>([
    [['a.b'], ['a.b'], ['a.b']],
    [['*.b'], ['a.b'], ['a.b']],
    [['a.b'], ['*.b'], ['a.b']],
    [['*'], ['*.b', 'c.d'], ['*.b', 'c.d']],
    [['a.b', 'c.b'], ['*.b'], ['a.b', 'c.b']],
    [['a.b', '*.b'], ['a.b'], ['a.b']],
    [['a.b'], ['c.d'], []],
    [['a.b'], ['A.b'], ['a.b']],
    [['n/a.b'], ['a.b'], ['a.b']],
    [['*/a.b'], ['a.b'], ['a.b']],
    [['m/a.b'], ['a.b'], []],
    [['./a.b'], ['a.b'], []],
    [['s.n.svc.cluster.local'], ['s'], ['s.n.svc.cluster.local']],
  ])('servers of %j and %j: %j', (server, own, expected) => expect(at(server, own)).toEqual(expected));

  test('are those of the VirtualService where the Gateway is not there', () => {
    const own = resourceOf(`${NET}/VirtualService`, 'n/v', { hosts: ['A.b', '*.c'] });
    expect(hostsAtGateway(undefined, own, 'cluster.local')).toEqual(['a.b', '*.c']);
  });

  test('the own namespace of a Gateway is a dot', () => {
    const one = of('./a.b', '*.b');
    expect(hostsAdmitting(one, 'a.b', 'g')).toEqual(['a.b', '*.b']);
    expect(hostsAdmitting(one, 'a.b', 'n')).toEqual(['*.b']);
  });
});

describe('gateways that send to a host', () => {
  const pod = (id: string, labels: Json) => manifest('v1/Pod', id, { labels });
  const towards = (host: string, ...manifests: Json[]) => [
    ...new Originators(contextOf(snapshotOf(manifests))).towards(host),
  ];
  const routed = (gateways: string[], hosts = ['x.y']) =>
    virtualService('n/v', { hosts: ['a.b'], gateways, http: [{ route: hosts.map(to) }] });
  const http = (spec: Json, kind = 'HTTPRoute') => manifest(`gateway.networking.k8s.io/v1/${kind}`, 'n/r', { spec });
  const backend = (name: string, namespace?: string) => ({ rules: [{ backendRefs: [{ name, namespace }] }] });

  test.each<[string, Json[], (string | undefined)[]]>([
    ['nobody', [], []],
    ['sidecars', [routed(['mesh'])], []],
    ['nobody, by an empty name', [routed([''])], []],
    ['a gateway that is elsewhere', [routed(['g'])], [undefined]],
    ['a gateway whose workloads are elsewhere', [routed(['g']), gateway('n/g')], [undefined]],
    ['its workloads', [routed(['g']), gateway('n/g'), pod('edge/p', { istio: 'e' })], ['edge']],
    [
      'workloads of two namespaces',
      [routed(['g']), gateway('n/g'), pod('edge/p', { istio: 'e' }), pod('m/p', { istio: 'e' })],
      ['edge', 'm'],
    ],
    [
      "the Gateway API's Gateway",
      [routed(['m/k']), manifest('gateway.networking.k8s.io/v1/Gateway', 'm/k', { spec: {} })],
      ['m'],
    ],
  ])('%s', (_, manifests, expected) => {
    expect(towards('x.y', ...manifests)).toEqual(expected);
    expect(towards('*.y', ...manifests)).toEqual(expected);
    expect(towards('z.y', ...manifests)).toEqual([]);
    expect(towards('*.z', ...manifests)).toEqual([]);
  });

  test.each<[string, Json, (string | undefined)[]]>([
    ['of its own namespace', { parentRefs: [{ name: 'k' }], ...backend('s') }, ['n']],
    ['of another one', { parentRefs: [{ name: 'k', namespace: 'm' }], ...backend('s') }, ['m']],
    ['by its kind', { parentRefs: [{ name: 'k', kind: 'Gateway' }], ...backend('s', 'n') }, ['n']],
    ['of a Service', { parentRefs: [{ name: 'k', kind: 'Service' }], ...backend('s') }, []],
    ['to a Service elsewhere', { parentRefs: [{ name: 'k' }], ...backend('s', 'm') }, []],
    ['of nobody', backend('s'), []],
  ])('a route %s', (_, spec, expected) => {
    for (const kind of ['HTTPRoute', 'TLSRoute', 'TCPRoute'])
      expect([kind, towards('s.n.svc.cluster.local', http(spec, kind))]).toEqual([kind, expected]);
  });
});
