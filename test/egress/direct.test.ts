import { Scene } from './scene';

test('E0: sidecars of a namespace refuse what nobody declares', () => {
  const scene = Scene.of('e0');
  expect(scene.only('Sidecar').spec).toEqual({
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    egress: [{ hosts: ['*/*'] }],
  });
  expect(scene.all('NetworkPolicy')).toEqual([]);
  expect(scene.way('http://unknown.example')).toEqual(['sidecar', 'response 502']);
});

test('E1: HTTP straight from the sidecar', () => {
  const scene = Scene.of('e1');
  expect(scene.manifests.map((one) => one.kind)).toEqual(['ServiceEntry']);
  expect(scene.only('ServiceEntry').spec).toEqual({
    hosts: ['httpbin.org'],
    ports: [{ number: 80, name: 'http-80', protocol: 'HTTP' }],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
  });
  expect(scene.way('http://httpbin.org/headers')).toEqual(['outbound|80||httpbin.org', 'httpbin.org:80 PLAINTEXT']);
});

test("E2: the application's HTTPS", () => {
  const scene = Scene.of('e2');
  expect(scene.manifests).toHaveLength(1);
  expect(scene.only('ServiceEntry').spec).toMatchObject({
    hosts: ['www.google.com'],
    ports: [{ number: 443, name: 'https-443', protocol: 'HTTPS' }],
    resolution: 'DNS',
  });
  expect(scene.way('https://www.google.com')).toEqual([
    'outbound|443||www.google.com',
    'www.google.com:443 PASSTHROUGH www.google.com',
  ]);
});

test('E3: a time limit for an outside host', () => {
  const scene = Scene.of('e3');
  expect(scene.only('VirtualService').spec).toEqual({
    hosts: ['httpbin.org'],
    http: [
      {
        match: [{ port: 80 }],
        route: [{ destination: { host: 'httpbin.org', port: { number: 80 } } }],
        timeout: '3s',
        retries: { attempts: 2, perTryTimeout: '1s' },
      },
    ],
  });
  expect(scene.trace('http://httpbin.org/delay/5').hops[0]).toMatchObject({ timeout: 3 });
});

test('E5: TLS from the sidecar, without touching HTTPS of the application', () => {
  const scene = Scene.of('e5');
  expect(scene.only('ServiceEntry').spec.ports).toEqual([
    { number: 80, name: 'http-80', protocol: 'HTTP', targetPort: 443 },
    { number: 443, name: 'https-443', protocol: 'HTTPS' },
  ]);
  expect(scene.only('DestinationRule').spec).toEqual({
    host: 'edition.cnn.com',
    trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'SIMPLE', sni: 'edition.cnn.com' } }] },
  });
  expect(scene.all('VirtualService')).toEqual([]);
  expect(scene.way('http://edition.cnn.com')[1]).toBe('edition.cnn.com:80 SIMPLE edition.cnn.com');
  expect(scene.way('https://edition.cnn.com')[1]).toBe('edition.cnn.com:443 PASSTHROUGH edition.cnn.com');
});

test('E6: a client certificate at chosen sidecars, with the right to read it', () => {
  const scene = Scene.of('e6');
  const host = 'my-nginx.mesh-external.example';
  expect(scene.only('DestinationRule')).toMatchObject({
    metadata: { namespace: 'apps' },
    spec: {
      host,
      exportTo: ['.'],
      workloadSelector: { matchLabels: { app: 'curl' } },
      trafficPolicy: {
        portLevelSettings: [
          { port: { number: 80 }, tls: { mode: 'MUTUAL', credentialName: 'client-credential', sni: host } },
        ],
      },
    },
  });
  const role = scene.only('Role') as unknown as { rules: unknown; metadata: { name: string } };
  expect(role.rules).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }]);
  expect(scene.only('RoleBinding')).toMatchObject({
    roleRef: { kind: 'Role', name: role.metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: 'curl', namespace: 'apps' }],
  });
  const curl = { from: 'apps/curl', labels: { app: 'curl' } };
  expect(scene.way(`http://${host}`, curl)[1]).toBe(`${host}:80 MUTUAL ${host}`);
  expect(scene.way(`https://${host}`, curl)[1]).toBe(`${host}:443 PASSTHROUGH ${host}`);
});

test('E14: every name below a domain', () => {
  const scene = Scene.of('e14');
  expect(scene.only('ServiceEntry').spec).toMatchObject({ hosts: ['*.wikipedia.org'], resolution: 'NONE' });
  expect(scene.way('https://de.wikipedia.org')[0]).toBe('outbound|443||*.wikipedia.org');
});

test('E16.3: every name below a domain, looked up by the sidecar', () => {
  const scene = Scene.of('e16-3');
  expect(scene.only('ServiceEntry').spec).toMatchObject({ hosts: ['*.shops.example'], resolution: 'DYNAMIC_DNS' });
  expect(scene.way('http://red.shops.example')[0]).toBe('outbound|80||*.shops.example');
  expect(scene.way('https://red.shops.example')[0]).toBe('outbound|443||*.shops.example');
});

test('E18: TCP by address', () => {
  const scene = Scene.of('e18');
  expect(scene.only('ServiceEntry').spec).toEqual({
    hosts: ['mysql.example'],
    addresses: ['192.0.2.45/32'],
    ports: [{ number: 3306, name: 'tcp-3306', protocol: 'TCP' }],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    endpoints: [{ address: '198.51.100.45' }],
  });
  expect(scene.way('tcp://mysql.example:3306', { address: '192.0.2.45' })[0]).toBe('outbound|3306||mysql.example');
});

test('E20: an outside proxy that applications know', () => {
  const scene = Scene.of('e20');
  expect(scene.only('ServiceEntry').spec).toMatchObject({
    addresses: ['192.0.2.12/32'],
    ports: [{ number: 3128, protocol: 'TCP' }],
    resolution: 'NONE',
  });
  expect(scene.way('tcp://192.0.2.12:3128', { address: '192.0.2.12' })[0]).toMatch(
    /^outbound\|3128\|\|my-company-proxy/,
  );
});
