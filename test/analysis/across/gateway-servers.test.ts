import { found, gateway, pod, type Asked } from './found';
import { manifest } from '../model/manifest';

type Json = Readonly<Record<string, unknown>>;

const TLS: Json = { tls: { mode: 'SIMPLE', credentialName: 'a' } };
const server = (protocol: string, host: string, more: Json = {}): Json => ({
  port: { number: 443, name: protocol.toLowerCase(), protocol },
  hosts: [host],
  ...more,
});
const edge = (id: string, ...servers: Json[]): Json => gateway(id, { selector: { app: 'edge' }, servers });

describe('server-conflict', () => {
  const who = (...manifests: Json[]) => found('server-conflict', manifests);

  test.each<[string, Json[], string[]]>([
    ['HTTP twice', [edge('n/a', server('HTTP', 'a.b'), server('HTTP2', 'a.b'))], []],
    ['HTTP and gRPC', [edge('n/a', server('HTTP', 'a.b'), server('GRPC', 'c.d'))], []],
    [
      'HTTP that redirects',
      [edge('n/a', server('HTTP', 'a.b', { tls: { httpsRedirect: true } }), server('HTTP', 'c.d'))],
      [],
    ],
    [
      'HTTP beside HTTPS',
      [edge('n/a', server('HTTP', 'a.b'), server('HTTPS', 'c.d', TLS))],
      ['CIS0545 error Gateway n/a spec.servers[1].port'],
    ],
    [
      'HTTPS beside HTTP',
      [edge('n/a', server('HTTPS', 'c.d', TLS), server('HTTP', 'a.b'))],
      ['CIS0545 error Gateway n/a spec.servers[1].port'],
    ],
    [
      'TCP twice',
      [edge('n/a', server('TCP', '*'), server('TCP', '*'))],
      ['CIS0545 error Gateway n/a spec.servers[1].port'],
    ],
    ['TCP at two addresses', [edge('n/a', server('TCP', '*', { bind: '10.0.0.1' }), server('TCP', '*'))], []],
    [
      'TCP beside HTTP',
      [edge('n/a', server('HTTP', '*')), edge('n/b', server('TCP', '*'))],
      ['CIS0545 error Gateway n/b spec.servers[0].port'],
    ],
    ['TLS for two hosts', [edge('n/a', server('TLS', 'a.b', TLS), server('HTTPS', 'c.d', TLS))], []],
    [
      'TLS twice for one',
      [edge('n/a', server('TLS', 'a.b', TLS), server('HTTPS', 'a.b', TLS))],
      ['CIS0546 error Gateway n/a spec.servers[1].hosts[0]'],
    ],
    [
      'TLS for a wildcard and what it covers',
      [edge('n/a', server('TLS', '*.b', TLS), server('HTTPS', 'a.b', TLS))],
      [],
    ],
    [
      'two Gateways that write it alike',
      [edge('n/a', server('TLS', 'a.b', TLS)), edge('n/b', server('TLS', 'a.b', TLS))],
      [],
    ],
    [
      'two that do not',
      [edge('n/a', server('TLS', 'a.b', TLS)), edge('n/b', server('TLS', 'n/a.b', TLS))],
      ['CIS0546 error Gateway n/b spec.servers[0].hosts[0]'],
    ],
    [
      'one that says it twice in one server',
      [edge('n/a', { ...server('TLS', 'a.b', TLS), hosts: ['a.b', './a.b'] })],
      [],
    ],
    [
      'Gateways of two workloads',
      [edge('n/a', server('HTTP', '*')), gateway('n/b', { selector: { app: 'other' }, servers: [server('TCP', '*')] })],
      [],
    ],
    [
      'two selectors of one workload',
      [
        edge('n/a', server('HTTP', '*')),
        gateway('n/b', { selector: { tier: 'x' }, servers: [server('TCP', '*')] }),
        pod('m/p', { labels: { app: 'edge', tier: 'x' } }),
      ],
      ['CIS0545 error Gateway n/b spec.servers[0].port'],
    ],
  ])('%s', (_, manifests, expected) => expect(who(...manifests)).toEqual(expected));
});

describe('gateway-credential-source', () => {
  const workload = pod('edge/p', { labels: { app: 'edge' } });
  const secret = (id: string, ...keys: string[]): Json =>
    manifest('v1/Secret', id, { stringData: Object.fromEntries(keys.map((key) => [key, 'text'])) });
  const mutual = (tls: Json): Json => edge('n/a', server('HTTPS', 'a.b', { tls: { mode: 'MUTUAL', ...tls } }));
  const who = (manifests: Json[], asked?: Asked) =>
    found('gateway-credential-source', [workload, ...manifests], asked).map((one) => one.split(' ')[0]);

  test.each<[string, Json[], string[]]>([
    ['a CA in the Secret', [mutual({ credentialName: 'a' }), secret('edge/a', 'tls.crt', 'tls.key', 'ca.crt')], []],
    [
      'a CA in the Secret, in the generic form',
      [mutual({ credentialName: 'a' }), secret('edge/a', 'cert', 'key', 'cacert')],
      [],
    ],
    [
      'a CA beside it',
      [mutual({ credentialName: 'a' }), secret('edge/a', 'tls.crt'), secret('edge/a-cacert', 'ca.crt')],
      [],
    ],
    ['no CA', [mutual({ credentialName: 'a' }), secret('edge/a', 'tls.crt', 'tls.key')], ['CIS0543']],
    // The Secret for the CA is read alone where it is there.
    [
      'an empty Secret for the CA',
      [mutual({ credentialName: 'a' }), secret('edge/a', 'ca.crt'), secret('edge/a-cacert')],
      ['CIS0543'],
    ],
    [
      'no CA where none is asked for',
      [mutual({ mode: 'SIMPLE', credentialName: 'a' }), secret('edge/a', 'tls.crt')],
      [],
    ],
    [
      'no CA where callers may come without',
      [mutual({ mode: 'OPTIONAL_MUTUAL', credentialName: 'a' }), secret('edge/a', 'tls.crt')],
      ['CIS0543'],
    ],
    [
      'a CA of another name',
      [mutual({ credentialName: 'a', caCertCredentialName: 'b' }), secret('edge/a', 'tls.crt')],
      [],
    ],
    ['no Secret, which is told elsewhere', [mutual({ credentialName: 'a' })], []],
    ['another source', [mutual({ credentialName: 'sds://a' }), secret('edge/a', 'tls.crt')], []],
    ['the namespace of the workload', [mutual({ mode: 'SIMPLE', credentialName: 'kubernetes://edge/a' })], []],
    ['another namespace', [mutual({ mode: 'SIMPLE', credentialName: 'kubernetes://n/a' })], ['CIS0544']],
    ['another namespace, without scheme', [mutual({ mode: 'SIMPLE', credentialName: 'n/a' })], ['CIS0544']],
    [
      'another namespace for the CA',
      [mutual({ mode: 'SIMPLE', credentialName: 'a', caCertCredentialName: 'n/a' })],
      ['CIS0544'],
    ],
  ])('%s', (_, manifests, expected) => expect(who(manifests)).toEqual(expected));

  test('where the world is open, a Secret for the CA may be elsewhere', () => {
    const manifests = [mutual({ credentialName: 'a' }), secret('edge/a', 'tls.crt', 'tls.key')];
    expect(who(manifests, { closed: false })).toEqual([]);
  });
});
