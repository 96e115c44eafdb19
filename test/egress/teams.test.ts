import { Chart, Testing } from 'cdk8s';
import {
  Caller,
  Checks,
  Credential,
  EgressGateway,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  TlsOrigination,
  type EgressContract,
} from 'cdk8s-istio';
import { trace } from '../../lib/simulation';
import { apiObjectsOf, Snapshot, snapshotOf } from '../../lib/snapshot';
import { refusal } from '../refusal';
import type { Manifest } from './scene';

const workload = GatewayWorkload.istioctlEgress();
const bank: EgressContract = {
  host: 'api.bank.example',
  moreHosts: ['files.bank.example'],
  ports: [EgressPort.http(80)],
  namespace: 'shop',
  tls: TlsOrigination.mutual(Credential.secret('bank-client')),
  callers: [Caller.serviceAccount('checkout', 'shop')],
};

function chartOf(namespace: string): Chart {
  const app = Testing.app();
  Checks.of(app).disable();
  return new Chart(app, 'chart', { namespace });
}

const manifestsOf = (chart: Chart): Manifest[] => apiObjectsOf(chart).map((object) => object.toJson() as Manifest);

function platform(): Chart {
  const chart = chartOf('platform');
  new EgressGateway(chart, 'Egress', { workload, name: 'egress' }).admit(bank);
  return chart;
}

function team(): Chart {
  const chart = chartOf('shop');
  new EgressRoute(chart, 'Bank', { ...bank, via: EgressGateway.existing({ workload, name: 'egress' }) });
  return chart;
}

test("the team's App writes into its own namespace only, and no DestinationRule", () => {
  const manifests = manifestsOf(team());
  expect(new Set(manifests.map((one) => one.metadata.namespace))).toEqual(new Set(['shop']));
  expect(manifests.map((one) => one.kind).sort()).toEqual(['ServiceEntry', 'VirtualService', 'VirtualService']);
});

test("the platform's App writes what lies beside the gateway, named by its owner", () => {
  const manifests = manifestsOf(platform());
  expect(manifests.map((one) => [one.kind, one.metadata.namespace, one.metadata.name])).toEqual([
    ['Gateway', 'istio-system', 'egress'],
    ['DestinationRule', 'istio-system', 'egress'],
    ['AuthorizationPolicy', 'istio-system', 'shop-callers-api-bank-example'],
    ['DestinationRule', 'istio-system', 'shop-server-api-bank-example'],
    ['DestinationRule', 'istio-system', 'shop-server2-api-bank-example'],
  ]);
});

test('the halves fit', () => {
  const [ours, theirs] = [snapshotOf(platform()), snapshotOf(team())];
  const both = new Snapshot([...ours.resources, ...theirs.resources], ours.meshConfig);
  const end = (account: string, host: string): object =>
    trace(both, { url: `http://${host}`, from: `shop/${account}`, labels: { app: account } }).end;
  for (const host of ['api.bank.example', 'files.bank.example']) {
    expect(end('checkout', host)).toMatchObject({ kind: 'reached', host, tls: 'MUTUAL', sni: host });
    expect(end('curl', host)).toMatchObject({ kind: 'response', status: 403 });
  }
});

test('both halves together are what one App writes', () => {
  const chart = chartOf('shop');
  const via = new EgressGateway(chart, 'Egress', { workload, name: 'egress' });
  new EgressRoute(chart, 'Bank', { ...bank, via });
  const text = (one: Manifest): string => JSON.stringify([one.kind, one.spec]);
  const apart = [...manifestsOf(platform()), ...manifestsOf(team())].map(text).sort();
  expect(manifestsOf(chart).map(text).sort()).toEqual(apart);
});

test('an owner can be named', () => {
  const chart = chartOf('platform');
  new EgressGateway(chart, 'Egress', { workload, owner: 'payments' }).admit({ ...bank, owner: 'checkout' });
  expect(manifestsOf(chart).map((one) => one.metadata.name)).toEqual([
    'payments-istio-egressgateway',
    'payments-istio-egressgateway',
    'checkout-callers-api-bank-example',
    'checkout-server-api-bank-example',
    'checkout-server2-api-bank-example',
  ]);
});

test('a contract of another App says whose it is', () => {
  const { namespace, ...nobodys } = bank;
  expect(namespace).toBe('shop');
  expect(refusal(() => new EgressGateway(chartOf('platform'), 'Egress', { workload }).admit(nobodys)).id).toBe(
    'NamespaceMissing',
  );
});

test('callers are checked in the App of the team as well', () => {
  const via = EgressGateway.existing({ workload, name: 'egress' });
  const props = { ...bank, tls: undefined, ports: [EgressPort.tls(443)], via };
  const { tls, ...passthrough } = props;
  expect(tls).toBeUndefined();
  expect(refusal(() => new EgressRoute(chartOf('shop'), 'Bank', passthrough)).id).toBe('CallersUnknown');
});

test('one route for each host of a gateway, naming the other', () => {
  const chart = chartOf('platform');
  const via = new EgressGateway(chart, 'Egress', { workload });
  via.admit(bank);
  const error = refusal(() => via.admit({ ...bank, host: 'new.example', namespace: 'other', owner: 'other' }));
  expect(error.id).toBe('EgressHostTaken');
  expect(error.message).toContain('chart/Egress/api.bank.example');
});

test('two Gateways of one owner for one workload have names of their own; the first one keeps its name', () => {
  const chart = chartOf('apps');
  const first = new EgressGateway(chart, 'First', { workload });
  const second = new EgressGateway(chart, 'Second', { workload });
  expect(first.gateway.name).toBe('apps-istio-egressgateway');
  expect(second.gateway.name).toBe('apps-istio-egressgateway-second');
  new EgressRoute(chart, 'One', { host: 'one.example', ports: [EgressPort.tls(443)], via: first });
  new EgressRoute(chart, 'Two', { host: 'two.example', ports: [EgressPort.tls(443)], via: second });
  const ids = manifestsOf(chart).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  expect(new Set(ids).size).toBe(ids.length);
});
