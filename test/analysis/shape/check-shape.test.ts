import fc from 'fast-check';
import type { Report } from '../../../lib/analysis/rule';
import { checkShape, nearest } from '../../../lib/analysis/shape';
import { Snapshot, snapshotFromYaml } from '../../../lib/snapshot';

const reports = (yaml: string): Report[] => {
  const found: Report[] = [];
  for (const resource of snapshotFromYaml(yaml).resources) checkShape(resource, (report) => found.push(report));
  return found;
};
const told = (yaml: string): (string | undefined)[][] =>
  reports(yaml).map(({ code, path, message }) => [code, path, message]);
const gateway = (servers: string, apiVersion = 'networking.istio.io/v1'): string =>
  `apiVersion: ${apiVersion}\nkind: Gateway\nmetadata: { name: edge }\nspec: { servers: ${servers} }\n`;

test('a valid object is silent, at every served version', () => {
  for (const version of ['v1', 'v1beta1', 'v1alpha3']) {
    const yaml = gateway(
      '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]',
      `networking.istio.io/${version}`,
    );
    expect(told(yaml)).toEqual([]);
  }
});

test.each(['networking', 'security', 'telemetry', 'extensions'])('%s.istio.io has no other kinds', (group) => {
  expect(told(`apiVersion: ${group}.istio.io/v1\nkind: Odd\nmetadata: { name: a }\n`)).toEqual([
    ['CIS0104', 'kind', `${group}.istio.io has no kind Odd; correct kind or apiVersion`],
  ]);
});

test.each(['example.com/v1', 'install.istio.io/v1', 'v1'])('kinds of %s are not all known', (apiVersion) => {
  expect(told(`apiVersion: ${apiVersion}\nkind: Odd\nmetadata: { name: a }\n`)).toEqual([]);
});

test('an unknown field is named, with the one that was meant', () => {
  expect(told(gateway('[{ port: { number: 80, name: http, protcol: HTTP }, hosts: ["*"] }]'))).toEqual([
    ['CIS0101', 'spec.servers[0].port.protcol', 'unknown field "protcol"; did you mean "protocol"?'],
  ]);
});

test('a wrong type is named with the value', () => {
  expect(told(gateway('[{ port: { number: eighty, name: http, protocol: HTTP }, hosts: ["*"] }]'))).toEqual([
    ['CIS0102', 'spec.servers[0].port.number', 'spec.servers[0].port.number must be an integer, not "eighty"'],
  ]);
});

test('P100 a value that is not in the enum is named with those that are', () => {
  const [[code, path, message] = []] = told(
    gateway('[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: MUTUAL_TLS } }]'),
  );
  expect([code, path]).toEqual(['CIS0102', 'spec.servers[0].tls.mode']);
  expect(message).toMatch(
    /^spec\.servers\[0\]\.tls\.mode must be one of "PASSTHROUGH", "SIMPLE", .*, not "MUTUAL_TLS"$/,
  );
});

test('of a value that is nearly in the enum, the one that was meant', () => {
  const tls = (mode: string) =>
    told(
      gateway(`[{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { mode: ${mode} } }]`),
    )[0]?.[2];
  expect(tls('simple')).toMatch(/, not "simple"; did you mean "SIMPLE"\?$/);
  expect(tls('ISTIO-MUTUAL')).toMatch(/; did you mean "ISTIO_MUTUAL"\?$/);
  expect(tls('NONE')).toMatch(/, not "NONE"$/);
});

test('a CEL rule is told in its own words', () => {
  const yaml = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside }
spec: { hosts: [a.example], resolution: STATIC, workloadSelector: { labels: { a: b } }, endpoints: [{ address: 1.2.3.4 }] }
`;
  expect(told(yaml)).toEqual([['CIS0103', 'spec', 'spec: only one of WorkloadSelector or Endpoints can be set']]);
});

test('an entry twice in a list that is a map', () => {
  const yaml = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: http, port: 81, protocol: HTTP }
`;
  expect(told(yaml)[0]).toEqual(['CIS0102', 'spec.listeners[1]', 'spec.listeners[1]: is in the list twice: ["http"]']);
});

test('defaults are filled in before rules look, and the resource stays as it was', () => {
  const yaml = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: route }
spec:
  rules:
    - filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]
`;
  const { resources } = snapshotFromYaml(yaml);
  const before = JSON.stringify(resources);
  expect(told(yaml)).toEqual([]);
  expect(JSON.stringify(resources)).toBe(before);
});

test('alternatives see defaults: an address without a type is one of IP', () => {
  const yaml = (addresses: string): string =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge }\nspec: { gatewayClassName: istio, addresses: ${addresses}, listeners: [{ name: http, port: 80, protocol: HTTP }] }\n`;
  expect(told(yaml('[{ value: 10.1.2.3 }, { value: "1234::" }, { type: Hostname, value: edge.example.com }]'))).toEqual(
    [],
  );
  expect(told(yaml('[{ value: edge.example.com }]')).map(([code, path]) => [code, path])).toEqual([
    ['CIS0102', 'spec.addresses[0]'],
  ]);
  expect(told(yaml('[{ type: null, value: 10.1.2.3 }]'))).toEqual([]);
});

test('a version that is not served, with those that are', () => {
  expect(told(gateway('[]', 'networking.istio.io/v2'))).toEqual([
    [
      'CIS0104',
      'apiVersion',
      'Gateway is not served as networking.istio.io/v2; write networking.istio.io/v1 (served: v1, v1alpha3, v1beta1)',
    ],
  ]);
});

describe('the experimental channel of the Gateway API', () => {
  const codes = (yaml: string): unknown[] => reports(yaml).map(({ code, level, path }) => [code, level, path]);

  test.each([
    ['TCPRoute', 'v1alpha2'],
    ['TLSRoute', 'v1alpha2'],
    ['TLSRoute', 'v1alpha3'],
    ['UDPRoute', 'v1alpha2'],
    ['BackendTLSPolicy', 'v1alpha3'],
  ])('%s %s is no error: clusters with that channel, and older ones, serve it', (kind, version) => {
    const yaml = `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: { name: a }\nspec: {}\n`;
    expect(codes(yaml)).toEqual([['CIS0104', 'info', 'apiVersion']]);
    expect(codes(yaml.replace(version, 'v1alpha9'))).toEqual([['CIS0104', 'error', 'apiVersion']]);
  });

  test('a version that only another kind has is an error', () => {
    const yaml = 'apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: HTTPRoute\nmetadata: { name: a }\n';
    expect(codes(yaml)).toEqual([['CIS0104', 'error', 'apiVersion']]);
  });

  test('its fields are no errors, whatever else is unknown is', () => {
    const route = (rule: string): string =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a }\nspec: { rules: [{}, ${rule}] }\n`;
    expect(codes(route('{ retry: { attempts: 2 } }'))).toEqual([['CIS0101', 'info', 'spec.rules[1].retry']]);
    expect(codes(route('{ retries: { attempts: 2 } }'))).toEqual([['CIS0101', 'error', 'spec.rules[1].retries']]);
  });
});

test('a kind that Istio never had', () => {
  expect(told('apiVersion: networking.istio.io/v1\nkind: VirtualServer\nmetadata: { name: a }\n')[0]?.[0]).toBe(
    'CIS0104',
  );
});

test.each([
  ['EgressRule', 'ServiceEntry'],
  ['RouteRule', 'VirtualService'],
  ['DestinationPolicy', 'DestinationRule'],
])('%s, which Istio removed, with its successor %s', (kind, successor) => {
  expect(told(`apiVersion: config.istio.io/v1alpha2\nkind: ${kind}\nmetadata: { name: a }\n`)).toEqual([
    ['CIS0105', 'kind', `${kind} was removed from Istio; write a ${successor} instead`],
  ]);
});

test('a successor with its article', () => {
  expect(told('apiVersion: rbac.istio.io/v1alpha1\nkind: ServiceRole\nmetadata: { name: a }\n')).toEqual([
    ['CIS0105', 'kind', 'ServiceRole was removed from Istio; write an AuthorizationPolicy instead'],
  ]);
});

test("other people's kinds are none of our business", () => {
  expect(told('apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\nspec: { any: 1 }\n')).toEqual([]);
});

test('whatever stands in a manifest, the check ends without an exception', () => {
  const kinds = ['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar', 'WorkloadEntry'];
  const key = fc.constantFrom(
    'hosts',
    'servers',
    'http',
    'tls',
    'port',
    'ports',
    'match',
    'route',
    '__proto__x',
    'constructor',
    'trafficPolicy',
  );
  const { spec } = fc.letrec((tie) => ({
    spec: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(key, tie('spec')),
      fc.array(tie('spec'), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...kinds), spec, (kind, of) => {
      const manifest = { apiVersion: 'networking.istio.io/v1', kind, metadata: { name: 'a' }, spec: of };
      const resource = {
        ...{ group: 'networking.istio.io', version: 'v1', kind, namespace: '', name: 'a', labels: {}, annotations: {} },
        ...{ spec: {}, manifest, origin: {} },
      };
      checkShape(new Snapshot([resource]).resources[0] ?? resource, (report) => expect(report.message).not.toBe(''));
    }),
    { seed: 5, numRuns: 1500 },
  );
});

test.each([
  ['protcol', 'protocol'],
  ['Hosts', 'hosts'],
  ['prot', undefined],
  ['xyz', undefined],
])('%s: did you mean %s?', (name, expected) => expect(nearest(name, ['hosts', 'protocol', 'tls'])).toBe(expected));
