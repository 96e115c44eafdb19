import { ApiObject } from 'cdk8s';
import {
  Allowance,
  AllowedPort,
  EgressGateway,
  EgressPolicy,
  EgressPort,
  EgressRoute,
  GatewayWorkload,
  InCluster,
  Mesh,
  OutboundTraffic,
} from 'cdk8s-istio';
import { egressGateway } from '../../examples/egress/mesh';
import { refusal } from '../refusal';
import { Scene } from './scene';
import { problems, warnings } from './validation';

test('everything set', () => {
  const scene = Scene.from((chart) => {
    const via = egressGateway(chart);
    new EgressRoute(chart, 'Route', { host: 'a.example', ports: [EgressPort.http(80)], via });
    const more = EgressGateway.existing({ workload: GatewayWorkload.helm('istio-egress', 'egress'), name: 'more' });
    new EgressPolicy(chart, 'Policy', {
      namespace: 'shop',
      via,
      alsoVia: [more],
      workloads: { app: 'web' },
      outboundTraffic: OutboundTraffic.REGISTRY_ONLY,
      inCluster: InCluster.namespaces('data'),
      alsoAllow: [
        Allowance.cidr('10.0.0.0/8', { except: ['10.1.0.0/16'], ports: [AllowedPort.tcpRange(5000, 5010)] }),
        Allowance.pods({
          namespaceLabels: { team: 'core' },
          podLabels: { app: 'kafka' },
          ports: [AllowedPort.tcp(9092)],
        }),
      ],
      ingress: [Allowance.namespace('istio-ingress')],
    });
  });
  expect(scene.only('Sidecar')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: {
      workloadSelector: { labels: { app: 'web' } },
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      egress: [
        {
          hosts: ['./*', 'data/*', 'istio-system/*', 'egress/istio-egress.egress.svc.cluster.local'],
        },
      ],
    },
  });
  const { spec } = scene.only('NetworkPolicy');
  expect(spec).toMatchObject({
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Egress', 'Ingress'],
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-ingress' } } }] }],
  });
  const helm = spec.egress[3];
  expect(helm.ports.map((port: { port: number }) => port.port)).toEqual([80, 443]);
  expect(spec.egress.slice(4)).toEqual([
    { to: [{ podSelector: {} }] },
    { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } } }] },
    {
      to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
      ports: [{ protocol: 'TCP', port: 5000, endPort: 5010 }],
    },
    {
      to: [{ namespaceSelector: { matchLabels: { team: 'core' } }, podSelector: { matchLabels: { app: 'kafka' } } }],
      ports: [{ protocol: 'TCP', port: 9092 }],
    },
  ]);
});

test('defaults', () => {
  const scene = Scene.from((chart) => void new EgressPolicy(chart, 'Policy'));
  expect(scene.manifests.map(({ kind, spec }) => ({ kind, spec }))).toMatchSnapshot();
});

test('only the own namespace stays reachable', () => {
  const scene = Scene.from((chart) => void new EgressPolicy(chart, 'Policy', { inCluster: InCluster.sameNamespace() }));
  expect(scene.only('Sidecar').spec.egress[0].hosts).toEqual(['./*', 'istio-system/*']);
  expect(scene.only('NetworkPolicy').spec.egress[2]).toEqual({ to: [{ podSelector: {} }] });
});

test('no host of the Sidecar is covered by another one, of which Istio would warn', () => {
  const via = EgressGateway.existing({ workload: GatewayWorkload.istioctlEgress(), name: 'egress' });
  const hostsOf = (namespace: string, inCluster: InCluster): unknown =>
    Scene.from((chart) => void new EgressPolicy(chart, 'Policy', { namespace, inCluster, via })).only('Sidecar').spec
      .egress[0].hosts;
  expect(hostsOf('shop', InCluster.namespaces('shop', 'data', 'data'))).toEqual(['./*', 'data/*', 'istio-system/*']);
  expect(hostsOf('istio-system', InCluster.sameNamespace())).toEqual(['./*']);
});

test('each half can be left out', () => {
  expect(
    Scene.from((chart) => void new EgressPolicy(chart, 'Policy', { sidecar: false })).manifests.map((one) => one.kind),
  ).toEqual(['NetworkPolicy']);
});

test('a second Sidecar for all workloads of a namespace', () => {
  const [problem, ...others] = problems((chart) => {
    new EgressPolicy(chart, 'Policy', { networkPolicy: false });
    new ApiObject(chart, 'Rival', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { namespace: 'apps' },
      spec: {},
    });
  });
  expect(others).toEqual([]);
  expect(problem).toMatch(/chart\/Policy: chart\/Rival is another Sidecar.*\[EgressPolicyTwice\]/);
});

test('a Sidecar for some workloads beside one for all', () => {
  const found = problems((chart) => {
    new EgressPolicy(chart, 'All', { networkPolicy: false });
    new EgressPolicy(chart, 'Some', { networkPolicy: false, workloads: { app: 'web' } });
  });
  expect(found).toEqual([]);
});

test('a mesh that lets everything out, where no Sidecar says otherwise', () => {
  expect(warnings((chart) => new EgressPolicy(chart, 'Policy', { sidecar: false }))).toEqual(['EgressOpenMesh']);
  const closed = warnings((chart) => {
    Mesh.configure(chart.node.root, { outboundTraffic: OutboundTraffic.REGISTRY_ONLY });
    new EgressPolicy(chart, 'Policy', { sidecar: false });
  });
  expect(closed).toEqual([]);
});

const pod = (metadata: object, spec: object = {}): object => ({ metadata, spec });
test.each([
  ['E4: annotation', 'Pod', pod({ annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' } })],
  [
    'E4: ranges in a template',
    'Deployment',
    {
      spec: {
        template: pod({ annotations: { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.1/24' } }),
      },
    },
  ],
  [
    'P17: no sidecar',
    'CronJob',
    { spec: { jobTemplate: { spec: { template: pod({ labels: { 'sidecar.istio.io/inject': 'false' } }) } } } },
  ],
  ['P17: network of the node', 'DaemonSet', { spec: { template: pod({}, { hostNetwork: true }) } }],
  [
    'P17: no interception',
    'Sidecar',
    { spec: { workloadSelector: {}, egress: [{ captureMode: 'NONE', hosts: ['*/*'] }] } },
  ],
])('%s is reported beside a policy and a gateway', (_, kind, manifest) => {
  const { metadata = {}, ...rest } = manifest as { metadata?: object };
  const add = (chart: import('cdk8s').Chart): ApiObject =>
    new ApiObject(chart, 'Workload', { apiVersion: 'v1', kind, metadata, ...rest });
  expect(warnings((chart) => [new EgressPolicy(chart, 'Policy'), add(chart)])).toEqual(['EgressBypass']);
  expect(warnings((chart) => [egressGateway(chart), add(chart)])).toEqual(['EgressBypass']);
});

test('a Pod that goes through its sidecar is not reported', () => {
  const found = warnings((chart) => {
    new EgressPolicy(chart, 'Policy');
    new ApiObject(chart, 'Pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { annotations: { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '*' } },
    });
  });
  expect(found).toEqual([]);
});

test.each([
  ['no range', () => Allowance.cidr('10.0.0.1')],
  ['a malformed exception', () => Allowance.cidr('10.0.0.0/8', { except: ['x'] })],
  ['a prefix that is too long', () => Allowance.cidr('10.0.0.0/33')],
  ['a range that ends before it begins', () => AllowedPort.tcpRange(10, 9)],
])('%s', (_, call) => {
  expect(refusal(call).id).toBe('AllowanceMalformed');
});

test.each([
  ['a port', () => AllowedPort.udp(0), 'PortOutOfRange'],
  ['a namespace', () => Allowance.namespace('A b'), 'NameNotDnsLabel'],
  ['one of several namespaces', () => InCluster.namespaces('a', 'B'), 'NameNotDnsLabel'],
])('%s that is none', (_, call, id) => {
  expect(refusal(call).id).toBe(id);
});
