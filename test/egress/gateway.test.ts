import { EGRESS, Scene } from './scene';

const CNN = 'edition.cnn.com';
const viaEgress = (port: number, subset: string): string => `outbound|${port}|${subset}|${EGRESS}`;
const gatewayName = (scene: Scene): string => {
  const { namespace, name } = scene.only('Gateway').metadata;
  return `${namespace}/${name}`;
};

test('E7: HTTP through the gateway, four objects that agree; own HTTPS leaves directly', () => {
  const scene = Scene.of('e7');
  expect(scene.only('ServiceEntry').spec).toMatchObject({ hosts: [CNN], resolution: 'DNS' });
  expect(scene.only('Gateway').spec).toEqual({
    selector: { istio: 'egressgateway' },
    servers: [{ port: { number: 80, name: 'http-80', protocol: 'HTTP' }, hosts: [`apps/${CNN}`] }],
  });
  expect(scene.only('DestinationRule')).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: { host: EGRESS, exportTo: ['*'], subsets: [{ name: 'edition-cnn-com' }] },
  });
  const gateway = gatewayName(scene);
  expect(scene.only('VirtualService').spec).toEqual({
    hosts: [CNN],
    gateways: ['mesh', gateway],
    http: [
      {
        match: [{ gateways: ['mesh'], port: 80 }],
        route: [{ destination: { host: EGRESS, subset: 'edition-cnn-com', port: { number: 80 } } }],
      },
      {
        match: [{ gateways: [gateway], port: 80 }],
        route: [{ destination: { host: CNN, port: { number: 80 } } }],
      },
    ],
  });
  expect(scene.way(`http://${CNN}/politics`)).toEqual([
    viaEgress(80, 'edition-cnn-com'),
    `outbound|80||${CNN}`,
    `${CNN}:80 PLAINTEXT`,
  ]);
  expect(scene.way(`https://${CNN}`)).toEqual([`outbound|443||${CNN}`, `${CNN}:443 PASSTHROUGH ${CNN}`]);
});

test("E8: the application's TLS passes the gateway untouched", () => {
  const scene = Scene.of('e8');
  expect(scene.only('Gateway').spec.servers).toEqual([
    {
      port: { number: 443, name: 'tls-443-passthrough', protocol: 'TLS' },
      hosts: [`apps/${CNN}`],
      tls: { mode: 'PASSTHROUGH' },
    },
  ]);
  const { spec } = scene.only('VirtualService');
  expect(spec.http).toBeUndefined();
  expect(spec.tls.map((rule: { match: unknown }) => rule.match)).toEqual([
    [{ gateways: ['mesh'], port: 443, sniHosts: [CNN] }],
    [{ gateways: [gatewayName(scene)], port: 443, sniHosts: [CNN] }],
  ]);
  expect(scene.only('DestinationRule').spec.subsets).toEqual([{ name: 'edition-cnn-com' }]);
  expect(scene.way(`https://${CNN}`)).toEqual([
    viaEgress(443, 'edition-cnn-com'),
    `outbound|443||${CNN}`,
    `${CNN}:443 PASSTHROUGH ${CNN}`,
  ]);
});

test('E9: HTTP inside, HTTPS outside, mutual TLS between', () => {
  const scene = Scene.of('e9');
  expect(scene.only('Gateway').spec.servers).toMatchObject([
    { port: { number: 80, protocol: 'HTTPS' }, hosts: [`apps/${CNN}`], tls: { mode: 'ISTIO_MUTUAL' } },
  ]);
  expect(scene.rule(EGRESS)?.spec.subsets).toEqual([
    {
      name: 'edition-cnn-com',
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL', sni: CNN } }] },
    },
  ]);
  expect(scene.rule(CNN)).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: { exportTo: ['.'], trafficPolicy: { portLevelSettings: [{ tls: { mode: 'SIMPLE', sni: CNN } }] } },
  });
  expect(scene.only('ServiceEntry').spec.ports).toMatchObject([{ number: 80, targetPort: 443 }]);
  expect(scene.way(`http://${CNN}`)).toEqual([
    viaEgress(80, 'edition-cnn-com'),
    `outbound|80||${CNN}`,
    `${CNN}:80 SIMPLE ${CNN}`,
  ]);
});

test('E9: the same without TLS on the hop', () => {
  const scene = Scene.of('e9-plain');
  expect(scene.only('Gateway').spec.servers).toMatchObject([{ port: { number: 80, protocol: 'HTTP' } }]);
  expect(scene.rule(EGRESS)?.spec.subsets).toEqual([{ name: 'edition-cnn-com' }]);
  expect(scene.way(`http://${CNN}`)[2]).toBe(`${CNN}:80 SIMPLE ${CNN}`);
});

test('E10: a client certificate at the gateway, hop on 443', () => {
  const scene = Scene.of('e10');
  const host = 'my-nginx.mesh-external.example';
  const { spec } = scene.only('VirtualService');
  expect(scene.only('Gateway').spec.servers).toMatchObject([{ port: { number: 443, protocol: 'HTTPS' } }]);
  expect(spec.http[0].route[0].destination.port).toEqual({ number: 443 });
  expect(spec.http[1].match).toMatchObject([{ port: 443 }]);
  expect(scene.rule(host, 'istio-system')?.spec.trafficPolicy.portLevelSettings).toEqual([
    { port: { number: 80 }, tls: { mode: 'MUTUAL', credentialName: 'client-credential', sni: host } },
  ]);
  expect(scene.way(`http://${host}`)[2]).toBe(`${host}:80 MUTUAL ${host}`);
});

test('E11: HTTP and HTTPS of one host: two servers, four rules', () => {
  const scene = Scene.of('e11');
  expect(scene.only('Gateway').spec.servers.map((server: { port: { number: number } }) => server.port.number)).toEqual([
    80, 443,
  ]);
  const { spec } = scene.only('VirtualService');
  expect([spec.http.length, spec.tls.length]).toEqual([2, 2]);
  expect(scene.way(`http://${CNN}`)[1]).toBe(`outbound|80||${CNN}`);
  expect(scene.way(`https://${CNN}`)[1]).toBe(`outbound|443||${CNN}`);
});

test('E11: HTTP that leaves as HTTPS beside own HTTPS, neither encrypted twice', () => {
  const scene = Scene.of('e11-origination');
  expect(scene.way(`http://${CNN}`)[2]).toBe(`${CNN}:80 SIMPLE ${CNN}`);
  expect(scene.way(`https://${CNN}`)[2]).toBe(`${CNN}:443 PASSTHROUGH ${CNN}`);
});

test('E12, S6: nothing leaves but through the gateway', () => {
  const scene = Scene.of('e12');
  const { spec, metadata } = scene.only('NetworkPolicy');
  expect(metadata.namespace).toBe('apps');
  expect(spec).toMatchObject({ podSelector: {}, policyTypes: ['Egress'] });
  expect(spec.ingress).toBeUndefined();
  const [dns, istiod, gateway, cluster] = spec.egress;
  expect(dns.ports).toEqual([
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ]);
  expect(dns.to).toEqual([
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
    { ipBlock: { cidr: '169.254.20.10/32' } },
  ]);
  expect(istiod).toMatchObject({ to: [{ podSelector: { matchLabels: { app: 'istiod' } } }], ports: [{ port: 15012 }] });
  expect(gateway).toEqual({
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-system' } },
        podSelector: { matchLabels: { istio: 'egressgateway' } },
      },
    ],
    ports: [
      { protocol: 'TCP', port: 8080 },
      { protocol: 'TCP', port: 8443 },
    ],
  });
  expect(cluster).toEqual({ to: [{ namespaceSelector: {} }] });
  expect(scene.way(`http://${CNN}`)[1]).toBe(`outbound|80||${CNN}`);
  expect(scene.way('http://unknown.example')).toEqual(['sidecar', 'response 502']);
});

test.each(['apps', 'test-egress', 'istio-system', 'elsewhere'])(
  'E13: a client in %s finds the way to the gateway',
  (namespace) => {
    const scene = Scene.of('e13');
    expect(scene.all('DestinationRule')).toHaveLength(1);
    const client = { from: `${namespace}/client` };
    expect(scene.way(`http://${CNN}`, client)[1]).toBe(`outbound|80||${CNN}`);
    expect(scene.way('https://www.wikipedia.org', client)[1]).toBe('outbound|443||www.wikipedia.org');
  },
);

test('E15: every name below a domain, by one server', () => {
  const scene = Scene.of('e15');
  expect(scene.only('ServiceEntry').spec).toMatchObject({ hosts: ['www.wikipedia.org'], resolution: 'DNS' });
  expect(scene.only('Gateway').spec.servers[0].hosts).toEqual(['apps/*.wikipedia.org']);
  expect(scene.way('https://de.wikipedia.org')).toEqual([
    viaEgress(443, 'any-wikipedia-org'),
    'outbound|443||www.wikipedia.org',
    'www.wikipedia.org:443 PASSTHROUGH de.wikipedia.org',
  ]);
});

test('E17: own TLS in mutual TLS: tls rules before the gateway, tcp rules behind it', () => {
  const scene = Scene.of('e17');
  const { spec } = scene.only('VirtualService');
  expect(scene.only('Gateway').spec.servers).toMatchObject([
    { port: { number: 443, protocol: 'TLS' }, tls: { mode: 'ISTIO_MUTUAL' }, hosts: ['apps/pypi.org'] },
  ]);
  expect(spec.tls).toMatchObject([{ match: [{ gateways: ['mesh'], port: 443, sniHosts: ['pypi.org'] }] }]);
  expect(spec.tcp).toMatchObject([
    { match: [{ gateways: [gatewayName(scene)], port: 443 }], route: [{ destination: { host: 'pypi.org' } }] },
  ]);
  expect(scene.way('https://pypi.org')).toEqual([
    viaEgress(443, 'pypi-org'),
    'outbound|443||pypi.org',
    'pypi.org:443 PASSTHROUGH pypi.org',
  ]);
});

test('E19: two databases share port 443 by the names of their hops', () => {
  const scene = Scene.of('e19');
  const servers = scene.only('Gateway').spec.servers as { hosts: string[]; port: { number: number; name: string } }[];
  expect(servers.map((server) => [server.port.number, server.hosts])).toEqual([
    [443, ['apps/my.cloud.example']],
    [443, ['apps/pg.cloud.example']],
  ]);
  expect(new Set(servers.map((server) => server.port.name)).size).toBe(2);
  expect(scene.way('tcp://pg.cloud.example:5432', { address: '192.0.2.32' })).toEqual([
    viaEgress(443, 'pg-cloud-example'),
    'outbound|5432||pg.cloud.example',
    'pg.cloud.example:5432 PLAINTEXT',
  ]);
  expect(scene.way('tcp://my.cloud.example:3306', { address: '192.0.2.33' })[1]).toBe(
    'outbound|3306||my.cloud.example',
  );
});

test('E19: TCP on a port of its own, without TLS on the hop', () => {
  const scene = Scene.of('e19-plain');
  expect(scene.only('Gateway').spec.servers).toMatchObject([{ port: { number: 7777, protocol: 'TCP' } }]);
  expect(scene.only('VirtualService').spec.tcp).toMatchObject([
    {
      match: [{ destinationSubnets: ['192.0.2.27'], port: 27017 }],
      route: [{ destination: { port: { number: 7777 } } }],
    },
    { match: [{ port: 7777 }], route: [{ destination: { host: 'mongo.example', port: { number: 27017 } } }] },
  ]);
  expect(scene.way('tcp://mongo.example:27017', { address: '192.0.2.27' })).toEqual([
    viaEgress(7777, 'mongo-example'),
    'outbound|27017||mongo.example',
    'mongo.example:27017 PLAINTEXT',
  ]);
});

test('E19: a database over TLS, its own port inside and 443 of the gateway', () => {
  const scene = Scene.of('e19-tls');
  expect(scene.all('VirtualService')).toHaveLength(2);
  for (const host of ['c0.mongodb.example', 'c1.mongodb.example']) {
    expect(scene.way(`https://${host}:27017`).slice(1)).toEqual([
      `outbound|27017||${host}`,
      `${host}:27017 PASSTHROUGH ${host}`,
    ]);
  }
});

test('E23: only one account may use a host whose TLS the application makes', () => {
  const scene = Scene.of('e23');
  expect(scene.only('AuthorizationPolicy')).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: {
      action: 'DENY',
      selector: { matchLabels: { istio: 'egressgateway' } },
      rules: [
        {
          from: [{ source: { notPrincipals: ['cluster.local/ns/apps/sa/python'] } }],
          to: [{ operation: { ports: ['8443'] } }],
          when: [{ key: 'connection.sni', values: ['pypi.org'] }],
        },
      ],
    },
  });
  expect(scene.way('https://pypi.org', { from: 'apps/python' })[2]).toBe('pypi.org:443 PASSTHROUGH pypi.org');
  expect(scene.way('https://pypi.org', { from: 'apps/ruby' })[2]).toBe('reset');
});

test('E28: any number of hosts on one gateway', () => {
  const scene = Scene.of('e28');
  expect(scene.way('http://a.example')[2]).toBe('a.example:80 PLAINTEXT');
  expect(scene.way('https://a.example')[2]).toBe('a.example:443 PASSTHROUGH a.example');
  expect(scene.way('http://b.example')[2]).toBe('b.example:80 SIMPLE b.example');
  expect(scene.way('https://c.example')[2]).toBe('c.example:443 PASSTHROUGH c.example');
  expect(scene.way('http://d.example', { http2: true })[2]).toBe('d.example:80 PLAINTEXT');
});

test('S2: who may use one host, with no effect on another', () => {
  const scene = Scene.of('s2');
  expect(scene.only('AuthorizationPolicy').spec.rules).toEqual([
    {
      from: [{ source: { notPrincipals: ['cluster.local/ns/shop/sa/checkout'], notNamespaces: ['finance'] } }],
      to: [{ operation: { hosts: ['api.bank.example', 'api.bank.example:*'], ports: ['8080'] } }],
    },
  ]);
  const end = (from: string, url: string): string | undefined => scene.way(url, { from })[2];
  expect(end('shop/checkout', 'http://api.bank.example')).toBe('api.bank.example:80 SIMPLE api.bank.example');
  expect(end('finance/anyone', 'http://api.bank.example')).toBe('api.bank.example:80 SIMPLE api.bank.example');
  expect(end('shop/curl', 'http://api.bank.example')).toBe('response 403');
  expect(end('shop/curl', `http://${CNN}`)).toBe(`${CNN}:80 PLAINTEXT`);
  expect(end('shop/curl', `https://${CNN}`)).toBe(`${CNN}:443 PASSTHROUGH ${CNN}`);
});
