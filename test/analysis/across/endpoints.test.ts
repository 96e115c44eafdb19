import { destinationRule, found, pod, service, serviceEntry, type Asked } from './found';

type Json = Readonly<Record<string, unknown>>;

describe('subset-without-endpoint', () => {
  const entry = (spec: Json = {}, id = 'n/e') =>
    serviceEntry(id, {
      hosts: ['a.b'],
      resolution: 'DNS',
      endpoints: [{ address: 'x', labels: { site: 'eu', tier: '1' } }, { address: 'y' }],
      ...spec,
    });
  const told = (labels: Json | undefined, world: Json[] = [entry()], asked?: Asked, host = 'a.b') => {
    const rule = destinationRule('n/d', { host, subsets: [{ name: 'all' }, { name: 's', labels }] });
    return found('subset-without-endpoint', [rule, ...world], asked);
  };
  const MISSING = ['CIS0359 error DestinationRule n/d spec.subsets[1].labels'];

  test.each<[Json | undefined, string[]]>([
    [{ site: 'eu' }, []],
    [{ site: 'eu', tier: '1' }, []],
    [{ site: 'us' }, MISSING],
    [{ site: 'eu', tier: '2' }, MISSING],
    [{ other: 'a' }, MISSING],
    [{}, []],
    [undefined, []],
    // Istio itself gives these to endpoints.
    [{ 'topology.kubernetes.io/zone': 'a' }, []],
    [{ 'topology.istio.io/network': 'a', site: 'us' }, []],
    [{ 'kubernetes.io/hostname': 'a' }, []],
    [{ 'a.topology.kubernetes.io/zone': 'a' }, MISSING],
    [{ 'kubernetes.io/hostnames': 'a' }, MISSING],
  ])('%j: %j', (labels, expected) => expect(told(labels)).toEqual(expected));

  test.each<[string, Json[], string[]]>([
    ['STATIC', [entry({ resolution: 'STATIC' })], MISSING],
    ['DNS_ROUND_ROBIN', [entry({ resolution: 'DNS_ROUND_ROBIN' })], MISSING],
    ['NONE', [entry({ resolution: 'NONE' })], []],
    ['none at all', [entry({ resolution: undefined })], []],
    ['DYNAMIC_DNS', [entry({ resolution: 'DYNAMIC_DNS' })], []],
    ['DNS without endpoints', [entry({ endpoints: [] })], MISSING],
    ['DNS of workloads', [entry({ workloadSelector: {} })], []],
    ['nobody', [], []],
    ['two that lack them', [entry(), entry({}, 'n/f')], MISSING],
    ['two of which one has them', [entry(), entry({ endpoints: [{ labels: { site: 'us' } }] }, 'm/f')], []],
    ['two of which one has workloads', [entry(), entry({ workloadSelector: {} }, 'm/f')], []],
  ])('a host is resolved by %s', (_, world, expected) => expect(told({ site: 'us' }, world)).toEqual(expected));

  test('a Service has endpoints of its own', () => {
    expect(told({ site: 'us' }, [service('n/web', {})], undefined, 'web')).toEqual([]);
  });

  test('another ServiceEntry may be elsewhere in an open world', () => {
    expect(told({ site: 'us' }, undefined, { closed: false })).toEqual([
      'CIS0359 warning DestinationRule n/d spec.subsets[1].labels',
    ]);
  });

  test('labels that no pod has are left to Istio, where there are pods', () => {
    const labelled = pod('n/p', { labels: { site: 'us' } });
    expect(told({ site: 'us' }, [entry(), labelled])).toEqual(MISSING);
    expect(told({ site: 'as' }, [entry(), labelled])).toEqual([]);
    expect(told({ site: 'as' }, [entry(), labelled], { closed: false })).toHaveLength(1);
  });
});
