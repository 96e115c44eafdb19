import fc from 'fast-check';
import {
  analyze,
  analyzeAll,
  type AnalyzeOptions,
  type Report,
  type Rule,
  type RuleContext,
  type RuleEntry,
} from '../../lib/analysis';
import { Snapshot, snapshotFromYaml } from '../../lib/snapshot';

const service = (name: string, annotations = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\n${annotations === '' ? '' : `  annotations: {${annotations}}\n`}---\n`;

const ruleOf = (check: (context: RuleContext) => void, meta: Partial<Rule['meta']> = {}): RuleEntry => {
  const rule: Rule = {
    meta: { id: 'probe', codes: ['CIS9001'], level: 'warning', description: 'a probe', kinds: ['Service'], ...meta },
    check,
  };
  return { id: rule.meta.id, when: rule.meta.kinds, load: () => rule };
};

const onEach = (report: Omit<Report, 'resource'>, meta: Partial<Rule['meta']> = {}): RuleEntry =>
  ruleOf(({ ofKind, report: tell }) => ofKind('Service').forEach((resource) => tell({ resource, ...report })), meta);

const run = (text: string, rules: readonly RuleEntry[], options: AnalyzeOptions = {}) =>
  analyze(snapshotFromYaml(text, { file: 'x.yaml' }), { rules, shape: false, ...options });

describe('findings', () => {
  test('carry code and level of their rule, resource, file and line', () => {
    const [finding] = run(service('a'), [onEach({ message: 'odd', path: 'metadata.name' })]);
    expect(finding).toEqual({
      code: 'CIS9001',
      level: 'warning',
      message: 'odd',
      resource: { kind: 'Service', namespace: 'shop', name: 'a' },
      path: 'metadata.name',
      file: 'x.yaml',
      line: 4,
      column: 3,
      source: '  name: a',
    });
  });

  test('a report may name another code and level than its rule', () => {
    const [finding] = run(service('a'), [onEach({ message: 'odd', code: 'CIS9002', level: 'error' })]);
    expect([finding!.code, finding!.level]).toEqual(['CIS9002', 'error']);
  });

  test('are frozen', () => {
    const findings = run(service('a'), [onEach({ message: 'odd' })]);
    expect(Object.isFrozen(findings)).toBe(true);
    expect(Object.isFrozen(findings[0])).toBe(true);
    expect(Object.isFrozen(findings[0]!.resource)).toBe(true);
  });

  test('said twice are one; with another text they are two', () => {
    const twice = [onEach({ message: 'odd' }), onEach({ message: 'odd' }), onEach({ message: 'even' })];
    expect(run(service('a'), twice).map(({ message }) => message)).toEqual(['even', 'odd']);
  });

  test('are one line each', () => {
    expect(run(service('a'), [onEach({ message: 'a\n  b' })])[0]!.message).toBe('a b');
  });

  test('errors stand first, then codes, then resources; numbers in paths count as numbers', () => {
    const rules = [
      onEach({ message: 'w', path: 'spec.ports[10]' }),
      onEach({ message: 'w', path: 'spec.ports[2]' }),
      onEach({ message: 'i', level: 'info', code: 'CIS0003' }),
      onEach({ message: 'e', level: 'error', code: 'CIS9999' }),
    ];
    const order = run(service('b') + service('a'), rules).map(
      ({ level, resource, path = '' }) => `${level} ${resource.name} ${path}`,
    );
    expect(order).toEqual([
      'error a ',
      'error b ',
      'warning a spec.ports[2]',
      'warning a spec.ports[10]',
      'warning b spec.ports[2]',
      'warning b spec.ports[10]',
      'info a ',
      'info b ',
    ]);
  });

  test('do not depend on the order of the resources', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const rules = [onEach({ message: 'odd' }), onEach({ message: 'bad', level: 'error' })];
    const plain = (text: string) =>
      run(text, rules).map(({ level, message, resource }) => `${level} ${message} ${resource.name}`);
    const expected = plain(names.map((name) => service(name)).join(''));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 5 }), (order) => {
        expect(plain(order.map((name) => service(name)).join(''))).toEqual(expected);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  test('below the asked level are left out', () => {
    const rules = [
      onEach({ message: 'a', level: 'error' }),
      onEach({ message: 'b' }),
      onEach({ message: 'c', level: 'info' }),
    ];
    expect(run(service('a'), rules, { level: 'error' })).toHaveLength(1);
    expect(run(service('a'), rules, { level: 'warning' })).toHaveLength(2);
    expect(run(service('a'), rules)).toHaveLength(3);
  });
});

describe('rules', () => {
  test('one that throws is a finding that names it, and the others still run', () => {
    const broken = ruleOf(
      () => {
        throw new RangeError('oops');
      },
      { id: 'broken' },
    );
    const findings = run(service('a'), [broken, onEach({ message: 'odd' })]);
    expect(findings.map(({ code }) => code)).toEqual(['IST0001', 'CIS9001']);
    expect(findings[0]!.message).toBe('rule broken failed and was left out: oops');
  });

  test('one that cannot be loaded is a finding too', () => {
    const entry: RuleEntry = { id: 'gone', when: ['Service'], load: () => JSON.parse('{') as Rule };
    const [finding] = run(service('a'), [entry]);
    expect(finding).toMatchObject({ code: 'IST0001', level: 'error', resource: { kind: 'Service', name: 'a' } });
    expect(finding!.message).toContain('rule gone failed');
  });

  test('one whose kinds are not there is not even loaded', () => {
    let loads = 0;
    const entry: RuleEntry = { ...onEach({ message: 'odd' }), when: ['Pod'] };
    run(service('a'), [{ ...entry, load: () => (loads++, entry.load()) }]);
    expect(loads).toBe(0);
  });

  test("Kubernetes' own namespaces are not looked at, but can be referred to", () => {
    const text = service('a') + service('dns').replace('shop', 'kube-system');
    let found: unknown;
    const probe = ruleOf(({ ofKind, find, report }) => {
      found = find('Service', 'kube-system', 'dns')?.name;
      ofKind('Service').forEach((resource) => report({ resource, message: 'seen' }));
    });
    expect(run(text, [probe]).map(({ resource }) => resource.name)).toEqual(['a']);
    expect(found).toBe('dns');
  });
});

describe('worlds', () => {
  const missing = ruleOf(({ isMissing, ofKind, report }) => {
    for (const resource of ofKind('Service')) {
      for (const name of ['a', 'b', 'vouched']) {
        if (isMissing('Service', 'shop', name)) report({ resource, message: `${name} is missing` });
      }
    }
  });
  const seen = (closed: boolean, facts: ConstructorParameters<typeof Snapshot>[2] = {}) => {
    const { resources } = snapshotFromYaml(service('a'));
    return analyze(new Snapshot(resources, {}, facts), { rules: [missing], shape: false, closed }).map(
      ({ message }) => message,
    );
  };
  const known = [{ kind: 'Service', namespace: 'shop', name: 'vouched' }];

  test('closed: what is not there does not exist', () => {
    expect(seen(true)).toEqual(['b is missing', 'vouched is missing']);
  });
  test('closed: what somebody vouches for exists', () => {
    expect(seen(true, { known })).toEqual(['b is missing']);
  });
  test('open: nothing is missing', () => {
    expect(seen(false)).toEqual([]);
  });
  test('open: a namespace that is complete is closed', () => {
    expect(seen(false, { known, complete: ['shop'] })).toEqual(['b is missing']);
    expect(seen(false, { complete: ['other'] })).toEqual([]);
  });
});

describe('suppression', () => {
  const SUPPRESS = 'galley.istio.io/analyze-suppress';
  const REASON = 'cdk8s-istio/analyze-suppress-reason';
  const codes = (text: string, options: AnalyzeOptions = {}, rules = [onEach({ message: 'odd' })]) =>
    run(text, rules, options).map(({ code, resource, message }) => `${code} ${resource.name} ${message}`);

  test.each([
    ['the code', 'CIS9001'],
    ['the code among others', '"CIS9001,*"'],
    ['everything', '"*"'],
  ])('an annotation with %s holds for its resource only', (_, value) => {
    const text = service('a', `${SUPPRESS}: ${value}`) + service('b');
    expect(codes(text)).toEqual(['CIS9001 b odd']);
  });

  test('what was suppressed is told apart', () => {
    const snapshot = snapshotFromYaml(service('a', `${SUPPRESS}: CIS9001`));
    const { suppressed, findings } = analyzeAll(snapshot, { rules: [onEach({ message: 'odd' })], shape: false });
    expect(suppressed.map(({ code }) => code)).toEqual(['CIS9001']);
    expect(findings).toEqual([]);
  });

  test('an annotation that nothing needs is reported, with its line', () => {
    const [finding] = run(service('a', `${SUPPRESS}: CIS9002`), []);
    expect(finding).toMatchObject({
      code: 'CIS0001',
      level: 'warning',
      path: `metadata.annotations.${SUPPRESS}`,
      line: 6,
    });
    expect(finding!.message).toBe('CIS9002 is suppressed but not found; remove the suppression');
  });

  test('objects of one construct share a reason: one of them needs the suppression', () => {
    const both = `${SUPPRESS}: CIS9001, ${REASON}: "CIS9001: known"`;
    const onlyA = ruleOf(({ find, report }) => report({ resource: find('Service', 'shop', 'a')!, message: 'odd' }));
    expect(codes(service('a', both) + service('b', both), {}, [onlyA])).toEqual([]);
  });

  test('objects of one construct that need none are reported once', () => {
    const both = `${SUPPRESS}: CIS9001, ${REASON}: "CIS9001: known"`;
    expect(run(service('a', both) + service('b', both), []).map(({ resource }) => resource.name)).toEqual(['a']);
  });

  test('one that only the closed world needs is no waste in the open one', () => {
    const missing = ruleOf(({ closed, ofKind, report }) => {
      if (closed) ofKind('Service').forEach((resource) => report({ resource, message: 'missing' }));
    });
    const text = service('a', `${SUPPRESS}: CIS9001`);
    expect(codes(text, { closed: false }, [missing])).toEqual([]);
    expect(codes(text, { closed: true }, [missing])).toEqual([]);
  });

  test.each([
    ['everywhere', undefined, []],
    ['on one resource', 'Service a.shop', ['CIS9001 b odd']],
    ['on a pattern', 'Service *.shop', []],
    [
      'elsewhere',
      'Pod *',
      [
        'CIS0001 CIS9001 CIS9001 is suppressed on Pod * but not found; remove the suppression',
        'CIS9001 a odd',
        'CIS9001 b odd',
      ],
    ],
  ])('by the caller, %s', (_, resource, left) => {
    const suppress = [{ code: 'CIS9001', reason: 'known', ...(resource === undefined ? {} : { resource }) }];
    expect(codes(service('a') + service('b'), { suppress })).toEqual(left);
  });
});

test('the annotation that suppresses is itself no alpha feature to be told of', () => {
  const text = service('a', 'galley.istio.io/analyze-suppress: IST0109');
  const codes = analyze(snapshotFromYaml(text)).map(({ code }) => code);
  expect(codes).toContain('CIS0001');
  expect(codes).not.toContain('IST0136');
});

describe('name collisions', () => {
  const replaced = (text: string) => analyze(snapshotFromYaml(text, { file: 'x.yaml' }), { shape: false });

  test('two different objects of one name: the first one is lost', () => {
    const findings = replaced(`${service('a')}${service('a', 'x: "1"')}`);
    expect(findings.map(({ code, level, line, message }) => ({ code, level, line, message }))).toEqual([
      {
        code: 'CIS0002',
        level: 'warning',
        line: 4,
        message: 'Service shop/a is also written at x.yaml:7, which replaces this one; rename one of them',
      },
    ]);
  });

  test('of a kind in a group, too', () => {
    const grouped = (text: string) => text.replace('apiVersion: v1', 'apiVersion: example.com/v1');
    const codes = replaced(grouped(service('a')) + grouped(service('a', 'x: "1"'))).map(({ code }) => code);
    expect(codes).toContain('CIS0002');
  });

  test('the same object twice in files loses nothing', () => {
    expect(replaced(service('a') + service('a'))).toEqual([]);
  });

  test.each([
    ['another namespace', service('a').replace('shop', 'other')],
    ['another kind', service('a').replace('Service', 'Pod')],
    ['another group', service('a').replace('apiVersion: v1', 'apiVersion: example.com/v1')],
  ])('%s is another object', (_, other) => {
    expect(replaced(service('a') + other).filter(({ code }) => code === 'CIS0002')).toEqual([]);
  });
});
