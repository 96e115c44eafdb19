import { type App, Chart, JsonPatch, Testing } from 'cdk8s';
import fc from 'fast-check';
import { type ServerRequest, SharedGateway } from '../../lib/gateway';
import { IngressGateway } from '../../lib/ingress';
import { GatewayWorkload } from '../../lib/mesh';
import { refusal } from '../refusal';

interface Emitted {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly selector: object; readonly servers: readonly Record<string, unknown>[] };
}

const workload = GatewayWorkload.istioctlEgress({ extraPorts: [{ port: 7777 }, { port: 7778 }] });
const edge = (namespace = 'shop'): { chart: Chart; shared: SharedGateway } => {
  const chart = new Chart(Testing.app(), 'chart', { namespace });
  return { chart, shared: new SharedGateway(chart, 'Gateway', { workload }) };
};
const emitted = (shared: SharedGateway): Emitted => shared.gateway.toJson() as Emitted;
const host = (name: string): { namespace: string; host: string } => ({ namespace: '*', host: name });

const plain = (owner: Chart, ...hosts: string[]): ServerRequest => ({
  port: 80,
  protocol: 'HTTP',
  hosts: hosts.map(host),
  owner,
});
const passthrough = (owner: Chart, ...hosts: string[]): ServerRequest => ({
  port: 443,
  protocol: 'TLS',
  tls: { mode: 'PASSTHROUGH' },
  hosts: hosts.map(host),
  owner,
});
const simple = (owner: Chart, credentialName: string, ...hosts: string[]): ServerRequest => ({
  port: 443,
  protocol: 'HTTPS',
  tls: { mode: 'SIMPLE', credentialName },
  hosts: hosts.map(host),
  owner,
});

test('a Gateway that nothing uses is refused, in one line, unless a patch gave it a server', () => {
  const synth = (gateway: (chart: Chart) => SharedGateway): (() => unknown) => {
    const app = Testing.app();
    gateway(new Chart(app, 'chart', { namespace: 'shop' }));
    return () => app.synthYaml();
  };
  const unused = synth((chart) => new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() }));
  expect(unused).toThrow(
    /^Validation failed with the following errors:\n {2}\[chart\/Edge\] chart\/Edge: nothing uses the gateway; .*\[GatewayUnused\]$/,
  );
  const patched = synth((chart) => {
    const edge = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
    const server = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop/shop.example'] };
    edge.gateway.addJsonPatch(JsonPatch.replace('/spec/servers', [server]));
    return edge;
  });
  expect(patched).not.toThrow();
});

test("the Gateway is the main child, lives in its Pods' namespace and selects them", () => {
  const { chart, shared } = edge();
  shared.addServer(plain(chart, 'a.example'));
  expect(shared.node.defaultChild).toBe(shared.gateway);
  expect(emitted(shared)).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: { selector: { istio: 'egressgateway' } },
  });
  expect(shared.reference).toBe(`istio-system/${emitted(shared).metadata.name}`);
});

test.each(['a.b', 'a/b', '', 'A'])('a Gateway may not be named %j', (name) => {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
  expect(() => new SharedGateway(chart, 'Gateway', { workload, name })).toThrow('no DNS-1123 label');
});

test('name and namespace can be given', () => {
  const chart = new Chart(Testing.app(), 'chart');
  const shared = new SharedGateway(chart, 'Gateway', { workload, name: 'egress', namespace: 'shop' });
  expect(emitted(shared).metadata).toMatchObject({ name: 'egress', namespace: 'shop' });
});

test('E28 routes that agree share a server', () => {
  const { chart, shared } = edge();
  shared.addServer(passthrough(chart, 'b.example'));
  shared.addServer(passthrough(chart, 'a.example'));
  expect(emitted(shared).spec.servers).toEqual([
    {
      port: { number: 443, name: 'tls-443-passthrough', protocol: 'TLS' },
      tls: { mode: 'PASSTHROUGH' },
      hosts: ['a.example', 'b.example'],
    },
  ]);
});

test('P39 hosts with one certificate share a server, so that a reused connection finds both', () => {
  const { chart, shared } = edge();
  shared.addServer(simple(chart, 'shop-credential', 'a.example'));
  shared.addServer(simple(chart, 'shop-credential', 'b.example'));
  expect(emitted(shared).spec.servers).toMatchObject([
    { port: { name: 'https-443-shop-credential' }, hosts: ['a.example', 'b.example'] },
  ]);
});

test('P43 servers of one port have names of their own, which adding another never changes', () => {
  const { chart, shared } = edge();
  shared.addServer(simple(chart, 'one', 'a.example'));
  const before = emitted(shared).spec.servers[0];
  shared.addServer(simple(chart, 'two', 'b.example'));
  shared.addServer({ ...simple(chart, 'one', 'c.example'), tls: { mode: 'MUTUAL', credentialName: 'one' } });
  shared.addServer({
    ...simple(chart, 'one', 'd.example'),
    tls: { mode: 'SIMPLE', credentialName: 'one', minProtocolVersion: 'TLSV1_3' },
  });
  const names = emitted(shared).spec.servers.map((server) => (server.port as { name: string }).name);
  expect(new Set(names).size).toBe(4);
  expect(emitted(shared).spec.servers).toContainEqual(before);
});

describe('what cannot share a port is refused, naming both routes', () => {
  const tcp = (owner: Chart, name: string): ServerRequest => ({
    port: 7777,
    protocol: 'TCP',
    hosts: [host(name)],
    owner,
  });
  const two = (): { first: Chart; second: Chart; shared: SharedGateway } => {
    const { chart, shared } = edge();
    return { first: chart, second: new Chart(chart.node.root as App, 'other'), shared };
  };

  test('P10 plain HTTP and TLS', () => {
    const { first, second, shared } = two();
    shared.addServer(plain(first, 'a.example'));
    const error = refusal(() => shared.addServer({ ...passthrough(second, 'b.example'), port: 80 }));
    expect(error.id).toBe('GatewayPortTaken');
    expect(error.message).toMatch(
      /^other: port 80 of the gateway carries plain HTTP for chart and cannot carry TLS too/,
    );
  });

  test('plain HTTP and plain TCP', () => {
    const { first, second, shared } = two();
    shared.addServer(tcp(first, 'a.example'));
    expect(refusal(() => shared.addServer({ ...plain(second, 'b.example'), port: 7777 })).id).toBe('GatewayPortTaken');
  });

  test('E19 plain TCP of two routes, which nothing tells apart', () => {
    const { first, second, shared } = two();
    shared.addServer(tcp(first, 'a.example'));
    expect(refusal(() => shared.addServer(tcp(second, 'b.example'))).id).toBe('GatewayPortTaken');
    expect(() => shared.addServer(tcp(first, 'c.example'))).not.toThrow();
  });

  test('P37 one TLS host with two settings', () => {
    const { first, second, shared } = two();
    shared.addServer(simple(first, 'one', 'a.example'));
    const error = refusal(() => shared.addServer(simple(second, 'two', 'a.example')));
    expect([error.id, error.value]).toEqual(['GatewayHostTaken', 'a.example']);
    expect(error.message).toContain('served with other TLS settings by chart');
  });

  test('P37 but a wildcard over it has settings of its own', () => {
    const { first, second, shared } = two();
    shared.addServer(simple(first, 'one', 'a.example'));
    expect(() => shared.addServer(simple(second, 'two', '*.example'))).not.toThrow();
  });

  test('I7 one plain host that is served and redirected', () => {
    const { first, second, shared } = two();
    shared.addServer(plain(first, 'a.example'));
    expect(refusal(() => shared.addServer({ ...plain(second, 'a.example'), tls: { httpsRedirect: true } })).id).toBe(
      'GatewayHostTaken',
    );
  });

  test('P10 also across two Gateways of one workload, whatever the order', () => {
    const { first, second, shared } = two();
    const other = new SharedGateway(second, 'Gateway', { workload });
    shared.addServer(plain(first, 'a.example'));
    expect(refusal(() => other.addServer({ ...passthrough(second, 'b.example'), port: 80 })).id).toBe(
      'GatewayPortTaken',
    );
  });

  test('but gateways of different workloads have ports of their own', () => {
    const { first, second, shared } = two();
    const other = new SharedGateway(second, 'Gateway', { workload: GatewayWorkload.istioctlIngress() });
    shared.addServer(simple(first, 'one', 'a.example'));
    expect(() => other.addServer(simple(second, 'two', 'a.example'))).not.toThrow();
  });

  test('P11 a port that the Service lacks', () => {
    const { first, shared } = two();
    expect(refusal(() => shared.addServer({ ...plain(first, 'a.example'), port: 8080 })).id).toBe(
      'GatewayPortNotOffered',
    );
  });

  test('no port at all', () => {
    const { first, shared } = two();
    expect(refusal(() => shared.addServer({ ...plain(first, 'a.example'), port: 0 })).id).toBe('PortOutOfRange');
  });

  test('a refused server leaves nothing behind', () => {
    const { first, second, shared } = two();
    shared.addServer(simple(first, 'one', 'a.example'));
    const before = emitted(shared);
    refusal(() => shared.addServer(simple(second, 'two', 'b.example', 'a.example')));
    expect(emitted(shared)).toEqual(before);
    expect(() => shared.addServer(simple(second, 'three', 'b.example'))).not.toThrow();
  });
});

describe('whatever is asked, in whatever order', () => {
  const request = fc.record({
    port: fc.constantFrom(80, 443, 7777),
    kind: fc.constantFrom('plain', 'passthrough', 'one', 'two'),
    host: fc.constantFrom('a.example', 'b.example', '*.example', 'c-d.example'),
  });
  type Asked = { port: number; kind: string; host: string };
  const build = (asked: readonly Asked[]): { spec: Emitted['spec']; accepted: Asked[] } => {
    const { chart, shared } = edge();
    const accepted = asked.filter((one) => {
      const base =
        one.kind === 'plain'
          ? plain(chart, one.host)
          : one.kind === 'passthrough'
            ? passthrough(chart, one.host)
            : simple(chart, one.kind, one.host);
      try {
        shared.addServer({ ...base, port: one.port });
        return true;
      } catch {
        return false;
      }
    });
    return { spec: emitted(shared).spec, accepted };
  };

  test('no port carries plaintext and TLS, no TLS host is there twice, names are unique', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 12 }), (asked) => {
        const { servers } = build(asked).spec as unknown as {
          servers: { port: { number: number; name: string }; hosts: string[]; tls?: object }[];
        };
        for (const port of [80, 443, 7777]) {
          const here = servers.filter((server) => server.port.number === port);
          expect(new Set(here.map((server) => server.tls !== undefined)).size).toBeLessThan(2);
          const hosts = here.flatMap((server) => server.hosts);
          expect(new Set(hosts).size).toBe(hosts.length);
        }
        const names = servers.map((server) => server.port.name);
        expect(new Set(names).size).toBe(names.length);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('the order of what is accepted does not show', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), (asked) => {
        const { spec, accepted } = build(asked);
        expect(build([...accepted].reverse()).spec).toEqual(spec);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
