import { Duration } from 'cdk8s';
import {
  DirectResponse,
  Fault,
  HeaderChanges,
  HeaderMatch,
  PathMatch,
  Redirect,
  RouteMatch,
  StringMatch,
  type Branch,
} from '../../../lib/routing';
import { MESH, renderHttpRules, renderTcpRules, renderTlsRules, type HttpRuleOptions } from '../../../lib/routing/rule';
import { refusal } from '../../refusal';

const scope = { node: { path: 'app/route' } };
const destination = { host: 'a.ns.svc.cluster.local', port: 80 };
const to: Branch = { destinations: [destination] };
const caller = RouteMatch.sourceLabels({ app: 'web' });
const claim = RouteMatch.header(HeaderMatch.claim('groups', 'admin'));

function http(branch: Partial<Branch>, options: Partial<HttpRuleOptions> = {}): object {
  const [rule, ...others] = renderHttpRules([{ ...to, ...branch }], { scope, ...options });
  expect(others).toEqual([]);
  return rule!;
}

describe('HTTP rules', () => {
  const route = [{ destination: { host: 'a.ns.svc.cluster.local', port: { number: 80 } } }];

  test('a plain branch is a route and nothing else', () => {
    expect(http({})).toEqual({ route });
  });

  test('one rule for each branch, in their order', () => {
    const branches = ['x', 'y', 'z'].map((name): Branch => ({ ...to, name }));
    expect(renderHttpRules(branches, { scope }).map((rule) => rule.name)).toEqual(['x', 'y', 'z']);
  });

  test('names of route and branch are joined', () => {
    expect(http({ name: 'split' }, { name: 'shop' })).toHaveProperty('name', 'shop-split');
    expect(http({}, { name: 'shop' })).toHaveProperty('name', 'shop');
  });

  test('the conditions of route and branch hold together', () => {
    const match = RouteMatch.prefix('/api');
    const branch = { match: RouteMatch.header(HeaderMatch.exact('end-user', 'jason')) };
    expect(http(branch, { match })).toHaveProperty('match', [
      { uri: { prefix: '/api' }, headers: { 'end-user': { exact: 'jason' } } },
    ]);
  });

  test('alternatives are multiplied', () => {
    const match = RouteMatch.anyOf(RouteMatch.prefix('/a'), RouteMatch.prefix('/b'));
    const methods = ['GET', 'PUT'].map((method) => RouteMatch.of({ method: StringMatch.exact(method) }));
    const rule = http({ match: RouteMatch.anyOf(...methods) }, { match }) as { match: object[] };
    expect(rule.match).toHaveLength(4);
  });

  test('an impossible combination is refused', () => {
    const error = refusal(() => http({ match: RouteMatch.exact('/a') }, { match: RouteMatch.exact('/b') }));
    expect(error.id).toBe('MatchNeverHolds');
    expect(error.path).toBe('app/route');
  });

  test('conditions of which neither includes the other are refused', () => {
    const match = RouteMatch.regex('/a.*');
    const error = refusal(() => http({ match: RouteMatch.regex('.*b') }, { match }));
    expect(error.id).toBe('MatchCannotJoin');
    expect(error.message).toContain('path');
  });

  test('a rule for some gateways names them', () => {
    expect(http({}, { gateways: ['ns/gw'], bind: true })).toEqual({ match: [{ gateways: ['ns/gw'] }], route });
  });

  test('the port is a condition in every alternative', () => {
    const match = RouteMatch.anyOf(RouteMatch.prefix('/a'), RouteMatch.prefix('/b'));
    expect(http({ match }, { port: 8080 })).toHaveProperty('match', [
      { uri: { prefix: '/a' }, port: 8080 },
      { uri: { prefix: '/b' }, port: 8080 },
    ]);
    expect(http({}, { port: 8080 })).toHaveProperty('match', [{ port: 8080 }]);
  });

  test('a condition on another port than the rule is for never holds', () => {
    expect(refusal(() => http({ match: RouteMatch.of({ port: 81 }) }, { port: 80 })).id).toBe('MatchNeverHolds');
  });

  test('callers are known in the mesh only', () => {
    expect(http({ match: caller })).toHaveProperty('match', [{ sourceLabels: { app: 'web' } }]);
    expect(refusal(() => http({ match: caller }, { gateways: ['ns/gw'] })).id).toBe('MatchMeshOnly');
    expect(http({ match: caller }, { gateways: ['ns/gw', MESH] })).toHaveProperty('match', [
      // Istio would not look at the caller beside names of gateways.
      { sourceLabels: { app: 'web' } },
    ]);
    const inNamespace = RouteMatch.of({ sourceNamespace: 'shop' });
    expect(refusal(() => http({ match: inNamespace }, { gateways: ['ns/gw'] })).message).toContain('shop');
  });

  test('claims are known at gateways only (R17)', () => {
    expect(refusal(() => http({ match: claim })).id).toBe('MatchGatewayOnly');
    expect(http({ match: claim }, { gateways: ['ns/gw'] })).toHaveProperty('match.0.headers');
    expect(refusal(() => http({ match: claim }, { gateways: ['ns/gw', MESH] })).id).toBe('MatchGatewayOnly');
    expect(refusal(() => http({ match: claim }, { gateways: ['ns/gw'], mixed: true })).id).toBe('MatchGatewayOnly');
  });

  test('where other rules are for those who know, such a rule is left out', () => {
    const options = { scope, gateways: ['ns/gw'], partial: true };
    expect(renderHttpRules([{ ...to, match: caller }, to], options)).toEqual([{ route }]);
    const match = RouteMatch.anyOf(caller, RouteMatch.prefix('/a'));
    expect(renderHttpRules([{ ...to, match }], options)).toEqual([{ match: [{ uri: { prefix: '/a' } }], route }]);
    expect(renderTcpRules([{ ...to, match: caller }], options)).toEqual([]);
    expect(renderTlsRules([{ ...to, match: caller }], { ...options, sniHosts: ['a'] })).toEqual([]);
  });

  test('the policy of the route is laid over that of the branch', () => {
    const policy = { timeout: Duration.seconds(1), fault: Fault.abort(503, 1) };
    const rule = http({ policy }, { policy: { timeout: Duration.seconds(2) } });
    expect(rule).toMatchObject({ timeout: '2s', fault: { abort: { httpStatus: 503 } } });
  });

  test('weights and headers of destinations', () => {
    const headers = HeaderChanges.of({ response: { set: { 'x-version': 'v2' } } });
    const destinations = [
      { ...destination, weight: 0 },
      { ...destination, subset: 'v2', weight: 100, headers },
    ];
    expect(http({ destinations })).toHaveProperty('route', [
      { ...route[0], weight: 0 },
      {
        destination: { ...route[0]!.destination, subset: 'v2' },
        weight: 100,
        headers: { response: { set: { 'x-version': 'v2' } } },
      },
    ]);
  });

  test('answers at the proxy have no route', () => {
    const redirect = Redirect.to({ uri: '/new' });
    expect(http({ destinations: [], redirect })).toEqual({ redirect: { uri: '/new' } });
    const directResponse = DirectResponse.of(503);
    expect(http({ destinations: [], directResponse })).toEqual({ directResponse: { status: 503 } });
  });

  test('a redirect that replaces a prefix needs one to replace', () => {
    const redirect = Redirect.to({ prefix: '/new' });
    const options = { match: RouteMatch.of({ path: PathMatch.exact('/old') }) };
    expect(refusal(() => http({ destinations: [], redirect }, options)).id).toBe('RedirectNeedsPrefix');
    expect(refusal(() => http({ destinations: [], redirect, policy: { fault: Fault.abort(500, 1) } })).id).toBe(
      'PolicyWithoutDestination',
    );
  });
});

describe('TCP and TLS rules', () => {
  const route = [{ destination: { host: 'a.ns.svc.cluster.local', port: { number: 80 } } }];

  test('a plain branch takes every connection', () => {
    expect(renderTcpRules([to], { scope })).toEqual([{ route }]);
    expect(renderTlsRules([to], { scope, sniHosts: ['a'] })).toEqual([{ match: [{ sniHosts: ['a'] }], route }]);
  });

  test('conditions on caller, port, gateway and address', () => {
    const options = { scope, gateways: [MESH], bind: true, port: 9000, destinationSubnets: ['10.0.0.0/8'] };
    const match = { gateways: ['mesh'], port: 9000, destinationSubnets: ['10.0.0.0/8'], sourceLabels: { app: 'web' } };
    const branch = { ...to, match: caller };
    expect(renderTcpRules([branch], options)).toEqual([{ match: [match], route }]);
    expect(renderTlsRules([branch], { ...options, sniHosts: ['a'] })).toEqual([
      { match: [{ ...match, sniHosts: ['a'] }], route },
    ]);
  });

  test('an alternative without conditions takes every connection', () => {
    const match = RouteMatch.anyOf(caller, RouteMatch.all());
    expect(renderTcpRules([{ ...to, match }], { scope })).toEqual([{ route }]);
  });

  test.each<[string, Partial<Branch>]>([
    ['path', { match: RouteMatch.prefix('/a') }],
    ['headers', { match: claim }],
    ['mirrors', { mirrors: [{ ...destination, percentage: 1 }] }],
    ['timeout', { policy: { timeout: Duration.seconds(1) } }],
    ['headers', { destinations: [{ ...destination, headers: HeaderChanges.of({}) }] }],
    ['redirect', { destinations: [], redirect: Redirect.to({ uri: '/a' }) }],
    ['directResponse', { destinations: [], directResponse: DirectResponse.of(503) }],
  ])('%s is refused where the proxy sees no HTTP', (field, branch) => {
    const error = refusal(() => renderTcpRules([{ ...to, ...branch }], { scope }));
    expect(error.id).toBe('RuleNotHttp');
    expect(error.value).toContain(field);
  });
});
