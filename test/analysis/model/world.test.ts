import { isWhole } from '../../../lib/analysis/model/certainty';
import { isUndefined, tlsTowards } from '../../../lib/analysis/model/client-tls';
import { allDestinations, hostOf } from '../../../lib/analysis/model/destinations';
import { isHostMissing } from '../../../lib/analysis/model/host-missing';
import {
  hasProxy,
  isAmbient,
  isAmbientNamespace,
  isControlPlane,
  isInMesh,
} from '../../../lib/analysis/model/mesh-membership';
import { declaresHosts, routedGateways } from '../../../lib/analysis/model/presence';
import { selectorMissing, workloadMissing } from '../../../lib/analysis/model/selector-missing';
import { rootNamespace, serverMtls, servicesOf } from '../../../lib/analysis/model/server-mtls';
import { serviceLookup } from '../../../lib/analysis/model/service-lookup';
import { isVisible } from '../../../lib/analysis/model/visibility';
import { workloadsOf } from '../../../lib/analysis/model/workloads';
import { KnownResource } from '../../../lib/mesh';
import { contextOf, manifest, resourceOf, snapshotOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const NET = 'networking.istio.io/v1';
const service = (id: string, spec: Json = {}, rest: Json = {}) => manifest('v1/Service', id, { spec, ...rest });
const rule = (id: string, spec: Json) => manifest(`${NET}/DestinationRule`, id, { spec });
const entry = (id: string, spec: Json) => manifest(`${NET}/ServiceEntry`, id, { spec });
const route = (id: string, spec: Json) => manifest(`${NET}/VirtualService`, id, { spec });
const pod = (id: string, rest: Json = {}) => manifest('v1/Pod', id, rest);
const deployment = (id: string, template: Json) => manifest('apps/v1/Deployment', id, { spec: { template } });
const peer = (id: string, spec: Json) => manifest('security.istio.io/v1/PeerAuthentication', id, { spec });

describe('workloads', () => {
  const template = { metadata: { labels: { app: 'a' }, annotations: { x: 1 } }, spec: { serviceAccountName: 's' } };

  test('are Pods, and templates that have none', () => {
    const { all } = workloadsOf(
      contextOf(snapshotOf([deployment('n/d', template), pod('n/p', { labels: { app: 'b' }, spec: { a: 1 } })])),
    );
    expect(
      all.map(({ resource, namespace, labels, annotations, spec }) => [
        resource.kind,
        namespace,
        { ...labels },
        { ...annotations },
        { ...spec },
      ]),
    ).toEqual([
      ['Pod', 'n', { app: 'b' }, {}, { a: 1 }],
      ['Deployment', 'n', { app: 'a' }, { x: '1' }, { serviceAccountName: 's' }],
    ]);
  });

  test("a template's own Pod stands for it, in its namespace only", () => {
    const kinds = (...manifests: Json[]) =>
      workloadsOf(contextOf(snapshotOf([deployment('n/d', template), ...manifests]))).all.map(
        ({ resource }) => resource.kind,
      );
    expect(kinds(pod('n/p', { labels: { app: 'a', hash: '1' } }))).toEqual(['Pod']);
    expect(kinds(pod('m/p', { labels: { app: 'a' } }))).toEqual(['Pod', 'Deployment']);
    expect(kinds(deployment('n/e', {}), pod('n/p'))).toEqual(['Pod', 'Deployment', 'Deployment']);
  });

  test('of every kind that runs pods', () => {
    const types = ['apps/v1/StatefulSet', 'apps/v1/DaemonSet', 'apps/v1/ReplicaSet', 'argoproj.io/v1alpha1/Rollout'];
    const snapshot = snapshotOf(
      [...types, 'batch/v1/Job'].map((type) => manifest(type, 'n/a', { spec: { template: {} } })),
    );
    expect(workloadsOf(contextOf(snapshot)).all.map(({ resource }) => resource.kind)).toEqual([
      'StatefulSet',
      'DaemonSet',
      'ReplicaSet',
      'Rollout',
    ]);
  });

  test('are selected by all their labels, in one namespace or in all', () => {
    const workloads = workloadsOf(
      contextOf(
        snapshotOf([
          pod('n/a', { labels: { app: 'a', v: '1' } }),
          pod('n/b', { labels: { app: 'a', v: '2' } }),
          pod('m/c', { labels: { app: 'a', v: '1' } }),
          pod('m/d'),
        ]),
      ),
    );
    const names = (selector: unknown, namespace?: string) =>
      workloads.select(selector, namespace).map(({ resource }) => resource.name);
    expect(names({ app: 'a' })).toEqual(['a', 'b', 'c']);
    expect(names({ app: 'a', v: '1' })).toEqual(['a', 'c']);
    expect(names({ v: '1', app: 'a' }, 'm')).toEqual(['c']);
    expect(names({ app: 'a', v: '3' })).toEqual([]);
    expect(names({}, 'm')).toEqual(['c', 'd']);
    expect(names(undefined)).toEqual(['a', 'b', 'c', 'd']);
    expect(workloads.some({ app: 'a' }, ({ namespace }) => namespace === 'm')).toBe(true);
    expect(workloads.some({ v: '2' }, ({ namespace }) => namespace === 'm')).toBe(false);
    expect(workloads.some({ app: 'a', v: '3' }, () => true)).toBe(false);
  });

  test('are found once for a snapshot', () => {
    const snapshot = snapshotOf([pod('n/a')]);
    expect(workloadsOf(contextOf(snapshot))).toBe(workloadsOf(contextOf(snapshot)));
    expect(workloadsOf(contextOf(snapshot))).not.toBe(workloadsOf(contextOf(snapshotOf([pod('n/a')]))));
  });
});

describe('who is in the mesh', () => {
  const inMesh = (own: Json, namespace: Json = {}) => {
    const snapshot = snapshotOf([pod('n/p', own), manifest('v1/Namespace', 'n', { labels: namespace })]);
    const context = contextOf(snapshot);
    return isInMesh(workloadsOf(context).all[0]!, context);
  };
  const proxy = { name: 'istio-proxy', image: 'i' };
  const INJECT = 'sidecar.istio.io/inject';
  const enabled = { 'istio-injection': 'enabled' };

  test.each<[Json, Json, boolean]>([
    [{}, {}, false],
    [{}, enabled, true],
    [{}, { 'istio-injection': 'disabled' }, false],
    [{ spec: { containers: [{ name: 'a' }, proxy] } }, {}, true],
    [{ spec: { initContainers: [proxy] } }, {}, true],
    [{ spec: { containers: [{ name: 'istio-proxy' }] } }, {}, false],
    [{ spec: { containers: [{ name: 'istio', image: 'i' }] } }, {}, false],
    [{ labels: { [INJECT]: 'true' } }, {}, true],
    [{ annotations: { [INJECT]: 'true' } }, {}, true],
    [{ labels: { [INJECT]: 'false' } }, enabled, false],
    [{ annotations: { [INJECT]: 'false' } }, enabled, false],
    [{ labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } }, {}, true],
    [{ labels: { [INJECT]: 'false' }, spec: { containers: [proxy] } }, {}, true],
  ])('%j in %j: %s', (own, namespace, expected) => expect(inMesh(own, namespace)).toBe(expected));

  test('a namespace that is not there injects nothing', () => {
    const context = contextOf(snapshotOf([pod('n/p')]));
    expect(isInMesh(workloadsOf(context).all[0]!, context)).toBe(false);
    expect(hasProxy(workloadsOf(context).all[0]!)).toBe(false);
  });

  test('ambient, by redirection or by the namespace', () => {
    const context = contextOf(
      snapshotOf([
        pod('n/p', { annotations: { 'ambient.istio.io/redirection': 'enabled' } }),
        pod('n/q', { annotations: { 'ambient.istio.io/redirection': 'disabled' } }),
      ]),
    );
    expect(workloadsOf(context).all.map(isAmbient)).toEqual([true, false]);
    const ambient = { 'istio.io/dataplane-mode': 'ambient' };
    expect(isAmbientNamespace(ambient)).toBe(true);
    expect(isAmbientNamespace({ ...ambient, 'istio.io/rev': '' })).toBe(true);
    expect(isAmbientNamespace({ ...ambient, 'istio.io/rev': 'x' })).toBe(false);
    expect(isAmbientNamespace({ ...ambient, ...enabled })).toBe(false);
    expect(isAmbientNamespace({ 'istio.io/dataplane-mode': 'none' })).toBe(false);
    expect(isAmbientNamespace({})).toBe(false);
  });

  test('parts of Istio itself are told by their labels', () => {
    expect(
      [{ istio: 'pilot' }, { release: 'istio' }, { release: 'a' }, {}].map((one) =>
        isControlPlane(one as Record<string, string>),
      ),
    ).toEqual([true, true, false, false]);
  });
});

describe('what a host means', () => {
  const find = (
    manifests: readonly Json[],
    namespace: string,
    host: string,
    exportTo?: readonly string[],
    facts = {},
  ) => serviceLookup(contextOf(snapshotOf(manifests, {}, facts))).find(namespace, exportTo, host);
  const a = service('n/a', { ports: [{ port: 80 }, { port: '443' }], selector: { app: 'a' } });

  test('a Service by its short or full name, with its ports', () => {
    const found = find([a], 'n', 'a');
    expect(found?.resource.name).toBe('a');
    expect(found?.ports).toEqual([80, 443]);
    expect(found?.workloadLabels).toEqual({});
    expect(find([a], 'm', 'a.n.svc.cluster.local')?.resource.name).toBe('a');
    expect(find([a], 'm', 'a')).toBeUndefined();
    expect(find([a], 'm', 'a.n')).toBeUndefined();
    expect(find([a], 'm', 'a.n.svc.k8s', undefined, { clusterDomain: 'k8s' })?.resource.name).toBe('a');
  });

  test.each<[string, string, readonly string[] | undefined, boolean]>([
    ['.', 'n', undefined, true],
    ['.', 'm', undefined, false],
    ['m', 'm', undefined, true],
    ['x, m', 'm', undefined, true],
    ['*', 'm', undefined, true],
    ['', 'm', undefined, true],
    ['m', 'n', ['m'], true],
    ['n', 'n', ['.'], true],
    ['n', 'n', ['m'], false],
  ])('a Service exported to %p, for %s exported to %j: %s', (to, namespace, exportTo, expected) => {
    const one = service('n/a', {}, { annotations: { 'networking.istio.io/exportTo': to } });
    expect(find([one], namespace, 'a.n.svc.cluster.local', exportTo) !== undefined).toBe(expected);
  });

  test('a host of a ServiceEntry, with the labels of its workloads', () => {
    const one = entry('n/e', {
      hosts: ['api.example', 'short', '*.wild.example'],
      ports: [{ number: 80 }],
      workloadSelector: { labels: { app: 'x' } },
    });
    expect(find([one], 'm', 'api.example')).toMatchObject({ ports: [80], workloadLabels: { app: 'x' } });
    expect(find([one], 'n', 'short')?.resource.name).toBe('e');
    expect(find([one], 'm', 'short')).toBeUndefined();
    expect(find([one], 'm', 'a.b.wild.example')?.resource.name).toBe('e');
    expect(find([one], 'm', '*.b.wild.example')?.resource.name).toBe('e');
    expect(find([one], 'm', '*.wild.example')?.resource.name).toBe('e');
    expect(find([one], 'm', 'wild.example')).toBeUndefined();
    expect(find([one], 'm', 'other.example')).toBeUndefined();
  });

  test('"*" is every host', () => {
    expect(find([entry('n/e', { hosts: ['*'] })], 'm', 'any.example')?.resource.name).toBe('e');
  });

  test('a ServiceEntry that is not exported is seen at home', () => {
    const one = entry('n/e', { hosts: ['api.example', '*.wild.example'], exportTo: ['.'] });
    expect(find([one], 'n', 'api.example')?.resource.name).toBe('e');
    expect(find([one], 'm', 'api.example')).toBeUndefined();
    expect(find([one], 'n', 'a.wild.example')?.resource.name).toBe('e');
    expect(find([one], 'm', 'a.wild.example')).toBeUndefined();
  });

  test('is found once for a snapshot', () => {
    const snapshot = snapshotOf([a]);
    expect(serviceLookup(contextOf(snapshot))).toBe(serviceLookup(contextOf(snapshot)));
    expect(serviceLookup(contextOf(snapshot))).not.toBe(serviceLookup(contextOf(snapshotOf([a]))));
  });

  test('a resource is visible where it is exported to', () => {
    const of = (exportTo?: string[]) => resourceOf(`${NET}/VirtualService`, 'n/a', { exportTo });
    expect([isVisible(of(), 'm'), isVisible(of(['.']), 'm'), isVisible(of(['.']), 'n')]).toEqual([true, false, true]);
    expect([isVisible(of(['m']), 'm'), isVisible(of(['*']), 'm'), isVisible(of(), 'm', ['.'])]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('what certainly does not exist', () => {
  const isMissing = (
    manifests: readonly Json[],
    host: string,
    options: { closed?: boolean; mesh?: Json; facts?: Json } = {},
  ) => {
    const { closed = true, mesh, facts } = options;
    return isHostMissing(contextOf(snapshotOf(manifests, mesh, facts), closed), host, 'n');
  };

  test('a host that nobody declares, where the world is closed', () => {
    expect(isMissing([], 'api.example')).toBe(true);
    expect(isMissing([], 'api.example', { closed: false })).toBe(false);
    expect(isMissing([], 'a')).toBe(true);
    expect(isMissing([], 'a', { closed: false })).toBe(false);
    expect(isMissing([], 'a', { closed: false, facts: { complete: ['n'] } })).toBe(true);
    expect(isMissing([], 'api.example', { closed: false, facts: { complete: ['n'] } })).toBe(false);
  });

  test('a Service that is there, but not for whoever asks', () => {
    expect(isMissing([service('n/a')], 'a', { closed: false })).toBe(true);
  });

  test('nothing that somebody vouches for', () => {
    expect(isMissing([], 'a', { facts: { known: [KnownResource.service('a', 'n')] } })).toBe(false);
    expect(isMissing([], 'a', { facts: { known: [KnownResource.service('b', 'n')] } })).toBe(true);
    const known = [{ kind: `networking.istio.io/ServiceEntry`, namespace: 'x', name: 'api.example' } as KnownResource];
    expect(isMissing([], 'api.example', { facts: { known } })).toBe(false);
    expect(isMissing([], 'b.example', { facts: { known } })).toBe(true);
    expect(isMissing([], 'api.example', { facts: { known: [KnownResource.service('api', 'n')] } })).toBe(true);
  });

  test("Istio's own Services, only where some of them are there", () => {
    const gateway = 'istio-egressgateway.istio-system.svc.cluster.local';
    expect(isMissing([], gateway)).toBe(false);
    expect(isMissing([service('istio-system/istiod')], gateway)).toBe(true);
    expect(isMissing([service('n/a')], gateway)).toBe(false);
    expect(isMissing([], gateway, { mesh: { rootNamespace: 'mesh' } })).toBe(true);
    expect(isMissing([], 'g.mesh.svc.cluster.local', { mesh: { rootNamespace: 'mesh' } })).toBe(false);
  });

  test('a namespace is whole where the world is closed or it is said to be', () => {
    const whole = (closed: boolean, complete: readonly string[]) =>
      isWhole(contextOf(snapshotOf([], {}, { complete }), closed), 'n');
    expect([whole(true, []), whole(false, []), whole(false, ['n']), whole(false, ['m'])]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test("hosts are declared by ServiceEntries, and by Services outside Istio's namespace", () => {
    const declares = (...manifests: Json[]) => declaresHosts(contextOf(snapshotOf(manifests)));
    expect(declares()).toBe(false);
    expect(declares(service('istio-system/a'))).toBe(false);
    expect(declares(service('istio-system/a'), service('n/a'))).toBe(true);
    expect(declares(entry('istio-system/a', {}))).toBe(true);
  });

  test('Gateways that routes are bound to have full names', () => {
    const context = contextOf(snapshotOf([route('n/a', { gateways: ['g', 'm/h', 'mesh'] }), route('m/b', {})]));
    expect([...routedGateways(context)]).toEqual(['n/g', 'm/h', 'n/mesh']);
  });

  test('a selector without workloads is told with its labels', () => {
    const gateway = resourceOf(`${NET}/Gateway`, 'n/g', { selector: { b: 'c', a: 'b' } });
    expect(selectorMissing(gateway, { a: 'b' }, 'spec.x')).toEqual({
      resource: gateway,
      code: 'IST0101',
      level: 'error',
      path: 'spec.x',
      message: 'Referenced selector not found: "a=b": no workload has these labels; correct them',
    });
    expect(workloadMissing(gateway, new Set())).toEqual(selectorMissing(gateway, { a: 'b', b: 'c' }, 'spec.selector'));
    expect(workloadMissing(gateway, new Set(['n/g']))).toMatchObject({
      code: 'CIS0203',
      level: 'warning',
      path: 'spec.selector',
      message: expect.stringContaining('"a=b,b=c"') as string,
    });
  });
});

describe('TLS towards a destination', () => {
  const rules = (...specs: Json[]) => specs.map((spec, i) => resourceOf(`${NET}/DestinationRule`, `n/r${i}`, spec));
  const policy = (mode: string, ports: Record<number, string | undefined> = {}) => ({
    tls: { mode },
    portLevelSettings: Object.entries(ports).map(([number, of]) => ({
      port: { number: Number(number) },
      ...(of && { tls: { mode: of } }),
    })),
  });
  const whole = { trafficPolicy: policy('A', { 80: 'B', 81: undefined }) };
  const subset = { subsets: [{ name: 's', trafficPolicy: policy('C', { 80: 'D' }) }, { name: 't' }] };

  test.each([
    ['', 443, 'A'],
    ['', 80, 'B'],
    ['', 81, undefined],
    ['s', 443, 'C'],
    ['s', 80, 'D'],
    ['t', 443, 'A'],
    ['t', 80, 'B'],
    ['u', 80, 'B'],
  ])('subset %p, port %d: %s', (of, port, expected) => {
    expect(tlsTowards(rules({ ...whole, ...subset }), of, port)?.mode).toBe(expected);
  });

  test('the first rule that says something counts', () => {
    expect(tlsTowards(rules({}, whole, { trafficPolicy: policy('Z') }), '', 443)?.mode).toBe('A');
    expect(tlsTowards([], '', 443)).toBeUndefined();
    expect(tlsTowards(rules({ subsets: [{ trafficPolicy: policy('C') }] }), '', 443)).toBeUndefined();
  });

  test('a subset is undefined where no rule has it', () => {
    expect(isUndefined(rules({}, subset), 's')).toBe(false);
    expect(isUndefined(rules({}, subset), 'u')).toBe(true);
    expect(isUndefined([], '')).toBe(false);
    expect(isUndefined([], 's')).toBe(true);
  });
});

test('destinations: tcp, tls, http, then mirrors, each with its place', () => {
  const to = (host: string) => ({ destination: { host } });
  const found = allDestinations(
    resourceOf(`${NET}/VirtualService`, 'n/a', {
      http: [
        { route: [to('h0'), to('h1')], mirror: { host: 'm0' }, mirrors: [to('m1'), to('m2')] },
        { mirrors: [to('m3')] },
        {},
      ],
      tls: [{ route: [to('s0')] }],
      tcp: [{}, { route: [to('t0')] }],
    }),
  );
  expect(
    found.map(({ family, destination, path, isMirror, rule: of }) => [hostOf(destination), family, path, isMirror, of]),
  ).toEqual([
    ['t0', 'tcp', 'spec.tcp[1].route[0].destination.host', false, 1],
    ['s0', 'tls', 'spec.tls[0].route[0].destination.host', false, 0],
    ['h0', 'http', 'spec.http[0].route[0].destination.host', false, 0],
    ['h1', 'http', 'spec.http[0].route[1].destination.host', false, 0],
    ['m0', 'http', 'spec.http[0].mirror.host', true, 0],
    ['m1', 'http', 'spec.http[0].mirrors[0].destination.host', true, 0],
    ['m2', 'http', 'spec.http[0].mirrors[1].destination.host', true, 0],
    ['m3', 'http', 'spec.http[1].mirrors[0].destination.host', true, 1],
  ]);
});

describe('mTLS that a Service asks for', () => {
  const mtls = (policies: readonly Json[], meshConfig: Json = {}) => {
    const snapshot = snapshotOf([service('n/a', { selector: { app: 'a' } }), ...policies], meshConfig);
    const found = serverMtls(contextOf(snapshot), snapshot.find('Service', 'n', 'a')!);
    return found && `${found.mode} by ${found.policy.namespace}/${found.policy.name}`;
  };
  const mode = (of: string, rest: Json = {}) => ({ mtls: { mode: of }, ...rest });
  const selector = { matchLabels: { app: 'a' } };

  test.each<[string, readonly Json[], string | undefined]>([
    ['nothing', [], undefined],
    ['the mesh', [peer('istio-system/m', mode('STRICT'))], 'STRICT by istio-system/m'],
    ['another namespace', [peer('x/m', mode('STRICT'))], undefined],
    [
      'the namespace before the mesh',
      [peer('istio-system/m', mode('STRICT')), peer('n/n', mode('DISABLE'))],
      'DISABLE by n/n',
    ],
    [
      'the workload before both',
      [peer('n/n', mode('STRICT')), peer('n/w', mode('PERMISSIVE', { selector }))],
      'PERMISSIVE by n/w',
    ],
    [
      'what is unset',
      [peer('istio-system/m', mode('STRICT')), peer('n/n', mode('UNSET')), peer('n/o', {})],
      'STRICT by istio-system/m',
    ],
    ['two that differ', [peer('n/n', mode('STRICT')), peer('n/o', mode('DISABLE'))], undefined],
    ['two that agree', [peer('n/n', mode('STRICT')), peer('n/o', mode('STRICT'))], 'STRICT by n/n'],
    ['ports that may differ', [peer('n/n', mode('STRICT', { portLevelMtls: { 80: {} } }))], undefined],
    [
      'other workloads, perhaps',
      [peer('istio-system/m', mode('STRICT')), peer('n/w', mode('DISABLE', { selector: { matchLabels: { v: '1' } } }))],
      undefined,
    ],
    ['a policy of the mesh for some workloads', [peer('istio-system/m', mode('STRICT', { selector }))], undefined],
    ['no mode that is known', [peer('n/n', mode('ODD'))], undefined],
    ['an empty selector', [peer('n/n', mode('STRICT', { selector: { matchLabels: {} } }))], 'STRICT by n/n'],
  ])('%s', (_, policies, expected) => expect(mtls(policies)).toBe(expected));

  test("the mesh's policies are in its root namespace", () => {
    expect(mtls([peer('mesh/m', mode('STRICT'))], { rootNamespace: 'mesh' })).toBe('STRICT by mesh/m');
    expect(mtls([peer('istio-system/m', mode('STRICT'))], { rootNamespace: 'mesh' })).toBeUndefined();
    expect([rootNamespace('mesh'), rootNamespace(''), rootNamespace({})]).toEqual([
      'mesh',
      'istio-system',
      'istio-system',
    ]);
  });

  test('a DestinationRule is for the Services of its host, less those of a narrower rule', () => {
    const snapshot = snapshotOf([
      service('n/a'),
      service('n/b'),
      service('m/c'),
      rule('n/all', { host: '*.local' }),
      rule('n/ns', { host: '*.n.svc.cluster.local' }),
      rule('n/one', { host: 'b' }),
      rule('n/none', { host: 'z' }),
      rule('n/out', { host: 'api.example' }),
    ]);
    const names = (name: string) =>
      servicesOf(contextOf(snapshot), snapshot.find('networking.istio.io/DestinationRule', 'n', name)!).map(
        (one) => one.name,
      );
    expect([names('all'), names('ns'), names('one'), names('none'), names('out')]).toEqual([
      ['c'],
      ['a'],
      ['b'],
      [],
      [],
    ]);
  });
});
