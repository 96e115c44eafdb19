/** A rule of a policy that is said to match nothing lets no traced request in. */
import fc from 'fast-check';
import { analyze, rules } from '../../lib/analysis';
import { trace, type TraceRequest } from '../../lib/simulation';
import { Snapshot, snapshotFromYaml, type Fields } from '../../lib/snapshot';
import { resourceOf } from '../simulation/mesh-arbitrary';

const SECURITY = 'security.istio.io';
const ISSUER = 'https://issuer.example.com';
/** Rules whose findings say that a whole rule of an ALLOW policy, or one part of it, matches nothing. */
const entry = rules.filter(({ id }) =>
  ['contradicting-rule', 'unmatched-value', 'token-without-check', 'identity-without-mtls', 'http-on-tcp'].includes(id),
);

const WORLD = snapshotFromYaml(`
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 9000, targetPort: 9000}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}`).resources;
const mtls = (mode: string) => resourceOf(SECURITY, 'PeerAuthentication', 'shop', 'default', { mtls: { mode } });
const token = resourceOf(SECURITY, 'RequestAuthentication', 'shop', 'users', {
  jwtRules: [{ issuer: ISSUER, jwks: '{"keys":[]}' }],
});

const lists = (name: string, values: readonly string[]) => {
  const some = fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
  const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
  return fc.oneof(
    { weight: 3, arbitrary: some.map((one): Fields => ({ [name]: one })) },
    { weight: 2, arbitrary: fc.tuple(some, some).map(([a, b]): Fields => ({ [name]: a, [not]: b })) },
    { weight: 1, arbitrary: some.map((one): Fields => ({ [not]: one })) },
  );
};
const merged = (parts: readonly Fields[]): Fields => Object.assign({}, ...parts) as Fields;
const operation = fc
  .tuple(
    lists('paths', ['/a', '/a/*', '*', '/b', 'a', '/a?b', '/{*}']),
    lists('methods', ['GET', 'get', 'P*', '*']),
    lists('hosts', ['web.shop.svc.cluster.local', 'web*', '*.local', 'http://web']),
    lists('ports', ['8080', '9000']),
  )
  .chain((parts) => fc.subarray(parts, { minLength: 1, maxLength: 2 }).map(merged));
const source = fc
  .tuple(
    lists('principals', [
      '*',
      'cluster.local/ns/shop/sa/default',
      'spiffe://cluster.local/ns/shop/sa/default',
      '*/default',
    ]),
    lists('namespaces', ['shop', 'dev', 's*']),
    lists('requestPrincipals', ['*', `${ISSUER}/*`]),
    lists('ipBlocks', ['10.0.0.0/8', '127.0.0.1']),
  )
  .chain((parts) => fc.subarray(parts, { minLength: 1, maxLength: 2 }).map(merged));
const condition = fc.oneof(
  lists('values', ['a', 'a*', '*']).map((one): Fields => ({ key: 'request.headers[x-a]', ...one })),
  lists('values', ['shop', 's*']).map((one): Fields => ({ key: 'source.namespace', ...one })),
  lists('values', [`${ISSUER}/a`, '*']).map((one): Fields => ({ key: 'request.auth.principal', ...one })),
);
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 });
const policyRule = fc.record({ from: few(source), to: few(operation), when: fc.array(condition, { maxLength: 1 }) });
const world = fc.record({
  rule: policyRule,
  mode: fc.constantFrom(undefined, 'STRICT', 'PERMISSIVE', 'DISABLE'),
  hasToken: fc.boolean(),
});
const requests = fc.record({
  from: fc.constantFrom('shop/curl', 'dev/curl'),
  labels: fc.constant({ app: 'curl' }),
  url: fc
    .tuple(fc.constantFrom('80', '9000'), fc.constantFrom('/', '/a', '/a/b', '/a?b', '/b'))
    .map(([port, path]) =>
      port === '80' ? `http://web.shop.svc.cluster.local:80${path}` : 'tcp://web.shop.svc.cluster.local:9000',
    ),
  method: fc.constantFrom('GET', 'POST'),
  headers: fc.constantFrom<Record<string, string>>({}, { 'x-a': 'a' }, { 'x-a': 'ab' }, { 'x-a': '' }),
  sidecar: fc.boolean(),
});

/** Whether the findings leave no way to meet the rule: all of it, or every source, or every operation, or a condition. */
function isDead(rule: Fields, paths: readonly string[]): boolean {
  if (paths.includes('spec.rules[0]')) return true;
  const isHit = (part: string) =>
    // Every value that a list asks for, or the list that rules them out.
    paths.some((path) => path.startsWith(`${part}.not`) && !path.endsWith(']')) || isSpent(rule, part, paths);
  const all = (name: 'from' | 'to', inner: string) => {
    const parts = rule[name] as readonly Fields[];
    return parts.length > 0 && parts.every((_, j) => isHit(`spec.rules[0].${name}[${j}].${inner}`));
  };
  return (
    all('from', 'source') ||
    all('to', 'operation') ||
    (rule.when as readonly Fields[]).some((_, j) => isHit(`spec.rules[0].when[${j}]`))
  );
}

/** Whether some list of a part asks for values none of which any request has. */
function isSpent(rule: Fields, part: string, paths: readonly string[]): boolean {
  const [, name = '', j = ''] = /\.(from|to|when)\[(\d+)\]/.exec(part) ?? [];
  const outer = (rule[name] as readonly Fields[])[Number(j)]!;
  const fields = (outer.source ?? outer.operation ?? outer) as Fields;
  return Object.entries(fields).some(
    ([key, values]) =>
      !key.startsWith('not') && Array.isArray(values) && values.every((_, k) => paths.includes(`${part}.${key}[${k}]`)),
  );
}

test('a rule that is said to match nothing lets nobody in', () => {
  const [said, tried] = [new Map<string, number>(), { denied: 0, allowed: 0 }];
  fc.assert(
    fc.property(
      world,
      fc.array(requests as fc.Arbitrary<TraceRequest>, { minLength: 8, maxLength: 8 }),
      ({ rule, mode, hasToken }, all) => {
        const from = rule.from.map((one) => ({ source: one }));
        const to = rule.to.map((one) => ({ operation: one }));
        const written = JSON.parse(JSON.stringify({ from, to, when: rule.when })) as Fields;
        const used = Object.fromEntries(Object.entries(written).filter(([, of]) => (of as unknown[]).length > 0));
        const policy = resourceOf(SECURITY, 'AuthorizationPolicy', 'shop', 'tested', {
          selector: { matchLabels: { app: 'web' } },
          rules: [used],
        });
        const snapshot = new Snapshot([
          ...WORLD,
          policy,
          ...(mode === undefined ? [] : [mtls(mode)]),
          ...(hasToken ? [token] : []),
        ]);
        const findings = analyze(snapshot, { rules: entry, shape: false });
        for (const { code } of findings) said.set(code, (said.get(code) ?? 0) + 1);
        // Of a rule for those without a name or token it is said that it lets everybody in.
        const paths = findings.flatMap(({ path, message }) =>
          path === undefined || message.includes('allows everybody') ? [] : [path],
        );
        const dead = isDead(written, paths);
        for (const request of all) {
          const { end } = trace(snapshot, request);
          const isIn = end.kind === 'reached';
          if (dead) tried.denied += 1;
          else if (isIn) tried.allowed += 1;
          if (dead && isIn) throw new Error(`${JSON.stringify({ used, mode, hasToken, request, paths })}`);
        }
      },
    ),
    { seed: 20261121, numRuns: 800 },
  );
  // Findings of every rule, and requests that others let in, or nothing would be proved.
  expect([...said.keys()].sort()).toEqual(['CIS0320', 'CIS0442', 'CIS0446', 'CIS0450', 'CIS0451']);
  expect([tried.denied > 1_000, tried.allowed > 500]).toEqual([true, true]);
});
