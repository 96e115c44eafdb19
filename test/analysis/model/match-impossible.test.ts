import { impossibleOf } from '../../../lib/analysis/model/match-impossible';

type Json = Readonly<Record<string, unknown>>;

/** Where a match is impossible by itself; undefined where some request may meet it. */
const found = (match: Json) => impossibleOf(match)?.path;

describe('a path', () => {
  test.each<[Json, string | undefined]>([
    [{ exact: '/a' }, undefined],
    [{ exact: 'a' }, 'uri.exact'],
    [{ prefix: 'a' }, 'uri.prefix'],
    [{ regex: 'a/.*' }, 'uri.regex'],
    [{ regex: '.*' }, undefined],
    [{ regex: '(/a|/b)' }, undefined],
    [{ exact: '' }, undefined],
    [{ exact: '*' }, undefined],
    [{ exact: '/a?b=c' }, 'uri.exact'],
    [{ prefix: '/a#b' }, 'uri.prefix'],
    [{ regex: '/a\\?b' }, undefined],
    [{ regex: '/a#b' }, undefined],
    [{}, undefined],
    [{ suffix: 'a' }, undefined],
  ])('%j: %s', (uri, path) => expect(found({ uri })).toBe(path));

  test('is shown as it would begin', () => {
    expect(impossibleOf({ uri: { prefix: 'a' } })?.why).toContain('"/a"');
    expect(impossibleOf({ uri: { prefix: '/a?' } })?.why).toContain('queryParams');
  });
});

describe('a scheme', () => {
  test.each<[Json, string | undefined]>([
    [{ exact: 'http' }, undefined],
    [{ exact: 'https' }, undefined],
    [{ prefix: 'http' }, undefined],
    [{ prefix: 'https' }, undefined],
    [{ exact: 'HTTP' }, 'scheme.exact'],
    [{ exact: 'grpc' }, 'scheme.exact'],
    [{ prefix: 'ws' }, 'scheme.prefix'],
    [{ prefix: 'httpss' }, 'scheme.prefix'],
    [{ regex: 'ws' }, undefined],
    [{}, undefined],
  ])('%j: %s', (scheme, path) => expect(found({ scheme })).toBe(path));
});

describe('a method', () => {
  test.each(['get', 'Head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch'])(
    '%s is in capitals',
    (exact) => {
      expect(found({ method: { exact } })).toBe('method.exact');
      expect(found({ method: { exact: exact.toUpperCase() } })).toBeUndefined();
    },
  );

  test.each<[Json]>([[{ exact: 'purge' }], [{ prefix: 'get' }], [{ regex: 'get' }], [{ exact: '' }], [{}]])(
    '%j may be one',
    (method) => expect(found({ method })).toBeUndefined(),
  );
});

describe('a header that is asked for and ruled out', () => {
  test.each<[Json, Json, string | undefined]>([
    [{ a: { exact: 'x' } }, { a: { exact: 'x' } }, 'withoutHeaders.a'],
    [{ a: { exact: 'x' } }, { a: {} }, 'withoutHeaders.a'],
    [{ a: { exact: 'x' } }, { a: { prefix: '' } }, 'withoutHeaders.a'],
    [{ a: { exact: 'x' } }, { A: { exact: 'x' } }, 'withoutHeaders.A'],
    [{ A: { exact: 'x' } }, { a: { exact: 'x' } }, 'withoutHeaders.a'],
    [{ a: { exact: 'x' } }, { a: { exact: 'y' } }, undefined],
    [{ a: { prefix: 'x' } }, { a: { exact: 'x' } }, undefined],
    [{ a: { exact: 'x' } }, { b: {} }, undefined],
    [{ a: { exact: 'x' } }, { b: {}, a: {} }, 'withoutHeaders.a'],
    [{ '@request.auth.claims.a': { exact: 'x' } }, { '@request.auth.claims.a': { exact: 'x' } }, undefined],
    [{}, { a: {} }, undefined],
  ])('%j without %j: %s', (headers, withoutHeaders, path) => expect(found({ headers, withoutHeaders })).toBe(path));
});

test('the first is told: path, scheme, method, headers', () => {
  const rest = { scheme: { exact: 'ws' }, method: { exact: 'get' }, headers: { a: {} }, withoutHeaders: { a: {} } };
  expect(found({ uri: { exact: 'a' }, ...rest })).toBe('uri.exact');
  expect(found({ uri: { exact: '/a' }, ...rest })).toBe('scheme.exact');
  expect(found({ ...rest, scheme: undefined })).toBe('method.exact');
  expect(found({})).toBeUndefined();
});
