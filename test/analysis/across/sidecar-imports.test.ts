import { found, gateway, pod, service, serviceEntry, sidecar, virtualService } from './found';

type Json = Readonly<Record<string, unknown>>;
const to = (host: string) => ({ destination: { host } });
const imports = (...hosts: string[]) => ({ egress: [{ hosts }] });
const short = (all: readonly string[]) => all.map((one) => one.replace(' spec.egress', ''));

describe('sidecar-hidden-host', () => {
  const entry = (exportTo: string[] | undefined = ['.'], hosts = ['x.y']) =>
    serviceEntry('n/e', { hosts, ...(exportTo && { exportTo }) });
  const hidden = (manifests: Json[], mesh: Json = {}) => short(found('sidecar-hidden-host', manifests, { mesh }));
  const told = ['CIS0412 warning Sidecar n/s'];

  test.each<[string, Json, string[]]>([
    ['by its namespace', imports('./*'), []],
    ['by the name of its namespace', imports('n/*'), []],
    ['by its host', imports('./x.y'), []],
    ['by a wildcard', imports('./*.y'), []],
    ['by everything', imports('*/*'), []],
    ['by a Sidecar without egress', {}, []],
    ['by one of two listeners', { egress: [{ hosts: ['m/*'] }, { hosts: ['./x.y'] }] }, []],
    ['not by another host', imports('./z.y'), told],
    ['not by another namespace', imports('m/*'), told],
    ['not by nothing', imports('~/*'), told],
  ])('a private host is let in %s', (_, spec, expected) =>
    expect(hidden([sidecar('n/s', spec), entry()])).toEqual(expected),
  );

  test.each<[string, Json[], string[]]>([
    ['for all', [entry(['*'])], []],
    ['for two namespaces', [entry(['.', 'm'])], []],
    ['for its own by name', [entry(['n'])], told],
    ['for its own, twice', [entry(['.'], ['x.y', 'z.y'])], [...told, ...told]],
    ['of another namespace', [serviceEntry('m/e', { hosts: ['x.y'], exportTo: ['.'] })], []],
  ])('a host that is declared %s', (_, entries, expected) =>
    expect(hidden([sidecar('n/s', imports('m/*')), ...entries])).toEqual(expected),
  );

  test("is private too where the mesh's default says so", () => {
    const manifests = [sidecar('n/s', imports('m/*')), serviceEntry('n/e', { hosts: ['x.y'] })];
    expect(hidden(manifests)).toEqual([]);
    expect(hidden(manifests, { defaultServiceExportTo: ['.'] })).toEqual(told);
  });

  test('is known to workloads that no Sidecar is for, or that another one lets it in for', () => {
    const some = (id: string, spec: Json) => sidecar(id, { workloadSelector: { labels: { app: 'a' } }, ...spec });
    expect(hidden([some('n/s', imports('m/*')), entry()])).toEqual([]);
    expect(hidden([some('n/t', imports('m/*')), sidecar('n/s', imports('m/*')), entry()])).toEqual(told);
    expect(hidden([some('n/t', imports('./*')), sidecar('n/s', imports('m/*')), entry()])).toEqual([]);
    expect(hidden([sidecar('m/s', imports('m/*')), entry()])).toEqual([]);
  });

  test('is known to gateways', () => {
    const edge = [gateway('g/g', { selector: { istio: 'g' } }), pod('n/g', { labels: { istio: 'g' } })];
    expect(hidden([sidecar('n/s', imports('m/*')), entry(), ...edge])).toEqual([]);
    expect(hidden([sidecar('n/s', imports('m/*')), entry(), edge[0]!, pod('m/g', { labels: { istio: 'g' } })])).toEqual(
      told,
    );
  });

  test.each<[string, Json, string[]]>([
    ['that is let in', { hosts: ['a.b'] }, []],
    ['that sends elsewhere', { hosts: ['a.b'], http: [{ route: [to('z.y')] }] }, told],
    ['that is not let in', { hosts: ['c.d'] }, told],
    ['that the namespace does not see', { hosts: ['a.b'], exportTo: ['.'] }, told],
    ['that is a delegate', { hosts: [] }, []],
    ['that mirrors there', { hosts: ['a.b'], http: [{ route: [to('z.y')], mirror: { host: 'x.y' } }] }, []],
  ])('is brought along by a route %s', (_, spec, expected) => {
    const route = virtualService('m/v', { http: [{ route: [to('x.y')] }], ...spec });
    expect(hidden([sidecar('n/s', imports('m/a.b')), entry(), route])).toEqual(expected);
  });
});

describe('sidecar-hidden-route', () => {
  const hidden = (manifests: Json[], mesh: Json = {}) => short(found('sidecar-hidden-route', manifests, { mesh }));
  const route = (spec: Json = {}, id = 'n/v') =>
    virtualService(id, { hosts: ['a.b'], http: [{ route: [to('c.d')] }], ...spec });
  const told = ['CIS0410 warning Sidecar n/s'];

  test.each<[string, Json, string[]]>([
    ['by its namespace', imports('./*'), []],
    ['by its host', imports('n/a.b'), []],
    ['by a Sidecar without egress', {}, []],
    ['not by another namespace', imports('m/*'), told],
    ['not by another host', imports('./z.b'), told],
  ])('a route of the namespace is let in %s', (_, spec, expected) =>
    expect(hidden([sidecar('n/s', spec), route()])).toEqual(expected),
  );

  test.each<[string, Json, string[]]>([
    ['of gateways', route({ gateways: ['g'] }), []],
    ['of gateways and sidecars', route({ gateways: ['g', 'mesh'] }), told],
    ['without hosts', route({ hosts: [] }), []],
    ["for the namespace's own Service", route({ hosts: ['svc'] }), []],
    ['for the Service of another one', route({ hosts: ['svc.m.svc.cluster.local'] }), told],
    ['for both', route({ hosts: ['svc', 'a.b'] }), []],
    ['of another namespace', route({}, 'm/v'), []],
    ['of another namespace for this one', route({ exportTo: ['n'] }, 'm/v'), told],
    ['of its own for another one', route({ exportTo: ['m'] }), []],
    ['for more hosts than are let in', route({ hosts: ['*.x'] }), []],
    ['for hosts of which one is let in', route({ hosts: ['a.x', 'a.z'] }), []],
    ['for hosts of which none is let in', route({ hosts: ['*.z'] }), told],
  ])('a route %s', (_, one, expected) =>
    expect(hidden([sidecar('n/s', imports('x/*', '*/a.x')), one])).toEqual(expected),
  );

  test('one Sidecar that lets it in is enough, and the one for all is told', () => {
    const some = (spec: Json) => sidecar('n/t', { workloadSelector: { labels: { app: 'a' } }, ...spec });
    expect(hidden([some(imports('x/*')), route()])).toEqual([]);
    expect(hidden([some(imports('x/*')), sidecar('n/s', imports('x/*')), route()])).toEqual(told);
    expect(hidden([some(imports('./*')), sidecar('n/s', imports('x/*')), route()])).toEqual([]);
  });

  test('a Sidecar of the root namespace is for every namespace, of which each may have its own', () => {
    expect(hidden([sidecar('istio-system/s', imports('x/*')), route({}, 'istio-system/v')])).toEqual([]);
    expect(hidden([sidecar('n/s', imports('x/*')), route()], { rootNamespace: 'n' })).toEqual([]);
  });

  const EGRESS = [
    service('egress/gw', { selector: { istio: 'e' }, ports: [{ port: 80 }] }),
    gateway('egress/gw', { selector: { istio: 'e' } }),
    virtualService('egress/v', {
      hosts: ['a.b'],
      gateways: ['gw', 'mesh'],
      http: [{ match: [{ gateways: ['mesh'] }], route: [to('gw.egress.svc.cluster.local')] }],
    }),
  ];
  const entry = (spec: Json = {}, id = 'egress/e') => serviceEntry(id, { hosts: ['a.b'], ...spec });
  const past = ['CIS0411 warning Sidecar n/s'];

  test.each<[string, string[], Json, string[]]>([
    ['the host and the route', ['egress/*'], entry(), []],
    ['neither', ['./*'], entry(), []],
    ['the host alone', ['other/*'], entry({}, 'other/e'), past],
    ['the host alone, of the own namespace', ['./*'], entry({}, 'n/e'), past],
    ['a host that the namespace does not see', ['other/*'], entry({ exportTo: ['.'] }, 'other/e'), []],
    ['a host for the namespace', ['other/*'], entry({ exportTo: ['n'] }, 'other/e'), past],
    ['another host', ['other/*'], entry({ hosts: ['z.y'] }, 'other/e'), []],
  ])('of a host that goes through a gateway, a Sidecar lets in %s', (_, hosts, one, expected) => {
    expect(hidden([sidecar('n/s', imports(...hosts)), one, ...EGRESS])).toEqual(expected);
    expect(hidden([sidecar('n/s', imports(...hosts)), one])).toEqual([]);
  });

  test('each Sidecar that lets requests past the gateway is told', () => {
    const some = sidecar('n/t', { workloadSelector: { labels: { app: 'a' } }, ...imports('other/*') });
    const all = [some, sidecar('n/s', imports('other/*')), sidecar('m/s', imports('egress/*')), entry({}, 'other/e')];
    expect(hidden([...all, ...EGRESS])).toEqual(['CIS0411 warning Sidecar n/s', 'CIS0411 warning Sidecar n/t']);
  });
});
