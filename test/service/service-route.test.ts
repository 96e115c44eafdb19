import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  Checks,
  ConnectionPool,
  ConsistentHash,
  Cors,
  GatewayRef,
  HeaderMatch,
  LoadBalancer,
  Mesh,
  Mirror,
  PathMatch,
  Redirect,
  Rewrite,
  RouteMatch,
  RouteSide,
  ServiceRef,
  ServiceRoute,
  StringMatch,
  Target,
  Version,
  type ServiceRouteProps,
} from 'cdk8s-istio';
import { refusal } from '../refusal';
import { chartOf, destinationsOf, synth, synthProblems, type Manifest } from './synth';

const one = ServiceRef.of('web', 'shop', [{ port: 80, name: 'http' }]);
const many = ServiceRef.of('web', 'shop', [
  { port: 80, name: 'http' },
  { port: 8080, name: 'http-admin' },
  { port: 443, name: 'https' },
  { port: 9000, name: 'tcp' },
]);
const HOST = 'web.shop.svc.cluster.local';
const edge = { gateways: [GatewayRef.of('edge', 'gw')], hosts: ['web.example.com'] };
const v1 = Version.label('v1');
const v2 = Version.label('v2');

describe('objects', () => {
  test('both lie in the namespace of the Service, DestinationRule first (P76)', () => {
    const { manifests } = synth((chart) => {
      new ServiceRoute(chart, 'Web', { service: one, versions: [v1], name: 'web' });
    });
    expect(manifests.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual([
      ['DestinationRule', 'web', 'shop'],
      ['VirtualService', 'web', 'shop'],
    ]);
  });

  test('a DestinationRule that comes later is still first', () => {
    const { manifests } = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: one });
      expect(route.destinationRule).toBeUndefined();
      route.route(RouteMatch.prefix('/new'), route.to(v2));
    });
    expect(manifests.map(({ kind }) => kind)).toEqual(['DestinationRule', 'VirtualService']);
  });

  test('without versions and traffic policy there is no DestinationRule that would hide one of the mesh', () => {
    expect(synth((chart) => new ServiceRoute(chart, 'Web', { service: one })).kinds()).toEqual(['VirtualService']);
  });

  test('the fixed child ids', () => {
    const route = new ServiceRoute(chartOf(), 'Web', { service: one, versions: [v1] });
    expect(route.node.children.map((child) => child.node.id)).toEqual(['Resource', 'DestinationRule']);
    expect(route.virtualService).toBe(route.node.findChild('Resource'));
    expect(route.destinationRule).toBe(route.node.findChild('DestinationRule'));
  });

  test('a patch reaches a field that no prop has', () => {
    const app = new App();
    const chart = new Chart(app, 'test');
    const route = new ServiceRoute(chart, 'Web', { service: one });
    route.virtualService?.addJsonPatch(JsonPatch.add('/spec/http/0/newField', true));
    Checks.of(route).suppress('CIS0101', 'a field of an Istio that is newer than the checks');
    expect(chart.toJson()).toHaveProperty('0.spec.http.0.newField', true);
  });

  test('a Service of cdk8s-plus is named by what it synthesises', () => {
    const result = synth(
      (chart) => {
        const service = new kplus.Service(chart, 'Web', { ports: [{ port: 80, name: 'http' }] });
        new ServiceRoute(chart, 'Route', { service });
      },
      { namespace: 'shop' },
    );
    const service = result.manifests.find((manifest) => manifest.kind === 'Service') as Manifest;
    expect(result.virtualService().hosts).toEqual([`${service.metadata.name}.shop.svc.cluster.local`]);
  });

  test('the cluster domain is the mesh’s', () => {
    const result = synth((chart, app) => {
      Mesh.configure(app, { clusterDomain: 'corp.internal' });
      new ServiceRoute(chart, 'Web', { service: one });
    });
    expect(result.virtualService().hosts).toEqual(['web.shop.svc.corp.internal']);
  });

  test('two synths are the same', () => {
    const chart = chartOf();
    const route = new ServiceRoute(chart, 'Web', { service: many, port: 80, edge, versions: [v2, v1] });
    route.route(RouteMatch.prefix('/new'), route.to(v2));
    expect(JSON.stringify(chart.toJson())).toBe(JSON.stringify(chart.toJson()));
  });

  test('everything set', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', {
        service: many,
        port: 80,
        edge: { ...edge, port: 443 },
        exportTo: ['.', 'gw'],
        name: 'web',
        versions: [v1, Version.labels('blue', { colour: 'blue', tier: 'front' })],
        trafficPolicy: {
          connectionPool: ConnectionPool.of({ tcp: { maxConnections: 10 } }),
          portPolicies: [{ port: 443, connectionPool: ConnectionPool.of({ tcp: { maxConnections: 1 } }) }],
        },
      });
      route.route(
        RouteMatch.prefix('/v2/'),
        route.split([{ version: v1, weight: 40 }, { version: v2 }], { name: 'v2' }),
      );
      route.route(RouteMatch.exact('/old'), Target.redirect(Redirect.to({ uri: '/' })), {
        side: RouteSide.EDGE,
        name: 'old',
      });
      route.route(RouteMatch.sourceLabels({ app: 'batch' }), route.to(v1), { side: RouteSide.MESH, port: 8080 });
    });
    expect(result.manifests).toMatchSnapshot();
  });

  test('defaults', () => {
    expect(synth((chart) => new ServiceRoute(chart, 'Web', { service: one })).manifests).toMatchSnapshot();
  });
});

describe('ports', () => {
  test('every HTTP port has its rule, because a port without one would answer 404 (P58)', () => {
    const result = synth((chart) => new ServiceRoute(chart, 'Web', { service: many }));
    const { http, tls, tcp } = result.virtualService();
    expect(http?.map((rule) => rule.match)).toEqual([[{ port: 80 }], [{ port: 8080 }]]);
    expect(http?.map(destinationsOf)).toEqual([{ [`${HOST}|80`]: 100 }, { [`${HOST}|8080`]: 100 }]);
    expect([tls, tcp]).toEqual([undefined, undefined]);
  });

  test('a Service without HTTP ports has rules for each of them', () => {
    const service = ServiceRef.of('db', 'shop', [
      { port: 443, name: 'tls' },
      { port: 9000, name: 'tcp' },
    ]);
    const { tls, tcp } = synth((chart) => new ServiceRoute(chart, 'Db', { service })).virtualService();
    expect(tls?.map((rule) => rule.match)).toEqual([[{ port: 443, sniHosts: ['db.shop.svc.cluster.local'] }]]);
    expect(tcp?.map((rule) => rule.match)).toEqual([[{ port: 9000 }]]);
  });

  test('on a Service with HTTP and other ports, the others get the part of the rules that exists there', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: many, timeout: Duration.seconds(1) });
      route.otherwise(
        route.split([{ version: v1 }, { version: v2, weight: 5 }], { mirrors: [Mirror.toService(one, 5)] }),
      );
      route.route(RouteMatch.prefix('/a'), route.to(v2));
      route.route(RouteMatch.sourceLabels({ app: 'batch' }), route.to(v2));
    });
    const { http, tls, tcp } = result.virtualService();
    expect(http).toHaveLength(6);
    expect(http?.every((rule) => rule.timeout === '1s')).toBe(true);
    expect(tls?.map((rule) => rule.match[0]?.sourceLabels)).toEqual([{ app: 'batch' }, undefined]);
    const route = (subset: string, weight?: number) => ({
      destination: { host: HOST, subset, port: { number: 9000 } },
      ...(weight === undefined ? {} : { weight }),
    });
    expect(tcp).toEqual([
      { match: [{ port: 9000, sourceLabels: { app: 'batch' } }], route: [route('v2')] },
      { match: [{ port: 9000 }], route: [route('v1', 95), route('v2', 5)] },
    ]);
  });

  test('a rule that names a port without HTTP must do without HTTP', () => {
    const problems = synthProblems((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: many });
      route.route(RouteMatch.prefix('/a'), route.to(v2), { port: 9000 });
    });
    expect(problems).toContain('[RuleNotHttp]');
  });

  test('a rule for one port leaves the others alone', () => {
    const service = ServiceRef.of('web', 'shop', [{ port: 80 }, { port: 81 }]);
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service });
      route.route(RouteMatch.prefix('/a'), route.to(v2), { port: 81, name: 'a' });
    });
    expect(result.http().map((rule) => [rule.match, rule.name])).toEqual([
      [[{ port: 80 }], undefined],
      [[{ uri: { prefix: '/a' }, port: 81 }], 'a-81'],
      [[{ port: 81 }], undefined],
    ]);
  });

  test('a condition on the port is for that port', () => {
    const service = ServiceRef.of('web', 'shop', [{ port: 80 }, { port: 81 }]);
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service });
      route.route(RouteMatch.of({ port: 81 }), route.to(v2));
      const either = RouteMatch.anyOf(RouteMatch.of({ port: 80, path: PathMatch.exact('/a') }), RouteMatch.exact('/b'));
      route.route(either, route.to(v1));
    });
    expect(result.http().map((rule) => [rule.match, rule.route?.[0]?.destination.subset])).toEqual([
      [
        [
          { port: 80, uri: { exact: '/a' } },
          { port: 80, uri: { exact: '/b' } },
        ],
        'v1',
      ],
      [[{ port: 80 }], undefined],
      [[{ port: 81, uri: { exact: '/b' } }], 'v1'],
      [[{ port: 81 }], 'v2'],
    ]);
  });

  test('a port that declares nothing is HTTP', () => {
    const service = ServiceRef.of('front-end', 'shop', [{ port: 80 }]);
    expect(Object.keys(synth((chart) => new ServiceRoute(chart, 'Web', { service })).virtualService())).toEqual([
      'hosts',
      'http',
    ]);
  });

  test.each([
    ['a port that the Service lacks', { port: 81 }, 'PortUnknown'],
    ['no port at an edge of several', { edge }, 'PortAmbiguous'],
    ['a policy for a port that the Service lacks', portPolicy(81), 'PortUnknown'],
  ])('%s', (_, props: Partial<ServiceRouteProps>, id) => {
    expect(refusal(() => new ServiceRoute(chartOf(), 'Web', { service: many, ...props })).id).toBe(id);
  });
});

function portPolicy(port: number): Partial<ServiceRouteProps> {
  const connectionPool = ConnectionPool.of({ tcp: { maxConnections: 1 } });
  return { trafficPolicy: { portPolicies: [{ port, connectionPool }] } };
}

describe('rules', () => {
  test('specific rules come before general ones, whatever the order they are added in (P64)', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: one });
      route.route(RouteMatch.prefix('/'), route.to(v1), { name: 'root' });
      route.route(RouteMatch.prefix('/api'), route.to(v2), { name: 'api' });
      route.route(RouteMatch.exact('/api/x'), route.to(v1), { name: 'x' });
    });
    expect(result.http().map((rule) => rule.name)).toEqual(['x', 'api', 'root']);
  });

  test('a rule for everything takes the place of the Service', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: one });
      route.route(RouteMatch.all(), route.to(v2));
    });
    expect(result.http().map(destinationsOf)).toEqual([{ [`${HOST}|80|v2`]: 100 }]);
  });

  test('a rule that another one hides is refused, with both names', () => {
    const route = new ServiceRoute(chartOf(), 'Web', { service: one });
    route.route(RouteMatch.prefix('/a'), route.to(v1), { name: 'first' });
    const error = refusal(() => route.route(RouteMatch.prefix('/a'), route.to(v2), { name: 'second' }));
    expect(error.id).toBe('RuleUnreachable');
    expect(error.path).toBe('test/Web');
    expect(error.message).toContain('first');
    expect(error.value).toBe('second');
  });

  test('rules for different ports or sides do not hide each other', () => {
    const route = new ServiceRoute(chartOf(), 'Web', { service: many });
    route.route(RouteMatch.prefix('/a'), route.to(v1), { port: 80 });
    route.route(RouteMatch.prefix('/a'), route.to(v2), { port: 8080, side: RouteSide.MESH });
    route.route(RouteMatch.prefix('/a'), route.to(v2), { port: 8080, side: RouteSide.EDGE });
    expect(refusal(() => route.route(RouteMatch.prefix('/a'), route.to(v2))).id).toBe('RuleUnreachable');
    expect(refusal(() => route.route(RouteMatch.prefix('/a'), route.to(v2), { port: 80 })).id).toBe('RuleUnreachable');
  });

  test('each side has rules of its own, and both have the rest (R13)', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: one, edge });
      route.route(RouteMatch.prefix('/internal'), route.to(v1), { side: RouteSide.MESH });
      route.route(RouteMatch.prefix('/internal'), Target.redirect(Redirect.to({ uri: '/' })), { side: RouteSide.EDGE });
    });
    expect(result.http().map((rule) => rule.match)).toEqual([
      [{ gateways: ['mesh'], uri: { prefix: '/internal' } }],
      [{ gateways: ['gw/edge'], uri: { prefix: '/internal' } }],
      undefined,
    ]);
  });

  test('the rest of one side only is bound to it', () => {
    const result = synth((chart) => {
      const route = new ServiceRoute(chart, 'Web', { service: one, edge });
      route.route(RouteMatch.all(), route.to(v1), { side: RouteSide.MESH });
    });
    expect(result.http().map((rule) => [rule.match, Object.keys(destinationsOf(rule))])).toEqual([
      [[{ gateways: ['mesh'] }], [`${HOST}|80|v1`]],
      [[{ gateways: ['gw/edge'] }], [`${HOST}|80`]],
    ]);
  });

  test('several ports and an edge: lanes of their own, told apart by gateway and port', () => {
    const service = ServiceRef.of('web', 'shop', [{ port: 80 }, { port: 81 }]);
    const result = synth((chart) => new ServiceRoute(chart, 'Web', { service, port: 81, edge }));
    expect(result.http().map((rule) => rule.match)).toEqual([
      [{ gateways: ['mesh'], port: 80 }],
      [{ gateways: ['mesh'], port: 81 }],
      [{ gateways: ['gw/edge'] }],
    ]);
    expect(destinationsOf(result.http()[2])).toEqual({ [`${HOST}|81`]: 100 });
  });

  test('what can never hold is found when the App is synthesised, with the path of the construct', () => {
    const problems = synthProblems((chart) => {
      const orders = new ServiceRoute(chart, 'Orders', { service: ServiceRef.of('orders', 'shop', [{ port: 80 }]) });
      orders.route(RouteMatch.of({ path: PathMatch.exact('/x') }), orders.to(v1));
      const route = new ServiceRoute(chart, 'Web', { service: one });
      route.route(RouteMatch.exact('/y'), orders);
    });
    expect(problems).toContain('test/Web: no request meets both');
    expect(problems).toContain('[MatchNeverHolds]');
  });

  test('a rule that answers at the proxy keeps what the policy of all rules has for it', () => {
    const cors = Cors.of({ allowOrigins: [StringMatch.exact('https://example.com')] });
    const result = synth((chart) => {
      const timeout = Duration.seconds(1);
      const route = new ServiceRoute(chart, 'Web', { service: one, timeout, rewrite: Rewrite.uri('/'), cors });
      route.route(RouteMatch.exact('/old'), Target.redirect(Redirect.to({ uri: '/new' })));
    });
    const [redirect, rest] = result.http();
    expect(Object.keys(redirect ?? {}).sort()).toEqual(['corsPolicy', 'match', 'redirect']);
    expect(rest).toMatchObject({ timeout: '1s', rewrite: { uri: '/' } });
  });

  test('a loop of targets is refused', () => {
    const problems = synthProblems((chart) => {
      const a = new ServiceRoute(chart, 'A', { service: one });
      const b = new ServiceRoute(chart, 'B', { service: ServiceRef.of('b', 'shop', [{ port: 80 }]) });
      a.route(RouteMatch.prefix('/b'), b);
      b.route(RouteMatch.prefix('/b'), a);
    });
    expect(problems).toContain('[TargetLoop]');
  });
});

describe('namespaces', () => {
  const nowhere = { name: 'web', metadata: {}, ports: [{ port: 80 }] };

  test('a Service without a namespace in a chart with one is refused (P53)', () => {
    const error = refusal(() => new ServiceRoute(chartOf({ namespace: 'shop' }), 'Web', { service: nowhere }));
    expect(error.id).toBe('NamespaceDisagrees');
  });

  test('the default namespace of the mesh settles it', () => {
    const result = synth((chart, app) => {
      Mesh.configure(app, { defaultNamespace: 'shop' });
      new ServiceRoute(chart, 'Web', { service: nowhere });
    });
    expect(result.virtualService().hosts).toEqual([HOST]);
    expect(result.manifests[0]?.metadata.namespace).toBe('shop');
  });
});

describe('traffic policy', () => {
  test('of Service and version', () => {
    const hash = LoadBalancer.consistentHash(ConsistentHash.sourceIp());
    const result = synth((chart) => {
      new ServiceRoute(chart, 'Web', {
        service: one,
        trafficPolicy: { loadBalancer: LoadBalancer.random() },
        versions: [Version.label('v1', { trafficPolicy: { loadBalancer: hash } })],
      });
    });
    expect(result.destinationRule()).toMatchObject({
      trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
      subsets: [{ name: 'v1', trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } }],
    });
  });
});

describe('bad input', () => {
  test.each<[string, Partial<ServiceRouteProps>, string]>([
    ['exportTo twice', { exportTo: ['.', '.'] }, 'VisibilityMalformed'],
    ['exportTo of everybody and somebody', { exportTo: ['*', 'a'] }, 'VisibilityMalformed'],
    ['exportTo of nobody', { exportTo: [] }, 'VisibilityMalformed'],
    ['exportTo of no namespace', { exportTo: ['A_b'] }, 'VisibilityMalformed'],
    ['an edge without gateways', { edge: { ...edge, gateways: [] } }, 'GatewayMissing'],
    ['an edge without hosts', { edge: { ...edge, hosts: [] } }, 'HostMissing'],
    ['* in the mesh', { edge: { ...edge, hosts: ['*'] } }, 'HostWildcardNotAllowed'],
    ['a port of the edge that is none', { edge: { ...edge, port: 0 } }, 'PortOutOfRange'],
    ['delegated with an edge', { delegated: true, edge }, 'DelegatedWithEdge'],
    ['two versions of one name', { versions: [v1, Version.labels('v1', { tier: 'x' })] }, 'VersionTwice'],
  ])('%s', (_, props, id) => {
    const error = refusal(() => new ServiceRoute(chartOf(), 'Web', { service: one, ...props }));
    expect([error.id, error.path]).toEqual([id, 'test/Web']);
  });

  test('a GatewayRef with a name that is none', () => {
    expect(refusal(() => GatewayRef.of('gw/edge', 'ns')).id).toBe('NameNotDnsLabel');
  });

  test('nothing to emit', () => {
    const problems = synthProblems((chart) => new ServiceRoute(chart, 'Web', { service: one, mesh: false }));
    expect(problems).toContain('[ServiceRouteEmpty]');
  });

  test('a condition on a header at a TCP port', () => {
    const tcp = ServiceRef.of('db', 'shop', [{ port: 5432, name: 'tcp' }]);
    const problems = synthProblems((chart) => {
      const route = new ServiceRoute(chart, 'Db', { service: tcp });
      route.route(RouteMatch.header(HeaderMatch.present('x')), route.to(v1));
    });
    expect(problems).toContain('test/Db: headers on a port whose traffic is no HTTP');
  });
});

describe('what changes between two synths', () => {
  const own = ServiceRef.of('web', 'shop', [{ port: 80 }]);

  test('a rule that is added after a synth is judged at the next one', () => {
    const chart = chartOf();
    const route = new ServiceRoute(chart, 'Web', { service: own });
    expect(() => chart.toJson()).not.toThrow();
    const orders = new ServiceRoute(chart, 'Orders', { service: ServiceRef.of('orders', 'shop', [{ port: 80 }]) });
    orders.route(RouteMatch.exact('/x'), orders.to(v1));
    route.route(RouteMatch.exact('/y'), orders);
    expect(() => chart.toJson()).toThrow(/MatchNeverHolds/);
  });

  test('a port that is added to the Service gets its rule', () => {
    const chart = chartOf();
    const ports = [{ port: 80 }];
    new ServiceRoute(chart, 'Web', { service: { name: 'web', metadata: { namespace: 'shop' }, ports } });
    const matches = () =>
      (chart.toJson() as Manifest<{ http: { match?: object }[] }>[])[0]?.spec.http.map((one) => one.match);
    expect(matches()).toEqual([undefined]);
    ports.push({ port: 81 });
    expect(matches()).toEqual([[{ port: 80 }], [{ port: 81 }]]);
  });

  test('a target of a foreign class is asked each time', () => {
    const chart = chartOf();
    let host = 'a.shop.svc.cluster.local';
    const route = new ServiceRoute(chart, 'Web', { service: own });
    route.route(RouteMatch.prefix('/a'), {
      branches: () => {
        if (host === '') throw refusal(() => GatewayRef.of('', 'b'));
        return [{ destinations: [{ host, port: 80 }] }];
      },
    });
    expect(JSON.stringify(chart.toJson())).toContain(host);
    host = '';
    expect(() => chart.toJson()).toThrow(/NameNotDnsLabel/);
  });

  test('an App of many charts asks once in each synth', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'service-route-')) });
    let host = 'a.shop.svc.cluster.local';
    let asked = 0;
    const route = new ServiceRoute(new Chart(app, 'shop', { namespace: 'shop' }), 'Web', { service: own });
    route.route(RouteMatch.prefix('/a'), {
      branches: () => {
        asked++;
        if (host === '') throw refusal(() => GatewayRef.of('', 'b'));
        return [{ destinations: [{ host, port: 80 }] }];
      },
    });
    try {
      app.synth();
      const before = asked;
      for (let i = 0; i < 10; i++) new Chart(app, `other-${i}`);
      app.synth();
      expect(asked - before).toBe(before);
      host = '';
      expect(() => app.synth()).toThrow(/NameNotDnsLabel/);
    } finally {
      rmSync(app.outdir, { recursive: true, force: true });
    }
  });
});
