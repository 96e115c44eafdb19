import { manifest } from '../model/manifest';
import { destinationRule, found, gateway, service, virtualService } from './found';

type Json = Readonly<Record<string, unknown>>;
const HOST = 'gw.egress.svc.cluster.local';
const SELECTOR = { istio: 'e' };

const mtls = (mode: string, id = 'egress/strict') =>
  manifest('security.istio.io/v1/PeerAuthentication', id, { spec: { mtls: { mode } } });
const server = (number: number, protocol = 'HTTP', hosts = ['a.b']) => ({ port: { number, protocol }, hosts });
const edge = (...servers: Json[]) => gateway('egress/gw', { selector: SELECTOR, servers });
const front = (ports: Json[] = [{ port: 80 }]) => service('egress/gw', { selector: SELECTOR, ports });
const rule = (mode: string, spec: Json = {}, host = HOST) =>
  destinationRule('egress/d', { host, trafficPolicy: { tls: { mode } }, ...spec });
const hop = (destination: Json = {}, spec: Json = {}) =>
  virtualService('egress/v', {
    hosts: ['a.b'],
    gateways: ['gw', 'mesh'],
    http: [{ match: [{ gateways: ['mesh'] }], route: [{ destination: { host: HOST, ...destination } }] }],
    ...spec,
  });

const told = (...manifests: Json[]) => found('plain-hop', manifests);
const PLAIN = ['CIS0358 warning VirtualService egress/v spec.http[0].route[0].destination.host'];

test.each<[string, Json[], string[]]>([
  ['STRICT', [mtls('STRICT')], PLAIN],
  ['STRICT for the mesh', [mtls('STRICT', 'istio-system/m')], PLAIN],
  ['PERMISSIVE', [mtls('PERMISSIVE')], []],
  ['STRICT elsewhere', [mtls('STRICT', 'other/o')], []],
  ['nothing', [], []],
])('a hop to plain HTTP, where the gateway has %s', (_, policies, expected) => {
  expect(told(hop(), edge(server(80)), front(), ...policies)).toEqual(expected);
});

test.each<[string, Json[], string[]]>([
  ['HTTP', [server(80)], PLAIN],
  ['HTTP2', [server(80, 'HTTP2')], PLAIN],
  ['HTTPS', [server(80, 'HTTPS')], []],
  ['TLS', [server(80, 'TLS')], []],
  ['TCP', [server(80, 'TCP')], []],
  ['HTTP and HTTPS', [server(80), server(80, 'HTTPS')], []],
  ['HTTP for another host', [server(80, 'HTTP', ['x.y'])], []],
  ['HTTP for every host', [server(80, 'HTTP', ['*'])], PLAIN],
  ['HTTP for the hosts of another namespace', [server(80, 'HTTP', ['other/a.b'])], []],
  ['HTTP on another port', [server(81)], []],
])('a hop under STRICT to a server of %s', (_, servers, expected) => {
  expect(told(hop(), edge(...servers), front(), mtls('STRICT'))).toEqual(expected);
});

test.each<[string, Json, Json[], string[]]>([
  ['the only one', {}, [{ port: 80 }], PLAIN],
  ['one of two', {}, [{ port: 80 }, { port: 443 }], []],
  ['a named one', { port: { number: 80 } }, [{ port: 80 }, { port: 443 }], PLAIN],
  ['one that the Service has not', { port: { number: 81 } }, [{ port: 80 }], []],
  ['one that leads to the server', { port: { number: 90 } }, [{ port: 90, targetPort: 80 }], PLAIN],
  ['one that leads elsewhere', { port: { number: 90 } }, [{ port: 90, targetPort: 81 }], []],
  ['one of another that leads there', { port: { number: 90 } }, [{ port: 90 }, { port: 91, targetPort: 80 }], []],
])('a hop under STRICT to %s of the ports', (_, destination, ports, expected) => {
  expect(told(hop(destination), edge(server(80)), front(ports), mtls('STRICT'))).toEqual(expected);
});

test.each<[string, Json[], string[]]>([
  ['DISABLE', [rule('DISABLE')], PLAIN],
  ['ISTIO_MUTUAL', [rule('ISTIO_MUTUAL')], []],
  ['SIMPLE', [rule('SIMPLE')], []],
  ['TLS to another host', [rule('ISTIO_MUTUAL', {}, 'other.egress.svc.cluster.local')], PLAIN],
  ['TLS to the host by its short name', [rule('ISTIO_MUTUAL', {}, 'gw')], []],
])('a hop under STRICT with a rule for %s', (_, rules, expected) => {
  expect(told(hop(), edge(server(80)), front(), mtls('STRICT'), ...rules)).toEqual(expected);
});

test('the settings of the subset count', () => {
  const world = [edge(server(80)), front(), mtls('STRICT')];
  const subset = (mode: string) => ({ subsets: [{ name: 's', trafficPolicy: { tls: { mode } } }] });
  expect(told(hop({ subset: 's' }), ...world, rule('DISABLE', subset('ISTIO_MUTUAL')))).toEqual([]);
  expect(told(hop({ subset: 's' }), ...world, rule('ISTIO_MUTUAL', subset('DISABLE')))).toEqual(PLAIN);
});

test.each<[string, Json]>([
  ['is bound to no gateway', { gateways: ['mesh'] }],
  ['is for the gateway alone', { gateways: ['gw'] }],
  ['is bound to another gateway', { gateways: ['other', 'mesh'] }],
  ['sends from the gateway, too', { http: [{ route: [{ destination: { host: HOST } }] }] }],
  ['sends out', { http: [{ match: [{ gateways: ['mesh'] }], route: [{ destination: { host: 'a.b' } }] }] }],
])('a VirtualService that %s has no such hop', (_, spec) => {
  expect(told(hop({}, spec), edge(server(80)), front(), mtls('STRICT'))).toEqual([]);
});

test('a Service that is not there, or that leads to other workloads, is left alone', () => {
  expect(told(hop(), edge(server(80)), mtls('STRICT'))).toEqual([]);
  const other = service('egress/gw', { selector: { istio: 'x' }, ports: [{ port: 80 }] });
  expect(told(hop(), edge(server(80)), other, mtls('STRICT'))).toEqual([]);
});
