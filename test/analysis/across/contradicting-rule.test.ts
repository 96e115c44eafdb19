import { manifest } from '../model/manifest';
import { found } from './found';

type Json = Readonly<Record<string, unknown>>;

/** Where the second rule of a policy contradicts itself. */
const told = (rule: Json) =>
  found('contradicting-rule', [
    manifest('security.istio.io/v1/AuthorizationPolicy', 'n/p', { spec: { rules: [{}, rule] } }),
  ]).map((one) => one.replace('CIS0451 warning AuthorizationPolicy n/p spec.rules[1].', ''));
const from = (...sources: Json[]) => ({ from: sources.map((source) => ({ source })) });
const to = (...operations: Json[]) => ({ to: operations.map((operation) => ({ operation })) });
const when = (...conditions: Json[]) => ({ when: conditions.map((one) => ({ key: 'request.headers[a]', ...one })) });

describe('a value that is asked for and ruled out', () => {
  test.each(['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'trustDomains'])('of %s', (name) => {
    const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
    expect(told(from({ [name]: ['a'], [not]: ['a'] }))).toEqual([`from[0].source.${not}`]);
    expect(told(from({ [name]: ['a'], [not]: ['b'] }))).toEqual([]);
    expect(told(from({ [name]: ['a'] }, { [name]: ['a'], [not]: ['b', 'a'] }))).toEqual([`from[1].source.${not}`]);
  });

  test.each(['ipBlocks', 'remoteIpBlocks'])('of %s', (name) => {
    const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
    expect(told(from({ [name]: ['10.0.0.0/8'], [not]: ['10.0.0.0/8'] }))).toEqual([`from[0].source.${not}`]);
    expect(told(from({ [name]: ['10.0.0.0/8'], [not]: ['10.1.0.0/16'] }))).toEqual([]);
  });

  test.each(['hosts', 'methods', 'paths', 'ports'])('of %s', (name) => {
    const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
    expect(told(to({ [name]: ['1'], [not]: ['1'] }))).toEqual([`to[0].operation.${not}`]);
    expect(told(to({ [name]: ['1'], [not]: ['2'] }))).toEqual([]);
    expect(told(to({ [name]: ['1'] }, { [name]: ['1'], [not]: ['1'] }))).toEqual([`to[1].operation.${not}`]);
  });

  test('of a condition', () => {
    expect(told(when({ values: ['a'], notValues: ['a'] }))).toEqual(['when[0].notValues']);
    expect(told(when({ values: ['a'] }, { values: ['a'], notValues: ['a'] }))).toEqual(['when[1].notValues']);
    expect(told(when({ values: ['a'], notValues: ['*'] }))).toEqual([]);
  });

  test('is told where nothing else is left', () => {
    expect(told(to({ paths: ['/a', '/b'], notPaths: ['/a', '/b'] }))).toEqual(['to[0].operation.notPaths']);
    expect(told(to({ paths: ['/a', '/b'], notPaths: ['/a'] }))).toEqual([]);
    expect(told(to({ notPaths: ['/a'] }))).toEqual([]);
    expect(told(to({ paths: ['/a'], notPaths: [] }))).toEqual([]);
    expect(told(to({ paths: [], notPaths: ['/a'] }))).toEqual([]);
  });
});

test.each<[string, string, boolean]>([
  ['/a', '/a', true],
  ['/a', '*', true],
  ['/a*', '*', true],
  ['*', '*', true],
  ['*', '/*', false],
  ['*', '*/', false],
  ['/a/b', '/a/*', true],
  ['/a/b*', '/a/*', true],
  ['/a*', '/a/*', false],
  ['/b', '/a*', false],
  ['/a*', '/a', false],
  ['/a.html', '*.html', true],
  ['*.html', '*html', true],
  ['*html', '*.html', false],
  ['/a*', '*a*', false],
  ['*a', 'a*', false],
  ['a*', '*a', false],
  ['/a/{*}', '/a/{*}', true],
  ['/a/{*}', '/a/*', false],
  ['/a/b', '/a/{**}', false],
  ['/{**}', '*', false],
])('a rule for the path %s but not for %s matches nothing: %s', (path, not, expected) => {
  expect(told(to({ paths: [path], notPaths: [not] }))).toHaveLength(expected ? 1 : 0);
});

test.each(['principals', 'serviceAccounts', 'trustDomains'])('%s with a star are not compared', (name) => {
  const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
  expect(told(from({ [name]: ['a'], [not]: ['*'] }))).toEqual([]);
  expect(told(from({ [name]: ['ab'], [not]: ['a*'] }))).toEqual([]);
  expect(told(from({ [name]: ['a*'], [not]: ['a*'] }))).toHaveLength(1);
});

test.each(['hosts', 'methods', 'paths'])('%s with a star are', (name) => {
  const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
  expect(told(to({ [name]: ['ab'], [not]: ['a*'] }))).toHaveLength(1);
});

test.each(['namespaces', 'requestPrincipals'])('%s with a star are, too', (name) => {
  const not = `not${name[0]!.toUpperCase()}${name.slice(1)}`;
  expect(told(from({ [name]: ['ab'], [not]: ['a*'] }))).toHaveLength(1);
});
