import fc from 'fast-check';
import {
  checkDnsLabel,
  checkPercentage,
  checkPort,
  checkWeights,
  isDnsLabel,
  label,
  parseProtocol,
} from '../../lib/mesh';
import { Credential } from '../../lib/mesh';
import { refusal } from '../refusal';

describe('a label made of parts', () => {
  test.each([
    [['https', 'sockshop-credential'], 'https-sockshop-credential'],
    [['https', '443', 'edition.cnn.com'], 'https-443-edition-cnn-com'],
    [['tls', '*.shop.example'], 'tls-any-shop-example'],
  ])('%j is %s', (parts, expected) => expect(label(...parts)).toBe(expected));

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
  expect(refusal(() => parseProtocol('mTLS', 'test')).id).toBe('ProtocolUnknown');
});

describe('a credential', () => {
  test.each(['istio-system/tls', '', 'Tls', 'configmap://x', '-x'])('%p is refused', (name) => {
    expect(refusal(() => Credential.secret(name)).id).toBe('CredentialMalformed');
  });

  test('knows where the Secret is, if it was given one', () => {
    expect(Credential.secret('tls').namespace).toBeUndefined();
    expect(Credential.fromSecret({ name: 'tls', metadata: { namespace: 'istio-system' } }).namespace).toBe(
      'istio-system',
    );
  });
});
