import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];

const verdict = (spec: Json) => verdictOf('valid-sidecar', 'networking.istio.io/v1/Sidecar', spec);
const hosts = ['./*'];

describe('a Sidecar', () => {
  test.each<Case>([
    [{ egress: [{ hosts }] }],
    [{ ingress: [{ port: { number: 80 } }] }],
    [{ outboundTrafficPolicy: {} }],
    [{ inboundConnectionPool: { tcp: {} } }],
    [{}, 'error spec'],
    [{ egress: [], ingress: [] }, 'error spec'],
    [{ workloadSelector: {}, egress: [{ hosts }] }, 'warning spec.workloadSelector'],
    [{ workloadSelector: { labels: { app: '*' } } }, 'error spec.workloadSelector.labels'],
    [{ inboundConnectionPool: {} }, 'error spec.inboundConnectionPool'],
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } }, 'error spec.outboundTrafficPolicy.mode'],
    [{ outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a.b', port: { number: 80 } } } }],
    [
      { outboundTrafficPolicy: { egressProxy: { host: 'a.b', port: { number: 80 } } } },
      'error spec.outboundTrafficPolicy.egressProxy',
    ],
    [
      { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a.b' } } },
      'error spec.outboundTrafficPolicy.egressProxy.port',
    ],
    [
      { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: '*.b', port: { number: 80 } } } },
      'error spec.outboundTrafficPolicy.egressProxy.host',
    ],
    [
      {
        outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a.b', subset: 'v.1', port: { number: 80 } } },
      },
      'error spec.outboundTrafficPolicy.egressProxy.subset',
    ],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));
});

describe('an egress listener', () => {
  const listener = (...listeners: Json[]) =>
    verdict({ egress: listeners.map((one) => ({ hosts, ...one })) }).map((one) => one.replace('spec.egress', 'e'));
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  const socket = { port: { number: 0 }, bind: 'unix:///a' };

  test.each<[Json[], ...string[]]>([
    [[{ port }, {}]],
    [[{}, { port }], 'error e[0].port'],
    [[{ port }, { port: { number: 81 } }]],
    [[{ port }, { port }], 'error e[1].port.number'],
    [[socket, { ...socket, bind: 'unix:///b' }]],
    [[socket, socket], 'error e[1].bind'],
    [[{ ...socket, captureMode: 'NONE' }]],
    [[{ ...socket, captureMode: 'DEFAULT' }]],
    [[{ ...socket, captureMode: 'IPTABLES' }], 'error e[0].captureMode'],
    [[{ port, captureMode: 'IPTABLES' }]],
    [[{ port: { number: 0 } }], 'error e[0].bind'],
    [[{ ...socket, bind: 'unix://a' }], 'error e[0].bind'],
    [[{ ...socket, bind: '10.0.0.1' }], 'error e[0].bind'],
    [[{ port, bind: '10.0.0.1' }]],
    [[{ port, bind: 'a.b' }], 'error e[0].bind'],
    [[{ port: { number: 65536 } }], 'error e[0].port.number'],
    [[{ port: { ...port, targetPort: 1 } }], 'error e[0].port.targetPort'],
    [[{ port: { ...port, name: 'a_b' } }], 'error e[0].port.name'],
    [[{ port: { ...port, protocol: 'ODD' } }], 'error e[0].port.protocol'],
    [[{ hosts: [] }], 'error e[0].hosts'],
  ])('%j', (listeners, ...expected) => expect(listener(...listeners)).toEqual(expected));

  test.each<[string[], ...string[]]>([
    [['*/*']],
    [['./*', 'm/*']],
    [['~/*']],
    [['~m/*']],
    [['m/a.b', 'm/c.b', 'm/*.d']],
    [['a.b'], 'error h[0]'],
    [['/a.b'], 'error h[0]'],
    [['/a'], 'error h[0]', 'error h[0]'],
    [['m/'], 'error h[0]', 'error h[0]', 'error h[0]'],
    [['a_b/*'], 'error h[0]'],
    [['m/a'], 'error h[0]'],
    [['m/a_b.c'], 'error h[0]'],
    [['m/*a.b'], 'error h[0]'],
    [['m/a.b', 'm/a.b'], 'warning h[1]'],
    [['/a.b', '/a.b'], 'error h[0]', 'warning h[1]'],
    [['m/*', 'm/a.b'], 'warning h[1]'],
    [['m/a.b', 'm/*'], 'warning h[1]'],
    [['ns/a.b', './a.b'], 'warning h[1]'],
    [['n/a.b', './a.b']],
    [['*/*', 'm/a.b'], 'warning h'],
    [['*/a.b', 'm/a.b']],
    [['~/*', '~/*']],
  ])('with hosts %j', (given, ...expected) =>
    expect(listener({ hosts: given }).map((one) => one.replace('e[0].hosts', 'h'))).toEqual(expected),
  );
});

describe('an ingress listener', () => {
  const port = { number: 80, name: 'http', protocol: 'HTTP' };
  const listener = (...listeners: Json[]) =>
    verdict({ ingress: listeners.map((one) => ({ port, ...one })) }).map((one) => one.replace('spec.ingress', 'i'));

  test.each<[Json[], ...string[]]>([
    [[{}]],
    [[{ bind: '10.0.0.1', defaultEndpoint: '127.0.0.1:8080' }]],
    [[{ port: undefined }], 'error i[0].port'],
    [[{}, {}], 'error i[1].port.number'],
    [[{}, { port: { number: 81 } }]],
    [[{ port: { number: 0 } }], 'error i[0].port.number'],
    [[{ port: { ...port, targetPort: 1 } }], 'error i[0].port.targetPort'],
    [[{ port: { ...port, name: 'a_b' } }], 'error i[0].port.name'],
    [[{ port: { ...port, protocol: 'ODD' } }], 'error i[0].port.protocol'],
    [[{ bind: 'a.b' }], 'error i[0].bind'],
    [[{ connectionPool: {} }], 'error i[0].connectionPool'],
    [[{ connectionPool: { http: {} } }]],
    [[{ port: { number: 80, protocol: 'TCP' }, connectionPool: { http: {} } }], 'warning i[0].connectionPool.http'],
    [[{ port: { number: 80, protocol: 'TCP' }, connectionPool: { tcp: {} } }]],
  ])('%j', (listeners, ...expected) => expect(listener(...listeners)).toEqual(expected));

  test.each([
    '127.0.0.1:80',
    '0.0.0.0:80',
    '[::1]:80',
    '[::]:80',
    ':80',
    'unix:///a',
    'unix://@a',
    '127.0.0.1:+80',
    '127.0.0.1:65535',
  ])('forwards to %s', (defaultEndpoint) => expect(listener({ defaultEndpoint })).toEqual([]));

  test.each<[string, number]>([
    ['127.0.0.1', 2],
    ['::1:80', 2],
    ['10.0.0.1:80', 1],
    ['localhost:80', 1],
    ['127.0.0.1:http', 1],
    ['127.0.0.1:', 1],
    ['127.0.0.1:0', 1],
    ['127.0.0.1:65536', 1],
    ['127.0.0.1:-1', 1],
    ['[::2]:80', 1],
    ['x[::1]:80', 2],
    ['unix://a', 1],
  ])('does not forward to %s', (defaultEndpoint, count) =>
    expect(listener({ defaultEndpoint })).toEqual(Array(count).fill('error i[0].defaultEndpoint')),
  );

  const files = { serverCertificate: 'c', privateKey: 'k' };
  const https = { number: 443, protocol: 'HTTPS' };
  test.each<Case>([
    [{ mode: 'SIMPLE', ...files }],
    [{ mode: 'SIMPLE', ...files, httpsRedirect: false }],
    [{ mode: 'SIMPLE', ...files, httpsRedirect: true }, 'error t.httpsRedirect'],
    [{ mode: 'SIMPLE', ...files, subjectAltNames: ['a'] }, 'error t.subjectAltNames'],
    [{ mode: 'SIMPLE', credentialName: 'a' }, 'error t.credentialName'],
    [{ mode: 'SIMPLE', credentialNames: ['a'] }, 'error t.credentialNames'],
    [{ mode: 'SIMPLE', tlsCertificates: [files] }, 'error t.tlsCertificates'],
    [{ mode: 'ISTIO_MUTUAL' }, 'error t.mode'],
    [{ mode: 'AUTO_PASSTHROUGH' }, 'error t.mode'],
    [{ mode: 'PASSTHROUGH' }],
    [{ mode: 'MUTUAL', ...files }, 'error t'],
  ])('with TLS %j', (tls, ...expected) => {
    expect(listener({ port: https, tls }).map((one) => one.replace('i[0].tls', 't'))).toEqual(expected);
  });

  test('has TLS on ports of HTTPS or TLS', () => {
    const tls = { mode: 'SIMPLE', ...files };
    expect(listener({ port: { number: 443, protocol: 'TLS' }, tls })).toEqual([]);
    expect(listener({ port: { number: 443, protocol: 'TCP' }, tls })).toEqual(['error i[0].tls']);
  });
});
