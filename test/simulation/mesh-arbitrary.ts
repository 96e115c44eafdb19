/** Random meshes, malformed ones included, and requests to them. */
import fc from 'fast-check';
import { Snapshot, type Fields, type Resource } from '../../lib/snapshot';
import type { TraceRequest } from '../../lib/simulation';

const hosts = fc.constantFrom(
  'reviews',
  'reviews.shop.svc.cluster.local',
  'ratings.shop.svc.cluster.local',
  'istio-egressgateway.istio-system.svc.cluster.local',
  'api.bank.example',
  '*.bank.example',
  '*',
  '10.0.0.1',
  '',
);
const ports = fc.constantFrom(80, 443, 8080, 9080, 0, 70000);
const protocols = fc.constantFrom('HTTP', 'HTTPS', 'TLS', 'TCP', 'GRPC', 'HTTP2', 'MONGO', 'UDP', 'nonsense');
const namespaces = fc.constantFrom('shop', 'istio-system', 'default', '');
const names = fc.constantFrom('a', 'b', 'reviews', 'istio-egressgateway', 'g~h');
const match = fc.oneof(
  fc.record({ exact: fc.constantFrom('/x', '', '/') }),
  fc.record({ prefix: fc.constantFrom('/', '/x', '') }),
  fc.record({ regex: fc.constantFrom('.*', '/[0-9]+', '(?!x)', '[', '*') }),
  fc.constant({}),
);
const labels = fc.constantFrom({ app: 'curl' }, { app: 'reviews' }, { istio: 'egressgateway' }, {});
const weights = fc.constantFrom(0, 1, 50, 90, 100, -1);
const destination = fc.record({
  destination: fc.record(
    { host: hosts, subset: fc.constantFrom('', 'v1', 'v2'), port: fc.record({ number: ports }) },
    { requiredKeys: ['host'] },
  ),
  weight: weights,
});
const httpRule = fc.record(
  {
    name: names,
    match: fc.array(
      fc.record(
        {
          uri: match,
          method: match,
          headers: fc.dictionary(fc.constantFrom('end-user', '@request.auth.claims.sub', '__proto__'), match),
          queryParams: fc.dictionary(fc.constantFrom('q'), match),
          port: ports,
          sourceLabels: labels,
          gateways: fc.array(fc.constantFrom('mesh', 'g', 'shop/g', 'istio-system/g'), { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    route: fc.array(destination, { maxLength: 3 }),
    redirect: fc.record(
      {
        uri: fc.constantFrom('/y', ''),
        authority: hosts,
        redirectCode: fc.constantFrom(301, 307, 999),
        derivePort: fc.constantFrom('FROM_REQUEST_PORT'),
      },
      { requiredKeys: [] },
    ),
    directResponse: fc.record({ status: fc.constantFrom(200, 404, 418) }),
    rewrite: fc.record(
      {
        uri: fc.constantFrom('/', '/z'),
        authority: hosts,
        uriRegexRewrite: fc.record({ match: fc.constantFrom('/(.*)', '['), rewrite: fc.constantFrom('\\1', '\\9') }),
      },
      { requiredKeys: [] },
    ),
    timeout: fc.constantFrom('3s', '0s', 'x', 5),
    fault: fc.record({
      abort: fc.record({
        httpStatus: fc.constantFrom(500, 5),
        percentage: fc.record({ value: fc.constantFrom(0, 100, 50) }),
      }),
    }),
    mirror: fc.record({ host: hosts }),
    delegate: fc.record({ name: names, namespace: namespaces }),
    retries: fc.record({ attempts: fc.constantFrom(0, 3), retryOn: fc.constantFrom('5xx', '503') }),
    headers: fc.record({
      request: fc.record({
        set: fc.dictionary(fc.constantFrom('x-a', 'host'), fc.constantFrom('1', '%REQ(:path)%', '%NOPE%')),
      }),
    }),
  },
  { requiredKeys: [] },
);
const l4Rule = fc.record({
  match: fc.array(
    fc.record(
      {
        port: ports,
        sniHosts: fc.array(hosts, { maxLength: 2 }),
        destinationSubnets: fc.array(fc.constantFrom('10.0.0.0/8', 'x', '::/0'), { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 2 },
  ),
  route: fc.array(destination, { maxLength: 2 }),
});
const portList = fc.array(
  fc.record(
    {
      number: ports,
      port: ports,
      name: fc.constantFrom('http', 'tcp', 'tls-x', ''),
      protocol: protocols,
      targetPort: fc.constantFrom(8080, 'web'),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);
const tlsMode = fc.constantFrom('SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL', 'DISABLE', 'PASSTHROUGH', 'AUTO_PASSTHROUGH');
const tls = fc.record({ mode: tlsMode, credentialName: fc.constantFrom('c', ''), sni: hosts }, { requiredKeys: [] });
const exportTo = fc.array(fc.constantFrom('.', '*', '~', 'shop'), { maxLength: 2 });

const SPECS: readonly (readonly [group: string, kind: string, spec: fc.Arbitrary<object>])[] = [
  [
    '',
    'Service',
    fc.record(
      {
        clusterIP: fc.constantFrom('10.0.0.1', 'None', '::1', ''),
        type: fc.constantFrom('ClusterIP', 'ExternalName'),
        externalName: hosts,
        selector: labels,
        ports: portList,
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.istio.io',
    'ServiceEntry',
    fc.record(
      {
        hosts: fc.array(hosts, { maxLength: 2 }),
        ports: portList,
        addresses: fc.array(fc.constantFrom('10.1.0.0/16', '10.1.0.1', 'x'), { maxLength: 2 }),
        resolution: fc.constantFrom('NONE', 'DNS', 'STATIC', 'DYNAMIC_DNS'),
        location: fc.constantFrom('MESH_INTERNAL', 'MESH_EXTERNAL'),
        exportTo,
        endpoints: fc.array(fc.record({ address: fc.constantFrom('1.2.3.4', 'x.example') }), { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.istio.io',
    'VirtualService',
    fc.record(
      {
        hosts: fc.array(hosts, { maxLength: 2 }),
        gateways: fc.array(fc.constantFrom('mesh', 'g', 'istio-system/g', 'g.shop.svc.cluster.local'), {
          maxLength: 2,
        }),
        http: fc.array(httpRule, { maxLength: 3 }),
        tls: fc.array(l4Rule, { maxLength: 1 }),
        tcp: fc.array(l4Rule, { maxLength: 1 }),
        exportTo,
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.istio.io',
    'DestinationRule',
    fc.record(
      {
        host: hosts,
        exportTo,
        trafficPolicy: fc.record(
          {
            tls,
            portLevelSettings: fc.array(fc.record({ port: fc.record({ number: ports }), tls }), { maxLength: 1 }),
            tunnel: fc.record({}),
          },
          { requiredKeys: [] },
        ),
        subsets: fc.array(fc.record({ name: fc.constantFrom('v1', 'v2'), labels }), { maxLength: 2 }),
        workloadSelector: fc.record({ matchLabels: labels }),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.istio.io',
    'Gateway',
    fc.record(
      {
        selector: labels,
        servers: fc.array(
          fc.record(
            {
              port: fc.record({ number: ports, name: names, protocol: protocols }),
              hosts: fc.array(fc.oneof(hosts, fc.constantFrom('shop/*', './x', '~/y')), { maxLength: 2 }),
              tls,
            },
            { requiredKeys: ['port', 'hosts'] },
          ),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.istio.io',
    'Sidecar',
    fc.record(
      {
        workloadSelector: fc.record({ labels }),
        egress: fc.array(
          fc.record(
            {
              hosts: fc.array(fc.constantFrom('*/*', './*', '~/*', 'shop/reviews', 'x'), { maxLength: 2 }),
              port: fc.record({ number: ports, protocol: protocols }),
            },
            { requiredKeys: ['hosts'] },
          ),
          { maxLength: 2 },
        ),
        outboundTrafficPolicy: fc.record(
          {
            mode: fc.constantFrom('REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS', 7),
            egressProxy: fc.record({ host: hosts }),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'security.istio.io',
    'AuthorizationPolicy',
    fc.record(
      {
        selector: fc.record({ matchLabels: labels }),
        action: fc.constantFrom('ALLOW', 'DENY', 'CUSTOM', 'AUDIT'),
        rules: fc.array(
          fc.record(
            {
              from: fc.array(
                fc.record({
                  source: fc.record({
                    principals: fc.array(fc.constantFrom('*', 'x*', '*x'), { maxLength: 1 }),
                    notIpBlocks: fc.array(fc.constantFrom('10.0.0.0/8', 'x'), { maxLength: 1 }),
                  }),
                }),
                { maxLength: 1 },
              ),
              to: fc.array(
                fc.record({
                  operation: fc.record({ paths: fc.array(fc.constantFrom('/x', '/{*}', '/{**}/y'), { maxLength: 1 }) }),
                }),
                { maxLength: 1 },
              ),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'security.istio.io',
    'PeerAuthentication',
    fc.record(
      {
        selector: fc.record({ matchLabels: labels }),
        mtls: fc.record({ mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET') }),
        portLevelMtls: fc.dictionary(
          fc.constantFrom('8080', 'x'),
          fc.record({ mode: fc.constantFrom('STRICT', 'DISABLE') }),
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'networking.k8s.io',
    'Ingress',
    fc.record(
      {
        ingressClassName: fc.constantFrom('istio', 'nginx'),
        rules: fc.array(
          fc.record({
            host: hosts,
            http: fc.record({
              paths: fc.array(
                fc.record({
                  path: fc.constantFrom('/', '/x', ''),
                  pathType: fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific'),
                  backend: fc.record({ service: fc.record({ name: names, port: fc.record({ number: ports }) }) }),
                }),
                { maxLength: 2 },
              ),
            }),
          }),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'gateway.networking.k8s.io',
    'Gateway',
    fc.record(
      {
        gatewayClassName: fc.constantFrom('istio', 'other'),
        listeners: fc.array(
          fc.record(
            {
              name: names,
              port: ports,
              protocol: protocols,
              hostname: hosts,
              tls: fc.record({
                mode: fc.constantFrom('Terminate', 'Passthrough'),
                certificateRefs: fc.array(fc.record({ name: names }), { maxLength: 3 }),
              }),
            },
            { requiredKeys: ['name'] },
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'gateway.networking.k8s.io',
    'HTTPRoute',
    fc.record(
      {
        parentRefs: fc.array(
          fc.record(
            {
              name: names,
              kind: fc.constantFrom('Gateway', 'Service'),
              group: fc.constantFrom('', 'gateway.networking.k8s.io'),
            },
            { requiredKeys: ['name'] },
          ),
          { maxLength: 2 },
        ),
        hostnames: fc.array(hosts, { maxLength: 2 }),
        rules: fc.array(
          fc.record(
            {
              matches: fc.array(
                fc.record({
                  path: fc.record({
                    type: fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression', 'x'),
                    value: fc.constantFrom('/', '/x', '['),
                  }),
                }),
                { maxLength: 2 },
              ),
              backendRefs: fc.array(fc.record({ name: names, port: ports, weight: weights }), { maxLength: 2 }),
              filters: fc.array(
                fc.record({ type: fc.constantFrom('URLRewrite', 'RequestRedirect', 'RequestMirror', 'Nope') }),
                { maxLength: 1 },
              ),
            },
            { requiredKeys: [] },
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
  ],
  [
    'apps',
    'Deployment',
    fc.record(
      {
        template: fc.record({
          metadata: fc.record({ labels }),
          spec: fc.record({
            containers: fc.array(
              fc.record({
                name: names,
                ports: fc.array(fc.record({ name: fc.constant('web'), containerPort: ports }), { maxLength: 1 }),
              }),
              { maxLength: 1 },
            ),
          }),
        }),
      },
      { requiredKeys: [] },
    ),
  ],
];

/** Replaces one value somewhere inside by something that does not belong there. */
function spoiled(value: unknown, path: number, by: unknown): unknown {
  if (path <= 0 || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[path % Math.max(keys.length, 1)];
  if (key === undefined) return by;
  const child = spoiled((value as Record<string, unknown>)[key], Math.floor(path / 3) - 1, by);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (String(i) === key ? child : item));
  return { ...value, [key]: child };
}

export function resourceOf(group: string, kind: string, namespace: string, name: string, spec: unknown): Resource {
  const manifest = { apiVersion: `${group}/v1`, kind, metadata: { name, namespace }, spec };
  const fields = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? (spec as Fields) : {};
  return {
    group,
    version: 'v1',
    kind,
    namespace,
    name,
    labels: {},
    annotations: {},
    spec: fields,
    manifest,
    origin: {},
  };
}

const resource: fc.Arbitrary<Resource> = fc
  .constantFrom(...SPECS)
  .chain(([group, kind, spec]) =>
    fc
      .tuple(
        namespaces,
        names,
        spec,
        fc.option(fc.tuple(fc.nat({ max: 200 }), fc.constantFrom(null, 7, 'x', [], {}, true, [null]))),
      )
      .map(([namespace, name, value, spoil]) =>
        resourceOf(group, kind, namespace, name, spoil ? spoiled(value, spoil[0] + 1, spoil[1]) : value),
      ),
  );

/** A rule that is let in, so that many requests meet one. */
const soundRule = fc
  .tuple(
    fc.array(
      fc.record({
        uri: fc.oneof(fc.constant({ prefix: '/x' }), fc.constant({ exact: '/' }), fc.constant({ regex: '/[a-z]+' })),
      }),
      {
        maxLength: 2,
      },
    ),
    fc.oneof(
      fc.tuple(fc.constantFrom(90, 50), fc.constantFrom('api.bank.example', 'reviews')).map(([weight, host]) => ({
        route: [
          { destination: { host: 'reviews' }, weight },
          { destination: { host }, weight: 100 - weight },
        ],
      })),
      fc.constant({ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }),
      fc.constant({ redirect: { uri: '/y' } }),
      fc.constant({ directResponse: { status: 418 } }),
    ),
  )
  .map(([matches, action]) => ({ ...(matches.length > 0 ? { match: matches } : {}), ...action }));

/** A service, an outside host and rules for them, beside which anything may stand. */
const anchors: fc.Arbitrary<readonly Resource[]> = fc.array(soundRule, { minLength: 1, maxLength: 3 }).map((http) => [
  resourceOf('', 'Service', 'shop', 'reviews', {
    clusterIP: '10.0.0.1',
    selector: { app: 'reviews' },
    ports: [80, 9080].map((port) => ({ name: `http-${port}`, port })),
  }),
  resourceOf('networking.istio.io', 'ServiceEntry', 'shop', 'bank', {
    hosts: ['api.bank.example'],
    ports: [
      { number: 80, name: 'http', protocol: 'HTTP' },
      { number: 443, name: 'tls', protocol: 'TLS' },
    ],
    location: 'MESH_EXTERNAL',
    resolution: 'DNS',
  }),
  resourceOf('networking.istio.io', 'VirtualService', 'shop', 'anchor', { hosts: ['reviews'], http }),
]);

export const resources: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(anchors, fc.array(resource, { minLength: 1, maxLength: 8 }))
  .map(([fixed, free]) => [...fixed, ...free]);

export const meshes: fc.Arbitrary<Snapshot> = fc
  .tuple(resources, fc.constantFrom('ALLOW_ANY' as const, 'REGISTRY_ONLY' as const))
  .map(([all, mode]) => new Snapshot(all, { outboundTrafficPolicy: { mode } }));

export const requests: fc.Arbitrary<TraceRequest> = fc
  .record({
    scheme: fc.constantFrom('http', 'https', 'tls', 'tcp'),
    host: fc.constantFrom(
      'reviews',
      'reviews.shop',
      'ratings.shop.svc.cluster.local',
      'api.bank.example',
      'x.bank.example',
      '10.0.0.1',
      'nobody.example',
    ),
    port: fc.constantFrom(80, 443, 8080, 9080, 12345),
    path: fc.constantFrom('/', '/x', '/x?q=1', '/../y', '//z', '/%41'),
    labels: fc.constantFrom({ app: 'curl' }, { app: 'reviews' }),
    method: fc.constantFrom('GET', 'OPTIONS'),
    headers: fc.dictionary(
      fc.constantFrom('end-user', 'Origin', 'Authorization', '__proto__'),
      fc.constantFrom('jason', '', 'Bearer a.b.c'),
    ),
  })
  .map(({ scheme, host, port, path, labels: own, method, headers }) => ({
    from: 'shop/curl',
    labels: own,
    url: `${scheme}://${host}:${port}${scheme === 'http' || scheme === 'https' ? path : ''}`,
    method,
    headers,
  }));
