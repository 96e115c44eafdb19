import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../lib/analysis';
import { snapshotFromYaml } from '../../lib/snapshot';

type Example = 'egress' | 'ingress' | 'canary';

/** One fault: what is written wrong, and the code that says so. */
type Fault = readonly [example: Example, right: string, wrong: string, code: string, level?: 'warning'];

const read = (example: Example): string =>
  readFileSync(join(__dirname, 'mutation/fixtures', `${example}.yaml`), 'utf8');

const findings = (text: string) => analyze(snapshotFromYaml(text)).filter(({ level }) => level !== 'info');

const FAULTS: readonly Fault[] = [
  [
    'egress',
    'host: istio-egressgateway.istio-system.svc.cluster.local, subset: api',
    'host: istio-egressgatewy.istio-system.svc.cluster.local, subset: api',
    'IST0101',
  ],
  ['egress', 'subset: api, port: { number: 443 }', 'subset: apis, port: { number: 443 }', 'IST0101'],
  ['egress', 'subset: api, port: { number: 443 }', 'subset: api, port: { number: 80 }', 'CIS0310'],
  ['egress', 'subset: api, port: { number: 443 }', 'subset: api, port: { number: 444 }', 'IST0101'],
  ['egress', 'gateways: [mesh], port: 80', 'gateways: [mesh], port: 80000', 'IST0106'],
  ['egress', 'subset: api, port: { number: 443 }', 'subset: api', 'IST0112'],
  ['egress', 'mode: ISTIO_MUTUAL, sni', 'mode: SIMPLE, sni', 'CIS0311'],
  ['egress', 'mode: ISTIO_MUTUAL, sni', 'mode: DISABLE, sni', 'CIS0311'],
  ['egress', 'sni: api.example.com', 'sni: www.example.com', 'CIS0312'],
  ['egress', 'port: { number: 443 }, tls', 'port: { number: 80 }, tls', 'CIS0311'],
  ['egress', 'tls: { mode: ISTIO_MUTUAL }', 'tls: { mode: ISTIO_MUTUAL, privateKey: a }', 'IST0106'],
  ['egress', 'hosts: [istio-system/api.example.com]', 'hosts: [istio-system/www.example.com]', 'CIS0310'],
  ['egress', 'gateways: [egress, mesh]', 'gateways: [egres, mesh]', 'IST0101'],
  [
    'egress',
    'destination: { host: api.example.com, port: { number: 80 }',
    'destination: { host: api.exampel.com, port: { number: 80 }',
    'IST0101',
  ],
  [
    'egress',
    'destination: { host: api.example.com, port: { number: 80 }',
    'destination: { host: api.example.com, port: { number: 8080 }',
    'IST0101',
  ],
  ['egress', 'timeout: 3s', 'timeout: 0s', 'IST0106'],
  ['egress', 'name: tls, protocol: TLS', 'name: http, protocol: TLS', 'IST0106'],
  ['egress', 'number: 443, name: tls', 'number: 80, name: tls', 'IST0106'],
  ['egress', 'targetPort: 443', 'targetPort: 70000', 'IST0106'],
  [
    'egress',
    'labels: { istio: egressgateway }\n      trafficPolicy',
    'labels: { istio: egress }\n      trafficPolicy',
    'IST0173',
  ],
  [
    'egress',
    'kind: DestinationRule\nmetadata: { name: egress, namespace: istio-system }',
    'kind: DestinationRule\nmetadata: { name: egress, namespace: platform }',
    'CIS0403',
  ],
  [
    'egress',
    'spec:\n  host: istio-egressgateway',
    "spec:\n  exportTo: ['.']\n  host: istio-egressgateway",
    'CIS0403',
    'warning',
  ],
  ['egress', 'gateways: [egress, mesh]', 'gateways: [egress, mesh]\n  exportTo: [shop]', 'CIS0402'],
  ['egress', "exportTo: ['.']\n  tls", "exportTo: ['.', web]\n  tls", 'CIS0401'],
  ['egress', "exportTo: ['.']\n  location", 'exportTo: [web]\n  location', 'IST0101'],
  ['egress', 'istio-system/*, ./ledger.example.com', 'istio-system/*', 'CIS0410', 'warning'],
  ['egress', './ledger.example.com', './ledger.exmaple.com', 'CIS0412', 'warning'],
  ['egress', 'podSelector: {}', 'podSelector: { matchLabels: { app: stock } }', 'CIS0431', 'warning'],
  ['egress', "ports: ['8443'], hosts", "ports: ['443'], hosts", 'CIS0447', 'warning'],
  ['egress', "api.example.com, 'api.example.com:*'", 'api.example.com', 'CIS0441', 'warning'],
  ['egress', 'notPrincipals: [cluster', 'notPrincipals: [spiffe://cluster', 'CIS0446'],
  ['egress', "hosts: [api.example.com, 'api", "hosts: ['https://api.example.com', 'api", 'CIS0446'],
  ['ingress', 'spec: { secretName: shop-tls', 'spec: { secretName: shop', 'IST0101'],
  ['ingress', 'credentialName: shop-tls', 'credentialName: shop-tsl', 'IST0101'],
  ['ingress', 'mode: SIMPLE, credentialName: shop-tls', 'mode: SIMPLE', 'IST0106'],
  ['ingress', 'name: https, protocol: HTTPS', 'name: http, protocol: HTTPS', 'IST0106'],
  ['ingress', 'name: https, protocol: HTTPS', 'name: https, protocol: HTTPX', 'IST0106'],
  [
    'ingress',
    'number: 443, name: https, protocol: HTTPS',
    'number: 8444, name: https, protocol: HTTPS',
    'IST0162',
    'warning',
  ],
  ['ingress', 'number: 443, name: https, protocol: HTTPS', 'number: 80, name: https, protocol: HTTPS', 'CIS0545'],
  [
    'ingress',
    '    - port: { number: 443',
    '    - port: { number: 443, name: tls, protocol: TLS }\n      hosts: [shop.example.com]\n      tls: { mode: PASSTHROUGH }\n    - port: { number: 443',
    'CIS0546',
  ],
  ['ingress', 'gateways: [istio-system/edge]', 'gateways: [edge]', 'IST0101'],
  ['ingress', 'hosts: [shop.example.com]\n  gateways', 'hosts: [shops.example.com]\n  gateways', 'IST0132', 'warning'],
  ['ingress', 'uri: { exact: /catalogue/all }', 'uri: { prefix: / }', 'CIS0303'],
  ['ingress', 'uri: { exact: /catalogue/all }', 'uri: { prefix: /catalogue/all, exact: /a }', 'CIS0102'],
  ['ingress', "regex: '/v[0-9]+/orders'", "regex: '/(?!v1)/orders'", 'IST0106'],
  ['ingress', "regex: '/v[0-9]+/orders'", "regex: '/v[0-9+/orders'", 'IST0106'],
  ['ingress', "retryOn: '5xx,reset'", "retryOn: '5xx, reset'", 'IST0106'],
  ['ingress', 'attempts: 2', 'attempts: 0', 'IST0106'],
  ['ingress', 'perTryTimeout: 1s', 'perTryTimeout: 100us', 'IST0106'],
  ['ingress', 'rewrite: { uri: /orders }', 'rewrite: {}', 'IST0106'],
  [
    'ingress',
    'selector: { istio: ingressgateway }\n  servers',
    'selector: { istio: ingress }\n  servers',
    'CIS0203',
    'warning',
  ],
  ['canary', 'subset: v1 }, weight: 90', 'subset: v3 }, weight: 90', 'IST0101'],
  ['canary', 'subset: v1 }, weight: 90', 'subset: v1 }, weight: 80', 'CIS0301', 'warning'],
  ['canary', 'subset: v1 }, weight: 90', 'subset: v2 }, weight: 90', 'CIS0302', 'warning'],
  ['canary', 'subset: v1 }, weight: 90', 'subset: v1 }, weight: -90', 'IST0106'],
  ['canary', '{ name: v2, labels: { version: v2 } }', '{ name: v2, labels: { version: v3 } }', 'IST0173'],
  ['canary', '{ name: v2, labels: { version: v2 } }', '{ name: v2, labels: { version: v1 } }', 'CIS0307', 'warning'],
  ['canary', '{ name: v2, labels: { version: v2 } }', '{ name: v2 }', 'CIS0505', 'warning'],
  ['canary', 'targetPort: 8079', 'targetPort: http', 'CIS0507', 'warning'],
  ['canary', '    - { name: v1, labels', '    - { name: v1 }\n    - { name: v1, labels', 'IST0106'],
  ['canary', 'tls: { mode: ISTIO_MUTUAL }', 'tls: { mode: DISABLE }', 'CIS0306'],
  ['canary', 'tls: { mode: ISTIO_MUTUAL }', 'tls: { mode: MUTUAL }', 'IST0106'],
  ['canary', 'mirrorPercentage: { value: 25 }', 'mirrorPercentage: { value: 250 }', 'IST0106'],
  ['canary', 'mirror: { host: front-end.shop.svc', 'mirror: { host: front-and.shop.svc', 'IST0101'],
  ['canary', 'namespaces: [shop]', 'namespaces: [shopp]', 'IST0101'],
  ['canary', "ports: ['8079']", "ports: ['http']", 'IST0106'],
  [
    'canary',
    'selector: { matchLabels: { app: front-end } }\n  rules',
    'selector: { matchLabels: { app: frontend } }\n  rules',
    'IST0127',
    'warning',
  ],
  [
    'canary',
    'host: front-end.shop.svc.cluster.local\n  trafficPolicy',
    'host: frontend.shop.svc.cluster.local\n  trafficPolicy',
    'IST0101',
  ],
  [
    'canary',
    '- match: [{ headers: { end-user: { exact: jason } } }]',
    '- match: [{ uri: { prefix: / }, ignoreUriCase: true }]',
    'CIS0303',
  ],
  [
    'canary',
    '- match: [{ headers: { end-user: { exact: jason } } }]',
    '- fault: { abort: { httpStatus: 503 } }\n      match: [{ headers: { end-user: { exact: jason } } }]',
    'CIS0354',
    'warning',
  ],
  ['ingress', 'uri: { exact: /catalogue/all }', 'uri: { prefix: /CAT }, ignoreUriCase: true', 'CIS0303'],
  [
    'ingress',
    'uri: { exact: /catalogue/all } }]',
    "uri: { exact: /catalogue/all } }, { uri: { regex: '/v[0-9]+/orders' } }]",
    'CIS0303',
  ],
  ['ingress', 'perTryTimeout: 1s }', 'perTryTimeout: 1s }\n      timeout: 1s', 'CIS0347', 'warning'],
  [
    'ingress',
    'perTryTimeout: 1s }',
    'perTryTimeout: 1s }\n      fault: { delay: { fixedDelay: 5s, percentage: { value: 10 } } }',
    'CIS0348',
    'warning',
  ],
  ['ingress', 'perTryTimeout: 1s }', 'perTryTimeout: 1s }\n      rewrite: { uri: / }', 'CIS0346', 'warning'],
  ['egress', '- match: [{ gateways: [mesh], port: 80 }]\n      route:', '- route:', 'CIS0344'],
];

describe.each(['egress', 'ingress', 'canary'] as const)('the %s example', (example) => {
  test('is right: nothing is found in it', () => {
    expect(findings(read(example))).toEqual([]);
  });
});

test(`${FAULTS.length} faults are planted`, () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(40);
});

const named = FAULTS.map((fault) => [`${fault[0]}: ${fault[1]} instead of ${fault[2]}`, fault] as const);

test.each(named)('%s', (_, [example, right, wrong, code, level = 'error']) => {
  const text = read(example);
  expect(text.split(right).length).toBeGreaterThanOrEqual(2);
  const found = findings(text.replace(right, () => wrong));
  // What the webhook refuses, the schema mostly refuses before it: one fault, told by both.
  const isSaidTwice = (one: string) => code === 'IST0106' && /^CIS010\d$/.test(one);
  const all = found.filter((one) => one.level === 'error').map((one) => one.code);
  const errors = [...new Set(all)].filter((one) => !isSaidTwice(one));
  if (level === 'error') expect(errors).toEqual([code]);
  else expect([errors, found.map((one) => one.code).includes(code)]).toEqual([[], true]);
});
