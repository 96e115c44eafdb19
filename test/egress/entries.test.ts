import { Scene } from './scene';

test('E22: an ExternalName is another name for its target, which is declared', () => {
  const scene = Scene.of('e22-external-name');
  expect(scene.only('Service')).toMatchObject({
    metadata: { name: 'my-httpbin', namespace: 'apps' },
    spec: {
      type: 'ExternalName',
      externalName: 'httpbin.org',
      ports: [{ name: 'http-80', port: 80, protocol: 'TCP' }],
    },
  });
  expect(scene.only('ServiceEntry').spec).toMatchObject({ hosts: ['httpbin.org'], resolution: 'DNS' });
  expect(scene.only('VirtualService').spec.http[0].rewrite).toEqual({ authority: 'httpbin.org' });
  expect(scene.all('DestinationRule')).toEqual([]);
  expect(scene.way('http://my-httpbin/headers')).toEqual(['outbound|80||httpbin.org', 'httpbin.org:80 PLAINTEXT']);
  expect(scene.way('http://my-httpbin.apps.svc.cluster.local')[0]).toBe('outbound|80||httpbin.org');
});

test('E22: a Service with outside addresses, of both families, by TLS and HTTP', () => {
  const scene = Scene.of('e22-endpoints');
  const host = 'my-wikipedia.apps.svc.cluster.local';
  expect(scene.only('Service').spec).toEqual({
    ports: [
      { name: 'https-443', port: 443, protocol: 'TCP' },
      { name: 'http-80', port: 80, protocol: 'TCP' },
    ],
  });
  expect(scene.all('EndpointSlice')).toMatchObject([
    {
      metadata: { name: 'my-wikipedia-ipv4', labels: { 'kubernetes.io/service-name': 'my-wikipedia' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['198.51.100.91'], conditions: { ready: true } }],
      ports: [
        { name: 'https-443', port: 443, protocol: 'TCP' },
        { name: 'http-80', port: 80, protocol: 'TCP' },
      ],
    },
    { metadata: { name: 'my-wikipedia-ipv6' }, addressType: 'IPv6', endpoints: [{ addresses: ['2001:db8::91'] }] },
  ]);
  expect(scene.only('Endpoints')).toMatchObject({
    metadata: { name: 'my-wikipedia', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: '198.51.100.91' }, { ip: '2001:db8::91' }] }],
  });
  expect(scene.only('DestinationRule').spec).toEqual({ host, trafficPolicy: { tls: { mode: 'DISABLE' } } });
  expect(scene.way('http://my-wikipedia')[0]).toBe(`outbound|80||${host}`);
});

test('E22: HTTP to an alias of an HTTPS server', () => {
  const scene = Scene.of('e22-tls');
  expect(scene.only('ServiceEntry').spec.ports).toMatchObject([{ number: 80, targetPort: 443 }]);
  expect(scene.only('VirtualService').spec.http[0].rewrite).toEqual({ authority: 'api.example.com' });
  expect(scene.way('http://my-api')).toEqual([
    'outbound|80||api.example.com',
    'api.example.com:80 SIMPLE api.example.com',
  ]);
});

test('E22: HTTP to an alias of the addresses of an HTTPS server', () => {
  const scene = Scene.of('e22-tls-endpoints');
  const host = 'my-partner.apps.svc.cluster.local';
  expect(scene.all('EndpointSlice')).toMatchObject([{ ports: [{ name: 'http-80', port: 443 }] }]);
  expect(scene.only('DestinationRule').spec).toEqual({
    host,
    trafficPolicy: {
      tls: { mode: 'DISABLE' },
      portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', sni: 'partner.example.com' } }],
    },
  });
  expect(scene.only('VirtualService').spec).toMatchObject({
    hosts: [host],
    http: [{ rewrite: { authority: 'partner.example.com' } }],
  });
  expect(scene.way('http://my-partner')[1]).toBe(`${host}:80 SIMPLE partner.example.com`);
});

test('E26: endpoints with names, ports, places and weights', () => {
  const scene = Scene.of('e26-endpoints');
  expect(scene.only('ServiceEntry').spec).toMatchObject({
    resolution: 'DNS',
    endpoints: [
      { address: 'us.crm.example', ports: { 'http-80': 8080 }, locality: 'us/east/1', weight: 80 },
      { address: 'eu.crm.example', locality: 'eu/west/1', weight: 20, network: 'eu' },
    ],
    subjectAltNames: ['spiffe://crm.example/ns/crm/sa/web'],
  });
  expect(scene.way('http://crm.example')[0]).toBe('outbound|80||crm.example');
});

test('E26: virtual machines of the mesh, by labels', () => {
  const scene = Scene.of('e26-workloads');
  expect(scene.only('ServiceEntry').spec).toMatchObject({
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    workloadSelector: { labels: { app: 'billing-vm' } },
    ports: [{ number: 8080, targetPort: 9080 }],
  });
  expect(scene.way('http://billing.vm.example:8080')[0]).toBe('outbound|8080||billing.vm.example');
});

test("E26: a socket of the caller's Pod", () => {
  const { spec } = Scene.of('e26-socket').only('ServiceEntry');
  expect(spec).toMatchObject({ resolution: 'STATIC', endpoints: [{ address: 'unix:///var/run/collector.sock' }] });
});

test('E26: several hosts, one address at a time, for one namespace', () => {
  const scene = Scene.of('e26-round-robin');
  expect(scene.only('ServiceEntry').spec).toMatchObject({
    hosts: ['a.multi.example', 'b.multi.example'],
    resolution: 'DNS_ROUND_ROBIN',
    exportTo: ['.'],
  });
  for (const host of ['a.multi.example', 'b.multi.example']) {
    expect(scene.way(`http://${host}`)[0]).toBe(`outbound|80||${host}`);
    expect(scene.way(`https://${host}`)[0]).toBe(`outbound|443||${host}`);
  }
});
