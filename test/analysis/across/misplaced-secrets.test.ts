import { destinationRule, found, gateway, pod, serviceEntry, virtualService, type Asked } from './found';
import { manifest } from '../model/manifest';

type Json = Readonly<Record<string, unknown>>;
const labels = { istio: 'gateway' };
const proxy = pod('infra/gateway', { labels });
const edge = gateway('shop/edge', {
  selector: labels,
  servers: [
    {
      port: { number: 443, name: 'https', protocol: 'HTTPS' },
      hosts: ['shop.example.com'],
      tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
    },
  ],
});
const certificate = (id: string) =>
  manifest('cert-manager.io/v1/Certificate', id, { spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' } } });
const OPEN: Asked = { closed: false };

describe('P33: the certificate of a server lies beside what it is for, and not beside the gateway', () => {
  const where = (asked: Asked, ...manifests: Json[]) => found('gateway-credential', [proxy, edge, ...manifests], asked);
  const at = 'Gateway shop/edge spec.servers[0].tls.credentialName';

  test('the CLI is sure', () => {
    expect(where({}, certificate('shop/tls'))).toEqual([`IST0101 error ${at}`]);
  });

  test('at synth it is a warning: something may copy it', () => {
    expect(where(OPEN, certificate('shop/tls'))).toEqual([`IST0101 warning ${at}`]);
  });

  test('an App that holds the namespace of the gateway is sure', () => {
    expect(where({ closed: false, facts: { complete: ['infra'] } }, certificate('shop/tls'))).toEqual([
      `IST0101 error ${at}`,
    ]);
  });

  test.each<[string, Asked, Json[]]>([
    ['the certificate is in both', OPEN, [certificate('shop/tls'), certificate('infra/tls')]],
    ['it is nowhere, and so made elsewhere', OPEN, []],
    [
      'somebody vouches for it',
      { closed: false, facts: { known: [{ kind: 'Secret', namespace: 'infra', name: 'shop-tls' }] } },
      [certificate('shop/tls')],
    ],
  ])('%s', (_, asked, manifests) => {
    expect(where(asked, ...manifests)).toEqual([]);
  });
});

describe('P18: the certificate for TLS origination lies beside the caller, and not beside the gateway', () => {
  const tls = { mode: 'MUTUAL', credentialName: 'client' };
  const world = [
    proxy,
    gateway('infra/egress', {
      selector: labels,
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['api.example.com'] }],
    }),
    serviceEntry('infra/api', {
      hosts: ['api.example.com'],
      resolution: 'DNS',
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
    }),
    virtualService('infra/api', {
      hosts: ['api.example.com'],
      gateways: ['egress'],
      http: [{ route: [{ destination: { host: 'api.example.com', port: { number: 443 } } }] }],
    }),
    destinationRule('infra/api', { host: 'api.example.com', trafficPolicy: { tls } }),
  ];
  const secret = (id: string) => manifest('v1/Secret', id, { data: {} });
  const at = 'DestinationRule infra/api spec.trafficPolicy.tls.credentialName';

  test.each<[string, Asked]>([
    ['error', {}],
    ['warning', OPEN],
  ])('%s', (level, asked) => {
    expect(found('client-credential', [...world, secret('shop/client')], asked)).toEqual([`CIS0541 ${level} ${at}`]);
  });

  test('its CA beside the gateway shows that the rest is, too', () => {
    const ca = secret('infra/client-cacert');
    expect(found('client-credential', [...world, secret('shop/client'), ca], OPEN)).not.toContain(
      `CIS0541 warning ${at}`,
    );
  });
});

test('CIS0302: a destination is the same by its short name', () => {
  const route = (one: string, other: string) =>
    found('weights', [
      virtualService('shop/web', {
        hosts: ['web'],
        http: [{ route: [one, other].map((host) => ({ destination: { host, subset: 'v1' }, weight: 50 })) }],
      }),
    ]);
  expect(route('web', 'web.shop.svc.cluster.local')).toEqual([
    'CIS0302 warning VirtualService shop/web spec.http[0].route[1].destination',
  ]);
  expect(route('web', 'web.dev.svc.cluster.local')).toEqual([]);
});
