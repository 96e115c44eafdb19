import { Mirror, ServiceRef, Version, type WeightedVersion } from 'cdk8s-istio';
import { seenTogether } from '../../lib/service';
import { completeWeights } from '../../lib/service/split';
import { refusal } from '../refusal';

const at = { node: { path: 'app/route' } };

describe('Version', () => {
  test('by label', () => {
    const version = Version.label('v1');
    expect([version.name, version.labels]).toEqual(['v1', { version: 'v1' }]);
  });

  test('a label that is no name of a subset becomes one', () => {
    const version = Version.label('1.2.0');
    expect(version.labels).toEqual({ version: '1.2.0' });
    expect(version.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
    expect(Version.label('1.2-0').name).not.toBe(version.name);
  });

  test.each([
    ['an empty value', () => Version.label(''), 'VersionMalformed'],
    ['a value with a space', () => Version.label('v 1'), 'VersionMalformed'],
    ['a value that is too long', () => Version.label('v'.repeat(64)), 'VersionMalformed'],
    ['no labels', () => Version.labels('v1', {}), 'VersionMalformed'],
    ['a key with two slashes', () => Version.labels('v1', { 'a/b/c': 'x' }), 'VersionMalformed'],
    ['a name in capitals', () => Version.labels('V1', { version: 'v1' }), 'NameNotDnsLabel'],
    ['a name with a dot', () => Version.service('v.1', ServiceRef.of('a', 'b', [{ port: 80 }])), 'NameNotDnsLabel'],
  ])('%s is refused', (_, make, id) => {
    expect(refusal(make).id).toBe(id);
  });
});

describe('Mirror', () => {
  test.each([-1, 100.1, NaN, Infinity, 0.00001])('%d percent is refused (P84)', (percentage) => {
    expect(refusal(() => Mirror.to(Version.label('v2'), percentage)).id).toBe('PercentageOutOfRange');
  });

  test.each([
    ['a host with a port', () => Mirror.toHost('example.com:80', 80, 1), 'HostMalformed'],
    ['a short host', () => Mirror.toHost('collector', 80, 1), 'HostMalformed'],
    ['a wildcard', () => Mirror.toHost('*.example.com', 80, 1), 'HostWildcardNotAllowed'],
    ['port 0', () => Mirror.toHost('example.com', 0, 1), 'PortOutOfRange'],
    [
      'a subset that is no name',
      () => Mirror.toService(ServiceRef.of('a', 'b', [{ port: 80 }]), 1, { subset: 'V_1' }),
      'NameNotDnsLabel',
    ],
  ])('%s is refused', (_, make, id) => {
    expect(refusal(make).id).toBe(id);
  });
});

describe('weights of a split', () => {
  const parts = (...weights: (number | undefined)[]): WeightedVersion[] =>
    weights.map((weight, index) => ({
      version: Version.label(`v${index}`),
      ...(weight === undefined ? {} : { weight }),
    }));

  test.each([
    [[100], [100]],
    [[undefined], [100]],
    [
      [90, 10],
      [90, 10],
    ],
    [
      [undefined, 10, 5],
      [85, 10, 5],
    ],
    [
      [100, undefined],
      [100, 0],
    ],
  ])('%j becomes %j', (given, complete) => {
    expect(completeWeights(parts(...given), at).map((part) => part.weight)).toEqual(complete);
  });

  test.each([
    ['99 in all', [90, 9], 'WeightsNotHundred'],
    ['101 in all', [90, 11], 'WeightsNotHundred'],
    ['more than 100 before what is left', [60, 50, undefined], 'WeightsNotHundred'],
    ['a negative weight', [-1, 101], 'WeightOutOfRange'],
    ['no number', [NaN, 100], 'WeightOutOfRange'],
    ['a fraction', [0.5, 99.5], 'WeightOutOfRange'],
    ['two weights left out', [undefined, undefined], 'WeightsMissing'],
    ['nothing', [], 'TargetEmpty'],
  ])('%s is refused (P78)', (_, given, id) => {
    expect(refusal(() => completeWeights(parts(...given), at)).id).toBe(id);
  });

  test('two parts of one version are refused', () => {
    const part = { version: Version.label('v1'), weight: 50 };
    expect(refusal(() => completeWeights([part, part], at)).id).toBe('VersionTwice');
  });
});

describe('who sees two objects', () => {
  test.each([
    [{}, {}, true],
    [{ exportTo: ['*'] }, { exportTo: ['a'] }, true],
    [{ exportTo: ['a', 'b'] }, { exportTo: ['b', 'c'] }, true],
    [{ exportTo: ['a'] }, { exportTo: ['b'] }, false],
    [{ namespace: 'a', exportTo: ['.'] }, { namespace: 'b', exportTo: ['.'] }, false],
    [{ namespace: 'a', exportTo: ['.'] }, { namespace: 'b', exportTo: ['a'] }, true],
  ])('%j and %j: %s', (a, b, together) => {
    expect(seenTogether(a, b)).toBe(together);
    expect(seenTogether(b, a)).toBe(together);
  });
});
