import { coversGateways, coversPort, coversSource, takesAll } from '../../../lib/analysis/model/match-cover';
import { coversText, excludesText, startOf, textForm } from '../../../lib/analysis/model/text-cover';

type Json = Readonly<Record<string, unknown>>;

describe('a match that Istio puts behind all others', () => {
  test.each<[Json, boolean]>([
    [{}, true],
    [{ uri: {} }, true],
    [{ uri: { prefix: '/' } }, true],
    [{ uri: { prefix: '' } }, true],
    [{ uri: { regex: '.*' } }, true],
    [{ uri: { regex: '*' } }, true],
    [{ uri: { exact: '/' } }, false],
    [{ uri: { prefix: '/a' } }, false],
    [{ uri: { regex: '/' } }, false],
    [{ uri: { regex: '/.*' } }, false],
    [{ uri: { prefix: '.*' } }, false],
    [{ uri: { exact: '.*' } }, false],
    [{ scheme: { exact: 'http' } }, false],
    [{ method: { exact: 'GET' } }, false],
    [{ authority: {} }, false],
    [{ headers: { a: {} } }, false],
    [{ withoutHeaders: { a: {} } }, false],
    [{ queryParams: { a: {} } }, false],
    [{ headers: {}, withoutHeaders: {}, queryParams: {} }, true],
    [{ port: 80, gateways: ['mesh'], sourceLabels: { a: 'b' } }, true],
  ])('%j: %s', (match, expected) => expect(takesAll(match)).toBe(expected));
});

describe('parts of a match', () => {
  test.each<[unknown, unknown, boolean]>([
    [undefined, 80, true],
    [null, 80, true],
    [0, 80, true],
    [80, 80, true],
    [80, 81, false],
    [80, undefined, false],
  ])('port %p is for port %p: %s', (wide, narrow, expected) =>
    expect(coversPort({ port: wide }, { port: narrow })).toBe(expected),
  );

  test.each<[string[], string[], string[] | undefined, boolean]>([
    [[], [], undefined, true],
    [[], ['a'], ['b'], true],
    [['a'], [], undefined, false],
    [['a'], [], ['a'], true],
    [['a'], [], ['a', 'b'], false],
    [['a'], ['a'], ['a', 'b'], true],
    [['a'], ['b'], ['a'], false],
    [['a', 'b'], ['b'], undefined, true],
    [['a'], ['a', 'b'], undefined, false],
  ])('gateways %j are %j, bound to %j: %s', (wide, narrow, bound, expected) =>
    expect(coversGateways({ gateways: wide }, { gateways: narrow }, bound)).toBe(expected),
  );

  test.each<[Json, Json, boolean]>([
    [{}, { sourceLabels: { a: 'b' }, sourceNamespace: 'n' }, true],
    [{ sourceLabels: { a: 'b' } }, { sourceLabels: { a: 'b', c: 'd' } }, true],
    [{ sourceLabels: { a: 'b', c: 'd' } }, { sourceLabels: { a: 'b' } }, false],
    [{ sourceLabels: { a: 'b' } }, { sourceLabels: { a: 'c' } }, false],
    [{ sourceLabels: { constructor: 'b' } }, { sourceLabels: {} }, false],
    [{ sourceNamespace: 'n' }, { sourceNamespace: 'n' }, true],
    [{ sourceNamespace: 'n' }, { sourceNamespace: 'm' }, false],
    [{ sourceNamespace: 'n' }, {}, false],
    [{ sourceLabels: { a: 'b' }, sourceNamespace: 'n' }, { sourceLabels: { a: 'b' } }, false],
  ])('callers %j are %j: %s', (wide, narrow, expected) => expect(coversSource(wide, narrow)).toBe(expected));
});

describe('a text that takes all that another takes', () => {
  test.each<[Json, Json, boolean]>([
    [{}, { exact: 'a' }, true],
    [{}, {}, true],
    [{ exact: 'a' }, {}, false],
    [{}, { other: 'a' }, false],
    [{ other: 'a' }, { exact: 'a' }, false],
    [{ other: 'a' }, { other: 'a' }, false],
    [{ exact: 'a' }, { exact: 'a' }, true],
    [{ exact: 'a' }, { exact: 'b' }, false],
    [{ exact: 'a.c' }, { exact: 'abc' }, false],
    [{ exact: 'a' }, { prefix: 'a' }, false],
    [{ prefix: 'a' }, { exact: 'a' }, true],
    [{ prefix: 'a' }, { exact: 'ba' }, false],
    [{ prefix: 'a' }, { prefix: 'ab' }, true],
    [{ prefix: 'ab' }, { prefix: 'a' }, false],
    [{ prefix: 'a' }, { regex: 'a[bc]' }, true],
    [{ prefix: 'a' }, { regex: '[ab]' }, false],
    [{ prefix: 'a' }, {}, false],
    [{ regex: '.*' }, { regex: '[ab]' }, true],
    [{ regex: '[ab]' }, { regex: '[ab]' }, true],
    [{ regex: '[ab]' }, { regex: '[ac]' }, false],
    [{ regex: '[ab]' }, { exact: 'a' }, true],
    [{ regex: '[ab]' }, { exact: 'c' }, false],
    [{ regex: '[ab]' }, { exact: 'ab' }, false],
    [{ regex: '[ab]' }, { prefix: 'a' }, false],
    // What a regex is written like is no value that it takes.
    [{ regex: '.+\\]' }, { regex: '[ab]' }, false],
    [{ regex: 'a.*' }, { prefix: 'a' }, true],
    [{ regex: 'a' }, { exact: 'a' }, true],
    [{ exact: 'a' }, { regex: 'a' }, true],
    [{ exact: 'a' }, { regex: 'a.*' }, false],
  ])('%j and %j: %s', (wide, narrow, expected) => expect(coversText(textForm(wide), textForm(narrow))).toBe(expected));
});

describe('texts that no value has in common', () => {
  test.each<[Json, Json, boolean]>([
    [{ exact: 'a' }, { exact: 'b' }, true],
    [{ exact: 'a' }, { exact: 'a' }, false],
    [{ exact: 'ab' }, { prefix: 'a' }, false],
    [{ exact: 'b' }, { prefix: 'a' }, true],
    [{ prefix: 'a' }, { exact: 'b' }, true],
    [{ prefix: 'a' }, { prefix: 'ab' }, false],
    [{ prefix: 'ab' }, { prefix: 'a' }, false],
    [{ prefix: 'a' }, { prefix: 'b' }, true],
    [{ exact: 'a' }, { regex: 'b+' }, true],
    [{ exact: 'b' }, { regex: 'b+' }, false],
    [{ regex: 'b+' }, { exact: 'a' }, true],
    [{ exact: 'a' }, {}, false],
    [{}, { exact: 'a' }, false],
    [{}, { prefix: 'a' }, false],
    [{ regex: 'a/.*' }, { regex: 'b/.*' }, true],
    [{ regex: 'a/.*' }, { regex: 'a/b.*' }, false],
    [{ regex: '[ab]' }, { prefix: 'c' }, false],
    [{ exact: 'a' }, { other: 'b' }, false],
    [{ prefix: 'a' }, { other: 'b' }, false],
  ])('%j and %j: %s', (one, other, expected) => expect(excludesText(textForm(one), textForm(other))).toBe(expected));

  test.each<[unknown, string, string]>([
    [undefined, 'any', ''],
    [null, 'any', ''],
    [{}, 'any', ''],
    [{ exact: 'a' }, 'exact', 'a'],
    [{ exact: '' }, 'exact', ''],
    [{ prefix: 'a' }, 'prefix', 'a'],
    [{ prefix: '' }, 'any', ''],
    [{ prefix: '*' }, 'prefix', '*'],
    [{ regex: 'a' }, 'regex', 'a'],
    [{ regex: '*' }, 'any', ''],
    [{ regex: '' }, 'regex', ''],
    [{ exact: '*' }, 'exact', '*'],
    [{ exact: 1 }, 'unknown', ''],
    [{ exact: 'a', prefix: 'a' }, 'unknown', ''],
    [{ suffix: 'a' }, 'unknown', ''],
    ['a', 'unknown', ''],
    [['a'], 'unknown', ''],
  ])('%j is read as %s', (value, kind, text) => expect(textForm(value)).toEqual({ kind, value: text }));

  test.each<[Json, string | undefined]>([
    [{ exact: 'a' }, 'a'],
    [{ prefix: 'a' }, 'a'],
    [{ regex: 'ab.*' }, 'ab'],
    [{}, undefined],
    [{ other: 'a' }, undefined],
  ])('values of %j begin with %p', (value, expected) => expect(startOf(textForm(value))).toBe(expected));
});
