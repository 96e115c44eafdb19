import {
  at,
  canonical,
  fields,
  isFields,
  list,
  maybe,
  number,
  objects,
  text,
  textMap,
  texts,
} from '../../../lib/analysis/model/json';
import { labelSelectorSelects, selects, selectorText } from '../../../lib/analysis/model/labels';
import { coversMatch } from '../../../lib/analysis/model/match-cover';
import { fqdn, fullName, groupBy, reference, serviceOf } from '../../../lib/analysis/model/names';
import { scopesOf } from '../../../lib/analysis/model/visibility';

describe('what stands in a manifest has the type that is asked for', () => {
  test('objects', () => {
    expect([{}, [], null, 'a', 1, undefined].map(isFields)).toEqual([true, false, false, false, false, false]);
    expect(fields({ a: 1 })).toEqual({ a: 1 });
    expect(Object.keys(fields(null))).toEqual([]);
    expect(fields([]).constructor).toBeUndefined();
    expect(Object.isFrozen(fields('a'))).toBe(true);
    expect([maybe({ a: 1 }), maybe([]), maybe(null)]).toEqual([{ a: 1 }, undefined, undefined]);
  });

  test('lists', () => {
    expect([list([1]), list('a'), list({ length: 1 }), list(undefined)]).toEqual([[1], [], [], []]);
    expect(objects([{ a: 1 }, 'a', null]).map((one) => Object.keys(one))).toEqual([['a'], [], []]);
    expect(texts(['a', 1, null, {}])).toEqual(['a', '1', '', '']);
  });

  test('texts and numbers', () => {
    expect(['a', 1.5, true, null, {}].map(text)).toEqual(['a', '1.5', '', '', '']);
    expect([1.5, '80', '-1', '1.25', '1.', '.5', 'a1', '1a', '1e3', '', null].map(number)).toEqual([
      1.5, 80, -1, 1.25, 0, 0, 0, 0, 0, 0, 0,
    ]);
    expect([...textMap({ a: 'b', c: 1, d: null })]).toEqual([
      ['a', 'b'],
      ['c', '1'],
      ['d', ''],
    ]);
    expect([...textMap('a')]).toEqual([]);
  });

  test('paths', () => expect([at('spec', 'a'), at('spec.a', 0)]).toEqual(['spec.a', 'spec.a[0]']));

  test.each([
    [{ b: 1, a: [2, { d: 1, c: null }] }, '{"a":[2,{"c":null,"d":1}],"b":1}'],
    ['a"b', '"a\\"b"'],
    [undefined, 'null'],
    [[], '[]'],
    [{}, '{}'],
    [[1, 2], '[1,2]'],
  ])('%j in one spelling', (value, expected) => expect(canonical(value)).toBe(expected));
});

describe('selectors', () => {
  const labels = { app: 'a', version: '1' };

  test.each([
    [{ app: 'a' }, true],
    [{ app: 'a', version: 1 }, true],
    [{ app: 'b' }, false],
    [{ app: 'a', tier: 'x' }, false],
    [{}, true],
    [undefined, true],
  ])('%j selects: %s', (selector, expected) => {
    expect(selects(selector, labels)).toBe(expected);
    expect(labelSelectorSelects({ matchLabels: selector }, labels)).toBe(expected);
  });

  test('are printed in order of their keys', () => {
    expect(selectorText({ b: 'c', a: 1 })).toBe('a=1,b=c');
    expect(selectorText(undefined)).toBe('');
  });

  test.each([
    [{ key: 'app', operator: 'In', values: ['a', 'b'] }, true],
    [{ key: 'app', operator: 'In', values: ['b'] }, false],
    [{ key: 'none', operator: 'In', values: [undefined] }, false],
    [{ key: 'app', operator: 'NotIn', values: ['a'] }, false],
    [{ key: 'app', operator: 'NotIn', values: ['b'] }, true],
    [{ key: 'none', operator: 'NotIn', values: ['a'] }, true],
    [{ key: 'app', operator: 'Exists' }, true],
    [{ key: 'none', operator: 'Exists' }, false],
    [{ key: 'app', operator: 'DoesNotExist' }, false],
    [{ key: 'none', operator: 'DoesNotExist' }, true],
    [{ key: 'app', operator: 'Equals', values: ['a'] }, false],
    [{}, false],
  ])('expression %j holds: %s', (expression, expected) => {
    expect(labelSelectorSelects({ matchExpressions: [expression] }, labels)).toBe(expected);
    expect(labelSelectorSelects({ matchExpressions: [{ key: 'app', operator: 'Exists' }, expression] }, labels)).toBe(
      expected,
    );
  });

  test('labels and expressions have to hold together', () => {
    const matchExpressions = [{ key: 'app', operator: 'Exists' }];
    expect(labelSelectorSelects({ matchLabels: { app: 'b' }, matchExpressions }, labels)).toBe(false);
    expect(labelSelectorSelects(undefined, labels)).toBe(true);
  });
});

describe('names', () => {
  test.each([
    ['a', 'a.ns.svc.cluster.local'],
    ['a.b', 'a.b'],
    ['*', '*'],
    ['*a', '*a'],
    ['*.a.b', '*.a.b'],
  ])('%s is %s', (host, expected) => expect(fqdn(host, 'ns')).toBe(expected));

  test('the cluster domain is part of them', () => {
    expect(fqdn('a', 'ns', 'k8s.example')).toBe('a.ns.svc.k8s.example');
    expect(serviceOf('a.ns.svc.k8s.example', 'k8s.example')).toEqual({ name: 'a', namespace: 'ns' });
    expect(serviceOf('a.ns.svc.cluster.local', 'k8s.example')).toBeUndefined();
  });

  test.each([
    ['a.ns.svc.cluster.local', { name: 'a', namespace: 'ns' }],
    ['pod.a.ns.svc.cluster.local', { name: 'pod.a', namespace: 'ns' }],
    ['ns.svc.cluster.local', undefined],
    ['.ns.svc.cluster.local', undefined],
    ['a.ns.svc.cluster.local.x', undefined],
    ['a.b', undefined],
  ])('%s names the Service %j', (host, expected) => expect(serviceOf(host)).toEqual(expected));

  test.each([
    ['a', { namespace: 'ns', name: 'a' }],
    ['b/a', { namespace: 'b', name: 'a' }],
    ['b/a/c', { namespace: 'b', name: 'a/c' }],
    ['/a', { namespace: '', name: 'a' }],
  ])('%s refers to %j', (given, expected) => expect(reference('ns', given)).toEqual(expected));

  test('are full with their namespace', () => {
    expect([fullName({ namespace: 'b', name: 'a' }), fullName({ namespace: '', name: 'a' })]).toEqual(['b/a', 'a']);
  });

  test('groups are in the order of first sight', () => {
    expect([...groupBy(['b1', 'a1', 'b2'], (one) => one[0]!)]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});

describe('exportTo', () => {
  test.each([
    [undefined, ['*']],
    [[], ['*']],
    [['.'], ['ns']],
    [
      ['a', '.', 'ns'],
      ['a', 'ns'],
    ],
    [['a', '*'], ['*']],
    [['~'], ['~']],
  ])('%j is seen from %j', (exportTo, expected) => expect(scopesOf(exportTo, 'ns')).toEqual(expected));

  test("the mesh's default holds where a resource says nothing", () => {
    expect(scopesOf(undefined, 'ns', ['.'])).toEqual(['ns']);
    expect(scopesOf(['a'], 'ns', ['.'])).toEqual(['a']);
    expect(scopesOf(undefined, 'ns', [])).toEqual(['*']);
  });
});

describe('one match takes all that another takes', () => {
  type Match = Readonly<Record<string, unknown>>;

  test.each<[Match, Match]>([
    [{}, { uri: { exact: '/a' }, method: { exact: 'GET' } }],
    [{ uri: { prefix: '/' } }, {}],
    [{ uri: { prefix: '/' } }, { uri: { regex: '.*' } }],
    [{ uri: { prefix: '/' } }, { uri: { exact: '/a' }, ignoreUriCase: true }],
    [{ uri: { prefix: '/a' } }, { uri: { exact: '/ab' } }],
    [{ uri: { prefix: '/a' } }, { uri: { prefix: '/ab' } }],
    [{ uri: { exact: '/a' } }, { uri: { exact: '/a' } }],
    [{ uri: { regex: 'a+' } }, { uri: { regex: 'a+' } }],
    [
      { uri: { exact: '/a' }, ignoreUriCase: true },
      { ignoreUriCase: true, uri: { exact: '/a' } },
    ],
    [{ method: {} }, {}],
    [{ scheme: { exact: 'https' } }, { scheme: { exact: 'https' }, port: 1 }],
    [{ authority: { prefix: 'a' } }, { authority: { exact: 'ab' } }],
    [{ headers: {} }, { headers: { a: { exact: 'b' } } }],
    [{ headers: { a: {} } }, { headers: { a: { exact: 'b' }, c: {} } }],
    [{ headers: { a: {} } }, { headers: { a: null } }],
    [{ queryParams: { a: { exact: 'b' } } }, { queryParams: { a: { exact: 'b' } } }],
    [{ withoutHeaders: { a: {} } }, { withoutHeaders: { a: {} } }],
    [{ withoutHeaders: {} }, { withoutHeaders: { a: {} } }],
    [{ gateways: [] }, { gateways: ['mesh'] }],
    [{ gateways: ['mesh'] }, { gateways: ['mesh'] }],
    [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a' } }],
    [{ port: 0 }, { port: 80 }],
    [{ port: 80 }, { port: 80 }],
    [{ sourceNamespace: '' }, { sourceNamespace: 'a' }],
    [{ sourceNamespace: 'a' }, { sourceNamespace: 'a' }],
    [{ uri: { regex: '/a' } }, { uri: { exact: '/a' } }],
    [{ uri: { prefix: '/a' } }, { uri: { regex: '/a.*' } }],
    [{ uri: { prefix: '/a' } }, { uri: { regex: '/a/[0-9]+' } }],
    [{ uri: { regex: '/a/.*' } }, { uri: { regex: '/a/b/.*' } }],
    [{ uri: { exact: '/a.b' } }, { uri: { regex: '^/a\\.b$' } }],
    [{ uri: { prefix: '/' }, ignoreUriCase: true }, { uri: { exact: '/b' } }],
    [
      { uri: { prefix: '/a' }, ignoreUriCase: true },
      { uri: { prefix: '/ab' }, ignoreUriCase: true },
    ],
    [{ uri: { exact: '/a' }, ignoreUriCase: true }, { uri: { exact: '/a' } }],
    [{ uri: { prefix: '' } }, { uri: { regex: '/a' } }],
    [{ uri: { regex: '.*' } }, { uri: { prefix: '/a' }, ignoreUriCase: true }],
    [{ uri: { regex: '/.*' } }, {}],
    [{ uri: { prefix: '/1' } }, { uri: { prefix: '/1/A' }, ignoreUriCase: true }],
    [{ uri: { exact: '/A' }, ignoreUriCase: true }, { uri: { exact: '/a' } }],
    [{ uri: {} }, { uri: { exact: '/a' }, ignoreUriCase: true }],
    [{ method: { regex: 'GET|PUT' } }, { method: { exact: 'PUT' } }],
    [{ headers: { 'X-A': { regex: '*' } } }, { headers: { 'x-a': { prefix: 'b' } } }],
    [{ headers: { a: { regex: '.*' } } }, { headers: { a: {} } }],
    [{ withoutHeaders: { a: { exact: 'bc' } } }, { withoutHeaders: { a: { prefix: 'b' } } }],
    [{ withoutHeaders: { a: { exact: 'b' } } }, { withoutHeaders: { a: {} } }],
    [{ withoutHeaders: { a: { exact: 'b' } } }, { headers: { a: { exact: 'c' } } }],
    [{ withoutHeaders: { a: { prefix: 'b' } } }, { headers: { a: { prefix: 'c' } } }],
    [{ withoutHeaders: { a: { regex: 'b+' } } }, { headers: { a: { exact: 'c' } } }],
    [{ gateways: ['a', 'mesh'] }, { gateways: ['mesh'] }],
    [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a', version: 'b' } }],
    [{ statPrefix: 'a' }, {}],
  ])('%j takes what %j takes', (wide, narrow) => expect(coversMatch(wide, narrow)).toBe(true));

  test.each<[Match, Match]>([
    [{ uri: { exact: '/a' } }, {}],
    [{ uri: { prefix: '/a' } }, {}],
    [{ uri: { prefix: '/a' } }, { uri: { exact: '/b' } }],
    [{ uri: { prefix: '/ab' } }, { uri: { prefix: '/a' } }],
    [{ uri: { prefix: '/a' } }, { uri: { regex: '/a?.*' } }],
    [{ uri: { exact: '/a' } }, { uri: { prefix: '/a' } }],
    [{ uri: { exact: '/a' } }, { uri: { regex: '/a+' } }],
    [{ uri: { prefix: '/', exact: '/a' } }, { uri: { exact: '/b' } }],
    [{ uri: { prefix: '/', regex: '/a' } }, { uri: { exact: '/b' } }],
    [{ uri: { prefix: '/a' } }, { uri: { prefix: '/a' }, ignoreUriCase: true }],
    [{ uri: { unknown: '/a' } }, { uri: { exact: '/a' } }],
    [{ method: { exact: 'GET' } }, {}],
    [{ method: { exact: 'GET' } }, { method: { exact: 'PUT' } }],
    [{ scheme: { exact: 'https' } }, { scheme: { prefix: 'https' } }],
    [{ authority: { prefix: 'ab' } }, { authority: { exact: 'a' } }],
    [{ authority: { prefix: 'a' } }, {}],
    [{ headers: { a: {} } }, {}],
    [{ headers: { a: {} } }, { headers: { b: {} } }],
    [{ headers: { a: {}, b: {} } }, { headers: { a: {} } }],
    [{ headers: { a: { exact: 'b' } } }, { headers: { a: {} } }],
    [{ headers: { constructor: {} } }, { headers: {} }],
    [{ queryParams: { a: { exact: 'b' } } }, { queryParams: { a: { exact: 'c' } } }],
    [{ withoutHeaders: { a: {} } }, {}],
    [{ gateways: ['mesh'] }, {}],
    [{ gateways: ['mesh'] }, { gateways: ['a', 'mesh'] }],
    [{ sourceLabels: { app: 'a' } }, {}],
    [{ port: 80 }, {}],
    [{ port: 80 }, { port: 81 }],
    [{ sourceNamespace: 'a' }, {}],
    [{ sourceNamespace: 'a' }, { sourceNamespace: 'b' }],
    [{ uri: { regex: '/a' } }, { uri: { exact: '/ab' } }],
    [{ uri: { regex: '[' } }, { uri: { exact: '[' } }],
    [{ uri: { regex: '/a' } }, { uri: { exact: '/a' }, ignoreUriCase: true }],
    [{ uri: { exact: '/a' } }, { uri: { exact: '/a' }, ignoreUriCase: true }],
    [{ uri: { prefix: '/a' }, ignoreUriCase: true }, { uri: { regex: '/A' } }],
    [{ uri: { prefix: '/\u212a' }, ignoreUriCase: true }, { uri: { prefix: '/k' } }],
    [{ headers: { '@request.auth.claims.A': {} } }, { headers: { '@request.auth.claims.a': {} } }],
    [{ withoutHeaders: { a: {} } }, { withoutHeaders: { a: { exact: 'b' } } }],
    [{ withoutHeaders: { a: { regex: 'b*' } } }, { withoutHeaders: { a: {} } }],
    [{ withoutHeaders: { a: { exact: 'b' } } }, { headers: { a: {} } }],
    [{ withoutHeaders: { a: { exact: 'b' } } }, { headers: { a: { exact: 'b' } } }],
    [
      { withoutHeaders: { '@request.auth.claims.a': { exact: 'b' } } },
      { headers: { '@request.auth.claims.a': { exact: 'c' } } },
    ],
    // A match that names its gateways does not look at the caller.
    [{ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a' }, gateways: ['mesh'] }],
    [
      { sourceNamespace: 'a', gateways: [] },
      { sourceNamespace: 'a', gateways: ['mesh'] },
    ],
  ])('%j does not take all of %j', (wide, narrow) => expect(coversMatch(wide, narrow)).toBe(false));

  test('what both are for settles which gateways a match without any is for', () => {
    expect(coversMatch({ gateways: ['mesh'] }, {}, ['mesh'])).toBe(true);
    expect(coversMatch({ gateways: ['mesh', 'a/b'] }, {}, ['mesh'])).toBe(true);
    expect(coversMatch({ gateways: ['mesh'] }, {}, ['mesh', 'a/b'])).toBe(false);
  });
});
