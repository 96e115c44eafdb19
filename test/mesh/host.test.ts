import fc from 'fast-check';
import { type ConfigurationError } from '../../lib/errors';
import { compareSpecificity, hostMatches, hostsOverlap, isSubsetOf, isWildcard, parseHost } from '../../lib/mesh';
import { refusal as refused } from '../refusal';

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,2}$/);
const exact = fc.array(word, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const wildcard = exact.map((host) => `*.${host}`);
const pattern = fc.oneof(exact, wildcard, fc.constant('*'));
function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { seed: 1, numRuns: 2000 });
}

describe('host matching', () => {
  test.each([
    ['a.b', 'a.b', true],
    ['A.b', 'a.B', true],
    ['a.b', 'b.b', false],
    ['*.b', 'a.b', true],
    ['*.b', 'x.a.b', true],
    ['*.b', 'b', false],
    ['*.b', 'ab', false],
    ['*', 'a.b', true],
  ])('%s takes %s: %s', (of, host, expected) => {
    expect(hostMatches(of, host)).toBe(expected);
  });

  test.each([
    ['*.a.b', '*.b', true],
    ['*.b', '*.a.b', false],
    ['*.b', '*', true],
    ['*', '*.b', false],
    ['*', '*', true],
    ['a.b', '*.b', true],
    ['*.b', 'a.b', false],
  ])('%s is within %s: %s', (inner, outer, expected) => {
    expect(isSubsetOf(inner, outer)).toBe(expected);
  });

  test('sub-set-of is reflexive', () => check(fc.property(pattern, (a) => isSubsetOf(a, a))));

  test('sub-set-of is transitive', () =>
    check(
      fc.property(pattern, pattern, pattern, (a, b, c) => !(isSubsetOf(a, b) && isSubsetOf(b, c)) || isSubsetOf(a, c)),
    ));

  test('two that are within each other are equal', () =>
    check(fc.property(pattern, pattern, (a, b) => !(isSubsetOf(a, b) && isSubsetOf(b, a)) || a === b)));

  test('what a narrower pattern takes, a wider one takes', () =>
    check(
      fc.property(
        pattern,
        pattern,
        exact,
        (a, b, host) => !(isSubsetOf(a, b) && hostMatches(a, host)) || hostMatches(b, host),
      ),
    ));

  test('overlap is symmetric, and holds where a host is in both', () =>
    check(
      fc.property(pattern, pattern, exact, (a, b, host) => {
        if (hostsOverlap(a, b) !== hostsOverlap(b, a)) return false;
        return !(hostMatches(a, host) && hostMatches(b, host)) || hostsOverlap(a, b);
      }),
    ));

  test('where two overlap, some host is in both', () =>
    check(
      fc.property(pattern, pattern, (a, b) => {
        const narrow = isSubsetOf(a, b) ? a : b;
        const witness = isWildcard(narrow) ? `witness${narrow === '*' ? '' : narrow.slice(1)}` : narrow;
        return hostsOverlap(a, b) === (hostMatches(a, witness) && hostMatches(b, witness));
      }),
    ));

  test('everything is within "*", and "*.x" never takes its apex', () =>
    check(fc.property(exact, (host) => isSubsetOf(host, '*') && !hostMatches(`*.${host}`, host))));
});

describe('specificity', () => {
  test('exact, longer wildcard, shorter wildcard, "*"', () => {
    expect(['*', '*.b', 'z.b', '*.a.b', 'a.b'].sort(compareSpecificity)).toEqual(['a.b', 'z.b', '*.a.b', '*.b', '*']);
  });

  test('among alike ones the alphabet decides; only two equal ones are level', () => {
    expect(compareSpecificity('a.b', 'z.b')).toBe(-1);
    expect(compareSpecificity('z.b', 'a.b')).toBe(1);
    expect(compareSpecificity('long.name.b', 'z.b')).toBe(-1);
    expect(compareSpecificity('*.b', '*.c')).toBe(-1);
    expect(compareSpecificity('a.b', 'a.b')).toBe(0);
    expect(compareSpecificity('*', '*')).toBe(0);
  });

  test('puts every host before those that include it', () =>
    check(fc.property(pattern, pattern, (a, b) => a === b || !isSubsetOf(a, b) || compareSpecificity(a, b) < 0)));

  test('does not depend on the order of the input', () =>
    check(
      fc.property(fc.uniqueArray(pattern, { maxLength: 6 }), (hosts) => {
        const forward = [...hosts].sort(compareSpecificity);
        const backward = [...hosts].reverse().sort(compareSpecificity);
        return JSON.stringify(forward) === JSON.stringify(backward);
      }),
    ));
});

describe('a host that is given', () => {
  const refusal = (host: string, options = {}): string => {
    try {
      parseHost(host, 'test', options);
    } catch (error) {
      return (error as ConfigurationError).id;
    }
    return 'accepted';
  };

  test.each(['', '   '])('%p is missing', (host) => expect(refusal(host)).toBe('HostMissing'));

  test.each([
    'https://a.b',
    'a.b/c',
    'a.b:80',
    'a.b.',
    'a..b',
    'a.*.b',
    'a*.b',
    '-a.b',
    'a b.c',
    'ä.b',
    `${'a'.repeat(64)}.b`,
    `${'a.'.repeat(130)}b`,
    'a.b-',
    '_a.b',
    'a_b.c',
    '0.1',
    '*.1',
    'a.b:80x',
    `${'a'.repeat(62)}-.b`,
  ])('%s is malformed', (host) => expect(refusal(host, { wildcard: true, any: true })).toBe('HostMalformed'));

  test.each([
    ['https://a.b/c', 'host is a URL'],
    ['a.b/c', 'host has a path or a namespace in it'],
    ['a.b:80', 'host has a port in it'],
    ['a.b:http', 'host is malformed'],
    [':80.b', 'host is malformed'],
    ['a.b.', 'host ends in a dot, which Istio does not match'],
    ['.a.b', 'host is malformed'],
    ['a.*.b', 'host has a wildcard that is not its whole first label'],
    ['*a.b', 'host is malformed'],
    ['a_.b', 'host is malformed'],
    ['1.2.3.4', 'host ends in a number, as IP addresses do'],
    ['a_b.1', 'host ends in a number, as IP addresses do'],
    ['192.168.0.10', 'host ends in a number, as IP addresses do'],
  ])('%s is told what is wrong with it: %s', (host, problem) => {
    const error = refused(() => parseHost(host, 'test', { wildcard: true, any: true }));
    expect(error.message).toContain(`test: ${problem} (got`);
    expect(error.value).toBe(host);
  });

  test.each([
    ['', 'host is empty'],
    [undefined as unknown as string, 'host is empty'],
    ['*', '"*" is no host here'],
    ['*.a.b', 'a wildcard is no host here'],
    ['reviews', 'host is a short name'],
  ])('%p is refused with its reason and value', (host, problem) => {
    const error = refused(() => parseHost(host, 'Test.of'));
    expect([error.path, error.value]).toEqual(['Test.of', host]);
    expect(error.message).toContain(problem);
  });

  test('a short name is told that a full one is wanted', () => {
    expect(refused(() => parseHost('reviews', 'test')).allowed).toBe('a fully qualified name');
  });

  test.each(['a', '0.a', 'a--b.c', '0.1a', `${'a'.repeat(63)}.b`, `${'a.'.repeat(126)}b`])('%s is a host', (host) => {
    expect(parseHost(host, 'test', { short: true })).toBe(host);
  });

  test('one character more than DNS has room for is too long', () => {
    expect(refusal(`${'a.'.repeat(125)}abc`)).toBe('accepted');
    expect(refusal(`${'a.'.repeat(125)}abcd`)).toBe('HostMalformed');
  });

  test('a wildcard is no short name, and a lone one is not let through as a wildcard', () => {
    expect(refusal('*.local', { wildcard: true })).toBe('accepted');
    expect(refusal('*', { wildcard: true })).toBe('HostWildcardNotAllowed');
    expect(refusal('*.a.b', { any: true })).toBe('HostWildcardNotAllowed');
  });

  test('a short name is refused unless asked for', () => {
    expect(refusal('reviews')).toBe('HostMalformed');
    expect(refusal('reviews', { short: true })).toBe('accepted');
  });

  test('wildcards are refused unless asked for', () => {
    expect(refusal('*.a.b')).toBe('HostWildcardNotAllowed');
    expect(refusal('*')).toBe('HostWildcardNotAllowed');
    expect(refusal('*.a.b', { wildcard: true })).toBe('accepted');
    expect(refusal('*', { any: true })).toBe('accepted');
  });

  test('is returned in lower case', () => expect(parseHost('Edition.CNN.com', 'test')).toBe('edition.cnn.com'));

  test('every exact name that is made of labels is accepted', () =>
    check(fc.property(exact, (host) => parseHost(host, 'test', { short: true }) === host)));
});
