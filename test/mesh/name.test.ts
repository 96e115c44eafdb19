import fc from 'fast-check';
import {
  checkDnsLabel,
  checkPercentage,
  checkPort,
  checkWeight,
  checkWeights,
  isDnsLabel,
  label,
  parseProtocol,
  routeFamily,
} from '../../lib/mesh';
import { Credential } from '../../lib/mesh';
import { refusal } from '../refusal';

describe('a label made of parts', () => {
  test.each([
    [['https', 'sockshop-credential'], 'https-sockshop-credential'],
    [['https', '443', 'edition.cnn.com'], 'https-443-edition-cnn-com'],
    [['tls', '*.shop.example'], 'tls-any-shop-example'],
  ])('%j is %s', (parts, expected) => expect(label(...parts)).toBe(expected));

  test.each([[['a', 'b']], [['https', '443', 'a.b']], [['a1', 'b-c']], [['x'.repeat(31), 'y'.repeat(31)]]])(
    '%j needs no hash',
    (parts) => expect(label(...parts)).toBe(parts.join('-').replace(/\./g, '-')),
  );

  test.each([
    [['a-b', 'c']],
    [['a', 'b-c', 'd']],
    [['A', 'b']],
    [['a', 'B']],
    [['a', '.b']],
    [['a', 'b.']],
    [['a', '*b']],
    [['a', '*']],
    [['a', 'x*.b']],
    [['a', 'b..c']],
    [['a', 'any.b']],
    [['', 'b']],
    [['x'.repeat(31), 'y'.repeat(32)]],
  ])('%j gets one: another list would read the same', (parts) => {
    expect(label(...parts)).toMatch(/^[a-z0-9-]+-[0-9a-f]{8}$/);
    expect(label(...parts).length).toBeLessThanOrEqual(63);
  });

  test('what has no letter or digit is a hash alone, which begins with a letter', () => {
    expect(label('..')).toMatch(/^x[0-9a-f]{8}$/);
    expect(label()).toMatch(/^x[0-9a-f]{8}$/);
  });

  test('a long one is cut to 63 characters, never beside a dash', () => {
    expect(label('x', `${'a'.repeat(52)}-bcd`)).toMatch(/^x-a{52}-bcd$/);
    expect(label('x', `${'a'.repeat(51)}.${'b'.repeat(20)}`)).toMatch(/^x-a{51}-[0-9a-f]{8}$/);
    expect(label('x', 'a'.repeat(80))).toMatch(/^x-a{52}-[0-9a-f]{8}$/);
    expect(label('x', `${'a'.repeat(50)}...${'b'.repeat(20)}`)).toMatch(/^x-a{50}-b-[0-9a-f]{8}$/);
  });

  test('gets a hash where writing the host as a label could make two alike', () => {
    expect(label('x', 'my-host.example')).toMatch(/^x-my-host-example-[0-9a-f]{8}$/);
    expect(label('x', 'my-host.example')).not.toBe(label('x', 'my.host.example'));
    expect(label('x', 'any.b.c')).not.toBe(label('x', '*.b.c'));
  });

  const host = fc.stringMatching(/^(\*\.)?[a-z][a-z-]{0,3}[a-z](\.[a-z]{1,3}){1,2}$/);

  test('is a DNS-1123 label, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (parts) => isDnsLabel(label(...parts))),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('differs for different hosts', () => {
    fc.assert(
      fc.property(host, host, (a, b) => (label('x', a) === label('x', b)) === (a === b)),
      { seed: 1, numRuns: 5000 },
    );
  });
});

test.each(['', 'A', 'a_b', '-a', 'a-', 'a.b', 'a'.repeat(64), 'ä'])('%p is no DNS-1123 label', (name) => {
  expect(refusal(() => checkDnsLabel(name, 'test')).id).toBe('NameNotDnsLabel');
});

test.each(['a', '0', 'a-b', 'a--b', '0-9', 'a'.repeat(63)])('%s is a DNS-1123 label', (name) => {
  expect(checkDnsLabel(name, 'test')).toBe(name);
});

test('what is no text is no label either', () => {
  const error = refusal(() => checkDnsLabel(undefined as unknown as string, 'Test.of', 'release'));
  expect([error.id, error.path, error.value]).toEqual(['NameNotDnsLabel', 'Test.of', undefined]);
  expect(error.message).toContain('release is no DNS-1123 label');
  expect(refusal(() => checkDnsLabel('A', 'test')).message).toContain('name is no DNS-1123 label');
});

test('numbers at the ends of their range are let through', () => {
  expect([1, 65535].map((port) => checkPort(port, 'test'))).toEqual([1, 65535]);
  expect([0, 0.1, 100].map((one) => checkPercentage(one, 'test'))).toEqual([0, 0.1, 100]);
  expect([0, 100].map((one) => checkWeight(one, 'test'))).toEqual([0, 100]);
  expect(() => checkWeights([0, 100], 'test')).not.toThrow();
  expect(() => checkWeights([33, 33, 34], 'test')).not.toThrow();
});

test.each([-1, 101, 0.5, NaN])('%p is no weight', (weight) => {
  expect(refusal(() => checkWeight(weight, 'test')).id).toBe('WeightOutOfRange');
});

test('a number that is refused is named, and shown', () => {
  const errors = [
    refusal(() => checkPort(0, 'Test.of')),
    refusal(() => checkPort(0, 'Test.of', 'targetPort')),
    refusal(() => checkPercentage(101, 'Test.of')),
    refusal(() => checkPercentage('50' as unknown as number, 'Test.of', 'share')),
    refusal(() => checkWeight(101, 'Test.of')),
    refusal(() => checkWeight(101, 'Test.of', 'share')),
    refusal(() => checkWeights([1, 2], 'Test.of')),
  ];
  expect(errors.map(({ path }) => path)).toEqual(errors.map(() => 'Test.of'));
  expect(errors.map(({ value }) => value)).toEqual([0, 0, 101, '50', 101, 101, [1, 2]]);
  expect(errors.map(({ message }) => message.slice('Test.of: '.length, message.indexOf(' (')))).toEqual([
    'port is no port number',
    'targetPort is no port number',
    'percentage is no percentage',
    'share is no percentage',
    'weight is no weight',
    'share is no weight',
    'the weights add up to 3',
  ]);
});

test.each([0, -1, 65536, 1.5, NaN, Infinity])('%p is no port', (port) => {
  expect(refusal(() => checkPort(port, 'test')).id).toBe('PortOutOfRange');
});

test.each([-0.1, 100.1, NaN, Infinity])('%p is no percentage', (percentage) => {
  expect(refusal(() => checkPercentage(percentage, 'test')).id).toBe('PercentageOutOfRange');
});

test.each([[[99]], [[50, 49]], [[]], [[60, 60]]])('P78 weights %j do not add up to 100', (weights) => {
  expect(refusal(() => checkWeights(weights, 'test')).id).toBe('WeightsNotHundred');
});

test.each([[[-1, 101]], [[NaN, 100]], [[0.5, 99.5]]])('P78 weights %j are no weights', (weights) => {
  expect(refusal(() => checkWeights(weights, 'test')).id).toBe('WeightOutOfRange');
});

test('P100 protocols are read in any case, and nothing else is', () => {
  expect(parseProtocol('http', 'test')).toBe('HTTP');
  const error = refusal(() => parseProtocol('mTLS', 'test'));
  expect([error.id, error.path, error.value]).toEqual(['ProtocolUnknown', 'test', 'mTLS']);
  expect(error.message).toContain('unknown protocol');
  expect(refusal(() => parseProtocol(undefined as unknown as string, 'test')).id).toBe('ProtocolUnknown');
});

test.each([
  ['http', ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']],
  ['tls', ['HTTPS', 'TLS']],
  ['tcp', ['TCP', 'MONGO', 'REDIS', 'MYSQL']],
] as const)('rules of %s handle %j', (family, protocols) => {
  expect(protocols.map((one) => routeFamily(parseProtocol(one, 'test')))).toEqual(protocols.map(() => family));
});

describe('a credential', () => {
  test.each(['istio-system/tls', '', 'Tls', 'configmap://x', '-x'])('%p is refused', (name) => {
    expect(refusal(() => Credential.secret(name)).id).toBe('CredentialMalformed');
  });

  test.each([`${'a'.repeat(254)}`, 'a-', 'a_b', 'aB', 'xA', '.', 'a.', undefined as unknown as string])(
    '%p is refused, and shown',
    (name) => {
      const error = refusal(() => Credential.secret(name));
      expect([error.id, error.path, error.value]).toEqual(['CredentialMalformed', 'Credential', name]);
    },
  );

  test.each(['tls', 'a', 'shop.example-tls', '0', `${'a'.repeat(253)}`])('%s is the name of a Secret', (name) => {
    expect(Credential.secret(name).name).toBe(name);
    expect(Credential.fromSecret({ name, metadata: {} })).toMatchObject({ name, namespace: undefined });
  });

  test('knows where the Secret is, if it was given one', () => {
    expect(Credential.secret('tls').namespace).toBeUndefined();
    expect(Credential.fromSecret({ name: 'tls', metadata: { namespace: 'istio-system' } }).namespace).toBe(
      'istio-system',
    );
  });
});
