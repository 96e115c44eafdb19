import { App, Chart, Duration } from 'cdk8s';
import {
  CanaryRoute,
  Credential,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  IngressGateway,
  IngressHost,
  MirrorRoute,
  RouteMatch,
  ServerTls,
  ServiceRef,
  ServiceRoute,
  Target,
  TlsOrigination,
  Version,
} from 'cdk8s-istio';
import { refusal } from '../refusal';

// What no compiler checks, in the shape in which it is most easily got wrong.
const untyped = (value: unknown): never => value as never;

const service = ServiceRef.of('front-end', 'shop', [{ port: 80, name: 'http' }]);
const host = 'api.bank.example';
const ports = [EgressPort.http(80)];
const v1 = Version.label('v1');

function ingressHost(chart: Chart, hosts: readonly string[]): IngressHost {
  const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
  return new IngressHost(chart, 'Host', { hosts, via });
}

const mistakes: readonly [string, string, (chart: Chart) => unknown][] = [
  ['numbers for ports', 'EgressPort.tls(443)', (chart) => new EgressRoute(chart, 'X', { host, ports: untyped([443]) })],
  ['no ports', 'EgressPort.tls(443)', (chart) => new EgressRoute(chart, 'X', untyped({ host }))],
  ['a name for a list of hosts', "['shop.example']", (chart) => ingressHost(chart, untyped('shop.example'))],
  [
    'a number for a duration',
    'Duration.seconds(3)',
    (chart) => new EgressRoute(chart, 'X', { host, ports, timeout: untyped(3) }),
  ],
  ['a name for a Service', 'ServiceRef.of', (chart) => new ServiceRoute(chart, 'X', { service: untyped('front-end') })],
  ['no Service', 'ServiceRef.of', (chart) => new ServiceRoute(chart, 'X', { service: untyped(undefined) })],
  [
    'a name for the Service of a target',
    'ServiceRef.of',
    (chart) => ingressHost(chart, ['shop.example']).route(RouteMatch.all(), Target.service(untyped('front-end'))),
  ],
  [
    'a label for a version',
    "Version.label('v1')",
    (chart) => new CanaryRoute(chart, 'X', { service, stable: v1, canary: untyped('v2'), weight: 10 }),
  ],
  [
    'a label for the live version',
    "Version.label('v1')",
    (chart) => new MirrorRoute(chart, 'X', { service, live: untyped('v1'), mirrors: [untyped({})] }),
  ],
  ['a name for a Secret', 'Credential.secret', () => ServerTls.simple(untyped('shop-credential'))],
  [
    'a name for a second Secret',
    'Credential.secret',
    () => ServerTls.mutual(Credential.secret('shop'), { ca: untyped('clients') }),
  ],
  ["a name for a client's Secret", 'Credential.secret', () => TlsOrigination.mutual(untyped('bank-client'))],
  ['a name for authorities', 'Credential.secret', () => TlsOrigination.simple({ caCredential: untyped('bank-ca') })],
];

test.each(mistakes)('%s: the message says what is wanted', (_, wanted, make) => {
  const { id, message } = refusal(() => make(new Chart(new App(), 'shop', { namespace: 'shop' })));
  expect(id).toBe('ValueMistyped');
  expect(message).toContain(wanted);
});

test('what is of the type passes', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  expect(() => new EgressRoute(chart, 'X', { host, ports, timeout: Duration.seconds(3) })).not.toThrow();
});
