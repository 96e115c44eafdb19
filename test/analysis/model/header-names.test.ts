import {
  changedHeaderProblem,
  corsHeaderProblem,
  headerValueProblem,
  isAuthority,
  matchedHeaderProblem,
  probeHeaderProblem,
  requestHeaderProblem,
  strictHeaderProblem,
} from '../../../lib/analysis/model/validity/header-names';

const EMPTY = 'the header name is empty';

test.each<[(name: string) => unknown, string[], string[]]>([
  [
    matchedHeaderProblem,
    ['x-a', 'A,b', ':method', ':path', '@request.auth.claims.a'],
    ['a b', ':host', 'a:b', '@a', 'é'],
  ],
  [corsHeaderProblem, ['x-a', '*', 'A,b'], ['a b', ':method', 'a:b']],
  [strictHeaderProblem, ['x-a', 'x_a', 'A1'], ['a.b', '*', ' a', 'a ']],
  [probeHeaderProblem, ['x-a', 'A1'], ['x_a', 'a.b', ' a', 'a ']],
  [requestHeaderProblem, ['x-a', 'host', ':authority', ':Authority', 'a b'], [':path', ':authority2']],
  [changedHeaderProblem, ['x-a', 'hosts', 'my-host'], ['host', 'Host', ':authority', ':path']],
])('%p takes %j and refuses %j', (problem, good, bad) => {
  for (const name of good) expect([name, problem(name)]).toEqual([name, undefined]);
  for (const name of bad) expect([name, problem(name)]).toEqual([name, expect.stringContaining(`"${name}"`)]);
  expect(problem('')).toBe(EMPTY);
});

test.each([
  ['host', true],
  ['Host', true],
  [':authority', true],
  ['x-host', false],
  ['host2', false],
  ['authority', false],
])('%s is the authority: %s', (name, expected) => expect(isAuthority(name)).toBe(expected));

describe('a header value, as Envoy formats it', () => {
  test.each([
    ...['', 'a', '100%%', '%%%%', 'a b\tc', 'é'],
    ...['%START_TIME%', 'a%B%c%D%', '%%%A%', '%A%%%', '%A%%B%'],
    ...['%REQ(x-a)%', '%REQ(x-a?y)%', '%REQ( x)%', '%REQ(")%', '%REQ(a) %', '%A(a\\)b)%', '%A(\\)%'],
    ...['%A(["a"])%', '%A([ "a" , "b" ])%', '%A( ["a","b"])%', '%A(["a"] )%', '%A(["a\\""])%'],
  ])('%j is one', (value) => expect(headerValueProblem(value)).toBeUndefined());

  test.each([
    ['%', 'stands alone'],
    ['50%', 'stands alone'],
    ['%%%', 'stands alone'],
    ['%A', 'not ended'],
    ['%A% %B', 'not ended'],
    ['%A(', 'not ended'],
    ['%A(b)', 'not ended'],
    ['%A(b', 'not ended'],
    ['%A(["a"', 'not ended'],
    ['%A(["a"]', 'not ended'],
    ['%A([', 'not ended'],
    ['%A(b)c%', 'ends in %'],
    ['%A(b\\', 'a backslash ends the value'],
    // Its first sign escapes nothing, and a text may end the arguments, as istiod has it.
    ['%A(\\\\)%', 'not ended'],
    ['%A(["a)"])%', 'ends in %'],
    ['%A([a])%', 'texts in double quotes'],
    ['%A(["a" "b"])%', 'separated by commas'],
    ['%A(["a"]b)%', 'arguments end in )'],
    ['a\nb', 'control characters'],
    ['a\u0000', 'control characters'],
    ['\u007f', 'control characters'],
  ])('%j is none', (value, why) => expect(headerValueProblem(value)).toContain(why));
});
