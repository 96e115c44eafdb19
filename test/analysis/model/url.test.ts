import { anyUrl, requestUrl } from '../../../lib/analysis/model/url';

test.each([
  ['https://a.example/keys', 'https', ''],
  ['HTTP://a.example:8080/', 'http', '8080'],
  ['http://user:secret@a.example:1/x', 'http', '1'],
  ['http://[2001:db8::1]:80/x', 'http', '80'],
  ['http://[fe80::1%25eth0]/', 'http', ''],
  ['http://[fe80::1%25a%20b]/', 'http', ''],
  ['oci:module', 'oci', ''],
  ['tcp://a:1:2', 'tcp', '2'],
  ['http://a%C3%A4.example/%2F', 'http', ''],
  ['http://a"b', 'http', ''],
  ['http:///path', 'http', ''],
  ['/path', '', ''],
  ['*', '', ''],
])('%j is a URL with scheme %j and port %j', (text, scheme, port) => {
  expect(requestUrl(text)).toEqual({ scheme, port });
  expect(anyUrl(text)).toEqual({ scheme, port });
});

test.each([
  ...[':a', 'http://a b', 'http://a%41', 'http://a/%zz', 'http://a:port', 'http://a:1:2', 'http://a^b', 'http://a\n'],
  ...['http://[::1', 'http://[::1]a', 'http://x[::1]', 'http://[a]', 'http://[1.2.3.4]', 'http://[fe80::1%25]/'],
  ...['http://[fe80::1%en0]/', 'http://[::1%C3]/', 'http://[fe80::1%25%2F]/', 'http://us er@a', 'http://%zz@a'],
])('%j is no URL', (text) => {
  expect(requestUrl(text)).toBeUndefined();
  expect(anyUrl(text)).toBeUndefined();
});

test.each(['', 'a', 'a/b:c', '//host/path', '#fragment', '#a:b', '?query', './a'])(
  '%j is a URL beside another one, and no request',
  (text) => {
    expect(anyUrl(text)).toEqual({ scheme: '', port: '' });
    expect(requestUrl(text)).toEqual(text.startsWith('/') ? { scheme: '', port: '' } : undefined);
  },
);

test.each(['a:b/c', 'http://a/#x'])('%j is read with its scheme', (text) => {
  expect(anyUrl(text)?.scheme).toBe(text.split(':')[0]);
});

test.each(['1:b', 'a%zz', '/a#%zz'])('%j is no URL beside another one', (text) => {
  expect(anyUrl(text)).toBeUndefined();
});

test('what a request takes for its path may be a fragment that is wrong', () => {
  expect(requestUrl('/a#b')).toEqual({ scheme: '', port: '' });
  expect(requestUrl('/a#%zz')).toBeUndefined();
});

test('older versions of Go take several colons', () => {
  expect(requestUrl('http://a:b:80', { strictColons: false })).toEqual({ scheme: 'http', port: '80' });
  expect(requestUrl('http://a:b:c', { strictColons: false })).toBeUndefined();
});
