import { analyze, rules } from '../../../lib/analysis';
import { snapshotFromYaml } from '../../../lib/snapshot';
import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const TCP = { number: 81, name: 'tcp', protocol: 'TCP' };
const verdict = (spec: Json, rest: Json = {}) =>
  verdictOf(
    'valid-service-entry',
    'networking.istio.io/v1/ServiceEntry',
    { hosts: ['a.b'], ports: [HTTP], ...spec },
    rest,
  );

test.each(['valid-service-entry', 'valid-virtual-service', 'valid-destination-rule'])(
  'exportTo "." is right for %s without a namespace, which is yet to be chosen',
  (rule) => {
    const text = (exportTo: string) =>
      [
        `{kind: ServiceEntry, spec: {hosts: [a.b], ports: [{number: 80, name: http, protocol: HTTP}], exportTo: ${exportTo}}}`,
        `{kind: VirtualService, spec: {hosts: [a.b], http: [{route: [{destination: {host: a.b}}]}], exportTo: ${exportTo}}}`,
        `{kind: DestinationRule, spec: {host: a.b, exportTo: ${exportTo}}}`,
      ]
        .map((one) => one.replace('{', '{apiVersion: networking.istio.io/v1, metadata: {name: a}, '))
        .join('\n---\n');
    const told = (exportTo: string) =>
      analyze(snapshotFromYaml(text(exportTo)), { rules: rules.filter(({ id }) => id === rule), shape: false }).map(
        ({ code, path }) => `${code} ${path}`,
      );
    expect(told('["."]')).toEqual([]);
    expect(told('[".", other]')).toEqual([]);
    expect(told('[".", "."]')).toEqual(['IST0106 spec.exportTo[1]']);
  },
);

describe('a ServiceEntry', () => {
  test.each<Case>([
    [{}],
    [{ hosts: [] }, 'error spec.hosts'],
    [{ hosts: ['*.b'] }],
    [{ hosts: ['*'] }, 'error spec.hosts[0]'],
    [{ hosts: ['a.b', 'a_b'] }, 'error spec.hosts[1]'],
    [{ hosts: ['*a.b'] }, 'warning spec.hosts[0]'],
    [{ hosts: ['*a.b'], resolution: 'DYNAMIC_DNS' }],
    [{ addresses: ['10.0.0.1', '10.0.0.0/8'] }],
    [{ addresses: ['a'] }, 'error spec.addresses[0]'],
    [{ addresses: ['10.0.0.0/8'], resolution: 'DNS' }, 'error spec.addresses'],
    [{ addresses: ['10.0.0.1'], resolution: 'DNS' }],
    [{ addresses: ['10.0.0.0/8'], resolution: 'STATIC' }],
    [{ exportTo: ['~'] }],
    [{ exportTo: ['a_b'] }, 'error spec.exportTo[0]'],
    [{ workloadSelector: { labels: { app: '*' } } }, 'error spec.workloadSelector.labels'],
    [{ workloadSelector: { labels: { app: 'a' } } }, 'warning spec.workloadSelector'],
    [{ workloadSelector: { labels: { app: 'a' } }, resolution: 'STATIC' }],
    [
      { workloadSelector: { labels: { app: 'a' } }, resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }] },
      'error spec',
    ],
    [{ resolution: 'ODD' }, 'error spec.resolution'],
    [{ endpoints: [{ address: '10.0.0.1' }] }, 'error spec.endpoints'],
    [{ resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ports: { http: 8080 } }] }],
    [{ resolution: 'STATIC', endpoints: [{ address: 'a.b' }] }, 'error spec.endpoints[0].address'],
    [
      { resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ports: { odd: 8080 } }] },
      'error spec.endpoints[0].ports.odd',
    ],
    [{ resolution: 'DNS' }],
    [{ resolution: 'DNS', hosts: ['a.b', '*.c'] }, 'error spec.hosts[1]'],
    [{ resolution: 'DNS', hosts: ['*.b'], endpoints: [{ address: 'c.d' }, { address: 'e.f' }] }],
    [{ resolution: 'DNS', endpoints: [{ address: '*.d' }] }, 'error spec.endpoints[0].address'],
    [{ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'c.d' }] }],
    [{ resolution: 'DNS_ROUND_ROBIN', hosts: ['*.b'] }, 'error spec.hosts[0]'],
    [{ resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'c.d' }, { address: 'e.f' }] }, 'error spec.endpoints'],
    [{ hosts: ['a.b', 'c.b'], resolution: 'DNS' }],
    [{ hosts: ['a.b', 'c.b'], ports: [HTTP, TCP], resolution: 'DNS' }, 'error spec.ports[1].protocol'],
    [{ hosts: ['a.b', 'c.b'], ports: [{ ...TCP, protocol: 'TLS' }], resolution: 'DNS' }],
    [{ hosts: ['a.b'], ports: [TCP], resolution: 'DNS' }],
    [
      { hosts: ['a.b', 'c.b'], ports: [TCP], resolution: 'DNS', addresses: ['10.0.0.1'] },
      'error spec.ports[0].protocol',
      'warning spec.hosts',
    ],
    [{ hosts: ['a.b', 'c.b'], resolution: 'DNS', addresses: ['10.0.0.1'] }],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));

  test.each<[Json[], ...string[]]>([
    [[HTTP, TCP], 'warning spec.ports[1].protocol'],
    [[HTTP, { ...HTTP, number: 81 }], 'error spec.ports[1].name'],
    [[HTTP, { ...HTTP, name: 'x' }], 'error spec.ports[1].number'],
    [[{ ...HTTP, targetPort: 65535 }]],
    [[{ ...HTTP, targetPort: 65536 }], 'error spec.ports[0].targetPort'],
    [[{ ...HTTP, name: 'a_b' }], 'error spec.ports[0].name'],
    [[{ ...HTTP, protocol: 'ODD' }], 'error spec.ports[0].protocol'],
    [[{ ...HTTP, number: 0 }], 'error spec.ports[0].number'],
    [[{ number: 80, name: 'a' }], 'warning spec.ports[0].protocol'],
  ])('with ports %j', (ports, ...expected) => expect(verdict({ ports })).toEqual(expected));

  test('of TCP has addresses, its own or allocated ones', () => {
    const label = (value: string) => ({ labels: { 'networking.istio.io/enable-autoallocate-ip': value } });
    expect(verdict({ ports: [TCP], addresses: ['10.0.0.1'] })).toEqual([]);
    expect(verdict({ ports: [TCP], resolution: 'STATIC' })).toEqual([]);
    expect(verdict({ ports: [TCP], resolution: 'STATIC' }, label('true'))).toEqual([]);
    expect(verdict({ ports: [TCP], resolution: 'STATIC' }, label('False'))).toEqual([
      'CIS0111 warning spec.ports[0].protocol',
    ]);
    expect(verdict({ ports: [TCP] }, label('true'))).toEqual(['warning spec.ports[0].protocol']);
  });

  const dynamic = (spec: Json, rest: Json = {}) =>
    verdict({ hosts: ['*.b'], resolution: 'DYNAMIC_DNS', ...spec }, rest);
  test.each<Case>([
    [{}],
    [{ hosts: ['*.b', 'a.b'] }, 'error spec.hosts[1]'],
    [{ hosts: [] }, 'error spec.hosts', 'error spec.hosts'],
    [{ addresses: ['10.0.0.1'] }, 'error spec.addresses'],
    [{ addresses: ['10.0.0.0/8'] }, 'error spec.addresses', 'error spec.addresses'],
    [{ endpoints: [{ address: '10.0.0.1' }] }, 'error spec.endpoints'],
    [
      {
        ports: [
          { ...HTTP, protocol: 'http2' },
          { ...TCP, protocol: 'GRPC' },
        ],
      },
    ],
    [{ ports: [{ ...HTTP, protocol: 'TLS' }] }],
    [{ ports: [TCP] }, 'error spec.ports[0].protocol'],
    [{ ports: [{ ...HTTP, protocol: 'HTTPS' }] }, 'error spec.ports[0].protocol'],
    [{ location: 'MESH_INTERNAL' }],
  ])('that is looked up on demand %j', (spec, ...expected) => expect(dynamic(spec)).toEqual(expected));

  test('that is looked up on demand has no waypoint in the mesh', () => {
    const label = (value: string) => ({ labels: { 'istio.io/use-waypoint': value } });
    expect(dynamic({ location: 'MESH_INTERNAL' }, label('w'))).toEqual(['CIS0111 error spec.location']);
    expect(dynamic({ location: 'MESH_INTERNAL' }, label('None'))).toEqual([]);
    expect(dynamic({ location: 'MESH_INTERNAL' }, label(''))).toEqual([]);
    expect(dynamic({ location: 'MESH_EXTERNAL' }, label('w'))).toEqual([]);
  });
});
