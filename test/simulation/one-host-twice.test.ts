/** ServiceEntries of one namespace and age that have a host in common: Istio takes any for the older one, here it is the one read first. */
import { trace, type TraceEnd } from '../../lib/simulation';
import { snapshotFromYaml } from '../../lib/snapshot';

const entry = (name: string, port: number, resolution: string): string =>
  `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: ${name}, namespace: shop}, spec: {hosts: [both.example], ports: [{number: ${port}, name: http, protocol: HTTP}], location: MESH_EXTERNAL, resolution: ${resolution}}}`;
const caller =
  '{apiVersion: apps/v1, kind: Deployment, metadata: {name: curl, namespace: shop}, spec: {template: {metadata: {labels: {app: curl}}, spec: {containers: []}}}}';

/** Where a request to each port ends. */
const endsIn = (...entries: readonly string[]): readonly TraceEnd[] => {
  const mesh = snapshotFromYaml([caller, ...entries].join('\n---\n'));
  return [80, 8080].map((port) => trace(mesh, { from: 'shop/curl', url: `http://both.example:${port}/` }).end);
};
const REACHED = { kind: 'reached', host: 'both.example' };
const MISSING = { kind: 'response', status: 503, flag: 'NC' };

test('of one resolution, their ports add up', () => {
  const ends = endsIn(entry('a', 80, 'DNS'), entry('b', 8080, 'DNS'));
  expect(ends).toMatchObject([REACHED, REACHED]);
});

test('of two resolutions, one of them gets the host, and the ports of the other lead nowhere', () => {
  const ends = endsIn(entry('a', 80, 'DNS'), entry('b', 8080, 'NONE'));
  expect(ends).toMatchObject([REACHED, MISSING]);
});

test('a TLS port of resolution NONE has no listener where another ServiceEntry makes the host an endpoint, even unseen', () => {
  const tls = (name: string, more: string): string =>
    `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: ${name}, namespace: shop}, spec: {hosts: [both.example], ports: [{number: 443, name: tls, protocol: TLS}], location: MESH_EXTERNAL, ${more}}}`;
  const endOf = (...entries: readonly string[]): TraceEnd => {
    const meshConfig = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' as const } };
    const mesh = snapshotFromYaml([caller, ...entries].join('\n---\n'), { meshConfig });
    return trace(mesh, { from: 'shop/curl', url: 'https://both.example/' }).end;
  };
  const open = tls('a', 'resolution: NONE');
  expect(endOf(open)).toMatchObject(REACHED);
  expect(endOf(open, tls('b', 'resolution: DNS, exportTo: [elsewhere]')).kind).toBe('reset');
});
