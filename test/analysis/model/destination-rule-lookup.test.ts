import { destinationRules } from '../../../lib/analysis/model/destination-rule-lookup';
import { contextOf, manifest, snapshotOf } from './manifest';

type Json = Readonly<Record<string, unknown>>;
const rule = (id: string, host: string, spec: Json = {}) =>
  manifest('networking.istio.io/v1/DestinationRule', id, { spec: { host, ...spec } });
const subset = (...names: string[]) => ({ subsets: names.map((name) => ({ name })) });
const lookupOf = (rules: Json[], mesh: Json = {}) => destinationRules(contextOf(snapshotOf(rules, mesh)));

/** Whom a client of namespace `client` finds for a host whose service is in `home`. */
const finds = (rules: Json[], client: string, host = 'a.b.c', mesh: Json = {}) =>
  lookupOf(rules, mesh)
    .find(client, host, ['home'])
    .map(({ namespace, name }) => `${namespace}/${name}`);

const own = rule('client/own', 'a.b.c');
const home = rule('home/home', 'a.b.c');
const root = rule('istio-system/root', 'a.b.c');

describe('where the rules of a host are looked for', () => {
  test.each<[string, Json[], string[]]>([
    ['first in the own namespace', [root, home, own], ['client/own']],
    ['then where the service is', [root, home], ['home/home']],
    ['then in the root namespace', [root], ['istio-system/root']],
    ['nowhere else', [rule('other/other', 'a.b.c')], []],
    ['all of the first namespace that has some', [home, rule('home/more', 'a.b.c'), root], ['home/home', 'home/more']],
  ])('%s', (_, rules, expected) => expect(finds(rules, 'client')).toEqual(expected));

  test('the root namespace is the one of the mesh', () => {
    expect(finds([rule('mesh/root', 'a.b.c'), root], 'client', 'a.b.c', { rootNamespace: 'mesh' })).toEqual([
      'mesh/root',
    ]);
  });

  test("the root namespace's own proxies find its rules last, unless these are for them alone", () => {
    expect(finds([root, home], 'istio-system')).toEqual(['home/home']);
    expect(finds([rule('istio-system/root', 'a.b.c', { exportTo: ['.'] }), home], 'istio-system')).toEqual([
      'istio-system/root',
    ]);
    expect(finds([rule('istio-system/root', 'a.b.c', { exportTo: ['.', 'x'] }), home], 'istio-system')).toEqual([
      'home/home',
    ]);
  });
});

describe('to whom rules are exported', () => {
  test.each<[string, Json, string[]]>([
    ['to all', {}, ['home/home']],
    ['to all by a star', { exportTo: ['*'] }, ['home/home']],
    ['to the client', { exportTo: ['x', 'client'] }, ['home/home']],
    ['to another namespace', { exportTo: ['x'] }, ['istio-system/root']],
    ['to the own namespace', { exportTo: ['.'] }, ['istio-system/root']],
    ['to nobody else, where it selects workloads', { workloadSelector: {} }, ['istio-system/root']],
    ['to nobody else, whatever exportTo says beside', { workloadSelector: {}, exportTo: ['*'] }, ['istio-system/root']],
  ])('%s', (_, spec, expected) => expect(finds([rule('home/home', 'a.b.c', spec), root], 'client')).toEqual(expected));

  test('as the mesh says where a rule says nothing', () => {
    expect(finds([home, root], 'client', 'a.b.c', { defaultDestinationRuleExportTo: ['.', 'client'] })).toEqual([
      'home/home',
    ]);
    expect(finds([home, root], 'client', 'a.b.c', { defaultDestinationRuleExportTo: ['.'] })).toEqual([]);
  });

  test('a rule that is for another namespace alone is none of the own ones', () => {
    expect(finds([rule('client/own', 'a.b.c', { exportTo: ['x'] }), home], 'client')).toEqual(['home/home']);
    expect(finds([rule('client/own', 'a.b.c', { exportTo: ['.'] }), home], 'client')).toEqual(['client/own']);
    expect(finds([rule('client/own', 'a.b.c', { exportTo: ['x', 'client'] }), home], 'client')).toEqual(['client/own']);
  });

  test('a private rule hides no wider one from the others', () => {
    const wide = rule('home/wide', '*.b.c');
    expect(finds([rule('home/home', 'a.b.c', { exportTo: ['.'] }), wide], 'client')).toEqual(['home/wide']);
    expect(finds([rule('home/home', 'a.b.c', { exportTo: ['x'] }), wide], 'client')).toEqual([]);
  });
});

describe('of several hosts that cover a name', () => {
  test.each<[string, string[], string[]]>([
    ['the name itself counts', ['*.b.c', 'a.b.c', '*'], ['client/1']],
    ['else the longest wildcard', ['*', '*.c', '*.b.c'], ['client/2']],
    ['in whatever order they stand', ['*.b.c', '*.c', '*'], ['client/0']],
    ['and none that does not cover it', ['b.b.c', '*.x'], []],
    ['each rule of that host', ['*.c', '*.b.c', '*.b.c'], ['client/1', 'client/2']],
  ])('%s', (_, hosts, expected) =>
    expect(
      finds(
        hosts.map((host, i) => rule(`client/${i}`, host)),
        'client',
      ),
    ).toEqual(expected),
  );
});

describe('a rule that everybody finds', () => {
  const isEverywhere = (rules: Json[], mesh: Json = {}) => {
    const lookup = lookupOf(rules, mesh);
    return lookup.isEverywhere(lookup.all('a.b.c')[0]!, 'a.b.c', ['home']);
  };
  test.each<[string, Json[], boolean]>([
    ['is where the service is', [home], true],
    ['or in the root namespace', [root], true],
    ['and not in another one', [own], false],
    ['is the only one', [home, own], false],
    ['has no wildcard beside it', [home, rule('x/wide', '*.z')], false],
    ['is exported to all', [rule('home/home', 'a.b.c', { exportTo: ['home'] })], false],
    ['is for all workloads', [rule('home/home', 'a.b.c', { workloadSelector: {} })], false],
    ['may have others for other hosts beside it', [home, rule('x/other', 'b.b.c')], true],
  ])('%s', (_, rules, expected) => expect(isEverywhere(rules)).toBe(expected));
});

describe('subsets', () => {
  const rules = [
    rule('x/first', 'a.b.c', subset('v1', 'v2')),
    rule('y/second', 'a.b.c', subset('v2', 'v3')),
    rule('y/third', 'a.b.c', subset('v2')),
    rule('y/other', 'b.b.c', subset('v9')),
  ];
  const lookup = lookupOf(rules);

  test.each([
    ['v1', 'x', 'first'],
    ['v1', 'y', 'first'],
    ['v2', 'x', 'first'],
    ['v2', 'y', 'second'],
    ['v2', 'z', 'first'],
    ['v3', 'x', 'second'],
    ['v9', 'y', undefined],
  ])('%s for namespace %s is that of %s', (name, namespace, expected) =>
    expect(lookup.defining('a.b.c', name, namespace)?.name).toBe(expected),
  );

  test('are there for those who find a rule that has them', () => {
    const has = (name: string, client: string) => lookup.hasSubset(name, client, 'a.b.c', ['home']);
    expect([has('v1', 'x'), has('v3', 'x'), has('v3', 'y'), has('v2', 'y'), has('v1', 'z')]).toEqual([
      ...[true, false, true, true, false],
    ]);
    expect([has('v1', 'x'), has('v3', 'x')]).toEqual([true, false]);
  });

  test('rules of a host are told wherever they are, each namespace once', () => {
    expect(lookup.all('a.b.c').map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    expect(lookup.all('z')).toEqual([]);
    expect(lookup.namespacesWith('a.b.c')).toEqual(['x', 'y']);
  });
});

test('short hosts are those of the namespace of the rule', () => {
  expect(finds([rule('client/own', 'svc')], 'client', 'svc.client.svc.cluster.local')).toEqual(['client/own']);
});

test('one snapshot is read once', () => {
  const snapshot = snapshotOf([home]);
  expect(destinationRules(contextOf(snapshot))).toBe(destinationRules(contextOf(snapshot)));
  expect(destinationRules(contextOf(snapshotOf([home])))).not.toBe(destinationRules(contextOf(snapshot)));
});
