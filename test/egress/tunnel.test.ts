import { EGRESS, Scene } from './scene';

const PROXY = 'proxy.company.example';
// What the model of a proxy says it does not follow; everything before it is followed.
const AT_TUNNEL = 'unsupported DestinationRule spec.trafficPolicy.tunnel';
const tunnelOf = (namespaceOf: Scene, namespace: string): unknown => namespaceOf.rule(PROXY, namespace)?.spec;

test('E21: sidecars tunnel through a proxy that applications need not know', () => {
  const scene = Scene.of('e21-sidecar');
  expect(tunnelOf(scene, 'apps')).toEqual({
    host: PROXY,
    subsets: [
      {
        name: 'tunnel-443-external-example',
        trafficPolicy: { tunnel: { protocol: 'CONNECT', targetHost: 'external.example', targetPort: 443 } },
      },
    ],
  });
  expect(scene.only('VirtualService').spec.tls).toEqual([
    {
      match: [{ port: 443, sniHosts: ['external.example'] }],
      route: [{ destination: { host: PROXY, subset: 'tunnel-443-external-example', port: { number: 3128 } } }],
    },
  ]);
  expect(scene.way('https://external.example')[1]).toBe(AT_TUNNEL);
});

test.each([
  ['e21-gateway-passthrough', 'tls', 443, 'https://external.example', {}],
  ['e21-gateway-mutual', 'tcp', 443, 'https://external.example', {}],
  ['e21-gateway-tcp', 'tcp', 9000, 'tcp://external.example:9000', { address: '192.0.2.90' }],
] as const)('E21: the gateway tunnels, %s', (id, family, port, url, dialled) => {
  const scene = Scene.of(id);
  expect(scene.rule(PROXY, 'apps')).toBeUndefined();
  expect(tunnelOf(scene, 'istio-system')).toMatchObject({
    exportTo: ['.'],
    subsets: [{ trafficPolicy: { tunnel: { targetHost: 'external.example' } } }],
  });
  const rules = scene.all('VirtualService').flatMap((one) => one.spec[family] ?? []);
  expect(rules[rules.length - 1].route[0].destination).toMatchObject({ host: PROXY, port: { number: 3128 } });
  expect(scene.way(url, dialled)).toEqual([`outbound|${port}|external-example|${EGRESS}`, 'gateway', AT_TUNNEL]);
});

test('E21: the way to the proxy can be TLS itself', () => {
  expect(tunnelOf(Scene.of('e21-gateway-mutual'), 'istio-system')).toMatchObject({
    subsets: [{ trafficPolicy: { tunnel: {}, tls: { mode: 'SIMPLE', sni: PROXY } } }],
  });
});
