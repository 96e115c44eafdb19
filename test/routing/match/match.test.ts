import { HeaderMatch, PathMatch, QueryMatch, RouteMatch, StringMatch } from '../../../lib/routing/match';
import { renderHttpMatch } from '../../../lib/routing/match';
import { refusal } from '../../refusal';

const rendered = (match: RouteMatch): unknown => renderHttpMatch(match);

describe('a match as a VirtualService has it', () => {
  test('everything: no condition at all', () => expect(rendered(RouteMatch.all())).toBeUndefined());

  test.each([
    ['prefix', RouteMatch.prefix('/api'), [{ uri: { prefix: '/api' } }]],
    ['exact', RouteMatch.exact('/api'), [{ uri: { exact: '/api' } }]],
    ['regex', RouteMatch.regex('/v[0-9]+'), [{ uri: { regex: '/v[0-9]+' } }]],
    [
      'ignoring case',
      RouteMatch.prefix('/api', { ignoreCase: true }),
      [{ uri: { prefix: '/api' }, ignoreUriCase: true }],
    ],
    [
      'header',
      RouteMatch.header(HeaderMatch.exact('End-User', 'jason')),
      [{ headers: { 'end-user': { exact: 'jason' } } }],
    ],
    ['header present', RouteMatch.header(HeaderMatch.present('x')), [{ headers: { x: {} } }]],
    ['header absent', RouteMatch.header(HeaderMatch.absent('x')), [{ withoutHeaders: { x: {} } }]],
    [
      'header not',
      RouteMatch.header(HeaderMatch.not(HeaderMatch.prefix('x', 'a'))),
      [{ withoutHeaders: { x: { prefix: 'a' } } }],
    ],
    [
      'claim',
      RouteMatch.header(HeaderMatch.claim('realm.role', 'a')),
      [{ headers: { '@request.auth.claims[realm][role]': { exact: 'a' } } }],
    ],
    ['source', RouteMatch.sourceLabels({ app: 'web' }), [{ sourceLabels: { app: 'web' } }]],
  ])('%s', (_name, match, expected) => expect(rendered(match)).toEqual(expected));

  test('all conditions of one block', () => {
    const match = RouteMatch.of({
      path: PathMatch.exact('/a'),
      headers: [HeaderMatch.exact('h', '1'), HeaderMatch.absent('g')],
      queryParams: [QueryMatch.exact('q', '1'), QueryMatch.present('p')],
      method: StringMatch.exact('GET'),
      scheme: StringMatch.exact('https'),
      authority: StringMatch.prefix('shop.'),
      port: 443,
      sourceLabels: { app: 'web' },
      sourceNamespace: 'shop',
    });
    expect(rendered(match)).toEqual([
      {
        uri: { exact: '/a' },
        headers: { h: { exact: '1' } },
        withoutHeaders: { g: {} },
        queryParams: { q: { exact: '1' }, p: {} },
        method: { exact: 'GET' },
        scheme: { exact: 'https' },
        authority: { prefix: 'shop.' },
        port: 443,
        sourceLabels: { app: 'web' },
        sourceNamespace: 'shop',
      },
    ]);
  });

  test('alternatives are blocks', () => {
    const match = RouteMatch.anyOf(RouteMatch.prefix('/a'), RouteMatch.exact('/b'));
    expect(rendered(match)).toEqual([{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }]);
  });

  test('a binding is part of every block, and the only one of a match of everything', () => {
    const match = RouteMatch.anyOf(RouteMatch.prefix('/a'), RouteMatch.exact('/b'));
    expect(renderHttpMatch(match, { gateways: ['mesh'], port: 80 })).toEqual([
      { gateways: ['mesh'], port: 80, uri: { prefix: '/a' } },
      { gateways: ['mesh'], port: 80, uri: { exact: '/b' } },
    ]);
    expect(renderHttpMatch(RouteMatch.all(), { port: 80 })).toEqual([{ port: 80 }]);
  });
});

describe('a cookie', () => {
  const { value } = HeaderMatch.cookie('user', 'a.b');
  const matches = (header: string): boolean => new RegExp(`^(?:${value?.value})$`).test(header);

  test.each(['user=a.b', 'x=1; user=a.b', 'x=1;user=a.b; y=2'])('is found in %s', (header) =>
    expect(matches(header)).toBe(true),
  );
  test.each(['user=axb', 'xuser=a.b', 'user=a.bc', ''])('is not found in %s', (header) =>
    expect(matches(header)).toBe(false),
  );
});

describe('refused', () => {
  test.each([
    ['a path without slash', () => PathMatch.exact('api'), 'PathMalformed'],
    ['a path with a query', () => PathMatch.prefix('/a?b'), 'PathMalformed'],
    ['a path with white space', () => PathMatch.prefix('/a b'), 'PathMalformed'],
    ['P65 look-ahead', () => PathMatch.regex('/(?=a)'), 'RegexMalformed'],
    ['P65 a back-reference', () => StringMatch.regex('(a)\\1'), 'RegexMalformed'],
    ['P65 an unclosed group', () => HeaderMatch.regex('x', '('), 'RegexMalformed'],
    ['P65 1025 bytes', () => StringMatch.regex('a'.repeat(1025)), 'RegexMalformed'],
    ['an empty expression', () => StringMatch.regex(''), 'RegexMalformed'],
    ['an empty value', () => HeaderMatch.exact('x', ''), 'MatchValueEmpty'],
    ['an empty query name', () => QueryMatch.present(''), 'MatchValueEmpty'],
    ['a header name with a space', () => HeaderMatch.present('a b'), 'HeaderNameMalformed'],
    [
      'a condition of its own as header',
      () => RouteMatch.header(HeaderMatch.exact('uri', '/a')),
      'HeaderNameMalformed',
    ],
    ['no condition', () => RouteMatch.of({}), 'MatchEmpty'],
    ['an empty list', () => RouteMatch.of({ headers: [] }), 'MatchEmpty'],
    ['no alternative', () => RouteMatch.anyOf(), 'MatchEmpty'],
    [
      'two on one header',
      () => RouteMatch.of({ headers: [HeaderMatch.exact('x', '1'), HeaderMatch.exact('X', '2')] }),
      'MatchContradicts',
    ],
    [
      'two on one parameter',
      () => RouteMatch.of({ queryParams: [QueryMatch.exact('x', '1'), QueryMatch.present('x')] }),
      'MatchContradicts',
    ],
    ['no port', () => RouteMatch.of({ port: 0 }), 'PortOutOfRange'],
    ['no namespace', () => RouteMatch.of({ sourceNamespace: 'A' }), 'NameNotDnsLabel'],
    ['no label', () => RouteMatch.sourceLabels({ 'a/': 'x' }), 'LabelMalformed'],
  ])('%s', (_name, call, id) => expect(refusal(call).id).toBe(id));

  test('RE2 that JavaScript lacks is accepted', () => expect(() => PathMatch.regex('(?i)/a(?P<x>b)')).not.toThrow());
});
