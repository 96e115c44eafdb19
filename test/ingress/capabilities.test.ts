/** What each setting writes, and where requests go with it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import {
  CertificateIssuer,
  Credential,
  DirectResponse,
  Fault,
  GatewayExposure,
  HeaderChanges,
  IngressCertificate,
  IngressClass,
  IngressGateway,
  IngressGatewayService,
  IngressHost,
  type IngressHostProps,
  IngressMatch,
  Jwt,
  LoadBalancerProfile,
  PlainHttp,
  Retry,
  Rewrite,
  RouteMatch,
  ServerTls,
  Target,
  TlsVersion,
  GatewayWorkload,
} from '../../lib';
import { traceIn } from '../../lib/testing';
import { api, Edge, type Manifest, web } from './edge';

const ALL = RouteMatch.all();
const credential = Credential.secret('shop');
const WEB = 'web.shop.svc.cluster.local:80';
const API = 'api.shop.svc.cluster.local:8080';
const SERVICES = ['web', 'api']
  .map(
    (name) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: ${name === 'web' ? 80 : 8080}}]}
`,
  )
  .join('---');

function served(props: Partial<IngressHostProps> = {}, edge = new Edge()): { edge: Edge; host: IngressHost } {
  return { edge, host: new IngressHost(edge.chart, 'Host', { hosts: ['shop.example'], via: edge.via, ...props }) };
}

function tlsOf(tls: ServerTls): object {
  const { edge, host } = served({ tls, plainHttp: PlainHttp.CLOSED });
  host.route(ALL, Target.service(web));
  const [gateway] = edge.manifests('Gateway') as [Manifest];
  return gateway.spec.servers[0];
}

const GATEWAY = readFileSync(join(__dirname, '../examples/istioctl-gateways.yaml'), 'utf8');

const at = (edge: Edge, url: string, request = {}) =>
  traceIn(edge.snapshot(SERVICES), { at: 'istio-ingressgateway', url, ...request });

const httpOf = (edge: Edge): Record<string, unknown>[] =>
  (edge.manifests('VirtualService')[0] as Manifest).spec.http as Record<string, unknown>[];

describe('TLS modes', () => {
  test('SIMPLE with everything', () => {
    const options = {
      minVersion: TlsVersion.V1_2,
      maxVersion: TlsVersion.V1_3,
      cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
      alternative: Credential.secret('shop-ecdsa'),
    };
    expect(tlsOf(ServerTls.simple(credential, options))).toMatchObject({
      port: { number: 443, protocol: 'HTTPS' },
      hosts: ['shop/shop.example'],
      tls: {
        mode: 'SIMPLE',
        credentialNames: ['shop', 'shop-ecdsa'],
        minProtocolVersion: 'TLSV1_2',
        maxProtocolVersion: 'TLSV1_3',
        cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
      },
    });
  });

  test('MUTUAL and OPTIONAL_MUTUAL with an authority, names and a revocation list', () => {
    const options = {
      ca: Credential.secret('partners'),
      subjectAltNames: ['spiffe://partner/a'],
      revocationList: '/etc/certs/crl.pem',
    };
    const expected = {
      credentialName: 'shop',
      caCertCredentialName: 'partners',
      subjectAltNames: ['spiffe://partner/a'],
      caCrl: '/etc/certs/crl.pem',
    };
    expect(tlsOf(ServerTls.mutual(credential, options))).toMatchObject({ tls: { mode: 'MUTUAL', ...expected } });
    expect(tlsOf(ServerTls.optionalMutual(credential, options))).toMatchObject({
      tls: { mode: 'OPTIONAL_MUTUAL', ...expected },
    });
  });

  test('ISTIO_MUTUAL names no certificate', () => {
    expect(tlsOf(ServerTls.istioMutual())).toMatchObject({
      port: { protocol: 'HTTPS' },
      tls: { mode: 'ISTIO_MUTUAL' },
    });
  });

  test('PASSTHROUGH has no certificate, no plain port, and a route by server name', () => {
    expect(tlsOf(ServerTls.passthrough())).toEqual({
      port: { number: 443, name: 'tls-443-passthrough', protocol: 'TLS' },
      hosts: ['shop/shop.example'],
      tls: { mode: 'PASSTHROUGH' },
    });
  });

  test('AUTO_PASSTHROUGH at 15443, without a VirtualService', () => {
    const workload = GatewayWorkload.istioctlIngress({ extraPorts: [{ port: 15443 }] });
    const edge = new Edge({ workload });
    edge.via.exposeServices(['*.local']);
    expect((edge.manifests('Gateway')[0] as Manifest).spec.servers).toEqual([
      {
        port: { number: 15443, name: 'tls-15443-autopassthrough', protocol: 'TLS' },
        hosts: ['*.local'],
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ]);
  });
});

test('P39: hosts with one certificate share a server, whichever IngressHost they are of', () => {
  const edge = new Edge();
  for (const name of ['b', 'a']) {
    const hosts = [`${name}.example`];
    const host = new IngressHost(edge.chart, name, { hosts, via: edge.via, tls: ServerTls.simple(credential) });
    host.route(ALL, Target.service(web));
  }
  const { servers } = (edge.manifests('Gateway')[0] as Manifest).spec;
  expect(servers.map(({ hosts }: { hosts: string[] }) => hosts)).toEqual([
    ['shop/a.example', 'shop/b.example'],
    ['shop/a.example', 'shop/b.example'],
  ]);
  const reused = at(edge, 'https://a.example/', { sni: 'b.example' });
  expect(reused).toReach(WEB);
});

test('SNI: a longer name wins, the rest goes to the route for all', () => {
  const { edge, host } = served({ hosts: ['*.shop.example'], tls: ServerTls.passthrough() });
  host.route(ALL, Target.service(web));
  host.routeSni(['api.shop.example'], Target.service(api));
  expect(at(edge, 'https://api.shop.example/')).toReach(API);
  expect(at(edge, 'https://www.shop.example/')).toReach(WEB);
  expect((edge.manifests('VirtualService')[0] as Manifest).spec.tls).toHaveLength(2);
});

test('bytes inside of TLS, told apart by server name', () => {
  const workload = GatewayWorkload.istioctlIngress({ extraPorts: [{ port: 5432 }] });
  const edge = new Edge({ workload });
  for (const [name, service] of Object.entries({ a: web, b: api })) {
    const hosts = [`${name}.db.example`];
    const tls = ServerTls.simple(Credential.secret(name));
    new IngressHost(edge.chart, name, { hosts, via: edge.via, tls, tcpPort: 5432 }).route(ALL, Target.service(service));
  }
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: istio-ingressgateway, namespace: istio-system}\n' +
    'spec: {selector: {istio: ingressgateway}, ports: [{name: tls, port: 5432}]}';
  const to = (name: string) =>
    traceIn(edge.snapshot(SERVICES, service), { at: 'istio-ingressgateway', url: `tls://${name}.db.example:5432` });
  expect(to('a')).toReach(WEB);
  expect(to('b')).toReach(API);
});

describe('plain HTTP', () => {
  const tls = ServerTls.simple(credential);

  test('exceptions are served, everything else is redirected', () => {
    const match = RouteMatch.prefix('/.well-known/acme-challenge/');
    const plainHttp = PlainHttp.redirectExcept({ match, target: Target.service(api) });
    const { edge, host } = served({ tls, plainHttp });
    host.route(ALL, Target.service(web));
    expect(at(edge, 'http://shop.example/.well-known/acme-challenge/token')).toReach(API);
    expect(at(edge, 'http://shop.example/x')).toRedirectTo('https://shop.example/x', { status: 301 });
    expect(at(edge, 'https://shop.example/.well-known/acme-challenge/token')).toReach(WEB);
  });

  test('a redirect to another port than 443 is a rule, as the server could not name the port', () => {
    const workload = GatewayWorkload.istioctlIngress({ extraPorts: [{ port: 8443 }] });
    const { edge, host } = served({ tls, httpsPort: 8443 }, new Edge({ workload }));
    host.route(ALL, Target.service(web));
    expect(httpOf(edge)[0]).toEqual({ match: [{ port: 80 }], redirect: { scheme: 'https', port: 8443 } });
    expect(at(edge, 'http://shop.example/x')).toRedirectTo('https://shop.example:8443/x');
  });

  test('served on both ports, or on one', () => {
    const both = served({ tls, plainHttp: PlainHttp.SERVE });
    both.host.route(ALL, Target.service(web));
    expect(at(both.edge, 'http://shop.example/')).toReach(WEB);
    expect(at(both.edge, 'https://shop.example/')).toReach(WEB);
  });

  test('HSTS stands in every answer of a destination, unless the route has it already', () => {
    const { edge, host } = served({ tls, hsts: Duration.days(1) });
    const own = { response: { set: { 'Strict-Transport-Security': 'max-age=1' } } };
    host.route(RouteMatch.prefix('/own'), Target.service(web), { headers: HeaderChanges.of(own) });
    host.route(ALL, Target.service(web));
    expect(httpOf(edge).map(({ headers }) => headers)).toEqual([
      own,
      { response: { set: { 'strict-transport-security': 'max-age=86400' } } },
    ]);
  });
});

test('routes are tried from the specific to the general, whatever the order they were added in', () => {
  const { edge, host } = served();
  host.route(ALL, Target.service(web));
  host.route(RouteMatch.prefix('/api/'), Target.service(api), { rewrite: Rewrite.uri('/') });
  host.route(RouteMatch.exact('/api/health'), Target.respond(DirectResponse.of(204)));
  expect(at(edge, 'http://shop.example/api/health')).toRespond(204);
  expect(at(edge, 'http://shop.example/api/orders')).toReach(API);
  expect(at(edge, 'http://shop.example/other')).toReach(WEB);
});

test('P98: the Host of a destination outside the mesh, and how to keep the public one', () => {
  const outside = Target.host('httpbin.org', 80);
  const { edge, host } = served();
  host.route(RouteMatch.prefix('/own'), outside, { rewrite: Rewrite.authority('other.org') });
  host.route(RouteMatch.prefix('/path'), outside, { rewrite: Rewrite.uri('/') });
  host.route(ALL, Target.service(web));
  expect(httpOf(edge).map(({ rewrite }) => rewrite)).toEqual([
    { authority: 'other.org' },
    { uri: '/', authority: 'httpbin.org' },
    undefined,
  ]);
  const kept = served({ keepHostHeader: true });
  kept.host.route(ALL, outside);
  expect(httpOf(kept.edge)[0]).not.toHaveProperty('rewrite');
});

test('P42 and other warnings', () => {
  const edge = new Edge();
  const wild = new IngressHost(edge.chart, 'Wild', { hosts: ['*.shop.example'], via: edge.via });
  wild.route(ALL, Target.service(web));
  const exact = new IngressHost(edge.chart, 'Exact', { hosts: ['a.shop.example'], via: edge.via });
  exact.route(RouteMatch.prefix('/x'), Target.service(api), {
    fault: Fault.abort(500, 1),
    retry: Retry.of({ attempts: 3 }),
  });
  const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  edge.problems();
  edge.problems();
  const lines = printed.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('shop/Exact'));
  printed.mockRestore();
  expect(lines).toEqual([
    expect.stringMatching(/\[CIS0348; VirtualService shop\/\S+ spec\.http\[0\]\.fault\]\n$/),
    expect.stringMatching(/^warning: shop\/Exact: \*\.shop\.example of shop\/Wild .*\[ExactHidesWildcard\]\n$/),
  ]);
});

describe('access', () => {
  test('a policy is in the gateway’s namespace, named after the chart’s, and denies', () => {
    const { edge, host } = served();
    host.route(ALL, Target.service(web));
    edge.via.authenticate(Jwt.of({ issuer: 'me', jwksUri: 'https://me.example/keys', audiences: ['shop'] }));
    host.requireToken({ paths: ['/private*'], issuers: ['me'], claims: [{ claim: 'realm.roles', values: ['admin'] }] });
    const [policy] = edge.manifests('AuthorizationPolicy') as [Manifest];
    expect(policy.metadata).toMatchObject({ namespace: 'istio-system', name: expect.stringMatching(/^shop-/) });
    const to = [
      { operation: { hosts: ['shop.example', 'shop.example:*'], ports: ['8080', '8443'], paths: ['/private*'] } },
    ];
    expect(policy.spec).toEqual({
      selector: { matchLabels: { istio: 'ingressgateway' } },
      action: 'DENY',
      rules: [
        { from: [{ source: { notRequestPrincipals: ['me/*'] } }], to },
        { to, when: [{ key: 'request.auth.claims[realm][roles]', notValues: ['admin'] }] },
      ],
    });
    const [tokens] = edge.manifests('RequestAuthentication') as [Manifest];
    expect(tokens.metadata).toMatchObject({ namespace: 'istio-system', name: expect.stringMatching(/^shop-/) });
    expect(tokens.spec.jwtRules).toEqual([{ issuer: 'me', jwksUri: 'https://me.example/keys', audiences: ['shop'] }]);
  });

  test('a passed-through host is known by its server name', () => {
    const { edge, host } = served({ tls: ServerTls.passthrough() });
    host.route(ALL, Target.service(web));
    host.denyAddresses('203.0.113.0/24');
    expect(at(edge, 'https://shop.example/', { sourceIp: '203.0.113.9' })).toBeBlocked();
    expect(at(edge, 'https://shop.example/', { sourceIp: '198.51.100.1' })).toReach(WEB);
  });
});

test('cert-manager: the Certificate is where the gateway finds its Secret, and the server names it', () => {
  const edge = new Edge();
  const issuer = CertificateIssuer.cluster('letsencrypt');
  const dnsNames = ['shop.example'];
  const kept = new IngressCertificate(edge.chart, 'Certificate', {
    dnsNames,
    issuer,
    via: edge.via,
    secretName: 'shop-tls',
    duration: Duration.days(60),
    renewBefore: Duration.days(20),
  });
  served({ tls: ServerTls.simple(kept.credential) }, edge).host.route(ALL, Target.service(web));
  const [certificate] = edge.manifests('Certificate') as [Manifest];
  expect(certificate.metadata.namespace).toBe('istio-system');
  expect(certificate.spec).toEqual({
    secretName: 'shop-tls',
    dnsNames,
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt' },
    duration: '5184000s',
    renewBefore: '1728000s',
  });
  const { servers } = (edge.manifests('Gateway')[0] as Manifest).spec;
  expect(servers.map(({ tls }: { tls: object }) => tls)).toContainEqual({ mode: 'SIMPLE', credentialName: 'shop-tls' });
});

describe('Kubernetes Ingress', () => {
  test('class with parameters, annotations, the three path types, TLS, no host', () => {
    const edge = new Edge();
    const via = new IngressClass(edge.chart, 'Class', {
      name: 'nginx',
      controller: 'k8s.io/ingress-nginx',
      parameters: { apiGroup: 'k8s.example.com', kind: 'Settings', name: 'edge', namespace: 'infra' },
      annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' },
    });
    edge.chart.node.tryRemoveChild('Edge');
    const hosts = ['shop.example', '*'];
    const tlsByHost = [{ host: 'shop.example', tls: ServerTls.simple(credential) }];
    const { host } = served({ via, hosts, allowAnyHost: true, tlsByHost, plainHttp: PlainHttp.SERVE }, edge);
    host.route(ALL, Target.service(web));
    host.route(IngressMatch.elements('/a/'), Target.service(web));
    host.route(RouteMatch.exact('/b'), Target.service(api));
    host.route(RouteMatch.regex('/v[0-9]+'), Target.service(api));
    const [ingressClass] = edge.manifests('IngressClass') as [Manifest];
    expect(ingressClass.metadata).toEqual({ name: 'nginx' });
    expect(ingressClass.spec).toEqual({
      controller: 'k8s.io/ingress-nginx',
      parameters: {
        apiGroup: 'k8s.example.com',
        kind: 'Settings',
        name: 'edge',
        namespace: 'infra',
        scope: 'Namespace',
      },
    });
    expect(host.ingress.toJson().metadata.annotations).toEqual({ 'nginx.ingress.kubernetes.io/use-regex': 'true' });
    const { spec } = host.ingress.toJson() as Manifest;
    expect(spec.ingressClassName).toBe('nginx');
    expect(spec.tls).toEqual([{ hosts: ['shop.example'], secretName: 'shop' }]);
    expect(spec.rules.map((rule: { host?: string }) => rule.host)).toEqual(['shop.example', undefined]);
    const paths = spec.rules[0].http.paths.map(({ path, pathType }: Record<string, string>) => `${pathType} ${path}`);
    expect(paths).toEqual(['Prefix /a', 'Exact /b', 'ImplementationSpecific /v[0-9]+', 'Prefix /']);
  });

  test('the same routes through either via', () => {
    for (const kind of ['gateway', 'class']) {
      const edge = new Edge();
      const via = kind === 'class' ? new IngressClass(edge.chart, 'Class') : edge.via;
      const { host } = served({ via }, edge);
      host.route(IngressMatch.elements('/a'), Target.service(api));
      host.route(ALL, Target.service(web));
      if (kind === 'class') edge.chart.node.tryRemoveChild('Edge');
      const snapshot = edge.snapshot(SERVICES, GATEWAY);
      const to = (path: string) => traceIn(snapshot, { at: 'istio-ingressgateway', url: `http://shop.example${path}` });
      expect(to('/a')).toReach(API);
      expect(to('/a/b')).toReach(API);
      expect(to('/ab')).toReach(WEB);
    }
  });
});

describe('the gateway’s Service', () => {
  const service = (exposure?: GatewayExposure): Manifest => {
    const edge = new Edge();
    const props = { workload: edge.via.workload, keepClientAddress: true, ...(exposure ? { exposure } : {}) };
    return new IngressGatewayService(edge.chart, 'Service', props).service.toJson() as Manifest;
  };

  test('a load balancer by default, with the health port', () => {
    const { metadata, spec } = service();
    expect(metadata).toMatchObject({ name: 'istio-ingressgateway', namespace: 'istio-system' });
    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(spec.ports.map(({ port }: { port: number }) => port)).toEqual([15021, 80, 443]);
  });

  test('fixed ports of the nodes', () => {
    const { spec } = service(GatewayExposure.nodePort({ port: 80, nodePort: 30080 }));
    expect(spec.type).toBe('NodePort');
    expect(spec.ports.map(({ nodePort }: { nodePort?: number }) => nodePort)).toEqual([undefined, 30080, undefined]);
  });

  test('a network load balancer of AWS asks for the health at 15021', () => {
    const { metadata, spec } = service(GatewayExposure.loadBalancer(LoadBalancerProfile.awsController()));
    expect(spec.loadBalancerClass).toBe('service.k8s.aws/nlb');
    expect(metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/aws-load-balancer-healthcheck-port': '15021',
    });
  });
});

test('a second Gateway of one workload shares its ports', () => {
  const edge = new Edge();
  const second = new IngressGateway(edge.chart, 'Second', { workload: GatewayWorkload.istioctlIngress() });
  served({}, edge).host.route(ALL, Target.service(web));
  const other = new IngressHost(edge.chart, 'Other', { hosts: ['other.example'], via: second });
  other.route(ALL, Target.service(api));
  expect(edge.problems()).toEqual([]);
  expect(at(edge, 'http://shop.example/')).toReach(WEB);
  expect(at(edge, 'http://other.example/')).toReach(API);
});
