import { ConfigurationError } from '../../lib/errors';
import { checkLabels, isLabel } from '../../lib/mesh';

test.each([
  ['app', 'web'],
  ['app', ''],
  ['a_b.c-D', 'v1.2_3-X'],
  ['topology.kubernetes.io/zone', 'a'],
  [`${'a.'.repeat(126)}a/${'b'.repeat(63)}`, 'c'.repeat(63)],
])('%s: %s is a label', (key, value) => expect(isLabel(key, value)).toBe(true));

test.each([
  ['', 'a'],
  ['a/', 'a'],
  ['/a', 'a'],
  ['a/b/c', 'a'],
  ['a..b/c', 'a'],
  ['.a/b', 'a'],
  ['A/b', 'a'],
  ['-a', 'a'],
  ['a*', 'a'],
  ['b'.repeat(64), 'a'],
  [`${'a.'.repeat(127)}a/b`, 'a'],
  ['app', '.'],
  ['app', 'a b'],
  ['app', 'ä'],
  ['app', 'a'.repeat(64)],
  ['app', 1],
])('%j: %j is none', (key, value) => expect(isLabel(key, value)).toBe(false));

test('labels are refused with the one that is none', () => {
  expect(() => checkLabels({ app: 'web', 'a/b': '' }, 'test')).not.toThrow();
  try {
    checkLabels({ app: 'web', 'a/': 'x' }, 'test', 'sourceLabels');
    throw new Error('accepted');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const { id, value, message } = error as ConfigurationError;
    expect([id, value]).toEqual(['LabelMalformed', { 'a/': 'x' }]);
    expect(message).toContain('sourceLabels: no Kubernetes label');
  }
});
