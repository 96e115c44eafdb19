/** The mistakes that this construct is for: each is refused, with an id and the construct's path. */
import { Duration } from 'cdk8s';
import { k8s, Secret } from 'cdk8s-plus-27';
import {
  CertificateIssuer,
  Credential,
  GatewayExposure,
  GatewayWorkload,
  IngressCertificate,
  IngressClass,
  IngressGateway,
  IngressGatewayService,
  IngressHost,
  type IngressHostProps,
  IngressMatch,
  Jwt,
  PathMatch,
  PlainHttp,
  RouteMatch,
  ServerTls,
  SidecarTls,
  StringMatch,
  Target,
  TlsVersion,
} from '../../lib';
import { refusal } from '../refusal';
import { api, Edge, web } from './edge';

const simple = (name = 'shop'): ServerTls => ServerTls.simple(Credential.secret(name));
const ALL = RouteMatch.all();

function host(edge: Edge, props: Partial<IngressHostProps>, id = 'Host'): IngressHost {
  return new IngressHost(edge.chart, id, { hosts: ['shop.example'], via: edge.via, ...props });
}

function refused(props: Partial<IngressHostProps>): ReturnType<typeof refusal> {
  return refusal(() => host(new Edge(), props));
}

test('overlapping hosts with different certificates', () => {
  const edge = new Edge();
  host(edge, { tls: simple('one') });
  const error = refusal(() => host(edge, { tls: simple('two') }, 'Other'));
  expect(error).toMatchObject({ id: 'GatewayHostTaken', path: 'shop/Other', value: 'shop.example' });
  expect(error.message).toContain('shop/Host');
});

test('P37: one TLS host on two Gateways of a workload', () => {
  const edge = new Edge();
  const second = new IngressGateway(edge.chart, 'Second', { workload: GatewayWorkload.istioctlIngress() });
  host(edge, { tls: simple() });
  expect(refusal(() => host(edge, { tls: simple(), via: second }, 'Other')).id).toBe('GatewayHostTaken');
  // Plain HTTP servers are merged.
  host(edge, { hosts: ['plain.example'] }, 'Plain');
  expect(() => host(edge, { hosts: ['plain.example'], via: second }, 'PlainToo')).not.toThrow();
});

test.each([
  [['a.*.example'], 'HostMalformed'],
  [['shop.*'], 'HostMalformed'],
  [['*shop.example'], 'HostMalformed'],
  [['https://shop.example'], 'HostMalformed'],
  [['shop.example:443'], 'HostMalformed'],
  [['shop.example.'], 'HostMalformed'],
  [['shop'], 'HostMalformed'],
  [[], 'HostMissing'],
  [[''], 'HostMissing'],
  [['shop.example', 'SHOP.example'], 'HostTwice'],
  [['*'], 'AnyHostImplicit'],
])('hosts %j: %s', (hosts, id) => {
  expect(refused({ hosts })).toMatchObject({ id, path: 'shop/Host' });
});

test('redirect with no HTTPS server', () => {
  expect(refused({ plainHttp: PlainHttp.REDIRECT }).id).toBe('RedirectToNothing');
  expect(refused({ plainHttp: PlainHttp.REDIRECT_BY_RULE }).id).toBe('RedirectToNothing');
  expect(refused({ hsts: Duration.days(1) }).id).toBe('RedirectToNothing');
});

test('a host without TLS whose plain port is closed', () => {
  expect(refused({ plainHttp: PlainHttp.CLOSED }).id).toBe('HostServedNowhere');
});

test('PASSTHROUGH with HTTP routes', () => {
  const nginx = host(new Edge(), { tls: ServerTls.passthrough() });
  expect(refusal(() => nginx.route(RouteMatch.prefix('/x'), Target.service(web))).id).toBe('RuleNotHttp');
  expect(refusal(() => nginx.route(ALL, Target.service(web), { timeout: Duration.seconds(1) })).id).toBe('RuleNotHttp');
  expect(refused({ tls: ServerTls.passthrough(), plainHttp: PlainHttp.SERVE }).id).toBe('PlainWithoutHttp');
});

test('PASSTHROUGH for some hosts only', () => {
  const tlsByHost = [{ host: 'a.example', tls: ServerTls.passthrough() }];
  expect(refused({ hosts: ['a.example', 'b.example'], tls: simple(), tlsByHost }).id).toBe('TlsMixed');
});

test('routes by server name', () => {
  const edge = new Edge();
  const passed = host(edge, { hosts: ['*.shop.example'], tls: ServerTls.passthrough() });
  expect(refusal(() => passed.routeSni(['other.example'], Target.service(web))).id).toBe('SniOutsideHosts');
  expect(refusal(() => passed.routeSni([], Target.service(web))).id).toBe('SniOutsideHosts');
  passed.routeSni(['a.shop.example'], Target.service(web));
  expect(refusal(() => passed.routeSni(['a.shop.example'], Target.service(api))).id).toBe('RouteDuplicate');
  const ended = host(edge, { hosts: ['x.example'], tls: simple() }, 'Ended');
  expect(refusal(() => ended.routeSni(['x.example'], Target.service(web))).id).toBe('SniNotPassedThrough');
});

test('P45: MUTUAL without a CA, where the Secret is in this App', () => {
  const problems = (keys: Record<string, string>, beside?: string): string[] => {
    const edge = new Edge();
    const secret = new Secret(edge.chart, 'Secret', {
      metadata: { name: 'shop', namespace: 'istio-system' },
      stringData: keys,
    });
    if (beside) new Secret(edge.chart, 'Ca', { metadata: { name: beside, namespace: 'istio-system' } });
    host(edge, { tls: ServerTls.mutual(Credential.fromSecret(secret)) }).route(ALL, Target.service(web));
    return edge.problems();
  };
  const pair = { 'tls.crt': 'certificate', 'tls.key': 'key' };
  expect(problems(pair)).toEqual([expect.stringContaining('[CertificateAuthorityMissing]')]);
  expect(problems(pair)[0]).toContain('shop/Host: ');
  expect(problems({ ...pair, 'ca.crt': 'authority' })).toEqual([]);
  expect(problems(pair, 'shop-cacert')).toEqual([]);
});

test('empty routes', () => {
  const edge = new Edge();
  host(edge, {});
  expect(edge.problems()).toContainEqual(expect.stringMatching(/^shop\/Host: no route was added .*\[RoutesEmpty\]$/));
});

test('P33: a certificate Secret in the wrong namespace', () => {
  const edge = new Edge();
  const secret = new Secret(edge.chart, 'Secret');
  const error = refusal(() => host(edge, { tls: ServerTls.simple(Credential.fromSecret(secret)) }));
  expect(error.id).toBe('CredentialElsewhere');
  expect(error.message).toContain('istio-system');
});

test('an unreachable route names the one that hides it', () => {
  const shop = host(new Edge(), {});
  shop.route(RouteMatch.prefix('/a'), Target.service(web));
  const error = refusal(() => shop.route(RouteMatch.prefix('/a'), Target.service(api)));
  expect(error.id).toBe('RouteDuplicate');
  expect(error.message).toContain('is taken by the one for [{"uri":{"prefix":"/a"}}] (got [{"uri":{"prefix":"/a"}}])');
});

test('a second route for everything, in words', () => {
  const shop = host(new Edge(), {});
  shop.route(ALL, Target.service(web));
  expect(refusal(() => shop.route(ALL, Target.service(api))).message).toContain('(got "every request")');
});

test('mesh-only conditions at a gateway', () => {
  const shop = host(new Edge(), {});
  expect(refusal(() => shop.route(RouteMatch.sourceLabels({ app: 'x' }), Target.service(web))).id).toBe(
    'MatchMeshOnly',
  );
});

test('TLS settings that contradict each other', () => {
  const credential = Credential.secret('shop');
  const contradictions = [
    { minVersion: TlsVersion.V1_3, maxVersion: TlsVersion.V1_2 },
    { cipherSuites: [] },
    { cipherSuites: ['A', 'A'] },
    { minVersion: TlsVersion.V1_3, cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'] },
  ];
  for (const options of contradictions) {
    expect(refusal(() => ServerTls.simple(credential, options)).id).toBe('TlsContradicts');
  }
  expect(refusal(() => ServerTls.mutual(credential, { subjectAltNames: [] })).id).toBe('TlsContradicts');
});

test('TLS of a host that is not served, and two for one', () => {
  expect(refused({ tlsByHost: [{ host: 'b.example', tls: simple() }] }).id).toBe('HostTlsUnknown');
  const twice = { host: 'shop.example', tls: simple() };
  expect(refused({ tlsByHost: [twice, twice] }).id).toBe('HostTwice');
});

test('P11, P48: a port that the gateway’s Service lacks', () => {
  expect(refused({ httpPort: 8080 }).id).toBe('GatewayPortNotOffered');
  expect(refused({ httpPort: 0 }).id).toBe('PortOutOfRange');
});

test('P10: plain HTTP and TLS on one port', () => {
  const edge = new Edge();
  host(edge, { tls: simple(), plainHttp: PlainHttp.CLOSED });
  expect(refusal(() => host(edge, { hosts: ['b.example'], httpPort: 443 }, 'Other')).id).toBe('GatewayPortTaken');
});

test('I18: a host with client certificates on one Gateway with a wildcard without', () => {
  const edge = new Edge();
  host(edge, { hosts: ['*.sec.example'], tls: simple() }).route(ALL, Target.service(web));
  const tls = ServerTls.mutual(Credential.secret('vault'));
  host(edge, { hosts: ['vault.sec.example'], tls }, 'Vault').route(ALL, Target.service(api));
  expect(edge.problems()).toContainEqual(expect.stringMatching(/^shop\/Vault: .*\[StrictHostReachable\]$/));
});

test('P51: two IngressHosts that take the same requests of one host', () => {
  const edge = new Edge();
  host(edge, {}).route(RouteMatch.prefix('/a'), Target.service(web));
  const other = host(edge, {}, 'Other');
  other.route(ALL, Target.service(api));
  expect(edge.problems()).toEqual([]);
  other.route(RouteMatch.prefix('/a/b'), Target.service(api));
  expect(edge.problems()).toEqual([expect.stringMatching(/^shop\/Host: shop\/Other .*\[RoutesShareHost\]$/)]);
});

describe('access', () => {
  test.each(['10.0.0.0/33', '300.1.1.1', '::/129', 'shop.example', '10.0.0.0/8/8'])('%s is no address', (block) => {
    expect(refusal(() => host(new Edge(), {}).allowAddresses(block)).id).toBe('AddressMalformed');
  });

  test('P97: no address, and addresses where a port in the Host header would get round them', () => {
    expect(refusal(() => host(new Edge(), {}).denyAddresses()).id).toBe('AddressMalformed');
    const wildcard = host(new Edge(), { hosts: ['*.shop.example'] });
    expect(refusal(() => wildcard.denyAddresses('10.0.0.1')).id).toBe('AccessHostWildcard');
  });

  test('a token where the gateway sees no HTTP, or checks none', () => {
    const passed = host(new Edge(), { tls: ServerTls.passthrough() });
    expect(refusal(() => passed.requireToken()).id).toBe('AccessUnknowable');
    const edge = new Edge();
    const shop = host(edge, {});
    shop.route(ALL, Target.service(web));
    shop.requireToken();
    expect(edge.problems()).toEqual([expect.stringContaining('[TokenNeverChecked]')]);
    edge.via.authenticate(Jwt.of({ issuer: 'me' }));
    expect(edge.problems()).toEqual([]);
    expect(refusal(() => edge.via.authenticate(Jwt.of({ issuer: 'me' }))).id).toBe('JwtIssuerTwice');
    expect(refusal(() => shop.requireToken({ paths: [] })).id).toBe('AccessEmpty');
    expect(refusal(() => shop.requireToken({ claims: [{ claim: 'groups', values: [] }] })).id).toBe('AccessEmpty');
  });

  test.each([
    { issuer: '' },
    { issuer: 'me', jwksUri: 'https://me.example/keys', jwks: '{"keys":[]}' },
    { issuer: 'me', jwksUri: 'me.example' },
    { issuer: 'me', jwks: 'not JSON' },
    { issuer: 'me', jwks: 'null' },
    { issuer: 'me', audiences: [] },
  ])('the issuer %j', (props) => {
    expect(refusal(() => Jwt.of(props)).id).toBe('JwtMalformed');
  });
});

describe('what an Ingress cannot say', () => {
  const served = (props: Partial<IngressHostProps> = {}): IngressHost => {
    const edge = new Edge();
    return host(edge, { via: new IngressClass(edge.chart, 'Class'), ...props });
  };
  const said = (match: RouteMatch): string => refusal(() => served().route(match, Target.service(web))).message;

  test('conditions, regular expressions, prefixes letter by letter, case', () => {
    expect(said(RouteMatch.prefix('/a'))).toContain('letter by letter');
    expect(said(RouteMatch.regex('/a.*'))).toContain('regular expression');
    expect(said(RouteMatch.exact('/a', { ignoreCase: true }))).toContain('case');
    const get = RouteMatch.of({ path: PathMatch.exact('/a'), method: StringMatch.exact('GET') });
    expect(said(get)).toContain('method');
  });

  test('splits, versions, policies, answers, other namespaces, outside hosts', () => {
    const elements = IngressMatch.elements('/a');
    const refusedTarget = (target: Target): string => refusal(() => served().route(elements, target)).id;
    const half = [web, api].map((service) => ({ target: Target.service(service), weight: 50 }));
    expect(refusedTarget(Target.split(half))).toBe('IngressCannotSay');
    expect(refusedTarget(Target.service(web, { subset: 'v1' }))).toBe('IngressCannotSay');
    expect(refusedTarget(Target.host('web.other.svc.cluster.local', 80))).toBe('IngressCannotSay');
    expect(refusedTarget(Target.host('httpbin.org', 80))).toBe('IngressCannotSay');
    const late = refusal(() => served().route(elements, Target.service(web), { timeout: Duration.seconds(1) }));
    expect(late.message).toContain('timeout');
  });

  test('TLS but for one certificate, a closed or redirecting port 80, bytes, headers', () => {
    const mutual = ServerTls.mutual(Credential.secret('shop'));
    for (const props of [
      { tls: simple() },
      { tls: simple(), plainHttp: PlainHttp.CLOSED },
      { tls: mutual, plainHttp: PlainHttp.SERVE },
      { tls: simple(), plainHttp: PlainHttp.SERVE, hsts: Duration.days(1) },
      { tcpPort: 31400 },
      { httpPort: 8080 },
    ]) {
      expect(refusal(() => served(props)).id).toBe('IngressCannotSay');
    }
    expect(() => served({ tls: simple(), plainHttp: PlainHttp.SERVE })).not.toThrow();
  });

  test('a wildcard, where another controller reads it: there it covers one label', () => {
    const via = IngressClass.existing('nginx', { controller: 'k8s.io/ingress-nginx' });
    expect(refusal(() => host(new Edge(), { via, hosts: ['*.shop.example'] })).id).toBe('IngressCannotSay');
    expect(() => served({ hosts: ['*.shop.example'] })).not.toThrow();
    expect(refusal(() => IngressClass.existing('x', { controller: 'nginx' })).id).toBe('IngressClassMalformed');
  });

  test('who calls, and the VirtualService that there is not', () => {
    const shop = served();
    expect(refusal(() => shop.allowAddresses('10.0.0.1')).id).toBe('AccessUnknowable');
    expect(refusal(() => shop.virtualService).id).toBe('IngressRouteMissing');
    expect(refusal(() => host(new Edge(), {}).ingress).id).toBe('IngressRouteMissing');
  });
});

test('I14: gRPC and WebSocket to a port that declares something else', () => {
  const edge = new Edge();
  const shop = host(edge, {});
  expect(refusal(() => shop.routeGrpc('not a name', Target.service(web))).id).toBe('GrpcServiceMalformed');
  shop.routeGrpc('shop.Orders', Target.service(web));
  shop.routeWebSocket(RouteMatch.exact('/ws'), Target.service(api));
  expect(edge.problems()).toEqual([]);
  for (const [name, port, as] of [
    ['web', 80, 'http'],
    ['api', 8080, 'grpc'],
  ] as const) {
    new k8s.KubeService(edge.chart, name, { metadata: { name }, spec: { ports: [{ port, name: as }] } });
  }
  const problems = edge.problems();
  expect(problems).toHaveLength(2);
  for (const problem of problems) expect(problem).toMatch(/^shop\/Host: .*\[BackendProtocol\]$/);
});

test('certificates, node ports and TLS at the sidecar', () => {
  const { chart, via } = new Edge();
  const issuer = CertificateIssuer.of({ kind: 'Issuer', name: 'ca', metadata: { namespace: 'shop' } });
  const dnsNames = ['shop.example'];
  expect(refusal(() => new IngressCertificate(chart, 'A', { dnsNames, via, issuer })).id).toBe('IssuerElsewhere');
  const cluster = CertificateIssuer.cluster('ca');
  expect(refusal(() => new IngressCertificate(chart, 'B', { dnsNames: [], via, issuer: cluster })).id).toBe(
    'HostMissing',
  );
  expect(refusal(() => CertificateIssuer.cluster('Not a name')).id).toBe('NameNotDnsLabel');
  const clash = [
    { port: 80, nodePort: 30080 },
    { port: 443, nodePort: 30080 },
  ];
  expect(refusal(() => GatewayExposure.nodePort(...clash)).id).toBe('NodePortTwice');
  const exposure = GatewayExposure.nodePort({ port: 8080, nodePort: 30080 });
  const service = () => new IngressGatewayService(chart, 'C', { workload: via.workload, exposure });
  expect(refusal(service).id).toBe('GatewayPortNotOffered');
  const sidecar = {
    labels: { app: 'web' },
    tlsPort: 9080,
    meshPort: 9081,
    applicationPort: 8080,
    serverCertificate: '/certs/tls.crt',
    privateKey: '/certs/tls.key',
  };
  for (const [id, wrong] of Object.entries({
    labels: { labels: {} },
    ports: { meshPort: 9080 },
    path: { privateKey: 'tls.key' },
  })) {
    expect(refusal(() => new SidecarTls(chart, id, { ...sidecar, ...wrong })).id).toBe('SidecarTlsMalformed');
  }
});
