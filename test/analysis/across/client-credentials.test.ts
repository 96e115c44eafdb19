import { manifest } from '../model/manifest';
import { destinationRule, found, gateway, kubernetesGateway, pod, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;

const HOST = 'api.example.com';
const tls = (more: Json = {}): Json => ({ tls: { mode: 'MUTUAL', credentialName: 'api', ...more } });
const own = { workloadSelector: { matchLabels: { app: 'web' } } };
const rule = (trafficPolicy: Json, more: Json = {}): Json =>
  destinationRule('n/api', { host: HOST, trafficPolicy, ...more });
const secret = (id: string, ...keys: string[]): Json =>
  manifest('v1/Secret', id, { stringData: Object.fromEntries(keys.map((key) => [key, 'text'])) });
const whole = ['tls.crt', 'tls.key', 'ca.crt'];

/** A classic egress gateway, whose pods run in `edge`. */
const classic = [
  gateway('n/egress', { selector: { app: 'egress' }, servers: [] }),
  pod('edge/p', { labels: { app: 'egress' } }),
];
const routed = (gateways: string[]): Json =>
  virtualService('n/out', { hosts: [HOST], gateways, http: [{ route: [{ destination: { host: HOST } }] }] });
const route = (kind: string, backend: Json, parent: Json = { name: 'egress' }): Json =>
  manifest(`gateway.networking.k8s.io/v1/${kind}`, 'infra/out', {
    spec: { parentRefs: [parent], rules: [{ backendRefs: [backend] }] },
  });
const hostname = { group: 'networking.istio.io', kind: 'Hostname', name: HOST, port: 443 };

describe('client-credential-ignored (P19)', () => {
  const isIgnored = (...manifests: Json[]) => found('client-credential-ignored', manifests).length > 0;

  test.each<[string, Json[], boolean]>([
    ['nobody but sidecars', [rule(tls())], true],
    ['the callers by label', [rule(tls(), own)], false],
    ['no Secret at all', [rule({ tls: { mode: 'SIMPLE' } })], false],
    ['the certificate of the mesh', [rule(tls({ mode: 'ISTIO_MUTUAL' }))], false],
    ['a ConfigMap, which anybody may read', [rule(tls({ mode: 'SIMPLE', credentialName: 'configmap://n/ca' }))], false],
    ['sidecars by a route of the mesh', [rule(tls()), routed(['mesh'])], true],
    ['a gateway', [rule(tls()), routed(['mesh', 'egress']), ...classic], false],
    ['a gateway that is elsewhere', [rule(tls()), routed(['infra/egress'])], false],
    ['a route of the Gateway API', [rule(tls()), route('HTTPRoute', hostname)], false],
    ['a TLSRoute', [rule(tls()), route('TLSRoute', hostname)], false],
    ['a route within the mesh', [rule(tls()), route('HTTPRoute', hostname, { kind: 'Service', name: 'a' })], true],
    ['a route to something else', [rule(tls()), route('HTTPRoute', { ...hostname, name: 'x.y' })], true],
  ])('%s', (_, manifests, expected) => expect(isIgnored(...manifests)).toBe(expected));

  test('a wildcard is for every host that a gateway sends to', () => {
    const wide = destinationRule('n/api', { host: '*.example.com', trafficPolicy: tls() });
    expect(isIgnored(wide)).toBe(true);
    expect(isIgnored(wide, routed(['egress']), ...classic)).toBe(false);
  });

  test('it is told where it is written: of the rule, of a port, of a subset', () => {
    const spec = {
      host: HOST,
      trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, ...tls() }] },
      subsets: [{ name: 'a' }, { name: 'b', trafficPolicy: tls() }],
    };
    expect(found('client-credential-ignored', [destinationRule('n/api', spec)])).toEqual([
      'CIS0540 warning DestinationRule n/api spec.subsets[1].trafficPolicy.tls.credentialName',
      'CIS0540 warning DestinationRule n/api spec.trafficPolicy.portLevelSettings[0].tls.credentialName',
    ]);
  });
});

describe('client-credential (P18)', () => {
  const codes = (manifests: Json[], asked?: Asked) =>
    found('client-credential', manifests, asked).map((one) => one.split(' ')[0]);
  const beside = [routed(['egress']), ...classic];

  test.each<[string, Json[], string[]]>([
    ['beside the gateway', [rule(tls()), ...beside, secret('edge/api', ...whole)], []],
    ['beside the DestinationRule', [rule(tls()), ...beside, secret('n/api', ...whole)], ['CIS0541']],
    ['beside the callers, for them', [rule(tls(), own), secret('n/api', ...whole)], []],
    ['elsewhere, for callers', [rule(tls(), own), secret('edge/api', ...whole)], ['CIS0541']],
    ['nowhere, and no Secret is here', [rule(tls()), ...beside], []],
    ['nowhere, and others are here', [rule(tls()), ...beside, secret('edge/other')], ['CIS0541']],
    ['for a gateway that is elsewhere', [rule(tls()), routed(['infra/egress']), secret('n/api')], []],
    [
      'beside a gateway of the Gateway API',
      [rule(tls()), kubernetesGateway('infra/egress', {}), route('HTTPRoute', hostname), secret('infra/api', ...whole)],
      [],
    ],
    [
      'not beside a gateway of the Gateway API',
      [rule(tls()), kubernetesGateway('infra/egress', {}), routed(['infra/egress']), secret('n/api', ...whole)],
      ['CIS0541'],
    ],
    [
      'by the name of another namespace',
      [rule(tls({ credentialName: 'edge/api' }), own), secret('edge/api', ...whole)],
      ['CIS0541'],
    ],
    ['by a scheme that Istio does not know', [rule(tls({ credentialName: 'secret://api' }), own)], ['CIS0541']],
    [
      'as a certificate that is issued',
      [rule(tls(), own), manifest('cert-manager.io/v1/Certificate', 'n/c', { spec: { secretName: 'api' } })],
      [],
    ],
    [
      'as an ExternalSecret of its name',
      [rule(tls(), own), manifest('external-secrets.io/v1/ExternalSecret', 'n/api', { spec: {} })],
      [],
    ],
    [
      'as an ExternalSecret that writes another',
      [
        rule(tls(), own),
        manifest('external-secrets.io/v1/ExternalSecret', 'n/api', { spec: { target: { name: 'b' } } }),
      ],
      ['CIS0541'],
    ],
  ])('a Secret %s', (_, manifests, expected) => expect(codes(manifests)).toEqual(expected));

  test.each<[string, Json, Json[], string[]]>([
    ['MUTUAL without key', {}, [secret('n/api', 'tls.crt', 'ca.crt')], ['CIS0542']],
    ['MUTUAL without CA', {}, [secret('n/api', 'tls.crt', 'tls.key')], ['CIS0542']],
    ['MUTUAL without anything', {}, [secret('n/api')], ['CIS0542', 'CIS0542']],
    ['MUTUAL with the CA beside', {}, [secret('n/api', 'cert', 'key'), secret('n/api-cacert', 'cacert')], []],
    ['MUTUAL with an empty CA beside', {}, [secret('n/api', ...whole), secret('n/api-cacert')], ['CIS0542']],
    ['MUTUAL with a CA alone', {}, [secret('n/api-cacert', 'ca.crt')], ['CIS0542']],
    ['SIMPLE with a CA alone', { mode: 'SIMPLE' }, [secret('n/api-cacert', 'ca.crt')], []],
    ['SIMPLE without CA', { mode: 'SIMPLE' }, [secret('n/api', 'tls.crt', 'tls.key')], ['CIS0542']],
    ['MUTUAL that verifies nobody', { insecureSkipVerify: true }, [secret('n/api', 'tls.crt', 'tls.key')], []],
  ])('%s', (_, more, secrets, expected) => expect(codes([rule(tls(more), own), ...secrets])).toEqual(expected));

  test('an encoded key counts, an empty one does not', () => {
    const data = (value: string) => manifest('v1/Secret', 'n/api', { data: { 'ca.crt': value } });
    expect(codes([rule(tls({ mode: 'SIMPLE' }), own), data('YQ==')])).toEqual([]);
    expect(codes([rule(tls({ mode: 'SIMPLE' }), own), data('')])).toEqual(['CIS0542']);
  });

  test('in an open world only what the App itself shows', () => {
    const asked = { closed: false };
    expect(codes([rule(tls(), own)], asked)).toEqual([]);
    // The Secret is there, and not where it is read.
    expect(codes([rule(tls(), own), secret('edge/api', ...whole)], asked)).toEqual(['CIS0541']);
    expect(codes([rule(tls(), own), secret('n/api', 'tls.crt', 'ca.crt')], asked)).toEqual(['CIS0542']);
    const facts = { complete: ['n'] };
    expect(codes([rule(tls(), own), secret('edge/api', ...whole)], { ...asked, facts })).toEqual(['CIS0541']);
  });
});
