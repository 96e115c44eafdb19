import { analyze, describeCode, rules, World, type RuleEntry } from '../../lib/analysis';
import { findingsOf, isAtLeast, type Located } from '../../lib/analysis/findings';
import { reasonAnnotation, reasonsOf } from '../../lib/analysis/suppression';
import { KnownResource } from '../../lib/mesh';
import type { Resource } from '../../lib/snapshot';
import { manifest, snapshotOf } from './model/manifest';

const service = (id: string, rest = {}) => manifest('v1/Service', id, rest);

describe('a code in words', () => {
  test.each(rules.flatMap((entry) => entry.load().meta.codes.map((code) => [code, entry.id] as const)))(
    '%s, of rule %s among others',
    (code) => expect(describeCode(code)).toMatch(/^\S.*\S$/),
  );

  test.each(['CIS0001', 'IST0001', 'IST0106', 'CIS0101', 'CIS0102', 'CIS0103', 'CIS0104', 'CIS0105'])(
    '%s, which no rule has',
    (code) => expect(describeCode(code)).toMatch(/^\S.*\S$/),
  );

  test('of the rule that has it, or none', () => {
    const { codes, description } = rules.find(({ id }) => id === 'port-name')!.load().meta;
    expect(describeCode(codes[0]!)).toBe(description);
    expect(describeCode('CIS9999')).toBeUndefined();
    expect(describeCode('constructor')).not.toBe('');
  });
});

describe('levels', () => {
  test.each([
    ['error', 'error', true],
    ['error', 'warning', true],
    ['error', 'info', true],
    ['warning', 'error', false],
    ['warning', 'warning', true],
    ['info', 'warning', false],
    ['info', 'info', true],
  ] as const)('%s is at least %s: %s', (level, threshold, expected) =>
    expect(isAtLeast(level, threshold)).toBe(expected),
  );
});

describe('findings', () => {
  const resource = (over: Partial<Resource> = {}): Resource => ({
    ...{ group: '', version: 'v1', kind: 'Service', namespace: 'n', name: 'a' },
    ...{ labels: {}, annotations: {}, spec: {}, manifest: {}, origin: {} },
    ...over,
  });
  const located = (over: Partial<Located> = {}): Located => ({
    ...{ resource: resource(), code: 'CIS9001', level: 'warning', message: 'm' },
    ...over,
  });
  const order = (...reports: Located[]) => {
    const shown = (all: readonly Located[]) => findingsOf(all).map((one) => JSON.stringify(one));
    expect(shown([...reports].reverse())).toEqual(shown(reports));
    return findingsOf(reports);
  };

  test('stand by level, code, kind, namespace, name, path, text', () => {
    const of = (over: Partial<Resource>) => located({ resource: resource(over) });
    expect(
      order(located({ level: 'info', code: 'A' }), located({ level: 'error', code: 'B' })).map(({ code }) => code),
    ).toEqual(['B', 'A']);
    expect(order(located({ code: 'B' }), located({ code: 'A' })).map(({ code }) => code)).toEqual(['A', 'B']);
    expect(order(of({ kind: 'B', name: 'a' }), of({ kind: 'A', name: 'b' })).map((one) => one.resource.kind)).toEqual([
      'A',
      'B',
    ]);
    expect(
      order(of({ namespace: 'b', name: 'a' }), of({ namespace: 'a', name: 'b' })).map((one) => one.resource.namespace),
    ).toEqual(['a', 'b']);
    expect(order(of({ name: 'b' }), of({ name: 'a' })).map((one) => one.resource.name)).toEqual(['a', 'b']);
    expect(
      order(located({ path: 'x[10]', message: 'a' }), located({ path: 'x[9]', message: 'b' })).map(({ path }) => path),
    ).toEqual(['x[9]', 'x[10]']);
    expect(order(located({ path: 'x' }), located()).map(({ path }) => path)).toEqual([undefined, 'x']);
    expect(order(located({ message: 'b' }), located({ message: 'a' })).map(({ message }) => message)).toEqual([
      'a',
      'b',
    ]);
  });

  test('of two places are two, and stand by place', () => {
    const at = (origin: Resource['origin']) => located({ resource: resource({ origin }) });
    expect(order(at({ file: 'b' }), at({ file: 'a' })).map(({ file }) => file)).toEqual(['a', 'b']);
    expect(order(at({ construct: 'b' }), at({ construct: 'a' })).map(({ construct }) => construct)).toEqual(['a', 'b']);
    expect(order(at({ file: 'a', line: 2 }), at({ file: 'a', line: 1 }))).toHaveLength(2);
    expect(order(at({ file: 'a', line: 1 }), at({ file: 'a', line: 1 }))).toHaveLength(1);
    expect(order(at({}), at({}))).toHaveLength(1);
  });

  test('have what is known of their place, and one line of text', () => {
    const locate = (path?: string) => (path === 'x' ? { line: 3, column: 5, text: '    x: 1' } : undefined);
    const of = (path?: string) =>
      findingsOf([
        located({
          ...(path && { path }),
          message: 'a\r\n  b \n c',
          resource: resource({ origin: { file: 'f', construct: 'c', locate } }),
        }),
      ])[0];
    expect(of('x')).toEqual({
      ...{ code: 'CIS9001', level: 'warning', message: 'a b c', path: 'x' },
      ...{
        resource: { kind: 'Service', namespace: 'n', name: 'a' },
        file: 'f',
        line: 3,
        column: 5,
        source: '    x: 1',
        construct: 'c',
      },
    });
    expect(Object.keys(of()!)).toEqual(['code', 'level', 'message', 'resource', 'file', 'construct']);
    expect(Object.keys(findingsOf([located()])[0]!)).toEqual(['code', 'level', 'message', 'resource']);
  });

  test('texts are looked into in the order they were read, each once, however findings are sorted', () => {
    const asked: string[] = [];
    const resources = ['c', 'a', 'b'].map((name) =>
      resource({ name, origin: { file: name, locate: () => (asked.push(name), { line: 1, column: 1, text: name }) } }),
    );
    const reports = ['CIS9001', 'CIS9002'].flatMap((code) => resources.map((one) => located({ code, resource: one })));
    const found = findingsOf(reports, resources.slice(0, 2));
    expect(asked).toEqual(['c', 'c', 'a', 'a', 'b', 'b']);
    expect(found.map(({ code, source }) => `${code} ${source}`)).toEqual([
      ...['CIS9001 a', 'CIS9001 b', 'CIS9001 c'],
      ...['CIS9002 a', 'CIS9002 b', 'CIS9002 c'],
    ]);
    expect(found[0]!.resource).toBe(found[3]!.resource);
  });
});

describe('reasons of suppressions', () => {
  test.each<[string, [string, string][]]>([
    ['', []],
    ['IST0001: why', [['IST0001', 'why']]],
    [
      'IST0001: why; CIS0002: because: so',
      [
        ['IST0001', 'why'],
        ['CIS0002', 'because: so'],
      ],
    ],
    ['IST0001: one; two', [['IST0001', 'one; two']]],
    [
      '*: all; IST0001: one',
      [
        ['*', 'all'],
        ['IST0001', 'one'],
      ],
    ],
    ['IST0001', []],
    ['IST0001: a; ist0002: b', [['IST0001', 'a; ist0002: b']]],
    ['IST0001: a; IST002: b', [['IST0001', 'a; IST002: b']]],
    ['IST0001: a;CIS0002: b', [['IST0001', 'a;CIS0002: b']]],
  ])('%p', (annotation, expected) => {
    expect([...reasonsOf(annotation)]).toEqual(expected);
    expect([...reasonsOf(reasonAnnotation(new Map(expected)))]).toEqual(expected);
  });
});

describe('suppressions', () => {
  const SUPPRESS = 'galley.istio.io/analyze-suppress';
  const REASON = 'cdk8s-istio/analyze-suppress-reason';
  const entry = (codes: readonly string[]): RuleEntry => ({
    id: 'probe',
    when: ['Service'],
    load: () => ({
      meta: { id: 'probe', codes, level: 'warning', description: 'a probe', kinds: ['Service'] },
      check: ({ ofKind, report }) =>
        ofKind('Service').forEach((resource) => codes.forEach((code) => report({ resource, code, message: 'odd' }))),
    }),
  });
  const left = (
    annotations: Record<string, string>[],
    codes: readonly string[],
    suppress: { code: string; resource?: string }[] = [],
  ) =>
    analyze(snapshotOf(annotations.map((one, i) => service(`n/${'abc'[i]}`, { annotations: one }))), {
      rules: [entry(codes)],
      shape: false,
      suppress: suppress.map((one) => ({ reason: 'known', ...one })),
    }).map(
      ({ code, resource: { kind, name }, message }) =>
        `${code} ${kind} ${name}${code === 'CIS0001' ? ` ${message.split(' ')[0]}` : ''}`,
    );

  test('several codes of one annotation are judged each by itself', () => {
    expect(left([{ [SUPPRESS]: 'CIS9001, CIS9002,' }], ['CIS9001', 'CIS9002', 'CIS9003'])).toEqual([
      'CIS9003 Service a',
    ]);
    expect(left([{ [SUPPRESS]: 'CIS9001,CIS9002' }], ['CIS9001'])).toEqual(['CIS0001 Service a CIS9002']);
    expect(left([{ [SUPPRESS]: ' , ' }], ['CIS9001'])).toEqual(['CIS9001 Service a']);
  });

  test('of two resources each needs its own, unless they share a reason', () => {
    expect(left([{ [SUPPRESS]: 'CIS9002' }, { [SUPPRESS]: 'CIS9002' }], ['CIS9001'])).toEqual([
      'CIS0001 Service a CIS9002',
      'CIS0001 Service b CIS9002',
      'CIS9001 Service a',
      'CIS9001 Service b',
    ]);
    const shared = { [SUPPRESS]: 'CIS9002', [REASON]: 'CIS9002: known' };
    expect(left([shared, shared], ['CIS9001'])).toEqual([
      'CIS0001 Service a CIS9002',
      'CIS9001 Service a',
      'CIS9001 Service b',
    ]);
    expect(left([shared, { ...shared, [REASON]: 'CIS9002: other' }], [])).toEqual([
      'CIS0001 Service a CIS9002',
      'CIS0001 Service b CIS9002',
    ]);
  });

  test.each<[string, string[]]>([
    ['Service a.n', ['CIS9001 Service b']],
    ['Service *', []],
    ['* a.n', ['CIS9001 Service b']],
    ['Service a', ['CIS9001 Service a', 'CIS9001 Service b']],
    ['Service aXn', ['CIS9001 Service a', 'CIS9001 Service b']],
    ['ervice a.n', ['CIS9001 Service a', 'CIS9001 Service b']],
    ['Service a.', ['CIS9001 Service a', 'CIS9001 Service b']],
    ['Service [ab].n', ['CIS9001 Service a', 'CIS9001 Service b']],
  ])('by the caller on %s', (resource, expected) => {
    expect(
      left([{}, {}], ['CIS9001'], [{ code: 'CIS9001', resource }]).filter((one) => !one.startsWith('CIS0001')),
    ).toEqual(expected);
  });

  test('by the caller that nothing needs are reported, each once', () => {
    expect(left([{}], ['CIS9001'], [{ code: 'CIS9002' }, { code: 'CIS9001' }, { code: 'CIS9003' }])).toEqual([
      'CIS0001 Suppression CIS9002 CIS9002',
      'CIS0001 Suppression CIS9003 CIS9003',
    ]);
    const named = analyze(snapshotOf([service('n/a')]), {
      rules: [],
      shape: false,
      suppress: [{ code: 'CIS9001', reason: 'x' }],
    });
    expect(named[0]!.message).toBe('CIS9001 is suppressed but not found; remove the suppression');
    expect(named[0]!.resource).toEqual({ kind: 'Suppression', namespace: '', name: 'CIS9001' });
  });
});

describe('a world', () => {
  const all = [
    service('n/a'),
    service('kube-system/dns'),
    service('kube-public/x'),
    service('kube-node-lease/y'),
    service('local-path-storage/z'),
  ];

  test("leaves out Kubernetes' own namespaces, and filters a kind once", () => {
    const world = new World(snapshotOf(all), true);
    expect(world.ofKind('Service').map(({ name }) => name)).toEqual(['a']);
    expect(world.ofKind('Service')).toBe(world.ofKind('Service'));
    expect(world.ofKind('Pod')).toEqual([]);
  });

  test('knows what is missing', () => {
    const facts = { complete: ['whole'], known: [KnownResource.service('known', 'whole')] };
    const of = (closed: boolean) => {
      const world = new World(snapshotOf(all, {}, facts), closed);
      return [
        world.isMissing('Service', 'n', 'a'),
        world.isMissing('Service', 'n', 'b'),
        world.isMissing('Service', 'whole', 'b'),
        world.isMissing('Service', 'whole', 'known'),
        world.isMissing('Service', 'kube-system', 'dns'),
      ];
    };
    expect(of(true)).toEqual([false, true, true, false, false]);
    expect(of(false)).toEqual([false, false, true, false, false]);
  });

  test('tells which kinds a rule asked for', () => {
    const asked: string[] = [];
    const context = new World(snapshotOf(all), true).contextFor(
      () => undefined,
      (kind) => asked.push(kind),
    );
    context.ofKind('A');
    context.find('B', 'n', 'a');
    context.isMissing('C', 'n', 'a');
    expect(asked).toEqual(['A', 'B', 'C']);
    expect(context.find('Service', 'n', 'a')!.name).toBe('a');
    expect(context.isMissing('Service', 'n', 'a')).toBe(false);
    expect(context.closed).toBe(true);
  });
});

describe('a rule that fails', () => {
  const failing = (when: readonly string[]): RuleEntry => ({
    id: 'broken',
    when,
    load: () => {
      throw 'thrown text' as unknown as Error;
    },
  });
  const told = (when: readonly string[]) =>
    analyze(snapshotOf([service('n/a'), manifest('v1/Pod', 'n/p')]), { rules: [failing(when)], shape: false }).map(
      ({ code, level, resource: { name }, message }) => `${code} ${level} ${name} ${message}`,
    );

  test('is told at the first resource of its kinds', () => {
    expect(told(['Pod'])).toEqual(['IST0001 error p rule broken failed and was left out: thrown text']);
    expect(told(['Secret', 'Pod'])).toEqual(['IST0001 error p rule broken failed and was left out: thrown text']);
    expect(told(['*'])).toEqual(['IST0001 error a rule broken failed and was left out: thrown text']);
    expect(told(['Secret'])).toEqual([]);
  });

  test('and all its neighbours run: shapes first, unless told not to', () => {
    const wrong = manifest('networking.istio.io/v1/Gateway', 'n/g', { spec: { servers: 1 } });
    const codes = (options = {}) => analyze(snapshotOf([wrong]), { rules: [], ...options }).map(({ code }) => code);
    expect(codes()).toEqual(['CIS0102']);
    expect(codes({ shape: true })).toEqual(['CIS0102']);
    expect(codes({ shape: false })).toEqual([]);
    expect(analyze(snapshotOf([]), { rules: [failing(['*'])] })).toEqual([]);
  });
});
