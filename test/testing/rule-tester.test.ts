import type { Rule, RuleContext } from '../../lib/analysis';
import { checkCase, RuleTester, type RuleCase } from '../../lib/testing';

const yaml = ['a', 'b']
  .map((name) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {port: 1}\n`)
  .join('---\n');
const ruleOf = (check: (context: RuleContext) => void, meta: Partial<Rule['meta']> = {}): Rule => ({
  meta: { id: 'probe', codes: ['CIS9001'], level: 'warning', description: 'a probe', kinds: ['Service'], ...meta },
  check,
});
const onA = ruleOf(({ ofKind, report }) => {
  for (const resource of ofKind('Service'))
    if (resource.name === 'a') report({ resource, message: 'odd', path: 'spec.port' });
});
const verdict = (rule: Rule, one: Partial<RuleCase>): string => {
  try {
    checkCase(rule, { name: 'x', yaml, ...one });
    return 'passes';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('compares', () => {
  test.each([
    ['what is expected', [{ resource: 'Service a' }]],
    [
      'everything that is said',
      [{ resource: 'Service a', code: 'CIS9001', level: 'warning' as const, path: 'spec.port', message: 'od' }],
    ],
  ])('%s', (_, expect_) => {
    expect(verdict(onA, { expect: expect_ })).toBe('passes');
  });

  test.each([
    ['nothing expected', undefined],
    ['another resource', [{ resource: 'Service b' }]],
    ['another code', [{ resource: 'Service a', code: 'CIS9002' }]],
    ['another level', [{ resource: 'Service a', level: 'error' as const }]],
    ['another path', [{ resource: 'Service a', path: 'spec' }]],
    ['another message', [{ resource: 'Service a', message: 'even' }]],
    ['one too many', [{ resource: 'Service a' }, { resource: 'Service a' }]],
  ])('%s fails', (_, expect_) => {
    expect(verdict(onA, expect_ === undefined ? {} : { expect: expect_ })).not.toBe('passes');
  });
});

describe('holds a rule to its contract', () => {
  test('it reads what it declares', () => {
    expect(
      verdict(
        ruleOf(({ ofKind }) => void ofKind('Pod')),
        {},
      ),
    ).not.toBe('passes');
    expect(
      verdict(
        ruleOf(({ find }) => void find('Pod', 'a', 'b')),
        {},
      ),
    ).not.toBe('passes');
    expect(
      verdict(
        ruleOf(({ isMissing }) => void isMissing('Pod', 'a', 'b')),
        {},
      ),
    ).not.toBe('passes');
    expect(
      verdict(
        ruleOf(({ ofKind }) => void ofKind('Pod'), { kinds: ['Pod', 'Service'] }),
        {},
      ),
    ).toBe('passes');
  });

  test('it reports codes that it declares', () => {
    const rule = ruleOf(({ ofKind, report }) =>
      report({ resource: ofKind('Service')[0]!, message: 'x', code: 'CIS9009' }),
    );
    expect(verdict(rule, { expect: [{ resource: 'Service a', code: 'CIS9009' }] })).not.toBe('passes');
  });

  test('a heuristic is never an error', () => {
    const rule = ruleOf(onA.check, { heuristic: true, level: 'error' });
    expect(verdict(rule, { expect: [{ resource: 'Service a' }] })).not.toBe('passes');
    expect(verdict(ruleOf(onA.check, { heuristic: true }), { expect: [{ resource: 'Service a' }] })).toBe('passes');
  });

  test('it writes to nothing', () => {
    const rule = ruleOf(({ ofKind }) => {
      (ofKind('Service')[0]!.spec as { port: number }).port = 2;
    });
    expect(verdict(rule, {})).not.toBe('passes');
  });

  test('it says the same in any order', () => {
    const rule = ruleOf(({ ofKind, report }) => report({ resource: ofKind('Service')[0]!, message: 'first' }));
    expect(verdict(rule, { expect: [{ resource: 'Service a' }] })).toContain('order of resources');
  });

  test('it does not throw', () => {
    expect(
      verdict(
        ruleOf(() => JSON.parse('{')),
        {},
      ),
    ).not.toBe('passes');
  });
});

test('worlds and mesh settings reach the rule', () => {
  const rule = ruleOf(({ isMissing, ofKind, snapshot, report }) => {
    const [resource] = ofKind('Service');
    if (isMissing('Service', '', 'c'))
      report({ resource: snapshot.find('Service', '', 'a') ?? resource!, message: 'c' });
    if (snapshot.meshConfig.rootNamespace === 'mesh' && snapshot.clusterDomain === 'c.example') {
      report({ resource: snapshot.find('Service', '', 'b')!, message: 'mesh' });
    }
  });
  expect(verdict(rule, { expect: [{ resource: 'Service a' }] })).toBe('passes');
  expect(verdict(rule, { closed: false })).toBe('passes');
  expect(verdict(rule, { known: [{ kind: 'Service', namespace: '', name: 'c' }] })).toBe('passes');
  const mesh = { closed: false, meshConfig: { rootNamespace: 'mesh' }, clusterDomain: 'c.example' };
  expect(verdict(rule, { ...mesh, expect: [{ resource: 'Service b' }] })).toBe('passes');
});

describe('registers', () => {
  const seen: string[] = [];
  new RuleTester({
    describe: (name, body) => {
      seen.push(name);
      body();
    },
    test: (name) => seen.push(name),
  }).run(onA, [
    { name: 'one', yaml },
    { name: 'two', yaml },
  ]);
  test('one test a case, under the name of the rule', () => expect(seen).toEqual(['probe', 'one', 'two']));
});

new RuleTester().run(onA, [{ name: 'is used as this', yaml, expect: [{ resource: 'Service a' }] }]);
