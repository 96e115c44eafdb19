import {
  addressProblem,
  durationProblem,
  fqdnProblem,
  isDnsLabel,
  labelProblems,
  partialWildcardProblem,
  portNameProblem,
  portProblem,
  protocolProblem,
  subnetProblem,
  unixProblem,
  wildcardProblem,
} from '../../../lib/analysis/model/validity/values';

const long = (length: number) => 'a'.repeat(length);
/** A host of so many characters, all its labels short. */
const hostOf = (length: number) => `${'a.'.repeat(length / 2)}${'a'.repeat(length % 2)}`;

describe('a label', () => {
  test.each(['a', 'A', '0', 'a-b', 'a--B', '0-9', long(63)])('%s is one', (text) =>
    expect(isDnsLabel(text)).toBe(true),
  );
  test.each(['', '-', '-a', 'a-', 'a.b', 'a_b', '*', 'a b', 'ä', 'a\n', '!a', 'a!', long(64)])('%p is none', (text) =>
    expect(isDnsLabel(text)).toBe(false),
  );
});

describe('a host name', () => {
  test.each(['a', 'a.b', 'A.B', 'a-b.c', 'a.b.', '1.a', '1.2.3a', `${long(63)}.b`, hostOf(255)])(
    '%s is fine',
    (host) => {
      expect(fqdnProblem(host)).toBeUndefined();
      expect(wildcardProblem(host)).toBeUndefined();
    },
  );

  test.each([
    ['', 'is empty'],
    [hostOf(256), 'over 255 characters'],
    ['1.2.3.4', 'ends in a number'],
    ['a.10', 'ends in a number'],
    ['a.-10', 'ends in a number'],
    ['a.+10', 'ends in a number'],
    ['a..b', '"" is no DNS label'],
    ['.a', '"" is no DNS label'],
    ['a_b.c', '"a_b" is no DNS label'],
    ['a.b-', '"b-" is no DNS label'],
    ['a.b..', '"" is no DNS label'],
    [`a.${long(64)}`, 'is no DNS label'],
  ])('%s is refused: %s', (host, problem) => expect(fqdnProblem(host)).toContain(problem));

  test.each(['*', '*.a', '*-a.b', '*a.b', '*1.b'])('%s is one only where wildcards are', (host) => {
    expect(fqdnProblem(host)).toContain('is no DNS label');
    expect(wildcardProblem(host)).toBeUndefined();
  });

  test.each([
    ['', 'is empty'],
    [`*.${hostOf(254)}`, 'over 255 characters'],
    ['**.a', '"**" is no DNS label'],
    ['a*.b', '"a*" is no DNS label'],
    ['*-.b', '"*-" is no DNS label'],
    ['*--a.b', '"*--a" is no DNS label'],
    ['a.*.b', '"*" is no DNS label'],
    ['*.*', '"*" is no DNS label'],
    ['*.a_b', '"a_b" is no DNS label'],
    ['*.10', 'ends in a number'],
    [`*${long(63)}.b`, 'is no DNS label'],
    ['x!.b', '"x!" is no DNS label'],
    ['!x', '"!x" is no DNS label'],
  ])('%s is refused where wildcards are: %s', (host, problem) => expect(wildcardProblem(host)).toContain(problem));

  test('a single label may be a number where wildcards are', () => expect(wildcardProblem('10')).toBeUndefined());

  test.each(['*', '*.a', 'a.b', ''])('%p is no partial wildcard', (host) =>
    expect(partialWildcardProblem(host)).toBeUndefined(),
  );
  test.each(['*a.b', '*-a.b', 'a*.b', 'a.*', '**'])('%s is a partial wildcard', (host) =>
    expect(partialWildcardProblem(host)).toContain(`"${host}" is not allowed`),
  );
});

describe('a port', () => {
  test.each([1, 80, 65535, '80'])('%p is one', (port) => expect(portProblem(port)).toBeUndefined());
  test.each([0, -1, 65536, 1.5, undefined, 'http', null])('%p is none', (port) =>
    expect(portProblem(port)).toContain('is not within 1 to 65535'),
  );
  test('its name is a label', () => {
    expect(portNameProblem('http-a')).toBeUndefined();
    expect(portNameProblem('http_a')).toContain('"http_a"');
  });
  test.each(['', 'HTTP', 'http2', 'Mongo', 'grpc-web', 'HTTP_PROXY', 'udp'])('protocol %p is known', (protocol) =>
    expect(protocolProblem(protocol)).toBeUndefined(),
  );
  test.each(['HTTP/2', 'mTLS', ' http'])('protocol %p is unknown', (protocol) =>
    expect(protocolProblem(protocol)).toContain(`"${protocol}" is unknown`),
  );
});

describe('an address', () => {
  test.each(['10.0.0.1', '::1', 'fe80::1%eth0'])('%s is one', (text) => {
    expect(addressProblem(text)).toBeUndefined();
    expect(subnetProblem(text)).toBeUndefined();
  });
  test.each(['', 'a.b', '10.0.0', '10.0.0.256', '01.0.0.1'])('%p is none', (text) => {
    expect(addressProblem(text)).toContain('is no IP address');
    expect(subnetProblem(text)).toContain('is no IP address');
  });
  test.each(['10.0.0.0/8', '::/0', '10.0.0.1/32'])('%s is a block', (text) =>
    expect(subnetProblem(text)).toBeUndefined(),
  );
  test.each(['10.0.0.0/33', 'a/8', '10.0.0.0/', '/8'])('%s is no block', (text) =>
    expect(subnetProblem(text)).toContain('is no CIDR block'),
  );
  test('with two slashes it is read as an address', () => {
    expect(subnetProblem('10.0.0.0/8/8')).toContain('is no IP address');
  });
});

test.each(['/var/run/a.sock', '/a', '@abstract', '@'])('unix://%s is a socket', (path) =>
  expect(unixProblem(path)).toBeUndefined(),
);
test.each([
  ['', 'is empty'],
  ['a.sock', 'no absolute path'],
  ['./a', 'no absolute path'],
  ['/a/', 'no absolute path'],
  ['/', 'no absolute path'],
])('unix://%s is none: %s', (path, problem) => expect(unixProblem(path)).toContain(problem));

describe('a duration', () => {
  test.each(['1ms', '1s', '1h30m', '0.001s', '1.5s', '100us100us800us'])('%s is fine', (text) =>
    expect(durationProblem(text)).toBeUndefined(),
  );
  test.each([
    ['0s', 'is shorter than 1ms'],
    ['0', 'is shorter than 1ms'],
    ['999us', 'is shorter than 1ms'],
    ['-1s', 'is shorter than 1ms'],
    ['1.5ms', 'is not in whole milliseconds'],
    ['1ms1ns', 'is not in whole milliseconds'],
  ])('%s %s', (text, problem) => expect(durationProblem(text)).toContain(`duration ${text} ${problem}`));
  test.each([undefined, '', 'soon', '5', {}])('%p is left to the schema', (value) =>
    expect(durationProblem(value)).toBeUndefined(),
  );
});

describe('labels of workloads', () => {
  test.each([
    {},
    { app: 'a' },
    { app: '' },
    { app: 1 },
    { 'app.kubernetes.io/name': 'A_b.c-1' },
    { [`${long(253)}/a`]: long(63) },
    { [long(63)]: 'a' },
    { a_b: '0' },
    { 'A.b-c': 'a' },
    undefined,
  ])('%j are fine', (labels) => expect(labelProblems(labels)).toEqual([]));

  test.each([
    '',
    '-a',
    'a-',
    'a b',
    '/a',
    'a/',
    'a/b/c',
    'a_b/c',
    'a./b',
    '.a',
    'ä',
    'a!',
    `${long(254)}/a`,
    long(64),
    '*',
  ])('key %p is refused', (key) => expect(labelProblems({ [key]: 'a' })).toEqual([`label key "${key}" is invalid`]));

  test.each(['-a', 'a-', 'a b', 'a/b', '.a', 'a.', '*', 'ä', '!a'])('value %p is refused', (value) =>
    expect(labelProblems({ app: value })).toEqual([`label value "${value}" of "app" is invalid`]),
  );

  test('each is judged by itself', () => {
    expect(labelProblems({ '-': '-', app: 'a', b: '*' })).toHaveLength(3);
  });
});
