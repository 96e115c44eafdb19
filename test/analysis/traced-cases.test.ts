import { join } from 'node:path';
import { snapshotFromFiles, snapshotFromYaml } from '../../lib/snapshot';
import { readFileSync } from 'node:fs';
import { trace, type TraceRequest } from '../../lib/simulation';

/** What rules say of their bad examples is what a trace shows there, and not in the good ones. */
const read = (place: string, file: 'bad' | 'good') =>
  readFileSync(join(__dirname, 'rules', place, `${file}.yaml`), 'utf8');
const labels = { app: 'client' };

const SERVICES = ['reviews', 'web', 'api', 'cart', 'shop']
  .map(
    (name) => `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}`,
  )
  .join('');

const ENTRY = `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api-example, namespace: shop}
spec: {hosts: [api.example.com], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}`;

const follow = (place: string, file: 'bad' | 'good', request: TraceRequest) =>
  trace(snapshotFromYaml(`${read(place, file)}${SERVICES}${ENTRY}`), { labels, ...request });

test('the files of cases are read as files, too', () => {
  const file = join(__dirname, 'rules/virtual-service/self-routing-gateway/bad.yaml');
  expect(snapshotFromFiles([file]).resources).toHaveLength(3);
});

test('CIS0344: requests that a gateway sends to itself never leave it', () => {
  const request = { from: 'shop/client', url: 'http://api.example.com/' };
  expect(follow('virtual-service/self-routing-gateway', 'bad', request).end.kind).toBe('loop');
  const { kind, host } = follow('virtual-service/self-routing-gateway', 'good', request).end;
  expect([kind, host]).toEqual(['reached', 'api.example.com']);
});

test.each(['client', 'shop'])(
  'CIS0342: of clients, those of namespace client alone lack the subset (from %s)',
  (from) => {
    const request = { from: `${from}/client`, url: 'http://reviews.shop.svc.cluster.local/' };
    const bad = follow('destination-rule/hidden-destination-rule', 'bad', request).end;
    expect([bad.kind, bad.status]).toEqual(from === 'client' ? ['response', 503] : ['reached', undefined]);
    const good = follow('destination-rule/hidden-destination-rule', 'good', request).end;
    expect([good.kind, good.subset]).toEqual(['reached', 'v1']);
  },
);

test.each([
  ['bad', '/api/x', '//x'],
  ['bad', '/cart/x', '/v2x'],
  ['good', '/api/x', '/x'],
  ['good', '/api', '/'],
  ['good', '/cart/x', '/v2/x'],
] as const)('CIS0346: the %s example turns %s into %s', (file, path, expected) => {
  const { hops } = follow('virtual-service/http-rule-effect', file, {
    from: 'shop/client',
    url: `http://shop.shop${path}`,
  });
  expect(hops[0]!.decision.upstream?.path).toBe(expected);
});

test('CIS0354: a fault without percentage meets no request', () => {
  const { hops } = follow('virtual-service/http-rule-effect', 'bad', {
    from: 'shop/client',
    url: 'http://shop.shop/slow',
  });
  expect(hops[0]!.decision.fault?.abort?.percent).toBe(0);
});

test('CIS0359: a subset without endpoints answers 503', () => {
  const request = { from: 'shop/client', url: 'http://api.example.com/' };
  const ends = (['bad', 'good'] as const).map((file) => {
    const yaml = read('destination-rule/subset-without-endpoint', file);
    const { kind, status, subset } = trace(snapshotFromYaml(yaml), { labels, ...request }).end;
    return [kind, status ?? subset];
  });
  expect(ends).toEqual([
    ['response', 503],
    ['reached', 'eu'],
  ]);
});
