import {
  CanaryRoute,
  HeaderMatch,
  Mirror,
  MirrorRoute,
  Retry,
  RouteMatch,
  ServiceRef,
  StringMatch,
  Target,
  Version,
  type MirrorRouteProps,
} from 'cdk8s-istio';
import { refusal } from '../refusal';
import { chartOf, destinationsOf, synth, synthProblems, type Manifest } from '../service/synth';

const orders = ServiceRef.of('orders', 'shop', [{ port: 80, name: 'http' }]);
const HOST = 'orders.shop.svc.cluster.local|80';
const v1 = Version.label('v1');
const v2 = Version.label('v2');
const base: MirrorRouteProps = { service: orders, live: v1, mirrors: [Mirror.to(v2, 25)] };

test('only reads are copied (P86)', () => {
  const match = RouteMatch.of({ method: StringMatch.exact('GET') });
  const result = synth((chart) => new MirrorRoute(chart, 'Shadow', { ...base, match }));
  const [read, rest] = result.http();
  expect(read?.match).toEqual([{ method: { exact: 'GET' } }]);
  expect(read?.mirrorPercentage).toEqual({ value: 25 });
  expect(rest).not.toHaveProperty('mirror');
  expect([read, rest].map(destinationsOf)).toEqual([{ [`${HOST}|v1`]: 100 }, { [`${HOST}|v1`]: 100 }]);
});

test('without a live version the whole Service answers', () => {
  const result = synth((chart) => new MirrorRoute(chart, 'Shadow', { service: orders, mirrors: base.mirrors }));
  expect(destinationsOf(result.http()[0])).toEqual({ [HOST]: 100 });
  expect(result.destinationRule().subsets?.map((one) => one.name)).toEqual(['v2']);
});

test('copies go to a Service of another namespace, with its port (P85)', () => {
  const shadow = ServiceRef.of('orders', 'staging', [{ port: 8080 }]);
  const result = synth(
    (chart) => new MirrorRoute(chart, 'Shadow', { ...base, mirrors: [Mirror.toService(shadow, 5)] }),
  );
  expect(result.http()[0]?.mirror).toEqual({ host: 'orders.staging.svc.cluster.local', port: { number: 8080 } });
});

test('copies go to a subset of another Service', () => {
  const mirrors = [
    Mirror.toService(ServiceRef.of('b', 'shop', [{ port: 80 }, { port: 81 }]), 5, { port: 81, subset: 'v2' }),
  ];
  const result = synth((chart) => new MirrorRoute(chart, 'Shadow', { ...base, mirrors }));
  expect(result.http()[0]?.mirror).toEqual({
    host: 'b.shop.svc.cluster.local',
    port: { number: 81 },
    subset: 'v2',
  });
});

test('a rule of its own is not copied', () => {
  const result = synth((chart) => {
    const mirror = new MirrorRoute(chart, 'Shadow', base);
    mirror.route(RouteMatch.header(HeaderMatch.exact('x-debug', '1')), Target.service(orders, { subset: 'v2' }));
  });
  expect(result.http().map((rule) => 'mirror' in rule)).toEqual([false, true]);
});

test('as a target of another Service’s rules', () => {
  const result = synth((chart) => {
    const shadow = new MirrorRoute(chart, 'Shadow', { ...base, mesh: false });
    const web = ServiceRef.of('web', 'shop', [{ port: 80 }]);
    const canary = new CanaryRoute(chart, 'Web', { service: web, stable: v1, canary: v2, weight: 5 });
    canary.route(RouteMatch.prefix('/orders'), shadow);
  });
  const spec = result.manifests.find((one) => one.kind === 'VirtualService') as Manifest<{ http: object[] }>;
  expect(spec.spec.http[0]).toMatchObject({ mirror: { subset: 'v2' }, mirrorPercentage: { value: 25 } });
});

test('defaults', () => {
  expect(synth((chart) => new MirrorRoute(chart, 'Shadow', base)).manifests).toMatchSnapshot();
});

test('everything set', () => {
  const result = synth((chart) => {
    new MirrorRoute(chart, 'Shadow', {
      ...base,
      mirrors: [Mirror.to(v2, 0.5), Mirror.toHost('collector.example.com', 443, 100)],
      match: RouteMatch.prefix('/orders'),
      routeName: 'shadow',
      name: 'orders',
      exportTo: ['.'],
      retry: Retry.none(),
    });
  });
  expect(result.manifests).toMatchSnapshot();
});

describe('bad input', () => {
  test('no mirror', () => {
    const error = refusal(() => new MirrorRoute(chartOf(), 'Shadow', { ...base, mirrors: [] }));
    expect([error.id, error.path]).toEqual(['MirrorsEmpty', 'test/Shadow']);
  });

  test('a Service that the mirror lacks the port of', () => {
    const shadow = ServiceRef.of('b', 'shop', [{ port: 80 }, { port: 81 }]);
    const problems = synthProblems(
      (chart) => new MirrorRoute(chart, 'Shadow', { ...base, mirrors: [Mirror.toService(shadow, 5)] }),
    );
    expect(problems).toContain('[PortAmbiguous]');
  });

  test.each<[string, Partial<MirrorRouteProps>]>([
    ['to the live version', { mirrors: [Mirror.to(v1, 5)] }],
    [
      'to the Service itself',
      { service: orders, live: Version.service('all', orders), mirrors: [Mirror.toService(orders, 5)] },
    ],
    ['among others', { mirrors: [Mirror.to(v2, 5), Mirror.to(v1, 5)] }],
  ])('a mirror %s', (_, props) => {
    const problems = synthProblems((chart) => new MirrorRoute(chart, 'Shadow', { ...base, ...props }));
    expect(problems).toContain('test/Shadow: requests are copied to where they go anyway');
    expect(problems).toContain('[MirrorToItself]');
  });

  test('nothing is copied to itself at 0 percent', () => {
    const result = synth((chart) => new MirrorRoute(chart, 'Shadow', { ...base, mirrors: [Mirror.to(v1, 0)] }));
    expect(result.http()[0]).not.toHaveProperty('mirror');
  });
});
