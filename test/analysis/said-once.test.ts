import { analyze, rules } from '../../lib/analysis';
import { snapshotFromYaml } from '../../lib/snapshot';

/** Istio says a message once for all fields of a resource whose line it does not know; so do we. */
const CASES: readonly (readonly [name: string, rule: string, findings: readonly string[], yaml: string])[] = [
  [
    'two patches of one EnvoyFilter that need a priority',
    'patch-operation',
    ['IST0151'],
    `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: order, namespace: shop}
spec:
  configPatches:
  - {applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE, value: {name: a}}}
  - {applyTo: HTTP_FILTER, patch: {operation: INSERT_AFTER, value: {name: b}}}
`,
  ],
  [
    'one unknown host in several mirrors, but each route by itself',
    'destination-host',
    ['IST0101', 'IST0101', 'IST0101'],
    `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web]
  http:
  - route: [{destination: {host: gone}}, {destination: {host: gone}}]
    mirrors: [{destination: {host: gone}}, {destination: {host: gone}}]
`,
  ],
  [
    'one unknown subset in several mirrors',
    'destination-subset',
    ['IST0101'],
    `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec: {host: web, subsets: [{name: v1, labels: {version: v1}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web]
  http:
  - mirrors: [{destination: {host: web, subset: v2}}, {destination: {host: web, subset: v2}}]
    route: [{destination: {host: web, subset: v1}}]
`,
  ],
  [
    'one unknown namespace that several sources exclude, but each one that is admitted',
    'policy-reference',
    ['IST0101', 'IST0101', 'IST0101'],
    `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web, namespace: istio-system}
spec:
  rules:
  - from: [{source: {notNamespaces: [gone]}}, {source: {notNamespaces: [gone]}}]
  - from: [{source: {namespaces: [gone]}}, {source: {namespaces: [gone]}}]
`,
  ],
];

test.each(CASES)('%s', (_, id, findings, yaml) => {
  const entry = rules.filter((one) => one.id === id);
  expect(analyze(snapshotFromYaml(yaml), { rules: entry, shape: false }).map(({ code }) => code)).toEqual(findings);
});

const REPEATED = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: a, protocol: HTTPS}, hosts: [shop.example.com], tls: {mode: SIMPLE, credentialName: a}}
  - {port: {number: 443, name: b, protocol: HTTPS}, hosts: [shop.example.com], tls: {mode: SIMPLE, credentialName: b}}
`;
const BESIDE = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: pay, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers:
  - {port: {number: 443, name: a, protocol: HTTPS}, hosts: [pay.example.com], tls: {mode: SIMPLE, credentialName: a}}
`;

test.each([
  ['a Gateway by itself', REPEATED, []],
  ['with another Gateway on the port', REPEATED + BESIDE, ['IST0145 edge']],
])('a host in two servers of one Gateway conflicts as Istio counts it: %s', (_, yaml, expected) => {
  const entry = rules.filter(({ id }) => id === 'gateway-conflict');
  const found = analyze(snapshotFromYaml(yaml), { rules: entry, shape: false });
  expect(found.map(({ code, resource }) => `${code} ${resource.name}`)).toEqual(expected);
});
