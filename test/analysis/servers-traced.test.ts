/** A server of a gateway for which no VirtualService is said to have a rule leads no traced request anywhere, and the others do. */
import fc from 'fast-check';
import { analyze, rules } from '../../lib/analysis';
import { trace, type TraceRequest } from '../../lib/simulation';
import { Snapshot, type Fields } from '../../lib/snapshot';
import { resourceOf } from '../simulation/mesh-arbitrary';

const NETWORKING = 'networking.istio.io';
const HOST = 'shop.example.com';
const entry = rules.filter(({ id }) => id === 'server-without-rule');
const clean = (value: Fields): Fields => JSON.parse(JSON.stringify(value)) as Fields;
const route = [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } }];

const web = resourceOf('', 'Service', 'shop', 'web', { selector: { app: 'web' }, ports: [{ name: 'tcp', port: 80 }] });
const ingress = resourceOf('', 'Service', 'shop', 'ingress', {
  selector: { istio: 'ingressgateway' },
  ports: [80, 443].map((port) => ({ name: `tcp-${port}`, port })),
});

/** How a server is asked, by what it speaks. */
const SERVERS: readonly (readonly [protocol: string, tls: Fields | undefined, scheme: string])[] = [
  ['HTTP', undefined, 'http'],
  ['HTTPS', { mode: 'SIMPLE', credentialName: 'a' }, 'https'],
  ['HTTPS', { mode: 'PASSTHROUGH' }, 'tls'],
  ['TLS', { mode: 'PASSTHROUGH' }, 'tls'],
  ['TLS', { mode: 'SIMPLE', credentialName: 'a' }, 'tls'],
  ['TCP', undefined, 'tcp'],
];
const port = fc.constantFrom(undefined, 80, 443);
const gateways = fc.constantFrom(undefined, ['gw'], ['mesh'], ['shop/gw']);
const match = fc.option(fc.array(fc.record({ port, gateways }), { minLength: 1, maxLength: 2 }), { nil: undefined });
const family = fc.array(match, { maxLength: 2 });
const worlds = fc.record({
  server: fc.constantFrom(...SERVERS),
  number: fc.constantFrom(80, 443),
  hosts: fc.constantFrom([HOST], ['*'], ['dev/*', `shop/${HOST}`]),
  virtualHosts: fc.constantFrom([HOST], ['*.example.com']),
  http: family,
  tls: fc.array(fc.record({ port, gateways, sniHosts: fc.constant([HOST]) }), { maxLength: 2 }),
  tcp: family,
});

test('a server that is said to have no rule leads nowhere, and each other one leads to a host', () => {
  const seen = { dead: 0, alive: 0 };
  fc.assert(
    fc.property(worlds, ({ server: [protocol, tls, scheme], number, hosts, virtualHosts, http, tls: opaque, tcp }) => {
      if (http.length + opaque.length + tcp.length === 0) return;
      const gateway = resourceOf(NETWORKING, 'Gateway', 'shop', 'gw', {
        selector: { istio: 'ingressgateway' },
        servers: [clean({ port: { number, name: 'a', protocol }, hosts, tls })],
      });
      const service = clean({
        hosts: virtualHosts,
        gateways: ['gw', 'mesh'],
        http: http.map((one) => ({ match: one, route })),
        tls: opaque.map((one) => ({ match: [one], route })),
        tcp: tcp.map((one) => ({ match: one, route })),
      });
      const tested = resourceOf(NETWORKING, 'VirtualService', 'shop', 'tested', service);
      const snapshot = new Snapshot([web, ingress, gateway, tested]);
      const isDead = analyze(snapshot, { rules: entry, shape: false }).length > 0;
      const request: TraceRequest = { at: 'shop/gw', url: `${scheme}://${HOST}:${number}` };
      const { kind } = trace(snapshot, request).end;
      seen[isDead ? 'dead' : 'alive'] += 1;
      expect([JSON.stringify([gateway.spec, service]), kind === 'reached']).toEqual([
        JSON.stringify([gateway.spec, service]),
        !isDead,
      ]);
    }),
    { seed: 20261121, numRuns: 1_000 },
  );
  expect([seen.dead > 200, seen.alive > 200]).toEqual([true, true]);
});
