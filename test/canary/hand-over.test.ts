import {
  CanaryRoute,
  GatewayRef,
  Mirror,
  Pin,
  RolloutController,
  RouteMatch,
  ServiceRef,
  Version,
  type CanaryRouteProps,
} from 'cdk8s-istio';
import { refusal } from '../refusal';
import { chartOf, destinationsOf, synth } from '../service/synth';

const web = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
const base: CanaryRouteProps = {
  service: web,
  stable: Version.labels('stable', { app: 'web' }),
  canary: Version.labels('canary', { app: 'web' }),
  weight: 0,
};

describe('Argo Rollouts', () => {
  const managedBy = RolloutController.ARGO_ROLLOUTS;

  test('the rule has the name that a Rollout refers to, and both destinations from the start (P78)', () => {
    const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, managedBy }));
    const [rule] = result.http();
    expect(rule?.name).toBe('primary');
    expect(destinationsOf(rule)).toEqual({
      'web.shop.svc.cluster.local|80|stable': 100,
      'web.shop.svc.cluster.local|80|canary': 0,
    });
    expect(result.destinationRule().subsets?.map((one) => one.name)).toEqual(['stable', 'canary']);
  });

  test('pins stay as they are', () => {
    const always = [RouteMatch.prefix('/beta')];
    const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, managedBy, always }));
    expect(result.http().map((rule) => rule.name)).toEqual([undefined, 'primary']);
  });

  test('with several HTTP ports each rule has a name of its own, because the controller takes the first of a name', () => {
    const service = ServiceRef.of('web', 'shop', [{ port: 80 }, { port: 81 }]);
    let names: readonly string[] = [];
    const result = synth((chart) => {
      names = new CanaryRoute(chart, 'Canary', { ...base, service, managedBy }).routeNames;
    });
    expect(names).toEqual(['primary-80', 'primary-81']);
    expect(result.http().map((rule) => rule.name)).toEqual(names);
  });

  test('the fields that GitOps must leave alone (P79)', () => {
    const canary = new CanaryRoute(chartOf(), 'Canary', { ...base, managedBy, name: 'web' });
    expect(canary.ignoredDifferences).toEqual([
      {
        group: 'networking.istio.io',
        kind: 'VirtualService',
        name: 'web',
        namespace: 'shop',
        jqPathExpressions: [
          '.spec.http[]?.route[]?.weight',
          '.spec.tcp[]?.route[]?.weight',
          '.spec.tls[]?.route[]?.weight',
        ],
      },
      {
        group: 'networking.istio.io',
        kind: 'DestinationRule',
        name: 'web',
        namespace: 'shop',
        jqPathExpressions: ['.spec.subsets[]?.labels["rollouts-pod-template-hash"]'],
      },
    ]);
  });
});

describe('Flagger', () => {
  const managedBy = RolloutController.FLAGGER;

  test('the VirtualService has the name that Flagger takes over', () => {
    const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, managedBy }));
    expect(result.manifests.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['DestinationRule', 'web'],
      ['VirtualService', 'web'],
    ]);
  });

  test('GitOps must leave all of it alone', () => {
    const canary = new CanaryRoute(chartOf(), 'Canary', { ...base, managedBy });
    expect(canary.ignoredDifferences.map((one) => one.jqPathExpressions)).toEqual([
      ['.metadata.annotations', '.metadata.labels', '.spec'],
    ]);
    expect(canary.routeNames).toEqual([]);
  });

  test.each<[string, Partial<CanaryRouteProps>]>([
    ['always', { always: [RouteMatch.prefix('/a')] }],
    ['pins', { pins: [Pin.to(base.canary, RouteMatch.prefix('/a'))] }],
    ['mirrors', { mirrors: [Mirror.to(base.canary, 1)] }],
    ['others', { others: [{ version: Version.label('v3'), weight: 1 }] }],
    ['match', { match: RouteMatch.prefix('/a') }],
    ['edge', { edge: { gateways: [GatewayRef.of('a', 'b')], hosts: ['a.b'] } }],
    ['routeName', { routeName: 'a' }],
  ])('%s is refused, because Flagger overwrites it', (prop, props) => {
    const error = refusal(() => new CanaryRoute(chartOf(), 'Canary', { ...base, ...props, managedBy }));
    expect([error.id, error.value]).toEqual(['RulesOverwritten', [prop]]);
  });

  test('a rule that is added later is refused as well', () => {
    const canary = new CanaryRoute(chartOf(), 'Canary', { ...base, managedBy });
    expect(refusal(() => canary.route(RouteMatch.prefix('/a'), canary)).id).toBe('RulesOverwritten');
  });

  test('another name is refused', () => {
    const error = refusal(() => new CanaryRoute(chartOf(), 'Canary', { ...base, managedBy, name: 'other' }));
    expect([error.id, error.allowed]).toEqual(['HandOverName', 'web']);
  });
});

test('without a controller nothing is handed over', () => {
  const canary = new CanaryRoute(chartOf(), 'Canary', base);
  expect([canary.ignoredDifferences, canary.routeNames]).toEqual([[], []]);
});
