/** A mesh of n services, each with a rule, a policy, a workload and an outside host behind an egress gateway; 6 objects each. */
export function meshYaml(services) {
  const documents = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'istio-egressgateway', namespace: 'istio-system' },
      spec: { selector: { istio: 'egressgateway' }, ports: [{ name: 'http2', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'curl', namespace: 'ns-0' },
      spec: { template: { metadata: { labels: { app: 'curl' } }, spec: { containers: [{ name: 'curl' }] } } },
    },
  ];
  for (let i = 0; i < services; i++) {
    const namespace = `ns-${i % 20}`;
    const name = `svc-${i}`;
    const host = `${name}.${namespace}.svc.cluster.local`;
    const outside = `api-${i}.example.com`;
    documents.push(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080 }] },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name, namespace },
        spec: {
          template: { metadata: { labels: { app: name, version: 'v1' } }, spec: { containers: [{ name: 'main' }] } },
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name, namespace },
        spec: {
          host,
          subsets: [
            { name: 'v1', labels: { version: 'v1' } },
            { name: 'v2', labels: { version: 'v2' } },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name, namespace },
        spec: {
          hosts: [host],
          http: [
            {
              match: [{ headers: { 'end-user': { exact: 'jason' } } }],
              route: [{ destination: { host, subset: 'v2' } }],
            },
            {
              match: [{ uri: { prefix: '/api' } }],
              route: [
                { destination: { host, subset: 'v1' }, weight: 90 },
                { destination: { host, subset: 'v2' }, weight: 10 },
              ],
            },
            { route: [{ destination: { host, subset: 'v1' } }] },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata: { name: `out-${i}`, namespace },
        spec: {
          hosts: [outside],
          location: 'MESH_EXTERNAL',
          resolution: 'DNS',
          ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: `out-${i}`, namespace },
        spec: { hosts: [outside], http: [{ timeout: '3s', route: [{ destination: { host: outside } }] }] },
      },
    );
  }
  return documents.map((one) => JSON.stringify(one)).join('\n---\n');
}

/** Requests that meet every kind of rule, in turn. */
export function meshRequests(services, count) {
  return Array.from({ length: count }, (_, i) => {
    const n = (i * 7) % services;
    const inside = `http://svc-${n}.ns-${n % 20}:8080`;
    const forms = [
      { url: `${inside}/api/x` },
      { url: `${inside}/`, headers: { 'end-user': 'jason' } },
      { url: `${inside}/other?q=1` },
      { url: `http://api-${n}.example.com/v1` },
      { url: 'http://nobody.example/' },
    ];
    return { from: 'ns-0/curl', ...forms[i % forms.length] };
  });
}
