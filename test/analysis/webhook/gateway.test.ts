import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const HTTPS = { number: 443, name: 'https', protocol: 'HTTPS' };
const SIMPLE = { mode: 'SIMPLE', credentialName: 'c' };
const verdict = (spec: Json, rest: Json = {}) =>
  verdictOf('valid-gateway', 'networking.istio.io/v1/Gateway', spec, rest);
/** The verdict on servers; `s` stands for their list. */
const servers = (...given: Json[]) =>
  verdict({ servers: given.map((one) => ({ port: HTTP, hosts: ['a.b'], ...one })) }).map((one) =>
    one.replace('spec.servers', 's'),
  );

test('a Gateway has a name without dots, and servers', () => {
  expect(verdict({})).toEqual(['error spec.servers']);
  expect(verdict({ servers: [] }, { name: 'a.b' })).toEqual(['error metadata.name', 'error spec.servers']);
});

describe('a server', () => {
  test.each<[Json[], ...string[]]>([
    [[{}]],
    [[{}, { port: HTTPS, tls: SIMPLE }]],
    [[{}, { port: { ...HTTP, number: 81 } }], 'error s[1].port.name'],
    [[{ hosts: [] }], 'error s[0].hosts'],
    [[{ port: undefined }], 'error s[0].port'],
    [[{ port: { ...HTTP, protocol: 'ODD' } }], 'error s[0].port.protocol'],
    [[{ port: { ...HTTP, number: 0 } }], 'error s[0].port.number'],
    [[{ port: { ...HTTP, number: 65536 } }], 'error s[0].port.number'],
    [[{ port: { ...HTTP, targetPort: 1 } }], 'error s[0].port.targetPort'],
    [[{ port: { ...HTTP, targetPort: 0 } }]],
    [[{ port: { number: 80, protocol: 'HTTP' } }], 'error s[0].port.name'],
    [[{ bind: '10.0.0.1' }]],
    [[{ bind: 'a.b' }], 'error s[0].bind'],
    [[{ bind: 'unix:///a', port: { ...HTTP, number: 0 } }]],
    [[{ bind: 'unix:///a' }], 'error s[0].port.number'],
    [[{ bind: 'unix://a', port: { ...HTTP, number: 0 } }], 'error s[0].bind'],
    [[{ bind: 'unix:///a', port: { ...HTTP, number: 65536 } }], 'error s[0].port.number', 'error s[0].port.number'],
    [[{ port: HTTPS }], 'error s[0].tls'],
    [[{ port: { ...HTTPS, protocol: 'tls' } }], 'error s[0].tls'],
    [[{ port: HTTPS, tls: {} }]],
    [[{ port: HTTPS, tls: { mode: 'SIMPLE' } }], 'error s[0].tls', 'error s[0].tls'],
    [[{ port: { ...HTTP, protocol: 'TCP' }, tls: SIMPLE }], 'error s[0].tls'],
    [[{ port: { ...HTTP, protocol: 'TCP' } }]],
    [[{ tls: { httpsRedirect: true } }]],
    [[{ tls: { mode: 'AUTO_PASSTHROUGH' } }]],
    [[{ tls: SIMPLE }], 'error s[0].tls'],
    [[{ tls: { mode: 'PASSTHROUGH', privateKey: 'k' } }], 'error s[0].tls', 'warning s[0].tls'],
    [[{ tls: { mode: 'PASSTHROUGH', caCertificates: 'k' } }], 'error s[0].tls', 'warning s[0].tls'],
    [[{ tls: { mode: 'PASSTHROUGH', serverCertificate: 'k' } }], 'error s[0].tls', 'warning s[0].tls'],
    [[{ port: HTTPS, tls: { ...SIMPLE, httpsRedirect: true } }], 'warning s[0].tls.httpsRedirect'],
    [[{ port: HTTPS, tls: { ...SIMPLE, httpsRedirect: false } }]],
    [[{ port: { ...HTTPS, protocol: 'ODD' } }], 'error s[0].port.protocol'],
  ])('%j', (given, ...expected) => expect(servers(...given)).toEqual(expected));

  test.each<[string, ...string[]]>([
    ['a.b'],
    ['*'],
    ['*.b'],
    ['*/a.b'],
    ['./a.b'],
    ['ns/*'],
    ['10.0.0.1'],
    ['::1', 'error h'],
    ['a', 'error h'],
    ['ns/a', 'error h'],
    ['/a.b', 'error h', 'error h'],
    ['ns/', 'error h', 'error h', 'error h'],
    ['a_b/c.d', 'error h'],
    ['a_b.c', 'error h'],
    ['*a.b', 'error h'],
    ['a.*', 'error h', 'error h'],
  ])('for host %s', (host, ...expected) =>
    expect(servers({ hosts: [host] }).map((one) => one.replace('s[0].hosts[0]', 'h'))).toEqual(expected),
  );
});
