import fc from 'fast-check';
import { analyze, rules } from '../../lib/analysis';
import { trace, type TraceRequest } from '../../lib/simulation';
import { Snapshot, type Fields, type Resource } from '../../lib/snapshot';
import { resourceOf } from '../simulation/mesh-arbitrary';

/** What the rule says never happens must not happen in any trace; the alphabets are small, so that much is said. */
const NETWORKING = 'networking.istio.io';
const HOST = 'web.shop.svc.cluster.local';
const entry = rules.filter(({ id }) => ['unreachable-route', 'impossible-match'].includes(id));

const WORLD: readonly Resource[] = [
  resourceOf('', 'Service', 'shop', 'web', {
    selector: { app: 'web' },
    ports: [
      { name: 'http', port: 80 },
      { name: 'http-alt', port: 8080 },
    ],
  }),
  resourceOf(NETWORKING, 'Gateway', 'shop', 'gw', {
    selector: { istio: 'ingressgateway' },
    servers: [
      { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] },
      { port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*'], tls: { mode: 'PASSTHROUGH' } },
      { port: { number: 9000, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] },
    ],
  }),
  resourceOf('', 'Service', 'shop', 'ingress', {
    selector: { istio: 'ingressgateway' },
    ports: [80, 443, 9000].map((port) => ({ name: `tcp-${port}`, port })),
  }),
  resourceOf(NETWORKING, 'ServiceEntry', 'shop', 'outside', {
    hosts: ['a.example.com', 'b.example.com'],
    addresses: ['10.9.0.0/16'],
    resolution: 'NONE',
    ports: [
      { number: 443, name: 'tls', protocol: 'TLS' },
      { number: 9000, name: 'tcp', protocol: 'TCP' },
    ],
  }),
];

const route = [{ destination: { host: HOST, port: { number: 80 } } }];
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const match = (values: fc.Arbitrary<string>) =>
  fc.oneof(
    values.map((exact) => ({ exact })),
    values.map((prefix) => ({ prefix })),
    fc.constantFrom(
      { regex: '.*' },
      { regex: '/?[ab]+' },
      { regex: '/.*' },
      { regex: '/a.*' },
      { regex: '/ab?' },
      { regex: 'a|b' },
      { regex: 'a.*' },
    ),
    fc.constant({}),
  );
const path = fc.constantFrom('/', '/a', '/A', '/ab', '/1', '/b/a', 'a', '/a?q=a');
const word = fc.constantFrom('a', 'ab', 'b', 'B');
const header = fc.constantFrom('x-a', 'X-A', 'x-b');
const place = {
  port: sometimes(fc.constantFrom(80, 8080, 443, 9000)),
  gateways: sometimes(fc.subarray(['mesh', 'gw', 'shop/gw'], { minLength: 1 })),
  sourceLabels: sometimes(fc.constantFrom({ app: 'curl' }, { app: 'curl', version: 'v1' }, { app: 'ingress' })),
  sourceNamespace: sometimes(fc.constantFrom('shop', 'other')),
};
const httpMatch = fc.record({
  uri: sometimes(match(path)),
  ignoreUriCase: sometimes(fc.boolean()),
  method: sometimes(match(fc.constantFrom('GET', 'PUT', 'get'))),
  authority: sometimes(match(fc.constantFrom(HOST, 'web', 'www.example.com'))),
  scheme: sometimes(match(fc.constantFrom('http', 'https', 'grpc'))),
  headers: sometimes(fc.dictionary(header, match(word), { maxKeys: 2 })),
  withoutHeaders: sometimes(fc.dictionary(header, match(word), { maxKeys: 2 })),
  queryParams: sometimes(fc.dictionary(fc.constantFrom('q', 'r'), match(word), { maxKeys: 1 })),
  ...place,
});
const sniHosts = fc.uniqueArray(fc.constantFrom('a.example.com', 'b.example.com', '*.example.com'), { minLength: 1 });
const destinationSubnets = fc.subarray(['10.9.0.0/16', '10.9.1.0/24'], { minLength: 1 });
const tlsMatch = fc.record({ sniHosts, destinationSubnets: sometimes(destinationSubnets), ...place });
const tcpMatch = fc.record({ destinationSubnets: sometimes(destinationSubnets), ...place });
const bound = fc.constantFrom<readonly string[] | undefined>(undefined, ['mesh'], ['gw'], ['gw', 'mesh'], ['shop/gw']);

const clean = (value: Fields): Fields => JSON.parse(JSON.stringify(value)) as Fields;
const virtualServices = (family: string, hosts: readonly string[], matches: fc.Arbitrary<object>) =>
  fc
    .record({
      gateways: bound,
      rules: fc.array(fc.array(matches, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 4 }),
    })
    .map(({ gateways, rules: of }) =>
      resourceOf(
        NETWORKING,
        'VirtualService',
        'shop',
        'tested',
        clean({ hosts, gateways, [family]: of.map((one) => ({ match: one, route })) }),
      ),
    );

const callers = fc.constantFrom<Partial<TraceRequest>>(
  { at: 'shop/gw' },
  { from: 'shop/curl', labels: { app: 'curl', version: 'v1' } },
  { from: 'shop/curl', labels: { app: 'curl' } },
  { from: 'other/curl', labels: { app: 'curl' } },
  { from: 'shop/client', labels: { app: 'ingress' } },
);
const httpRequests = fc
  .record({
    caller: callers,
    host: fc.constantFrom(HOST, 'web.shop'),
    port: fc.constantFrom(80, 8080),
    path: fc.constantFrom('/', '/a', '/A', '/ab', '/AB', '/a/b', '/1', '/b/a', '/B/A'),
    query: fc.constantFrom('', '?q=a', '?q=ab', '?r=b', '?q'),
    method: fc.constantFrom('GET', 'PUT'),
    headers: fc.dictionary(fc.constantFrom('x-a', 'x-b'), fc.constantFrom('', 'a', 'ab', 'b', 'B', 'c'), {
      maxKeys: 2,
    }),
  })
  .map(({ caller, host, port, path: to, query, method, headers }) => ({
    ...caller,
    url: `http://${host}:${caller.at === undefined ? port : 80}${to}${query}`,
    method,
    headers: { ...headers },
  }));
const bytes = (scheme: string, port: number) =>
  fc
    .record({
      caller: callers,
      host: fc.constantFrom('a.example.com', 'b.example.com', 'c.example.com'),
      address: fc.constantFrom('10.9.0.1', '10.9.1.1'),
    })
    .map(({ caller, host, address }) => ({
      ...caller,
      url: `${scheme}://${host}:${port}`,
      ...(caller.at === undefined ? { address } : {}),
    }));

/** Rules of the family that the analysis calls dead, as `rule` or `rule.match`. */
function deadIn(snapshot: Snapshot, family: string): ReadonlySet<string> {
  const found = analyze(snapshot, { rules: entry, shape: false });
  return new Set(
    found.map(({ path: at = '' }) => {
      const [, of, rule, one] = /^spec\.(\w+)\[(\d+)\](?:\.match(?:\[(\d+)\](?:\..+)?)?)?$/.exec(at) ?? [];
      expect(of).toBe(family);
      return one === undefined ? rule! : `${rule}.${one}`;
    }),
  );
}

function usedBy(snapshot: Snapshot, request: TraceRequest): string[] {
  return trace(snapshot, request).hops.flatMap(({ decision: { origin, route: taken } }) =>
    origin?.config.name !== 'tested'
      ? []
      : [`${origin.index}`, ...(taken?.matchIndex === undefined ? [] : [`${origin.index}.${taken.matchIndex}`])],
  );
}

test.each([
  ['http', virtualServices('http', [HOST], httpMatch), httpRequests],
  ['tls', virtualServices('tls', ['*.example.com'], tlsMatch), bytes('tls', 443)],
  ['tcp', virtualServices('tcp', ['a.example.com', 'b.example.com'], tcpMatch), bytes('tcp', 9000)],
])('what is called unreachable in %s rules is used by no request', (family, services, requests) => {
  let [dead, used] = [0, 0];
  fc.assert(
    fc.property(
      services,
      fc.array(requests as fc.Arbitrary<TraceRequest>, { minLength: 15, maxLength: 15 }),
      (one, all) => {
        const snapshot = new Snapshot([...WORLD, one]);
        const never = deadIn(snapshot, family);
        if (never.size === 0) return;
        dead += never.size;
        for (const request of all) {
          const taken = usedBy(snapshot, request);
          used += taken.length;
          expect([request, taken.filter((name) => never.has(name))]).toEqual([request, []]);
        }
      },
    ),
    { seed: 20261121, numRuns: 400 },
  );
  // A rule that finds nothing, or requests that arrive nowhere, would prove nothing.
  expect([dead > 150, used > 1_000]).toEqual([true, true]);
});
