import {
  destinationRule,
  found,
  gateway,
  pod,
  said,
  short,
  service,
  serviceEntry,
  virtualService,
  type Asked,
} from './found';

type Json = Readonly<Record<string, unknown>>;
const PATH = 'spec.http[0].route[0].destination.host';
const route = (destination: Json, rule: Json = {}) => ({ http: [{ ...rule, route: [{ destination }] }] });

/** A gateway whose workload runs in namespace `edge`. */
const EDGE = [gateway('n/g', { selector: { istio: 'g' } }), pod('edge/g', { labels: { istio: 'g' } })];

describe('subset-visibility', () => {
  const HOST = 'svc.home.svc.cluster.local';
  const subsets = (...names: string[]) => ({ host: HOST, subsets: names.map((name) => ({ name })) });
  const rule = (id: string, spec: Json = {}) => destinationRule(id, { ...subsets('v1'), ...spec });
  const routed = (spec: Json = {}, destination: Json = { host: HOST, subset: 'v1' }, match: Json = {}) =>
    virtualService('n/v', { hosts: ['a.b'], ...route(destination, match), ...spec });
  const seen = (rules: Json[], one: Json = routed(), asked?: Asked, more: Json[] = [service('home/svc')]) =>
    short(found('subset-visibility', [one, ...more, ...rules], asked));
  const error = [`CIS0403 error n/v ${PATH}`];
  const warning = [`CIS0403 warning n/v ${PATH}`];

  test.each<[string, Json[], string[]]>([
    ['where the service is', [rule('home/r')], []],
    ['in the root namespace', [rule('istio-system/r')], []],
    ['in the namespace of the route, which others do not ask', [rule('n/r')], warning],
    ['in a namespace that nobody asks', [rule('x/r')], error],
    ['where the service is, for one namespace alone', [rule('home/r', { exportTo: ['x'] })], error],
    ['where the service is, for the namespace of the route', [rule('home/r', { exportTo: ['n'] })], warning],
    ['behind a rule without it', [rule('istio-system/r'), rule('home/other', { subsets: [] })], error],
    ['behind a rule of some namespace alone', [rule('home/r'), rule('x/other', { subsets: [] })], warning],
    ['beside a wildcard that hides nothing', [rule('home/r'), rule('x/other', { host: '*.z' })], []],
    ['nowhere, which another rule tells', [rule('home/r', subsets('v2'))], []],
  ])('a subset that is %s', (_, rules, expected) => {
    expect(seen(rules)).toEqual(expected);
    expect(seen(rules, routed(), { closed: false })).toEqual(expected.length > 0 ? warning : []);
  });

  test.each<[string, Json, string[]]>([
    ['names no subset', routed({}, { host: HOST }), []],
    ['has no hosts of its own', routed({ hosts: [] }), []],
    ['goes elsewhere', routed({}, { host: 'other.home.svc.cluster.local', subset: 'v1' }), []],
    ['is for the sidecars of one namespace', routed({ exportTo: ['y'] }), error],
    ['is for sidecars that find it', routed({ exportTo: ['.'] }), []],
    ['is for callers of one namespace', routed({}, undefined, { match: [{ sourceNamespace: 'y' }] }), error],
    ['is for callers that find it', routed({}, undefined, { match: [{ sourceNamespace: 'n' }] }), []],
    ['is for a gateway elsewhere', routed({ gateways: ['g'] }), error],
    ['is for a gateway that nobody knows', routed({ gateways: ['h'] }), []],
  ])('of namespace n alone, for a route that %s', (_, one, expected) =>
    expect(seen([rule('n/r'), ...EDGE], one)).toEqual(expected),
  );

  test('a gateway is told before the sidecars, and a mirror has its own path', () => {
    expect(
      found('subset-visibility', [routed({ gateways: ['g', 'mesh'] }), service('home/svc'), rule('n/r'), ...EDGE]),
    ).toEqual([`CIS0403 error VirtualService n/v ${PATH}`]);
    const mirrored = virtualService('n/v', {
      hosts: ['a.b'],
      http: [{ route: [{ destination: { host: 'b.c' } }], mirror: { host: HOST, subset: 'v1' } }],
    });
    expect(seen([rule('x/r')], mirrored)).toEqual(['CIS0403 error n/v spec.http[0].mirror.host']);
  });

  test('hosts of a ServiceEntry count within the namespace of the route, as istioctl looks for their subsets', () => {
    const external = { host: 'x.y', subsets: [{ name: 'v1' }] };
    const one = routed({}, { host: 'x.y', subset: 'v1' });
    const entry = [serviceEntry('home/e', { hosts: ['x.y'] })];
    expect(seen([destinationRule('n/r', external)], one, undefined, entry)).toEqual(warning);
    expect(seen([destinationRule('x/r', external)], one, undefined, entry)).toEqual([]);
    expect(seen([destinationRule('home/r', external)], one, undefined, entry)).toEqual([]);
    expect(seen([destinationRule('n/r', external)], one, undefined, [])).toEqual([]);
  });
});

describe('gateway-visibility', () => {
  const seen = (spec: Json, world: Json[] = EDGE, asked?: Asked) =>
    short(
      found(
        'gateway-visibility',
        [virtualService('n/v', { hosts: ['a.b'], gateways: ['g'], ...spec }), ...world],
        asked,
      ),
    );

  test.each<[string, Json, string[]]>([
    ['to all', {}, []],
    ['to its own namespace', { exportTo: ['.'] }, ['CIS0402 error n/v spec.exportTo']],
    ['to the gateway', { exportTo: ['.', 'edge'] }, []],
    ['to another namespace', { exportTo: ['x'] }, ['CIS0402 error n/v spec.exportTo']],
  ])('exported %s', (_, spec, expected) => {
    expect(seen(spec)).toEqual(expected);
    expect(seen(spec, EDGE, { closed: false })).toEqual(expected.map((one) => one.replace('error', 'warning')));
    expect(seen({ ...spec, gateways: ['mesh'] })).toEqual([]);
    expect(seen({ ...spec, gateways: ['elsewhere'] })).toEqual([]);
    expect(seen(spec, [EDGE[0]!])).toEqual([]);
  });

  test('where the mesh decides, the gateway is what stands in the manifest', () => {
    const mesh = { defaultVirtualServiceExportTo: ['.'] };
    expect(seen({ gateways: ['mesh', 'g'] }, EDGE, { mesh })).toEqual(['CIS0402 error n/v spec.gateways[1]']);
    expect(seen({ gateways: ['mesh', 'g'], exportTo: ['*'] }, EDGE, { mesh })).toEqual([]);
  });

  test('some of its workloads are enough', () => {
    const two = [...EDGE, pod('n/g', { labels: { istio: 'g' } })];
    expect(seen({ exportTo: ['.'] }, two)).toEqual([]);
    expect(seen({ exportTo: ['x'] }, two)).toEqual(['CIS0402 error n/v spec.exportTo']);
  });

  test('Services say where the workloads are that are elsewhere', () => {
    const behind = [EDGE[0]!, service('edge/g', { selector: { istio: 'g', app: 'a' } })];
    expect(seen({ exportTo: ['.'] }, behind)).toEqual(['CIS0402 error n/v spec.exportTo']);
    expect(seen({ exportTo: ['.'] }, [gateway('n/g', {}), ...behind.slice(1)])).toEqual([]);
    expect(seen({ exportTo: ['.'] }, [EDGE[0]!, service('edge/g', { selector: { istio: 'h' } })])).toEqual([]);
  });
});

describe('destination-visibility', () => {
  test('names whom the host is exported to', () => {
    const message = (...exportTo: string[]) =>
      said('destination-visibility', [
        virtualService('n/v', { hosts: ['a.b'], ...route({ host: 'x.y' }) }),
        serviceEntry('home/e', { hosts: ['x.y'], exportTo }),
      ])[0];
    expect(message('n')).toContain('exports "x.y" to namespace n only');
    expect(message('n', 'm')).toContain('exports "x.y" to namespaces m, n only');
  });

  const entry = (exportTo?: string[], id = 'home/e') =>
    serviceEntry(id, { hosts: ['x.y'], ...(exportTo && { exportTo }) });
  const seen = (world: Json[], spec: Json = {}, asked?: Asked) =>
    short(
      found(
        'destination-visibility',
        [virtualService('n/v', { hosts: ['a.b'], ...route({ host: 'x.y' }), ...spec }), ...world],
        asked,
      ),
    );
  const error = [`CIS0401 error n/v ${PATH}`];
  const warning = [`CIS0401 warning n/v ${PATH}`];

  test.each<[string, Json[], Json, string[]]>([
    ['a host for all', [entry()], {}, []],
    ['a host for the namespace of the route', [entry(['n'])], {}, warning],
    ['and the route for it too', [entry(['n'])], { exportTo: ['.'] }, []],
    ['and the route for another one', [entry(['n'])], { exportTo: ['.', 'm'] }, error],
    ['a host of two entries for both', [entry(['n']), entry(['m'], 'home/f')], { exportTo: ['.', 'm'] }, []],
    ['a host of two entries, one for all', [entry(['n']), entry(['*'], 'home/f')], {}, []],
    ['a host that nobody declares', [], {}, []],
    ['a delegate', [entry(['n'])], { hosts: [], exportTo: ['.', 'm'] }, []],
    ['a gateway that sees it', [entry(['n', 'edge']), ...EDGE], { gateways: ['g'] }, []],
    ['a gateway that does not', [entry(['n']), ...EDGE], { gateways: ['g'] }, error],
    ['callers that see it', [entry(['n'])], route({ host: 'x.y' }, { match: [{ sourceNamespace: 'n' }] }), []],
    ['callers that do not', [entry(['n'])], route({ host: 'x.y' }, { match: [{ sourceNamespace: 'm' }] }), error],
    [
      'a route for a host that only its own namespace knows',
      [entry(['n']), serviceEntry('n/own', { hosts: ['a.b'], exportTo: ['.'] })],
      {},
      [],
    ],
    ['a route for a host that all know', [entry(['n']), serviceEntry('n/own', { hosts: ['a.b'] })], {}, warning],
  ])('%s', (_, world, spec, expected) => {
    expect(seen(world, spec)).toEqual(expected);
    // Another ServiceEntry of the host may be elsewhere.
    expect(seen(world, spec, { closed: false })).toEqual(expected.length > 0 ? warning : []);
  });

  test('a Service is the only one of its name, in the open world too', () => {
    const svc = service('home/svc', {}, { annotations: { 'networking.istio.io/exportTo': 'n, home' } });
    const spec = { exportTo: ['.', 'm'], ...route({ host: 'svc.home.svc.cluster.local' }) };
    expect(seen([svc], spec)).toEqual(error);
    expect(seen([svc], spec, { closed: false })).toEqual(error);
    expect(seen([svc], { ...spec, exportTo: ['.', 'home'] })).toEqual([]);
  });

  test("what nobody finds, and the mesh's own limits, are none of this rule", () => {
    expect(seen([entry(['m'])])).toEqual([]);
    expect(seen([entry(['n'])], { exportTo: ['.', 'm'] }, { mesh: { serviceEntryVisibility: {} } })).toEqual([]);
  });

  test("the mesh's default is that of an entry without exportTo", () => {
    const mesh = { defaultServiceExportTo: ['.'] };
    expect(seen([entry(undefined, 'n/e')], { exportTo: ['.', 'm'] }, { mesh })).toEqual(error);
    expect(seen([entry(undefined, 'n/e')], { exportTo: ['.'] }, { mesh })).toEqual([]);
    expect(seen([entry(['*'], 'n/e')], { exportTo: ['.', 'm'] }, { mesh })).toEqual([]);
  });
});
