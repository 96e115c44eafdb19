import { App, Chart } from 'cdk8s';
import {
  CanaryRoute,
  GatewayWorkload,
  HeaderMatch,
  IngressGateway,
  IngressHost,
  Mirror,
  Pin,
  RouteMatch,
  ServiceRef,
  StringMatch,
  Target,
  Version,
  type CanaryRouteProps,
} from 'cdk8s-istio';
import { refusal } from '../refusal';
import { chartOf, destinationsOf, synth, synthProblems, type Manifest } from '../service/synth';

const web = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
const HOST = 'web.shop.svc.cluster.local|80';
const v1 = Version.label('v1');
const v2 = Version.label('v2');
const v3 = Version.label('v3');
const base: CanaryRouteProps = { service: web, stable: v1, canary: v2, weight: 10 };

function rules(props: Partial<CanaryRouteProps>): Record<string, number>[] {
  const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, ...props }));
  return result.http().map(destinationsOf);
}

describe('split', () => {
  test('the stable version gets what the others leave', () => {
    expect(rules({ others: [{ version: v3, weight: 5 }] })).toEqual([
      { [`${HOST}|v1`]: 85, [`${HOST}|v2`]: 10, [`${HOST}|v3`]: 5 },
    ]);
  });

  test('a part of the requests is split, the others go to the stable version', () => {
    expect(rules({ match: RouteMatch.prefix('/api') })).toEqual([
      { [`${HOST}|v1`]: 90, [`${HOST}|v2`]: 10 },
      { [`${HOST}|v1`]: 100 },
    ]);
  });

  test('different splits of one Service by path', () => {
    const pins = [Pin.share(RouteMatch.prefix('/cart'), 50), Pin.share(RouteMatch.prefix('/pay'), 0)];
    expect(rules({ pins })).toEqual([
      { [`${HOST}|v1`]: 50, [`${HOST}|v2`]: 50 },
      { [`${HOST}|v1`]: 100, [`${HOST}|v2`]: 0 },
      { [`${HOST}|v1`]: 90, [`${HOST}|v2`]: 10 },
    ]);
  });

  test('gRPC methods are paths', () => {
    const service = ServiceRef.of('rpc', 'shop', [{ port: 9000, name: 'grpc' }]);
    const pins = [Pin.to(v2, RouteMatch.exact('/shop.Cart/Add'))];
    const result = synth((chart) => new CanaryRoute(chart, 'Rpc', { ...base, service, pins }));
    expect(result.http()[0]?.match).toEqual([{ uri: { exact: '/shop.Cart/Add' } }]);
  });

  test('mesh: false leaves the split to the edge', () => {
    expect(synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, mesh: false })).kinds()).toEqual([
      'DestinationRule',
    ]);
  });

  test('defaults', () => {
    expect(synth((chart) => new CanaryRoute(chart, 'Canary', base)).manifests).toMatchSnapshot();
  });

  test('everything set', () => {
    const result = synth((chart) => {
      const canary = new CanaryRoute(chart, 'Canary', {
        ...base,
        stableWeight: 80,
        others: [{ version: v3, weight: 10 }],
        always: [RouteMatch.header(HeaderMatch.exact('end-user', 'jason'))],
        pins: [Pin.users(v3, ['ann', 'bob'], 'x-user'), Pin.share(RouteMatch.prefix('/cart'), 50)],
        match: RouteMatch.of({ method: StringMatch.exact('GET') }),
        mirrors: [Mirror.to(v3, 1.5)],
        routeName: 'split',
        name: 'web',
        exportTo: ['*'],
      });
      canary.route(RouteMatch.prefix('/static/'), Target.service(web), { name: 'static' });
    });
    expect(result.manifests).toMatchSnapshot();
  });
});

describe('pins', () => {
  const jason = HeaderMatch.exact('end-user', 'jason');

  test.each<[string, RouteMatch, object]>([
    ['a header', RouteMatch.header(jason), { headers: { 'end-user': { exact: 'jason' } } }],
    [
      'a cookie',
      RouteMatch.header(HeaderMatch.cookie('group', 'beta')),
      { headers: { cookie: { regex: '^(.*?;\\s*)?group=beta(;.*)?$' } } },
    ],
    ['a caller', RouteMatch.sourceLabels({ app: 'tester' }), { sourceLabels: { app: 'tester' } }],
    ['a namespace', RouteMatch.of({ sourceNamespace: 'qa' }), { sourceNamespace: 'qa' }],
    ['a path', RouteMatch.prefix('/beta/'), { uri: { prefix: '/beta/' } }],
  ])('%s comes before the split', (_, match, rendered) => {
    const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, always: [match] }));
    const [pin, split] = result.http();
    expect(pin?.match).toEqual([rendered]);
    expect(destinationsOf(pin)).toEqual({ [`${HOST}|v2`]: 100 });
    expect(split?.match).toBeUndefined();
  });

  test('several users share a rule', () => {
    const pins = [Pin.users(v2, ['ann', 'bob'])];
    const result = synth((chart) => new CanaryRoute(chart, 'Canary', { ...base, pins }));
    expect(result.http()[0]?.match).toEqual(
      ['ann', 'bob'].map((user) => ({ headers: { 'end-user': { exact: user } } })),
    );
  });

  test('the more specific of two pins wins, whatever their order', () => {
    const narrow = Pin.to(
      v1,
      RouteMatch.of({ path: RouteMatch.prefix('/a').alternatives[0]!.path!, headers: [jason] }),
    );
    const wide = Pin.to(v2, RouteMatch.prefix('/a'));
    expect(rules({ pins: [wide, narrow] })).toEqual(rules({ pins: [narrow, wide] }));
  });

  test('a pin that can never match is refused', () => {
    const pins = [Pin.to(v1, RouteMatch.prefix('/a'))];
    const always = [RouteMatch.prefix('/a')];
    const error = refusal(() => new CanaryRoute(chartOf(), 'Canary', { ...base, always, pins }));
    expect(error.id).toBe('RuleUnreachable');
    expect(error.path).toBe('test/Canary');
  });
});

describe('mirrors next to a canary', () => {
  test('every rule copies, but not to the version that answers', () => {
    const always = [RouteMatch.prefix('/beta')];
    const pins = [Pin.to(v3, RouteMatch.prefix('/three'))];
    const result = synth((chart) => {
      new CanaryRoute(chart, 'Canary', { ...base, always, pins, mirrors: [Mirror.to(v3, 20)] });
    });
    expect(result.http().map((rule) => rule.mirror?.subset)).toEqual(['v3', undefined, 'v3']);
    expect(result.destinationRule().subsets?.map((one) => one.name)).toEqual(['v1', 'v2', 'v3']);
  });

  test('a copy to the version that gets everything is refused', () => {
    const problems = synthProblems((chart) => {
      new CanaryRoute(chart, 'Canary', { ...base, weight: 100, mirrors: [Mirror.to(v2, 20)] });
    });
    expect(problems).toContain('[MirrorToItself]');
  });

  test('a dark launch: the canary has no weight and gets copies only', () => {
    const result = synth((chart) => {
      new CanaryRoute(chart, 'Canary', { ...base, weight: 0, mirrors: [Mirror.to(v2, 100)] });
    });
    expect(result.http()[0]).toMatchObject({ mirror: { subset: 'v2' }, route: [{ weight: 100 }, { weight: 0 }] });
  });
});

describe('as a target', () => {
  function edge(build: (chart: Chart, host: IngressHost) => void): readonly Manifest[] {
    const chart = new Chart(new App(), 'test', { namespace: 'shop' });
    const via = new IngressGateway(chart, 'Edge', { workload: GatewayWorkload.istioctlIngress() });
    build(chart, new IngressHost(chart, 'Host', { hosts: ['shop.example.com'], via }));
    return chart.toJson() as Manifest[];
  }

  test('the edge has the same rules as the mesh, pins included (P81)', () => {
    const manifests = edge((chart, host) => {
      const always = [RouteMatch.header(HeaderMatch.exact('end-user', 'jason'))];
      host.route(RouteMatch.all(), new CanaryRoute(chart, 'Canary', { ...base, always }));
    });
    const specs = manifests.filter((one) => one.kind === 'VirtualService').map((one) => one.spec as { http: unknown });
    expect(specs).toHaveLength(2);
    expect(specs[0]?.http).toEqual(specs[1]?.http);
  });

  test('what was pinned after the route was made reaches the edge', () => {
    const manifests = edge((chart, host) => {
      const canary = new CanaryRoute(chart, 'Canary', { ...base, mesh: false });
      host.route(RouteMatch.all(), canary);
      canary.route(RouteMatch.prefix('/late'), canary.to(v2));
    });
    const spec = manifests.find((one) => one.kind === 'VirtualService')?.spec as { http: { match: unknown }[] };
    expect(spec.http.map((rule) => rule.match)).toEqual([[{ uri: { prefix: '/late' } }], undefined]);
  });

  test('a pin by caller is nothing for a gateway', () => {
    const call = () =>
      edge((chart, host) => {
        const always = [RouteMatch.sourceLabels({ app: 'tester' })];
        host.route(RouteMatch.all(), new CanaryRoute(chart, 'Canary', { ...base, always }));
      });
    expect(call).toThrow(/MatchMeshOnly/);
  });

  test('a canary of one Service within the rules of another', () => {
    const orders = ServiceRef.of('orders', 'shop', [{ port: 80 }]);
    const result = synth((chart) => {
      const inner = new CanaryRoute(chart, 'Inner', { ...base, service: orders, mesh: false });
      const outer = new CanaryRoute(chart, 'Outer', base);
      outer.route(RouteMatch.prefix('/orders'), inner);
    });
    const spec = result.manifests.find((one) => one.kind === 'VirtualService')?.spec as Parameters<typeof Object>[0];
    expect(destinationsOf((spec as { http: never[] }).http[0])).toEqual({
      'orders.shop.svc.cluster.local|80|v1': 90,
      'orders.shop.svc.cluster.local|80|v2': 10,
    });
  });

  test('a Service with several ports needs the one that the edge uses', () => {
    const service = ServiceRef.of('web', 'shop', [{ port: 80 }, { port: 81 }]);
    const call = (props: Partial<CanaryRouteProps>) =>
      edge((chart, host) =>
        host.route(RouteMatch.all(), new CanaryRoute(chart, 'Canary', { ...base, service, ...props })),
      );
    expect(() => call({})).toThrow(/PortAmbiguous/);
    const spec = call({ port: 81 }).find((one) => one.metadata.name.startsWith('test-host'))?.spec;
    expect(destinationsOf((spec as { http: never[] }).http[0])).toEqual({
      'web.shop.svc.cluster.local|81|v1': 90,
      'web.shop.svc.cluster.local|81|v2': 10,
    });
  });
});

describe('bad input', () => {
  test.each<[string, Partial<CanaryRouteProps>, string]>([
    ['weights of 99', { stableWeight: 89 }, 'WeightsNotHundred'],
    ['more than 100', { others: [{ version: v3, weight: 91 }] }, 'WeightsNotHundred'],
    ['a negative weight', { weight: -1 }, 'WeightOutOfRange'],
    ['NaN', { weight: NaN }, 'WeightOutOfRange'],
    ['a fraction', { weight: 0.5 }, 'WeightOutOfRange'],
    ['101', { weight: 101 }, 'WeightOutOfRange'],
    ['two versions of one name', { canary: Version.labels('v1', { app: 'x' }) }, 'VersionTwice'],
    ['two further versions without weights', { others: [{ version: v3 }] }, 'WeightsMissing'],
  ])('%s (P78)', (_, props, id) => {
    const error = refusal(() => new CanaryRoute(chartOf(), 'Canary', { ...base, ...props }));
    expect(error.id).toBe(id);
    expect(error.path).toBe('test/Canary');
  });

  test('a pinned share that is none', () => {
    expect(refusal(() => Pin.share(RouteMatch.all(), 101)).id).toBe('WeightOutOfRange');
  });

  test('pins for nobody', () => {
    expect(refusal(() => Pin.users(v2, [])).id).toBe('MatchEmpty');
  });

  test('copies of TCP connections', () => {
    const tcp = ServiceRef.of('db', 'shop', [{ port: 5432, name: 'tcp' }]);
    const problems = synthProblems((chart) => {
      new CanaryRoute(chart, 'Canary', { ...base, service: tcp, mirrors: [Mirror.to(v3, 1)] });
    });
    expect(problems).toContain('test/Canary: mirrors on a port whose traffic is no HTTP');
  });
});
