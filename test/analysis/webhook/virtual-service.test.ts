import { said, virtualService } from '../across/found';
import { verdictOf } from './verdict';

type Json = Readonly<Record<string, unknown>>;
type Case = [given: Json, ...expected: string[]];

const verdict = (spec: Json) => verdictOf('valid-virtual-service', 'networking.istio.io/v1/VirtualService', spec);
const route = [{ destination: { host: 'a.b' } }];

/** The verdict on a VirtualService with one HTTP rule; `h` stands for `spec.http[0]`. */
const http = (rule: Json, spec: Json = {}) =>
  verdict({ hosts: ['a.b'], http: [{ route, ...rule }], ...spec }).map((one) => one.replace('spec.http[0]', 'h'));

describe('a VirtualService', () => {
  const rules = { http: [{ route }] };

  test.each<Case>([
    [{ hosts: ['a.b'], ...rules }],
    [{ hosts: ['a.b', 'c.b'], ...rules }],
    [{ hosts: ['10.0.0.1'], ...rules }],
    [{ hosts: ['*'], gateways: ['g'], ...rules }],
    [{ hosts: ['*'], ...rules }, 'error spec.hosts[0]'],
    [{ hosts: ['*'], gateways: ['g', 'mesh'], ...rules }, 'error spec.hosts[0]'],
    [{ hosts: ['a_b'], ...rules }, 'error spec.hosts[0]'],
    [{ hosts: ['a.b', 'a.b'], ...rules }, 'error spec.hosts[1]'],
    [{ hosts: ['*.b', 'c.d', 'a.b'], ...rules }, 'error spec.hosts[2]'],
    [{ hosts: ['a.b', '*.b'], ...rules }, 'error spec.hosts[1]'],
    [{ hosts: ['*.b', '*.a.b'], ...rules }, 'error spec.hosts[1]'],
    [{ hosts: ['*.a.b', '*.b'], ...rules }, 'error spec.hosts[1]'],
    [{ hosts: ['*.a.b', '*.c.b'], ...rules }],
    [{ hosts: ['*b.c', 'b.c'], ...rules }, 'error spec.hosts[1]'],
    [{ hosts: ['A.b', 'a.b'], ...rules }],
    [{ hosts: ['a_b', 'c.b', 'c.b'], ...rules }, 'error spec.hosts[0]'],
    [{ hosts: ['a.b'] }, 'error spec'],
    [{ hosts: ['a.b'], http: [] }, 'error spec'],
    [{ ...rules }],
    [{ gateways: ['g'], ...rules }, 'error spec.gateways'],
    [{ tls: [{ match: [{ sniHosts: ['a.b'] }], route }] }, 'error spec.tls', 'error spec.tls[0].match[0].sniHosts[0]'],
    [{ tcp: [{ route }] }, 'error spec.tcp'],
    [{ hosts: ['a.b'], exportTo: ['a_b'], ...rules }, 'error spec.exportTo[0]'],
  ])('%j', (spec, ...expected) => expect(verdict(spec)).toEqual(expected));

  test.each<[string[], ...string[]]>([
    [['g']],
    [['mesh']],
    [['ns/g', 'other/g']],
    [['g.ns'], 'warning spec.gateways[0]'],
    [['a_b'], 'error spec.gateways[0]'],
    [['g', 'a_b']],
    [['ns/g', 'a_b'], 'error spec.gateways[1]'],
    [['/g'], 'error spec.gateways[0]', 'error spec.gateways[0]'],
    [['ns/'], 'error spec.gateways[0]', 'error spec.gateways[0]'],
    [['a_b/g'], 'error spec.gateways[0]'],
    [['ns/g.h'], 'error spec.gateways[0]'],
  ])('bound to %j', (gateways, ...expected) =>
    expect(verdict({ hosts: ['a.b'], gateways, ...rules })).toEqual(expected),
  );

  test('an SNI host that is none of the hosts is told with these', () => {
    const tls = [{ match: [{ sniHosts: ['x.y'] }], route }];
    expect(said('valid-virtual-service', [virtualService('n/v', { hosts: ['a.b', '*.c'], tls })])[0]).toContain(
      'SNI host "x.y" is none of the hosts: [a.b, *.c]',
    );
  });

  test('names of clusters are hosts where SNI is matched at gateways', () => {
    const of = (host: string, spec: Json = { gateways: ['g'] }) =>
      verdict({ hosts: [host], ...spec, tls: [{ match: [{ sniHosts: [host] }], route }] });
    expect(of('outbound_.80_._.a.b')).toEqual([]);
    expect(of('outbound_.80_.v1_.a.b')).toEqual([]);
    expect(of('outbound_.80_._.'.padEnd(255, 'a'))).toEqual([]);
    // One text for both places is one finding.
    const both = ['error spec.hosts[0]'];
    expect(of('outbound_.x_._.a.b')).toEqual(both);
    expect(of('outbound_.80_._.1')).toEqual(both);
    expect(of('outbound_.80_a.b')).toEqual(both);
    expect(of('outbound_.80_._.'.padEnd(256, 'a'))).toEqual(both);
    expect(of('inbound_.80_._.a.b')).toEqual(both);
    expect(of('outbound_.80_._.a.b', {})).toEqual(both);
    expect(of('outbound_.80_._.a.b', { gateways: ['g', 'mesh'] })).toEqual(both);
    expect(verdict({ hosts: ['outbound_.80_._.a.b'], gateways: ['g'], ...rules })).toEqual(['error spec.hosts[0]']);
  });

  test('claims of a JWT are known at gateways only', () => {
    const claim = '@request.auth.claims.group';
    const of = (match: Json, gateways?: string[]) => http({ match: [{ ...match }] }, { gateways });
    expect(of({ headers: { [claim]: { exact: 'a' } } }, ['g'])).toEqual([]);
    expect(of({ headers: { [claim]: { exact: 'a' } } })).toEqual([`error h.match[0].headers.${claim}`]);
    expect(of({ withoutHeaders: { [claim]: { exact: 'a' } } }, ['mesh', 'g'])).toEqual([
      `error h.match[0].withoutHeaders.${claim}`,
    ]);
    expect(of({ headers: { claim: { exact: 'a' } } })).toEqual([]);
  });
});

describe('an HTTP rule', () => {
  test.each<Case>([
    [{}],
    [{ timeout: '1s' }],
    [{ timeout: '0s' }, 'error h.timeout'],
    [{ route: undefined }, 'error h'],
    [{ route: [] }, 'error h'],
    [{ route: undefined, redirect: { uri: '/' } }],
    [{ route: undefined, directResponse: { status: 200 } }],
    [{ redirect: { uri: '/' } }, 'error h.route'],
    [{ directResponse: { status: 200 } }, 'error h.route'],
    [{ route: undefined, redirect: { uri: '/' }, directResponse: { status: 200 } }, 'error h.directResponse'],
    [{ route: undefined, redirect: { uri: '/' }, fault: { abort: { httpStatus: 500 } } }, 'error h.fault'],
    [{ route: undefined, redirect: { uri: '/' }, rewrite: { uri: '/' } }, 'error h.rewrite'],
    [{ route: undefined, directResponse: { status: 200 }, rewrite: { uri: '/' } }, 'error h.rewrite'],
    [{ mirror: { host: 'c.d' } }],
    [{ mirror: { host: 'c.d' }, mirrors: [{ destination: { host: 'c.d' } }] }, 'error h'],
    [{ route: undefined, delegate: { name: 'd' } }],
    [{ delegate: { name: 'd' } }, 'error h.route'],
    [{ route: undefined, delegate: { name: 'd' }, redirect: { uri: '/' } }, 'error h.redirect'],
  ])('%j', (rule, ...expected) => expect(http(rule)).toEqual(expected));

  test('that is delegated to cannot delegate', () => {
    expect(verdict({ http: [{ route, delegate: { name: 'd' } }] })).toEqual(['error spec.http[0].delegate']);
  });

  test.each<Case>([
    [{ host: 'a.b', subset: 'v1', port: { number: 80 } }],
    [{ host: '*.b' }],
    [{ host: '*' }, 'error h.route[0].destination.host'],
    [{}, 'error h.route[0].destination.host'],
    [{ host: 'a.b', subset: 'v.1' }, 'error h.route[0].destination.subset'],
    [{ host: 'a.b', port: {} }, 'error h.route[0].destination.port.number'],
    [{ host: 'a.b', port: { number: 65536 } }, 'error h.route[0].destination.port.number'],
  ])('to %j', (destination, ...expected) => expect(http({ route: [{ destination }] })).toEqual(expected));

  const [to] = route;
  test.each<[Json[], ...string[]]>([
    [[{ ...to, weight: 1 }, to!]],
    [[to!, to!], 'error h.route'],
    [[{ ...to, weight: 0 }]],
    [[{ ...to, weight: -1 }], 'error h.route[0].weight'],
    [[{ weight: 1 }], 'error h.route[0].destination'],
    [[{ ...to, headers: { request: { remove: [''] } } }], 'error h.route[0].headers.request.remove[0]'],
  ])('with routes %j', (routes, ...expected) => expect(http({ route: routes })).toEqual(expected));

  test.each<Case>([
    [{ uri: { prefix: '' } }],
    [{ uri: { regex: 'a+' } }],
    [{ uri: { regex: '' } }, 'error h.match[0].uri'],
    [{ uri: { regex: '(?=a)' } }, 'error h.match[0].uri'],
    [{ uri: { regex: 'a'.repeat(1024) } }],
    [{ uri: { regex: 'a'.repeat(1025) } }, 'error h.match[0].uri'],
    [{ scheme: { prefix: '' } }, 'error h.match[0].scheme'],
    [{ method: { regex: '(' } }, 'error h.match[0].method'],
    [{ authority: { regex: '' } }, 'error h.match[0].authority'],
    [{ method: { exact: '' } }],
    [{ port: 80 }],
    [{ port: 65536 }, 'error h.match[0].port'],
    [{ sourceNamespace: 'ns' }],
    [{ sourceLabels: { app: 'a' } }],
    [{ sourceLabels: { '-': 'a' } }, 'error h.match[0].sourceLabels'],
    [{ gateways: ['a_b'] }, 'error h.match[0].gateways[0]'],
    [{ gateways: ['a.ns'] }],
    [{ headers: { 'x-a': { exact: 'b' }, ':authority': { exact: 'a' } } }],
    [{ headers: { '': { exact: 'b' } } }, 'error h.match[0].headers.'],
    [{ headers: { 'a b': { exact: 'b' } } }, 'error h.match[0].headers.a b'],
    [{ headers: { 'x-a': { regex: '(' } } }, 'error h.match[0].headers.x-a'],
    [{ headers: { 'x-a': { prefix: '' } } }, 'error h.match[0].headers.x-a'],
    [{ withoutHeaders: { 'x-a': { regex: '(' } } }, 'error h.match[0].withoutHeaders.x-a'],
    [{ queryParams: { a: { exact: 'b' } } }],
    [{ queryParams: { a: { regex: '(' } } }, 'error h.match[0].queryParams.a'],
  ])('that matches %j', (match, ...expected) => expect(http({ match: [match] })).toEqual(expected));

  test.each<Case>([
    [{ uri: '/a' }],
    [{ authority: 'c.d' }],
    [{ scheme: 'https' }],
    [{ port: 80 }],
    [{ derivePort: 'FROM_REQUEST_PORT' }],
    [{ uri: '/a', redirectCode: 308 }],
    [{ uri: '/a', redirectCode: 300 }],
    [{ uri: '/a', redirectCode: 399 }],
    [{}, 'error h.redirect'],
    [{ redirectCode: 301 }, 'error h.redirect'],
    [{ uri: '/a', prefixRewrite: '/b' }, 'error h.redirect'],
    [{ prefixRewrite: '/b' }],
    [{ uri: '/a', redirectCode: 299 }, 'error h.redirect'],
    [{ uri: '/a', redirectCode: 400 }, 'error h.redirect'],
    [{ uri: '/a', scheme: 'ftp' }, 'error h.redirect'],
    [{ port: 65536 }, 'error h.redirect'],
    [{ uri: '/a', port: 0 }],
  ])('that redirects %j', (redirect, ...expected) => expect(http({ route: undefined, redirect })).toEqual(expected));

  test('a prefix is rewritten in a redirect where the rule matches by prefix alone', () => {
    const of = (...match: Json[]) => http({ route: undefined, redirect: { prefixRewrite: '/b' }, match });
    expect(of({ uri: { prefix: '/a' } }, { port: 80 })).toEqual([]);
    expect(of({ uri: { prefix: '/a' } }, { uri: { exact: '/c' } })).toEqual(['error h.redirect']);
    expect(of({ uri: { regex: '/c' } })).toEqual(['error h.redirect']);
  });

  const KIB = 1024;
  test.each<Case>([
    [{ status: 200 }],
    [{ status: 599 }],
    [{}, 'error h.directResponse.status'],
    [{ status: 199 }, 'error h.directResponse.status'],
    [{ status: 600 }],
    [{ status: 601 }, 'error h.directResponse.status'],
    [{ status: 200, body: { string: 'a'.repeat(100 * KIB) } }],
    [{ status: 200, body: { string: 'ä'.repeat(100 * KIB) } }, 'warning h.directResponse.body'],
    [{ status: 200, body: { string: 'a'.repeat(100 * KIB + 1) } }, 'warning h.directResponse.body'],
    [{ status: 200, body: { string: 'a'.repeat(KIB * KIB) } }, 'warning h.directResponse.body'],
    [{ status: 200, body: { string: 'a'.repeat(KIB * KIB + 1) } }, 'error h.directResponse.body'],
    [{ status: 200, body: { bytes: Buffer.alloc(100 * KIB).toString('base64') } }],
    [{ status: 200, body: { bytes: Buffer.alloc(100 * KIB + 3).toString('base64') } }, 'warning h.directResponse.body'],
  ])('that answers itself', (directResponse, ...expected) =>
    expect(http({ route: undefined, directResponse })).toEqual(expected),
  );

  const mirror = { host: 'c.d' };
  test.each<Case>([
    [{ mirror, mirrorPercentage: { value: 100 } }],
    [{ mirror, mirrorPercentage: { value: 100.1 } }, 'error h.mirrorPercentage'],
    [{ mirror, mirrorPercentage: { value: -1 } }, 'error h.mirrorPercentage'],
    [{ mirror, mirrorPercent: 100 }, 'warning h.mirrorPercent'],
    [{ mirror, mirror_percent: 100 }, 'warning h.mirror_percent'],
    [{ mirror, mirrorPercent: null }],
    [{ mirror, mirrorPercent: 101 }, 'error h.mirrorPercent', 'warning h.mirrorPercent'],
    [{ mirror: { host: '*' } }, 'error h.mirror.host'],
    [{ mirrors: [{ destination: mirror, percentage: { value: 1 } }] }],
    [{ mirrors: [{}] }, 'error h.mirrors[0].destination'],
    [{ mirrors: [{ destination: mirror }, { percentage: { value: 101 } }] }, 'error h.mirrors[1].destination'],
    [{ mirrors: [{ destination: mirror, percentage: { value: 101 } }] }, 'error h.mirrors[0].percentage'],
    [{ mirrors: [{ destination: { host: 'a_b' } }] }, 'error h.mirrors[0].destination.host'],
  ])('that mirrors %j', (rule, ...expected) => expect(http(rule)).toEqual(expected));

  test.each<Case>([
    [{ delay: { fixedDelay: '1s', percentage: { value: 0.0001 } } }],
    [{ abort: { httpStatus: 503, percentage: { value: 0 } } }],
    [{ abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } }],
    [{}, 'error h.fault'],
    [{ delay: { fixedDelay: '0s' } }, 'error h.fault.delay.fixedDelay'],
    [{ delay: { exponentialDelay: '1s' } }, 'error h.fault.delay.exponentialDelay'],
    [{ delay: { fixedDelay: '1s', percentage: { value: 0.00001 } } }, 'error h.fault.delay.percentage'],
    [{ delay: { fixedDelay: '1s', percentage: { value: 100.1 } } }, 'error h.fault.delay.percentage'],
    [{ abort: { httpStatus: 503, percentage: { value: -1 } } }, 'error h.fault.abort.percentage'],
    [{ abort: { httpStatus: 601 } }, 'error h.fault.abort.httpStatus'],
    [{ abort: { grpcStatus: 'ODD' } }, 'error h.fault.abort.grpcStatus'],
    [{ abort: { http2Error: 'x' } }, 'error h.fault.abort.http2Error'],
  ])('with fault %j', (fault, ...expected) => expect(http({ fault })).toEqual(expected));

  test.each(
    (
      'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
      'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
    ).split(' '),
  )('gRPC status %s can be answered', (grpcStatus) => expect(http({ fault: { abort: { grpcStatus } } })).toEqual([]));

  test.each<Case>([
    [{ attempts: 3, perTryTimeout: '1s', retryOn: '5xx,503,connect-failure', backoff: '1s' }],
    [{ attempts: 0 }],
    [{ attempts: -1 }, 'error h.retries.attempts'],
    [{ attempts: 0, retryOn: '5xx' }, 'error h.retries'],
    [{ attempts: 0, perTryTimeout: '1s' }, 'error h.retries'],
    [{ retryRemoteLocalities: false }, 'error h.retries'],
    [{ attempts: 1, perTryTimeout: '0s' }, 'error h.retries.perTryTimeout'],
    [{ attempts: 1, backoff: '0s' }, 'error h.retries.backoff'],
    [{ attempts: 1, retryOn: '5xx, reset' }, 'error h.retries.retryOn'],
    [{ attempts: 1, retryOn: '5xx,' }, 'error h.retries.retryOn'],
    [{ attempts: 1, retryOn: 'odd' }, 'error h.retries.retryOn'],
    [{ attempts: 1, retryOn: '999' }, 'error h.retries.retryOn'],
    [{ attempts: 1, retryOn: '503x' }, 'error h.retries.retryOn'],
  ])('with retries %j', (retries, ...expected) => expect(http({ retries })).toEqual(expected));

  test.each(
    (
      '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes ' +
      'retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted ' +
      'unavailable 100 103 200 208 226 300 305 307 308 400 418 421 426 428 429 431 451 500 508 510 511 +503'
    ).split(' '),
  )('retries on %s', (retryOn) => expect(http({ retries: { attempts: 1, retryOn } })).toEqual([]));

  test.each([99, 104, 199, 209, 225, 227, 299, 306, 309, 399, 419, 420, 427, 430, 432, 452, 499, 509, 512])(
    'never retries on %d, which has no name',
    (status) => expect(http({ retries: { attempts: 1, retryOn: `${status}` } })).toEqual(['error h.retries.retryOn']),
  );

  test.each<Case>([
    [
      {
        allowOrigins: [{ exact: 'https://a.b' }, { regex: '.*' }, { prefix: 'https' }],
        allowMethods: ['GET'],
        maxAge: '1s',
      },
    ],
    [{ allowOrigins: [{}] }, 'error h.corsPolicy.allowOrigins[0]'],
    [{ allowOrigins: [{ exact: '' }] }, 'error h.corsPolicy.allowOrigins[0]'],
    [{ allowOrigins: [{ regex: '(' }] }, 'error h.corsPolicy.allowOrigins[0]'],
    [{ allowMethods: ['GET', 'get'] }, 'error h.corsPolicy.allowMethods[1]'],
    [{ allowHeaders: ['x-a', '*', 'a b'] }, 'error h.corsPolicy.allowHeaders[2]'],
    [{ exposeHeaders: [''] }, 'error h.corsPolicy.exposeHeaders[0]'],
    [{ maxAge: '0s' }, 'error h.corsPolicy.maxAge'],
    [{ maxAge: '1.5s' }, 'error h.corsPolicy.maxAge'],
    [{ maxAge: 'soon' }],
  ])('with CORS %j', (corsPolicy, ...expected) => expect(http({ corsPolicy })).toEqual(expected));

  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'])(
    'CORS allows method %s',
    (method) => expect(http({ corsPolicy: { allowMethods: [method] } })).toEqual([]),
  );

  test.each<Case>([
    [{ uri: '/a' }],
    [{ authority: 'c.d' }],
    [{ uriRegexRewrite: { match: 'a+', rewrite: 'b' } }],
    [{ uri: '/a', authority: 'c.d' }],
    [{}, 'error h.rewrite'],
    [{ uri: '/a', uriRegexRewrite: { match: 'a', rewrite: 'b' } }, 'error h.rewrite'],
    [{ uriRegexRewrite: { match: '', rewrite: 'b' } }, 'error h.rewrite.uriRegexRewrite'],
    [{ uriRegexRewrite: { match: 'a' } }, 'error h.rewrite.uriRegexRewrite'],
    [{ uriRegexRewrite: { match: '(', rewrite: 'b' } }, 'error h.rewrite.uriRegexRewrite'],
  ])('that rewrites %j', (rewrite, ...expected) => expect(http({ rewrite })).toEqual(expected));

  test.each<Case>([
    [{ request: { set: { 'x-a': 'b', ':authority': 'c.d' }, add: { 'x-c': '%START_TIME%' }, remove: ['x-d', 'x-e'] } }],
    [{ response: { set: { 'x-a': '100%%' }, add: { 'x-b': 'c' }, remove: ['x-d'] } }],
    [{ request: { set: { ':path': '/a' } } }, 'error h.headers.request.set.:path'],
    [{ request: { add: { '': 'a' } } }, 'error h.headers.request.add.'],
    [{ request: { set: { 'x-a': '50%' } } }, 'error h.headers.request.set.x-a'],
    [{ request: { add: { 'x-a': '%X' } } }, 'error h.headers.request.add.x-a'],
    [{ request: { remove: ['x-a', 'host'] } }, 'error h.headers.request.remove[1]'],
    [{ response: { set: { Host: 'a' } } }, 'error h.headers.response.set.Host'],
    [{ response: { add: { ':status': '1' } } }, 'error h.headers.response.add.:status'],
    [{ response: { add: { 'x-a': '%' } } }, 'error h.headers.response.add.x-a'],
    [{ response: { remove: [':status'] } }, 'error h.headers.response.remove[0]'],
    [{ request: { set: { host: 'a' }, add: { ':authority': 'b' } } }, 'error h.headers.request'],
  ])('that changes headers %j', (headers, ...expected) => expect(http({ headers })).toEqual(expected));

  test('the authority is written in one place', () => {
    const rewrite = { authority: 'c.d' };
    expect(http({ rewrite, headers: { request: { set: { 'x-a': 'b' } } } })).toEqual([]);
    expect(http({ rewrite, headers: { request: { set: { host: 'b' } } } })).toEqual(['error h.headers.request']);
    expect(http({ rewrite, headers: { request: { add: { ':Authority': 'b' } } } })).toEqual([
      'error h.headers.request',
    ]);
  });
});

describe('a TLS or TCP rule', () => {
  const tls = (rule: Json, spec: Json = {}) =>
    verdict({ hosts: ['*.b'], tls: [{ match: [{ sniHosts: ['a.b'] }], route, ...rule }], ...spec }).map((one) =>
      one.replace('spec.tls[0]', 't'),
    );
  const tcp = (rule: Json) =>
    verdict({ hosts: ['a.b'], tcp: [{ route, ...rule }] }).map((one) => one.replace('spec.tcp[0]', 't'));

  test.each<Case>([
    [{}],
    [{ match: [] }, 'error t.match'],
    [{ match: [{}] }, 'error t.match[0].sniHosts'],
    [{ match: [{ sniHosts: ['a.c'] }] }, 'error t.match[0].sniHosts[0]'],
    [{ match: [{ sniHosts: ['*.a.b'] }] }],
    [{ match: [{ sniHosts: ['a_b'] }] }, 'error t.match[0].sniHosts[0]'],
    [{ match: [{ sniHosts: ['10.0.0.1'] }] }, 'warning t.match[0].sniHosts[0]'],
    [{ route: [] }, 'error t.route'],
    [{ route: [{}] }, 'error t.route[0].destination'],
    [{ match: [{ sniHosts: ['a.b'], port: 80, destinationSubnets: ['10.0.0.0/8'], sourceLabels: { app: 'a' } }] }],
    [{ match: [{ sniHosts: ['a.b'], port: 0 }] }],
    [{ match: [{ sniHosts: ['a.b'], port: -1 }] }, 'error t.match[0].port'],
    [
      { match: [{ sniHosts: ['a.b'], destinationSubnets: ['10.0.0.1', 'x'] }] },
      'error t.match[0].destinationSubnets[1]',
    ],
    [{ match: [{ sniHosts: ['a.b'], sourceLabels: { '-': 'a' } }] }, 'error t.match[0].sourceLabels'],
    [{ match: [{ sniHosts: ['a.b'], gateways: ['g.ns'] }] }, 'warning t.match[0].gateways[0]'],
  ])('tls %j', (rule, ...expected) => expect(tls(rule)).toEqual(expected));

  test.each<Case>([
    [{}],
    [{ route: [] }, 'error t.route'],
    [{ match: [{ port: 80 }] }],
    [{ match: [{ port: 65536 }] }, 'error t.match[0].port'],
    [{ match: [{ destinationSubnets: ['x'] }] }, 'error t.match[0].destinationSubnets[0]'],
    [{ match: [{ sourceLabels: { '-': 'a' } }] }, 'error t.match[0].sourceLabels'],
    [{ match: [{ gateways: ['g.ns'] }] }],
    [{ match: [{ gateways: ['a_b'] }] }, 'error t.match[0].gateways[0]'],
  ])('tcp %j', (rule, ...expected) => expect(tcp(rule)).toEqual(expected));
});

describe('rules that are never used', () => {
  const used = (...rules: Json[]) => verdict({ hosts: ['a.b'], http: rules.map((one) => ({ route, ...one })) });
  const at = (prefix: string, more: Json = {}) => ({ match: [{ uri: { prefix }, ...more }] });

  test.each<[Json[], ...string[]]>([
    [[at('/a'), {}]],
    [[{}, {}], 'IST0130 warning spec.http[1]'],
    [[{}, at('/a')], 'IST0130 warning spec.http[1]'],
    [[at('/a'), at('/a')], 'IST0130 warning spec.http[1]', 'IST0131 info spec.http[1].match[0]'],
    [[at('/a'), { match: [{ uri: { prefix: '/a' } }, { port: 80 }] }], 'IST0131 info spec.http[1].match[0]'],
    [[{ match: [{ port: 80 }, { port: 80, name: 'x' }] }], 'IST0131 info spec.http[0].match[1]'],
    [
      [{ match: [{ port: 80, headers: {} }] }, { match: [{ port: 80 }] }],
      'IST0130 warning spec.http[1]',
      'IST0131 info spec.http[1].match[0]',
    ],
    [[{ match: [{ uri: {} }] }, { match: [{ port: 80 }] }, { match: [{ uri: {}, port: 80 }] }]],
    [[at('/a'), at('/ab')], 'IST0131 info spec.http[1].match[0]'],
    [[at('/ab'), at('/a')]],
    [[at('/a'), at('/ab', { port: 80 })]],
    [[at('/a', { port: 80 }), at('/ab', { port: 80 })], 'IST0131 info spec.http[1].match[0]'],
    [[at('/a', { method: { exact: 'GET' } }), at('/ab')], 'IST0131 info spec.http[1].match[0]'],
    [[at('/a', { method: { exact: 'PUT' } }), at('/ab')]],
    [[at('/a'), at('/ab', { method: { exact: 'PUT' } })]],
    [[at('/a', { authority: { exact: 'x' } }), at('/ab')], 'IST0131 info spec.http[1].match[0]'],
    [[at('/a', { authority: { prefix: 'x' } }), at('/ab', { authority: { exact: 'x' } })]],
    [[at('/a', { headers: { x: { exact: 'b' } } }), at('/ab')]],
    [
      [at('/a', { headers: { x: { exact: 'b' } } }), at('/ab', { headers: { x: { exact: 'b' } } })],
      'IST0131 info spec.http[1].match[0]',
    ],
    [[at('/a', { headers: { x: { exact: 'b' } } }), at('/ab', { headers: { y: { exact: 'b' } } })]],
    [[at('/a', { queryParams: { x: { exact: 'b' } } }), at('/ab')]],
    [[at('/a', { withoutHeaders: { x: { exact: 'b' } } }), at('/ab')]],
  ])('%j', (rules, ...expected) => expect(used(...rules)).toEqual(expected));

  test('in tls and tcp a name is part of a match', () => {
    const match = [{ sniHosts: ['a.b'] }];
    expect(
      verdict({
        hosts: ['a.b'],
        tls: [
          { match, route },
          { match, route },
        ],
      }),
    ).toEqual(['IST0130 warning spec.tls[1]', 'IST0131 info spec.tls[1].match[0]']);
    expect(verdict({ hosts: ['a.b'], tcp: [{ route }, { route }] })).toEqual(['IST0130 warning spec.tcp[1]']);
    const named = (name: string) => ({ match: [{ port: 80, name }], route });
    expect(verdict({ hosts: ['a.b'], tcp: [named('x'), named('y')] })).toEqual([]);
  });
});
