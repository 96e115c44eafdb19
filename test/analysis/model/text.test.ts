import { isAddress, isAddressOrPrefix, isPrefix } from '../../../lib/analysis/model/address';
import { nanoseconds } from '../../../lib/analysis/model/duration';
import { isJwtClaim } from '../../../lib/analysis/model/jwt-claim';
import { isHttp, isKnownProtocol, isTcp, isTls } from '../../../lib/analysis/model/protocols';
import { anyUrl, requestUrl } from '../../../lib/analysis/model/url';

describe('addresses and prefixes, as netip reads them', () => {
  test.each(['0.0.0.0', '255.255.255.255', '::', '1::2', '::ffff:1.2.3.4', 'fe80::1%a', 'fe80::1%a%b'])(
    '%s is an address',
    (text) => expect([isAddress(text), isAddressOrPrefix(text), isPrefix(text)]).toEqual([true, true, false]),
  );
  test.each(['', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.4%a', 'fe80::1%', '%a', 'a.b', '1:2', '[::1]'])(
    '%p is no address',
    (text) => expect([isAddress(text), isAddressOrPrefix(text)]).toEqual([false, false]),
  );
  test.each(['0.0.0.0/0', '10.1.2.3/32', '::/0', '::1/128', '10.0.0.0/9'])('%s is a prefix', (text) =>
    expect([isPrefix(text), isAddressOrPrefix(text), isAddress(text)]).toEqual([true, true, false]),
  );
  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/+8',
    '10.0.0.0/-1',
    '10.0.0.0/8x',
    '10.0.0.0/x8',
    '10.0.0/8',
    '::/129',
    '::/1000',
    'fe80::1%a/64',
    '10.0.0.0/8/8',
    '/8',
  ])('%p is no prefix', (text) =>
    expect([isPrefix(text), text.includes('/') && isAddressOrPrefix(text)]).toEqual([false, false]),
  );
});

describe('durations, as Go reads them', () => {
  test.each([
    ['0', 0n],
    ['-0', 0n],
    ['+0', 0n],
    ['1ns', 1n],
    ['1us', 1_000n],
    ['1µs', 1_000n],
    ['1μs', 1_000n],
    ['1ms', 1_000_000n],
    ['1s', 1_000_000_000n],
    ['1m', 60_000_000_000n],
    ['1h', 3_600_000_000_000n],
    ['+2s', 2_000_000_000n],
    ['-2s', -2_000_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['1.5s', 1_500_000_000n],
    ['.5s', 500_000_000n],
    ['1.s', 1_000_000_000n],
    ['0.001ms', 1_000n],
    ['1.0000000009s', 1_000_000_000n],
    ['0.1234567890123456789h', 444_444_440_444n],
    ['10m0.5s', 600_500_000_000n],
    ['9223372036854775807ns', 2n ** 63n - 1n],
    ['-9223372036854775808ns', -(2n ** 63n)],
  ])('%s is %s ns', (text, expected) => expect(nanoseconds(text)).toBe(expected));

  test.each([
    '',
    '1',
    's',
    '.s',
    '1x',
    '1 s',
    ' 1s',
    '1s ',
    '--1s',
    '-+1s',
    '1s-2s',
    '1,5s',
    '00',
    '1d',
    '1S',
    '9223372036854775808ns',
    '-9223372036854775809ns',
    '300000h1000000000h',
  ])('%p is none', (text) => expect(nanoseconds(text)).toBeUndefined());
});

describe('claims of a JWT as header names', () => {
  test.each([
    '@request.auth.claims.sub',
    '@request.auth.claims[sub]',
    '@request.auth.claims[a][b]',
    '@Request.Auth.CLAIMS.a',
  ])('%s is one', (name) => expect(isJwtClaim(name)).toBe(true));
  test.each([
    '@request.auth.claims',
    '@request.auth.claims.',
    '@request.auth.claims[]',
    '@request.auth.claims[a',
    '@request.auth.claimsa]',
    '@request.auth.claimsx.a',
    '@request.auth.claim.a',
    'x@request.auth.claims.a',
    'sub',
    '',
  ])('%p is none', (name) => expect(isJwtClaim(name)).toBe(false));
});

test.each([
  ['http', true, true, false, false],
  ['HTTP2', true, true, false, false],
  ['http_proxy', true, true, false, false],
  ['grpc', true, true, false, false],
  ['GRPC-Web', true, true, false, false],
  ['https', true, false, true, true],
  ['TLS', true, false, true, true],
  ['tcp', true, false, false, true],
  ['Mongo', true, false, false, true],
  ['redis', true, false, false, true],
  ['MySQL', true, false, false, true],
  ['udp', true, false, false, false],
  ['', false, false, false, false],
  ['http3', false, false, false, false],
])('%s: known %s, HTTP %s, TLS %s, TCP %s', (protocol, ...expected) => {
  expect([isKnownProtocol(protocol), isHttp(protocol), isTls(protocol), isTcp(protocol)]).toEqual(expected);
});

describe('URLs, as Go reads them', () => {
  const web = (port = '') => ({ scheme: 'https', port });

  test.each([
    ['https://a.b', web()],
    ['HTTPS://a.b/c', web()],
    ['https://a.b:8443', web('8443')],
    ['https://a.b:8443/c?d:e', web('8443')],
    ['https://a.b:', web()],
    ['https://u:p@a.b:1', web('1')],
    ['https://u@v@a.b', web()],
    ['https://u/@a.b:80', web()],
    ['https://u^@a.b', undefined],
    ['https://u%40v@a.b', web()],
    ['https://u%4@a.b', undefined],
    ['https://[::1]:80/a', web('80')],
    ['https://[::1]', web()],
    ['https://[::1]x', undefined],
    ['https://[::1%25eth0]:80', web('80')],
    ['https://[::1%25]', undefined],
    ['https://[::1%25a%20b]', web()],
    ['https://[::1%25a%2Fb]', undefined],
    ['https://[::1%25a%C3b]', undefined],
    ['https://[::1%eth0]', undefined],
    ['https://[1.2.3.4]', undefined],
    ['https://[::g]', undefined],
    ['https://[[::1]]', undefined],
    ['https://a[::1]', undefined],
    ['https://a.b:http', undefined],
    ['https://a:b:80', undefined],
    ['tcp://a:b:80', { scheme: 'tcp', port: '80' }],
    ['https://a b', undefined],
    ['https://a%20b', undefined],
    ['https://a%25b', web()],
    ['https://%c3%a4.b', web()],
    ['https://ä.b', web()],
    ['https://a^b', undefined],
    ['https://a.b/%zz', undefined],
    ['https://a.b/%4', undefined],
    ['https://a.b/%41', web()],
    ['https://a.b/c d', web()],
    ['https:///a', web()],
    ['oci:a', { scheme: 'oci', port: '' }],
    ['a+b-c.1://x', { scheme: 'a+b-c.1', port: '' }],
    ['*', { scheme: '', port: '' }],
    ['/a/b', { scheme: '', port: '' }],
    ['/a%', undefined],
    ['://a', undefined],
    [':a', undefined],
    ['https://a.b/\u007f', undefined],
    ['https://a.b/\n', undefined],
  ])('%s', (text, expected) => {
    expect(requestUrl(text)).toEqual(expected);
    expect(anyUrl(text)).toEqual(expected);
  });

  test.each([
    ['a', false],
    ['a/b:c', false],
    ['1a:b', undefined],
    ['a%', undefined],
    ['', false],
    ['?a', false],
  ])('%p is relative, so no request can name it', (text, expected) => {
    expect(requestUrl(text)).toBeUndefined();
    expect(anyUrl(text)).toEqual(expected === undefined ? undefined : { scheme: '', port: '' });
  });

  test('two slashes begin an authority, in a request only after a scheme', () => {
    expect(requestUrl('//a:b')).toEqual({ scheme: '', port: '' });
    expect(anyUrl('//a:b')).toBeUndefined();
    expect(anyUrl('//a:80/b')).toEqual({ scheme: '', port: '80' });
    expect(anyUrl('///a:b')).toEqual({ scheme: '', port: '' });
  });

  test('a fragment is cut off, and escaped rightly', () => {
    expect(anyUrl('https://a.b#c:d')).toEqual(web());
    expect(anyUrl('https://a.b#%')).toBeUndefined();
    expect(anyUrl('https://a.b:x#c')).toBeUndefined();
    expect(anyUrl('#a')).toEqual({ scheme: '', port: '' });
    expect(requestUrl('https://a.b:80/#%')).toBeUndefined();
    expect(requestUrl('/a#%41')).toEqual({ scheme: '', port: '' });
  });

  test('several colons are fine where they were before Go 1.26', () => {
    expect(requestUrl('https://a:b:80', { strictColons: false })).toEqual(web('80'));
    expect(requestUrl('http://a:b:80', { strictColons: true })).toBeUndefined();
    expect(anyUrl('http://a:b:80#c', { strictColons: false })).toEqual({ scheme: 'http', port: '80' });
  });
});
