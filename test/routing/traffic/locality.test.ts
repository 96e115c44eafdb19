import { Locality, type LocalityDistribution } from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

const evenly = (...froms: string[]): LocalityDistribution[] => froms.map((from) => ({ from, to: { x: 100 } }));
const failover = [{ from: 'us-east', to: 'us-west' }];

describe('Locality', () => {
  test('on and off', () => {
    expect(Locality.nearest()._render()).toEqual({ localityLbSetting: { enabled: true } });
    expect(Locality.nearest().needsOutlierDetection).toBe(true);
    expect(Locality.ignored()._render()).toEqual({ localityLbSetting: { enabled: false } });
    expect(Locality.ignored().needsOutlierDetection).toBe(false);
  });

  test('failover between regions', () => {
    expect(Locality.failover(failover)._render()).toEqual({ localityLbSetting: { enabled: true, failover } });
    expect(Locality.failover(failover, ['team'])._render()).toEqual({
      localityLbSetting: { enabled: true, failover, failoverPriority: ['team'] },
    });
    expect(Locality.failover(failover).needsOutlierDetection).toBe(true);
  });

  test('failover by labels, those of the topology too', () => {
    const failoverPriority = ['topology.istio.io/network', 'topology.kubernetes.io/region', 'tier=gold'];
    expect(Locality.failoverPriority(failoverPriority)._render()).toEqual({
      localityLbSetting: { enabled: true, failoverPriority },
    });
    expect(Locality.failoverPriority(['team']).needsOutlierDetection).toBe(true);
  });

  test('shares', () => {
    const distribute: LocalityDistribution[] = [
      { from: 'us/a/*', to: { 'us/a/*': 80, 'us/b': 20 } },
      { from: '*', to: { eu: 100 } },
    ];
    expect(Locality.distribute(distribute)._render()).toEqual({ localityLbSetting: { enabled: true, distribute } });
    expect(Locality.distribute(distribute).needsOutlierDetection).toBe(false);
  });

  test('zone-aware', () => {
    expect(Locality.zoneAware()._render()).toEqual({ zoneAwareLbSetting: { enabled: true } });
    expect(Locality.zoneAware().needsOutlierDetection).toBe(false);
    const all = Locality.zoneAware({ failover, failoverPriority: ['team'], minClusterSize: 3 });
    expect(all._render()).toEqual({
      zoneAwareLbSetting: { enabled: true, failover, failoverPriority: ['team'], minClusterSize: 3 },
    });
    expect(all.needsOutlierDetection).toBe(true);
    expect(refusal(() => Locality.zoneAware({ minClusterSize: 0 })).id).toBe('NumberOutOfRange');
  });

  test.each([
    ['failover', () => Locality.failover([])],
    ['failoverPriority', () => Locality.failoverPriority([])],
    ['distribute', () => Locality.distribute([])],
  ])('%s of nothing is refused', (_, make) => {
    expect(refusal(make).id).toBe('LocalityEmpty');
  });

  test.each(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'])(
    'L2, DR28: %s is preferred anyway',
    (label) => {
      expect(refusal(() => Locality.failover(failover, [label])).id).toBe('LocalityPriorityContradicts');
      const error = refusal(() => Locality.zoneAware({ failoverPriority: ['team', label] }));
      expect(error.id).toBe('LocalityPriorityContradicts');
      expect(error.value).toBe(label);
    },
  );

  test.each([
    ['80 and 25', { a: 80, b: 25 }],
    ['none', {}],
  ])('L3: shares that add up to something else are refused: %s', (_, to) => {
    expect(refusal(() => Locality.distribute([{ from: 'a', to }])).id).toBe('LocalityWeightsNotHundred');
  });

  test.each([0, 101, 0.5])('L3: a share of %s is refused', (weight) => {
    expect(refusal(() => Locality.distribute([{ from: 'a', to: { a: weight, b: 50 } }])).id).toBe('NumberOutOfRange');
  });

  test.each(['*/zone', 'a//c', '', 'a/*/c', 'a/b/c/d', 'a*', 'a/**', '/'])('L4: "%s" is no locality', (name) => {
    expect(refusal(() => Locality.distribute(evenly(name))).id).toBe('LocalityMalformed');
    expect(refusal(() => Locality.distribute([{ from: 'a', to: { [name]: 100 } }])).id).toBe('LocalityMalformed');
  });

  test.each([
    ['a', 'a'],
    ['a', 'a/b'],
    ['a/b', 'a/b/c'],
    ['a/b', 'a'],
    ['a/b/c', 'a/b'],
    ['a/*', 'a/b/c'],
    ['*', 'a'],
    ['a/*', 'a'],
    ['a', 'a/*'],
  ])('L4: callers in %s and %s overlap', (one, other) => {
    const error = refusal(() => Locality.distribute(evenly(one, other)));
    expect(error.id).toBe('LocalitiesOverlap');
    expect(error.value).toEqual([one, other]);
  });

  test.each([
    ['a/b', 'a/*'],
    ['a', '*'],
    ['a/b/c', 'a/b/*'],
    ['a', 'b'],
    ['a/b', 'a/c'],
    ['a/b', 'a/bc'],
  ])('L4: callers in %s, then in %s, do not', (one, other) => {
    expect(() => Locality.distribute(evenly(one, other))).not.toThrow();
  });

  test('L4: among destinations there is no order, so no wildcard for the rest', () => {
    const to = { 'a/b': 50, 'a/*': 50 };
    expect(refusal(() => Locality.distribute([{ from: 'a', to }])).id).toBe('LocalitiesOverlap');
  });

  test('L6: a region does not help itself out', () => {
    expect(refusal(() => Locality.failover([{ from: 'a', to: 'a' }])).id).toBe('FailoverToItself');
    expect(refusal(() => Locality.zoneAware({ failover: [{ from: 'a', to: 'a' }] })).id).toBe('FailoverToItself');
  });

  test.each(['a/b', '*', ''])('L6, L7: "%s" is no region', (region) => {
    expect(refusal(() => Locality.failover([{ from: region, to: 'c' }])).id).toBe('LocalityMalformed');
    expect(refusal(() => Locality.failover([{ from: 'c', to: region }])).id).toBe('LocalityMalformed');
  });
});
