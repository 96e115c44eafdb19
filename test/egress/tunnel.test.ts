import { EgressPort, EgressRoute, ForwardProxy } from 'cdk8s-istio';
import { egressGateway } from '../../examples/egress/mesh';
import { refusal } from '../refusal';
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
  expect(scene.rule(PROXY, 'istio-system')).toBeUndefined();
  expect(tunnelOf(scene, 'apps')).toMatchObject({
    subsets: [{ trafficPolicy: { tunnel: { targetHost: 'external.example' } } }],
  });
  const rules = scene.all('VirtualService').flatMap((one) => one.spec[family] ?? []);
  expect(rules[rules.length - 1].route[0].destination).toMatchObject({ host: PROXY, port: { number: 3128 } });
  expect(scene.way(url, dialled)).toEqual([`outbound|${port}|external-example|${EGRESS}`, 'gateway', AT_TUNNEL]);
});

test('E21: the way to the proxy can be TLS itself', () => {
  expect(tunnelOf(Scene.of('e21-gateway-mutual'), 'apps')).toMatchObject({
    subsets: [{ trafficPolicy: { tunnel: {}, tls: { mode: 'SIMPLE', sni: PROXY } } }],
  });
});

test('E21: a proxy that the gateway does not see', () => {
  const hidden = (exportTo: readonly string[]) => (): Scene =>
    Scene.from((chart) => {
      const host = 'proxy.example';
      const through = new ForwardProxy(chart, 'Proxy', { host, port: 3128, addresses: ['192.0.2.1'], exportTo });
      const ports = [EgressPort.tls(443)];
      new EgressRoute(chart, 'Route', { host: 'a.example', ports, through, via: egressGateway(chart) });
    });
  expect(refusal(hidden(['.'])).id).toBe('EgressProxyHidden');
  expect(hidden(['.', 'istio-system'])().rule('proxy.example')?.spec.exportTo).toEqual(['.', 'istio-system']);
});

test('E21: routes share a proxy', () => {
  const scene = Scene.from((chart) => {
    const through = new ForwardProxy(chart, 'Proxy', { host: 'proxy.example', port: 3128, post: true });
    for (const host of ['b.example', 'a.example']) {
      new EgressRoute(chart, host, { host, ports: [EgressPort.tls(443)], through });
    }
  });
  const [first, second] = scene.rule('proxy.example')?.spec.subsets ?? [];
  expect([first.name, second.name]).toEqual(['tunnel-443-a-example', 'tunnel-443-b-example']);
  expect(first.trafficPolicy.tunnel.protocol).toBe('POST');
});
