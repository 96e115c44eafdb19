import { manifest } from '../model/manifest';
import { found, gateway, pod, said, service, virtualService, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;
const codes = (all: readonly string[]) => all.map((one) => one.split(' ')[0]);
const selector = { istio: 'g' };
const workload = pod('edge/p', { labels: { istio: 'g', app: 'x' } });

describe('gateway-conflict', () => {
  const server = (host: string, port = 80, more: Json = {}) => ({ port: { number: port }, hosts: [host], ...more });
  const g = (id: string, servers: Json[], of: Json = selector) => gateway(id, { selector: of, servers });
  const who = (...manifests: Json[]) =>
    found('gateway-conflict', manifests).map((one) => one.replace(/^(\S+) error Gateway (\S+)( \S+)?$/, '$1 $2'));
  const BOTH = ['IST0145 n/a', 'IST0145 n/b'];

  test.each<[string, Json[], string[]]>([
    ['one alone', [g('n/a', [server('x.y')])], []],
    ['one host on one port', [g('n/a', [server('x.y')]), g('n/b', [server('x.y')])], BOTH],
    ['two hosts', [g('n/a', [server('x.y')]), g('n/b', [server('z.y')])], []],
    ['two ports', [g('n/a', [server('x.y')]), g('n/b', [server('x.y', 81)])], []],
    ['two addresses', [g('n/a', [server('x.y')]), g('n/b', [server('x.y', 80, { bind: '1.1.1.1' })])], []],
    [
      'one address',
      [g('n/a', [server('x.y', 80, { bind: '1.1.1.1' })]), g('n/b', [server('x.y', 80, { bind: '1.1.1.1' })])],
      BOTH,
    ],
    ['other selectors', [g('n/a', [server('x.y')]), g('n/b', [server('x.y')], { istio: 'h' }), workload], []],
    [
      'a selector within the other, of one workload',
      [g('n/a', [server('x.y')], { ...selector, app: 'x' }), g('n/b', [server('x.y')], { app: 'x' }), workload],
      BOTH,
    ],
    [
      'a selector within the other, without workload',
      [g('n/a', [server('x.y')], { ...selector, app: 'x' }), g('n/b', [server('x.y')], { app: 'x' })],
      [],
    ],
    [
      'one of its hosts',
      [
        gateway('n/a', { selector, servers: [{ port: { number: 80 }, hosts: ['p.q', 'x.y'] }] }),
        g('n/b', [server('x.y')]),
      ],
      BOTH,
    ],
    ['no servers', [g('n/a', [])], ['IST0101 n/a']],
    ['neither servers nor selector', [g('n/a', [], {})], []],
  ])('%s', (_, manifests, expected) => expect(who(...manifests)).toEqual(expected));

  test('without servers, told where the world is closed and no route is bound', () => {
    expect(found('gateway-conflict', [g('n/a', [])], { closed: false })).toEqual([]);
    expect(who(g('n/a', []), virtualService('n/v', { gateways: ['a'] }))).toEqual([]);
  });
});

describe('gateway-certificate', () => {
  const g = (id: string, tls: Json | undefined, of: Json = selector) =>
    gateway(id, { selector: of, servers: [{ ...(tls && { tls }) }] });
  const who = (...manifests: Json[]) =>
    found('gateway-certificate', manifests).map((one) =>
      one.replace('IST0138 warning Gateway ', '').replace(' metadata.name', ''),
    );
  const secret = { credentialName: 's' };
  const files = { serverCertificate: 'c', privateKey: 'k' };

  test.each<[string, Json[], string[]]>([
    ['one alone', [g('n/a', secret)], []],
    ['one Secret', [g('n/a', secret), g('n/b', secret)], ['n/a', 'n/b']],
    ['two Secrets', [g('n/a', secret), g('n/b', { credentialName: 't' })], []],
    ['one pair of files', [g('n/a', files), g('n/b', files)], ['n/a', 'n/b']],
    ['two keys', [g('n/a', files), g('n/b', { ...files, privateKey: 'l' })], []],
    ['two certificates', [g('n/a', files), g('n/b', { ...files, serverCertificate: 'l' })], []],
    ['a certificate alone', [g('n/a', { serverCertificate: 'c' }), g('n/b', { serverCertificate: 'c' })], []],
    ['a key alone', [g('n/a', { privateKey: 'c' }), g('n/b', { privateKey: 'c' })], []],
    ['no TLS', [g('n/a', undefined), g('n/b', undefined)], []],
    ['other workloads', [g('n/a', secret), g('n/b', secret, { istio: 'h' })], []],
    ['a smaller selector', [g('n/a', secret), g('n/b', secret, { ...selector, app: 'x' })], ['n/a']],
  ])('%s', (_, manifests, expected) => expect(who(...manifests)).toEqual(expected));
});

describe('gateway-service-port', () => {
  const g = (port: unknown = { number: 80 }) => gateway('n/g', { selector, servers: [{ port }] });
  const before = (ports: Json[], id = 'edge/s', of: Json = selector) => service(id, { selector: of, ports });
  const judged = (manifests: Json[], asked?: Asked) => codes(found('gateway-service-port', manifests, asked));

  test.each<[string, Json[], string[]]>([
    ['its port', [g(), workload, before([{ port: 80 }])], []],
    ['its target', [g(), workload, before([{ port: 8080, targetPort: 80 }])], []],
    ['before a target', [g(), workload, before([{ port: 80, targetPort: 8080 }])], []],
    ['before a named target', [g(), workload, before([{ port: 80, targetPort: 'http' }])], []],
    ['another port', [g(), workload, before([{ port: 81 }])], ['IST0162']],
    ['a port of UDP', [g(), workload, before([{ port: 80, protocol: 'UDP' }])], ['IST0162']],
    ['a port of TCP', [g(), workload, before([{ port: 80, protocol: 'TCP' }])], []],
    ['a Service elsewhere', [g(), workload, before([{ port: 80 }], 'other/s')], ['IST0162']],
    ['a Service of others', [g(), workload, before([{ port: 80 }], 'edge/s', { istio: 'h' })], ['IST0162']],
    ['no Service', [g(), workload], ['IST0162']],
    ['a server without port', [g(null), workload, before([{ port: 81 }])], []],
    ['no workload of its own', [g(), pod('edge/q')], ['IST0101']],
    ['no workload, with routes', [g(), pod('edge/q'), virtualService('n/v', { gateways: ['g'] })], ['CIS0203']],
    ['no workload at all', [g()], []],
  ])('%s', (_, manifests, expected) => expect(judged(manifests)).toEqual(expected));

  test('in the open world Services and workloads may be elsewhere', () => {
    expect(judged([g(), workload], { closed: false })).toEqual([]);
    expect(judged([g(), pod('edge/q')], { closed: false })).toEqual([]);
    expect(judged([g(), workload, before([{ port: 81 }])], { closed: false })).toEqual(['IST0162']);
  });
});

describe('a gateway that Istio installs', () => {
  const told = (
    istio: string,
    others: Json[],
    asked?: Asked,
    routes: Json[] = [virtualService('n/v', { gateways: ['g'] })],
  ) =>
    ['gateway-service-port', 'gateway-credential'].map((rule) =>
      found(rule, [gateway('n/g', { selector: { istio }, servers: [] }), ...others, ...routes], asked),
    );
  const twice = (one: string) => [[one], [one]];
  const NOTE = 'CIS0203 info Gateway n/g spec.selector';
  const WARNING = 'CIS0203 warning Gateway n/g spec.selector';

  test('may be in no file, without anything else of Istio', () => {
    expect(told('ingressgateway', [pod('n/p')])).toEqual(twice(NOTE));
    expect(told('egressgateway', [pod('n/p')])).toEqual(twice(NOTE));
    expect(told('ingresgateway', [pod('n/p')])).toEqual(twice(WARNING));
    expect(told('ingressgateway', [pod('istio-system/prometheus', { labels: { app: 'prometheus' } })])).toEqual(
      twice(NOTE),
    );
  });

  test('is missing where the rest of Istio is in the files', () => {
    const istiod = { labels: { app: 'istiod' } };
    expect(told('ingressgateway', [pod('istio-system/p', istiod)])).toEqual(twice(WARNING));
    expect(told('ingressgateway', [pod('istio-system/p', { labels: { istio: 'egressgateway' } })])).toEqual(
      twice(WARNING),
    );
    expect(told('ingressgateway', [pod('mesh/p', istiod)])).toEqual(twice(NOTE));
    expect(told('ingressgateway', [pod('mesh/p', istiod)], { mesh: { rootNamespace: 'mesh' } })).toEqual(
      twice(WARNING),
    );
  });

  test('without routes it is what istioctl says', () => {
    expect(told('ingressgateway', [pod('n/p')], {}, [])).toEqual(twice('IST0101 error Gateway n/g spec.selector'));
  });
});

describe('gateway-credential', () => {
  const g = gateway('n/g', { selector, servers: [{}, { tls: { credentialName: 's' } }] });
  const secret = (id: string, of: Json) => manifest('v1/Secret', id, of);
  const judged = (manifests: Json[], asked?: Asked) =>
    found('gateway-credential', manifests, asked).map((one) =>
      one
        .split(' ')
        .filter((_, i) => i !== 2 && i !== 3)
        .join(' '),
    );
  const AT = 'spec.servers[1].tls.credentialName';

  test('where the Secret is instead is said', () => {
    const rest = 'create the Secret in namespace edge';
    expect(said('gateway-credential', [g, workload])[0]).toMatch(new RegExp(`${rest}$`));
    expect(said('gateway-credential', [g, workload, secret('n/s', {}), secret('m/s', {})])[0]).toMatch(
      new RegExp(`${rest}, beside the gateway, and not in m, n$`),
    );
  });

  test.each<[string, Json[], string[]]>([
    ['no Secret', [g, workload], [`IST0101 error ${AT}`]],
    ['no workload at all', [g], []],
    ['no workload of its own', [g, pod('edge/q')], ['IST0101 error spec.selector']],
    [
      'no workload, with routes',
      [g, pod('edge/q'), virtualService('n/v', { gateways: ['g'] })],
      ['CIS0203 warning spec.selector'],
    ],
    ['a Secret elsewhere', [g, workload, secret('n/s', {})], [`IST0101 error ${AT}`]],
    ['an empty Secret', [g, workload, secret('edge/s', {})], [`IST0161 error ${AT}`]],
    [
      'no certificate',
      [g, workload, secret('edge/s', { stringData: { 'tls.crt': 'x', 'tls.key': 'y' } })],
      [`IST0161 error ${AT}`],
    ],
    [
      'one that is issued',
      [g, workload, manifest('cert-manager.io/v1/Certificate', 'edge/c', { spec: { secretName: 's' } })],
      [],
    ],
    [
      'one that is issued elsewhere',
      [g, workload, manifest('cert-manager.io/v1/Certificate', 'n/c', { spec: { secretName: 's' } })],
      [`IST0101 error ${AT}`],
    ],
    [
      'another that is issued',
      [g, workload, manifest('cert-manager.io/v1/Certificate', 'edge/c', { spec: { secretName: 't' } })],
      [`IST0101 error ${AT}`],
    ],
  ])('%s', (_, manifests, expected) => expect(judged(manifests)).toEqual(expected));

  test('in the open world Secrets and workloads may be elsewhere', () => {
    expect(judged([g, workload], { closed: false })).toEqual([]);
    expect(judged([g, pod('edge/q')], { closed: false })).toEqual([]);
    expect(judged([g, workload, secret('edge/s', {})], { closed: false })).toEqual([`IST0161 error ${AT}`]);
  });
});

describe('redirect-target', () => {
  const redirect = (host: string) => ({
    port: { number: 80, protocol: 'HTTP' },
    hosts: [host],
    tls: { httpsRedirect: true },
  });
  const secure = (host: string, protocol = 'HTTPS') => ({ port: { number: 443, protocol }, hosts: [host] });
  const judged = (servers: Json[], more: Json[] = [], asked?: Asked) =>
    found('redirect-target', [gateway('n/g', { selector, servers }), ...more], asked);
  const WRONG = ['CIS0304 warning Gateway n/g spec.servers[0].tls.httpsRedirect'];

  test.each<[string, Json[], string[]]>([
    ['the host', [redirect('a.b'), secure('a.b')], []],
    ['of protocol TLS', [redirect('a.b'), secure('a.b', 'TLS')], []],
    ['a wildcard', [redirect('a.b'), secure('*.b')], []],
    ['with namespaces', [redirect('n/a.b'), secure('./a.b')], []],
    ['another host', [redirect('a.b'), secure('c.b')], WRONG],
    ['of another protocol', [redirect('a.b'), secure('a.b', 'HTTP')], WRONG],
    ['nothing', [redirect('a.b')], WRONG],
    ['no redirect', [{ ...redirect('a.b'), tls: {} }], []],
  ])('to %s', (_, servers, expected) => expect(judged(servers)).toEqual(expected));

  test('at another Gateway of the workload, in the open world perhaps', () => {
    const other = (of: Json) => gateway('n/h', { selector: of, servers: [secure('a.b')] });
    expect(judged([redirect('a.b')], [other(selector)])).toEqual([]);
    expect(judged([redirect('a.b')], [other({ istio: 'h' })])).toEqual(WRONG);
    expect(judged([redirect('a.b')], [], { closed: false })).toEqual([]);
    expect(judged([redirect('a.b')], [], { closed: false, facts: { complete: ['n'] } })).toEqual(WRONG);
  });
});

describe('patch-operation', () => {
  const HCM = { listener: { filterChain: { filter: { name: 'f' } } } };
  const filter = (configs: Json[], spec: Json = {}, name = 'a') =>
    manifest('networking.istio.io/v1alpha3/EnvoyFilter', `n/${name}`, { spec: { configPatches: configs, ...spec } });
  const patch = (applyTo: string, operation: string, more: Json = {}) => ({
    applyTo,
    patch: { operation, value: { name: 'x' } },
    ...more,
  });
  const told = (configs: Json[], spec: Json = {}) =>
    found('patch-operation', [filter(configs, spec)]).map((one) =>
      one
        .split(' ')
        .filter((_, i) => i !== 2 && i !== 3)
        .join(' '),
    );
  const at = (i: number) => `spec.configPatches[${i}].patch.value`;

  test.each<[string, string, string | undefined]>([
    ['HTTP_FILTER', 'INSERT_FIRST', undefined],
    ['HTTP_FILTER', 'ADD', undefined],
    ['CLUSTER', 'ADD', undefined],
    ['CLUSTER', 'MERGE', undefined],
    ['ROUTE_CONFIGURATION', 'ADD', 'IST0153 error'],
    ['HTTP_ROUTE', 'ADD', 'IST0153 error'],
    ['ROUTE_CONFIGURATION', 'REMOVE', 'IST0154 error'],
    ['HTTP_ROUTE', 'REMOVE', 'IST0154 error'],
    ['VIRTUAL_HOST', 'ADD', undefined],
    ['CLUSTER', 'REPLACE', 'IST0152 error'],
    ['HTTP_FILTER', 'REPLACE', 'IST0151 warning'],
    ['NETWORK_FILTER', 'REPLACE', 'IST0151 warning'],
    ['VIRTUAL_HOST', 'REPLACE', 'IST0151 warning'],
    ['HTTP_FILTER', 'INSERT_BEFORE', 'IST0151 warning'],
    ['HTTP_FILTER', 'INSERT_AFTER', 'IST0151 warning'],
    ['CLUSTER', 'REMOVE', 'IST0151 warning'],
  ])('%s %s: %s', (target, operation, expected) => {
    expect(told([patch(target, operation)])).toEqual(expected === undefined ? [] : [`${expected} ${at(0)}`]);
    const isOrder = expected === 'IST0151 warning';
    expect(told([patch(target, operation)], { priority: 1 })).toHaveLength(expected === undefined || isOrder ? 0 : 1);
  });

  const versioned = { match: { proxy: { proxyVersion: '1.*' }, ...HCM } };
  test('a name that was patched for some versions before', () => {
    const relative = patch('HTTP_FILTER', 'INSERT_BEFORE');
    expect(told([patch('HTTP_FILTER', 'MERGE', versioned), relative])).toEqual([`IST0155 warning ${at(1)}`]);
    expect(told([relative, patch('HTTP_FILTER', 'MERGE', versioned)])).toEqual([`IST0151 warning ${at(0)}`]);
    expect(told([patch('HTTP_FILTER', 'MERGE', { match: HCM }), relative])).toEqual([`IST0151 warning ${at(1)}`]);
    const other = { applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_BEFORE', value: { name: 'y' } } };
    expect(told([patch('HTTP_FILTER', 'MERGE', versioned), other])).toEqual([`IST0151 warning ${at(1)}`]);
  });

  test('a patch without name has that of the filter it matches; without either, it is told once', () => {
    const unnamed = (match: Json) => ({
      applyTo: 'HTTP_FILTER',
      match,
      patch: { operation: 'INSERT_BEFORE', value: {} },
    });
    expect(codes(told([unnamed({ ...HCM, proxy: { proxyVersion: '1.*' } }), unnamed(HCM)]))).toEqual([
      'IST0151',
      'IST0155',
    ]);
    expect(codes(told([unnamed({ ...HCM, proxy: { proxyVersion: '1.*' } }), unnamed({})]))).toEqual(['IST0151']);
  });

  test('a config without patch ends the filter', () => {
    expect(told([{ applyTo: 'HTTP_FILTER' }, patch('HTTP_FILTER', 'INSERT_BEFORE')])).toEqual([]);
  });
});
