import fc from 'fast-check';
import { admits, admitsWhole, formatGatewayHost, parseGatewayHost } from '../../lib/mesh';

test.each([
  ['shop.example', { namespace: '*', host: 'shop.example' }],
  ['*/shop.example', { namespace: '*', host: 'shop.example' }],
  ['./shop.example', { namespace: '.', host: 'shop.example' }],
  ['shop/*.example', { namespace: 'shop', host: '*.example' }],
])('%s is read', (text, expected) => expect(parseGatewayHost(text)).toEqual(expected));

test.each([
  [{ namespace: '*', host: 'shop.example' }, 'shop.example'],
  [{ namespace: '.', host: 'shop.example' }, './shop.example'],
  [{ namespace: 'shop', host: '*' }, 'shop/*'],
])('%j is written as %s', (of, expected) => expect(formatGatewayHost(of)).toBe(expected));

test('what is written is read again', () => {
  const host = fc.record({ namespace: fc.constantFrom('*', '.', 'shop'), host: fc.constantFrom('*', '*.a.b', 'a.b') });
  fc.assert(fc.property(host, (of) => expect(parseGatewayHost(formatGatewayHost(of))).toEqual(of)));
});

describe('a server admits', () => {
  test.each([
    ['a.b', 'edge', 'shop', 'a.b', true],
    ['shop/a.b', 'edge', 'shop', 'a.b', true],
    ['shop/a.b', 'edge', 'other', 'a.b', false],
    ['./a.b', 'edge', 'edge', 'a.b', true],
    ['./a.b', 'edge', 'shop', 'a.b', false],
    ['shop/*', 'edge', 'shop', 'a.b', true],
    ['*.b', 'edge', 'shop', 'a.b', true],
    ['a.b', 'edge', 'shop', '*.b', true],
    ['c.b', 'edge', 'shop', 'a.b', false],
  ])('%s of a Gateway in %s, a VirtualService in %s for %s: %s', (server, gateway, namespace, host, expected) => {
    expect(admits(server, gateway, namespace, host)).toBe(expected);
  });

  test('the whole of a host only where none of it is left out', () => {
    expect(admitsWhole('a.b', 'edge', 'shop', '*.b')).toBe(false);
    expect(admitsWhole('*.b', 'edge', 'shop', 'a.b')).toBe(true);
  });

  test.each([
    ['./a.b', 'edge', 'edge', true],
    ['./a.b', 'edge', 'shop', false],
    ['shop/a.b', 'edge', 'shop', true],
    ['shop/a.b', 'edge', 'edge', false],
    ['*/a.b', 'edge', 'shop', true],
  ])('the whole of a.b by %s of a Gateway in %s, from %s: %s', (server, gateway, namespace, expected) => {
    expect(admitsWhole(server, gateway, namespace, 'a.b')).toBe(expected);
  });
});
