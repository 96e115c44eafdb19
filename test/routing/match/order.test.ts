import fc from 'fast-check';
import {
  CannotJoin,
  covers,
  HeaderMatch,
  intersect,
  PathMatch,
  QueryMatch,
  RouteMatch,
  type RouteMatchProps,
  specificFirst,
  StringMatch,
  unreachable,
} from '../../../lib/routing/match';

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly port: number;
}

const text = fc.constantFrom('/', '/a', '/a/', '/a/b', '/A', '/b');
const value = fc.constantFrom('1', '12', '2');
const path = fc.oneof(
  fc.tuple(text, fc.boolean()).map(([of, ignoreCase]) => PathMatch.exact(of, { ignoreCase })),
  fc.tuple(text, fc.boolean()).map(([of, ignoreCase]) => PathMatch.prefix(of, { ignoreCase })),
  fc.constantFrom('/a.*', '.*', '/[ab]', '/.*').map((of) => PathMatch.regex(of)),
);
const header = fc.oneof(
  value.map((of) => HeaderMatch.exact('x', of)),
  value.map((of) => HeaderMatch.prefix('x', of)),
  fc.constantFrom(HeaderMatch.present('x'), HeaderMatch.absent('x'), HeaderMatch.not(HeaderMatch.exact('x', '1'))),
);
const props = fc.record(
  {
    path,
    headers: header.map((one) => [one]),
    queryParams: fc.oneof(
      value.map((of) => [QueryMatch.exact('q', of)]),
      fc.constant([QueryMatch.present('q')]),
    ),
    method: fc.constantFrom(StringMatch.exact('GET'), StringMatch.exact('POST'), StringMatch.regex('GET|POST')),
    port: fc.constantFrom(80, 81),
  },
  { requiredKeys: [] },
);
const one = props.map((of) => (Object.keys(of).length === 0 ? RouteMatch.all() : RouteMatch.of(of)));
const match = fc.oneof(
  one,
  fc.tuple(one, one).map(([a, b]) => RouteMatch.anyOf(a, b)),
);
const request: fc.Arbitrary<Request> = fc.record({
  path: text,
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  headers: fc.record({ x: value }, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>,
  query: fc.record({ q: value }, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>,
  port: fc.constantFrom(80, 81, 82),
});

/** What Envoy would answer; written for this test only. */
function takes(of: RouteMatch, asked: Request): boolean {
  return of.alternatives.some((block) => takesBlock(block, asked));
}

function takesBlock(block: RouteMatchProps, asked: Request): boolean {
  const compare = (condition: StringMatch | undefined, actual: string | undefined): boolean => {
    if (actual === undefined) return false;
    if (!condition) return true;
    if (condition.kind === 'regex') return new RegExp(`^(?:${condition.value})$`).test(actual);
    return condition.kind === 'exact' ? actual === condition.value : actual.startsWith(condition.value);
  };
  const fold = (of: string): string => (block.path?.ignoreCase ? of.toLowerCase() : of);
  const onPath =
    !block.path ||
    (block.path.kind === 'regex'
      ? new RegExp(`^(?:${block.path.value})$`).test(asked.path)
      : block.path.kind === 'exact'
        ? fold(asked.path) === fold(block.path.value)
        : fold(asked.path).startsWith(fold(block.path.value)));
  return (
    onPath &&
    (!block.method || compare(block.method, asked.method)) &&
    (block.port === undefined || block.port === asked.port) &&
    (block.headers ?? []).every((one) => compare(one.value, asked.headers[one.name]) !== one.negated) &&
    (block.queryParams ?? []).every((one) => compare(one.value, asked.query[one.name]))
  );
}

function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { seed: 7, numRuns: 4000 });
}

describe('P64 coverage is sound', () => {
  test('what a match covers takes no request that it does not take', () =>
    check(fc.property(match, match, request, (a, b, asked) => !covers(a, b) || !takes(b, asked) || takes(a, asked))));

  test('everything is covered by RouteMatch.all()', () =>
    check(fc.property(match, (of) => covers(RouteMatch.all(), of))));
  test('every match covers itself', () => check(fc.property(match, (of) => covers(of, of))));

  test.each([
    [RouteMatch.prefix('/'), RouteMatch.exact('/a'), true],
    [RouteMatch.prefix('/a'), RouteMatch.prefix('/a/b'), true],
    [RouteMatch.prefix('/a/b'), RouteMatch.prefix('/a'), false],
    [RouteMatch.regex('/v[0-9]+'), RouteMatch.exact('/v1'), true],
    [RouteMatch.regex('/v[0-9]+'), RouteMatch.exact('/v'), false],
    [RouteMatch.prefix('/A', { ignoreCase: true }), RouteMatch.exact('/a/b'), true],
    [RouteMatch.prefix('/a'), RouteMatch.exact('/a', { ignoreCase: true }), false],
    [RouteMatch.header(HeaderMatch.present('x')), RouteMatch.header(HeaderMatch.exact('x', '1')), true],
    [RouteMatch.header(HeaderMatch.exact('x', '1')), RouteMatch.header(HeaderMatch.present('x')), false],
    [RouteMatch.sourceLabels({ app: 'a' }), RouteMatch.sourceLabels({ app: 'a', tier: 'b' }), true],
    [RouteMatch.of({ port: 80 }), RouteMatch.prefix('/'), false],
  ])('%j covers %j: %p', (wide, narrow, expected) => expect(covers(wide, narrow)).toBe(expected));
});

describe('an intersection', () => {
  test('takes what both take, and nothing else', () =>
    check(
      fc.property(match, match, request, (a, b, asked) => {
        const both = intersect(a, b);
        if (both instanceof CannotJoin) return true;
        return (both ? takes(both, asked) : false) === (takes(a, asked) && takes(b, asked));
      }),
    ));

  test('of two that exclude each other is none', () => {
    expect(intersect(RouteMatch.exact('/a'), RouteMatch.exact('/b'))).toBeUndefined();
    expect(intersect(RouteMatch.of({ port: 80 }), RouteMatch.of({ port: 81 }))).toBeUndefined();
  });

  test('that no block of a VirtualService can hold says so', () => {
    expect(intersect(RouteMatch.regex('/a.*'), RouteMatch.prefix('/ab'))).toEqual(new CannotJoin('path'));
  });
});

describe('the order of routes', () => {
  const routes = fc.array(
    match.map((of, index = 0) => ({ match: of, index })),
    { maxLength: 8 },
  );

  test('keeps all of them', () =>
    check(fc.property(routes, (given) => new Set(specificFirst(given)).size === given.length)));

  test('P64 leaves none hidden by a wider one', () =>
    check(
      fc.property(routes, (given) => {
        const hidden = unreachable(specificFirst(given));
        return !hidden || covers(hidden.rule.match, hidden.hiddenBy.match);
      }),
    ));

  test('is the given one where nothing is hidden', () =>
    check(
      fc.property(
        routes,
        (given) => unreachable(given) !== undefined || specificFirst(given).every((of, i) => of === given[i]),
      ),
    ));

  test('names the rule that hides another', () => {
    const [wide, narrow] = [{ match: RouteMatch.prefix('/') }, { match: RouteMatch.exact('/a') }];
    expect(unreachable([wide, narrow])).toEqual({ rule: narrow, hiddenBy: wide });
    expect(unreachable(specificFirst([wide, narrow]))).toBeUndefined();
  });
});
