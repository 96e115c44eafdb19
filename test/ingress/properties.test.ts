/** What holds of any set of hosts on one gateway, whatever order they were added in. */
import * as fc from 'fast-check';
import {
  Credential,
  ConfigurationError,
  IngressHost,
  PlainHttp,
  RouteMatch,
  ServerTls,
  ServiceRef,
  Target,
} from '../../lib';
import { admits, hostsOverlap } from '../../lib/mesh';
import { Edge, type Manifest } from './edge';

interface Wanted {
  readonly host: string;
  readonly namespace: string;
  readonly tls: 'none' | 'simple' | 'mutual' | 'passthrough';
  readonly credential: string;
  readonly plain: 'default' | 'serve' | 'closed' | 'by-rule';
}

interface Server {
  readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
  readonly hosts: readonly string[];
  readonly tls?: { readonly mode?: string; readonly credentialName?: string; readonly httpsRedirect?: boolean };
}

const names = ['a.example', 'b.example', '*.c.example', 'x.c.example', 'c.example', '*.x.c.example', 'd.org', '*.org'];

const wanted: fc.Arbitrary<Wanted> = fc.record({
  host: fc.oneof(
    fc.constantFrom(...names),
    fc.integer({ min: 0, max: 40 }).map((n) => `h${n}.example.net`),
  ),
  namespace: fc.constantFrom('shop', 'team-b', 'team-c'),
  tls: fc.constantFrom('none', 'simple', 'simple', 'mutual', 'passthrough'),
  credential: fc.constantFrom('one', 'two', 'three'),
  plain: fc.constantFrom('default', 'default', 'serve', 'closed', 'by-rule'),
});

const sets = fc.array(wanted, { minLength: 1, maxLength: 30 });
const RUNS = { seed: 20_261_121, numRuns: 150 };

/** A Gateway with those of the hosts that the library takes; what it refuses is left out, as a user would. */
function gateway(hosts: readonly Wanted[]): { edge: Edge; taken: Wanted[] } {
  const edge = new Edge();
  const taken: Wanted[] = [];
  hosts.forEach((one, index) => {
    if (isRefusedLater(one, taken)) return;
    const tls = tlsOf(one);
    const plain = {
      default: {},
      serve: { plainHttp: PlainHttp.SERVE },
      closed: { plainHttp: PlainHttp.CLOSED },
      'by-rule': { plainHttp: PlainHttp.REDIRECT_BY_RULE },
    }[one.plain];
    try {
      const host = new IngressHost(edge.chart, `Host${index}`, {
        hosts: [one.host],
        namespace: one.namespace,
        via: edge.via,
        ...(tls ? { tls } : {}),
        ...plain,
      });
      const service = ServiceRef.of('web', one.namespace, [{ name: 'http', port: 80 }]);
      host.route(tls?.isPassedThrough ? RouteMatch.all() : RouteMatch.prefix(`/${index}/`), Target.service(service));
      taken.push(one);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      edge.chart.node.tryRemoveChild(`Host${index}`);
    }
  });
  return { edge, taken };
}

/** What the library refuses at validation: client certificates beside none, and two owners of all connections for a name. */
function isRefusedLater(one: Wanted, taken: readonly Wanted[]): boolean {
  return taken.some(
    (other) =>
      (hostsOverlap(one.host, other.host) && (one.tls === 'mutual' || other.tls === 'mutual')) ||
      (one.host === other.host && one.tls === 'passthrough'),
  );
}

function tlsOf({ tls, credential }: Wanted): ServerTls | undefined {
  const secret = Credential.secret(credential);
  if (tls === 'simple') return ServerTls.simple(secret);
  if (tls === 'mutual') return ServerTls.mutual(secret);
  return tls === 'passthrough' ? ServerTls.passthrough() : undefined;
}

const serversOf = (edge: Edge): Server[] => edge.manifests('Gateway').flatMap(({ spec }) => spec.servers as Server[]);
const bare = (host: string): string => host.slice(host.indexOf('/') + 1);

function check(property: (edge: Edge, taken: Wanted[]) => void): void {
  let served = 0;
  fc.assert(
    fc.property(sets, (hosts) => {
      const { edge, taken } = gateway(hosts);
      if (taken.length === 0) return;
      served += taken.length;
      property(edge, taken);
    }),
    RUNS,
  );
  expect(served).toBeGreaterThan(RUNS.numRuns);
}

test('a port has plain HTTP or TLS, never both', () => {
  check((edge) => {
    for (const { port, tls } of serversOf(edge)) {
      const encrypted = tls !== undefined && !tls.httpsRedirect;
      expect([port.number, port.protocol !== 'HTTP', encrypted]).toEqual([
        port.number,
        port.number === 443,
        port.number === 443,
      ]);
    }
  });
});

test('a server name has one certificate', () => {
  check((edge) => {
    const byName = new Map<string, Set<string>>();
    for (const { hosts, tls } of serversOf(edge).filter(({ port }) => port.number === 443)) {
      for (const host of hosts.map(bare)) {
        byName.set(host, (byName.get(host) ?? new Set()).add(JSON.stringify(tls)));
      }
    }
    for (const [host, settings] of byName) expect([host, settings.size]).toEqual([host, 1]);
  });
});

test('names of servers are unique DNS labels', () => {
  check((edge) => {
    for (const { spec } of edge.manifests('Gateway')) {
      const all = (spec.servers as Server[]).map(({ port }) => port.name);
      expect(new Set(all).size).toBe(all.length);
      for (const name of all) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    }
  });
});

test('every VirtualService is bound to a server that admits its namespace and host', () => {
  check((edge, taken) => {
    const [gatewayObject] = edge.manifests('Gateway') as [Manifest];
    const rules = edge.manifests('VirtualService');
    expect(rules).toHaveLength(taken.length);
    for (const { metadata, spec } of rules) {
      expect(spec.gateways).toEqual([`${gatewayObject.metadata.namespace}/${gatewayObject.metadata.name}`]);
      for (const host of spec.hosts as string[]) {
        const admitting = serversOf(edge).filter(({ hosts }) =>
          hosts.some((one) => admits(one, 'istio-system', metadata.namespace ?? '', host)),
        );
        expect([host, admitting.length > 0]).toEqual([host, true]);
      }
    }
  });
});

test('every server that ends TLS names a Secret, and no other names one', () => {
  check((edge) => {
    for (const { tls } of serversOf(edge)) {
      const ends = tls?.mode === 'SIMPLE' || tls?.mode === 'MUTUAL';
      expect([tls?.mode, typeof tls?.credentialName]).toEqual([tls?.mode, ends ? 'string' : 'undefined']);
    }
  });
});

test('the order of the hosts does not change the Gateway', () => {
  fc.assert(
    fc.property(fc.uniqueArray(wanted, { selector: ({ host }) => host, minLength: 1, maxLength: 30 }), (hosts) => {
      const forwards = gateway(hosts);
      const backwards = gateway([...hosts].reverse());
      fc.pre(forwards.taken.length === hosts.length && hosts.length === backwards.taken.length);
      expect(backwards.edge.manifests('Gateway')).toEqual(forwards.edge.manifests('Gateway'));
    }),
    { ...RUNS, numRuns: 60 },
  );
});
