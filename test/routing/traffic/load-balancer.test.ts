import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { ConsistentHash, HashAlgorithm, LoadBalancer, Locality, type Warmup } from '../../../lib/routing/traffic';
import { refusal } from '../../refusal';

const warmup: Warmup = { duration: Duration.seconds(10), minimumPercent: 12.5, aggression: 1.5 };

describe('LoadBalancer', () => {
  test.each([
    ['ROUND_ROBIN', LoadBalancer.roundRobin()],
    ['LEAST_REQUEST', LoadBalancer.leastRequest()],
    ['RANDOM', LoadBalancer.random()],
    ['PASSTHROUGH', LoadBalancer.passthrough()],
  ])('%s', (simple, balancer) => {
    expect(balancer._render()).toEqual({ simple });
  });

  test.each([
    ['ROUND_ROBIN', LoadBalancer.roundRobin({ warmup, locality: Locality.ignored() })],
    ['LEAST_REQUEST', LoadBalancer.leastRequest({ warmup, locality: Locality.ignored() })],
  ])('%s with a slow start', (simple, balancer) => {
    expect(balancer._render()).toEqual({
      simple,
      warmup: { duration: '10s', minimumPercent: 12.5, aggression: 1.5 },
      localityLbSetting: { enabled: false },
    });
  });

  test('the other methods prefer localities too', () => {
    const locality = Locality.nearest();
    const localityLbSetting = { enabled: true };
    expect(LoadBalancer.random({ locality })._render()).toEqual({ simple: 'RANDOM', localityLbSetting });
    expect(LoadBalancer.consistentHash(ConsistentHash.sourceIp(), { locality })._render()).toEqual({
      consistentHash: { useSourceIp: true },
      localityLbSetting,
    });
  });

  test.each([
    ['a duration of 0', { duration: Duration.seconds(0) }, 'DurationOutOfRange'],
    ['a share above 100', { ...warmup, minimumPercent: 101 }, 'PercentageOutOfRange'],
    ['a share below 0', { ...warmup, minimumPercent: -1 }, 'PercentageOutOfRange'],
    ['no aggression', { ...warmup, aggression: 0 }, 'WarmupMalformed'],
    ['endless aggression', { ...warmup, aggression: Infinity }, 'WarmupMalformed'],
  ])('DR26: a slow start with %s is refused', (_, bad, id) => {
    expect(refusal(() => LoadBalancer.roundRobin({ warmup: bad })).id).toBe(id);
    expect(refusal(() => LoadBalancer.leastRequest({ warmup: bad })).path).toBe('LoadBalancer.leastRequest');
  });
});

describe('ConsistentHash', () => {
  test('by header, parameter and address', () => {
    expect(ConsistentHash.header('x-user')._render()).toEqual({ httpHeaderName: 'x-user' });
    expect(ConsistentHash.queryParameter('user')._render()).toEqual({ httpQueryParameterName: 'user' });
    expect(ConsistentHash.sourceIp(HashAlgorithm.ring(2048))._render()).toEqual({
      useSourceIp: true,
      ringHash: { minimumRingSize: 2048 },
    });
  });

  test('by cookie, on a table', () => {
    const cookie = {
      name: 'user',
      ttl: Duration.seconds(0),
      path: '/shop',
      attributes: [{ name: 'SameSite', value: 'Lax' }, { name: 'Secure' }],
    };
    expect(ConsistentHash.cookie(cookie, HashAlgorithm.maglev())._render()).toEqual({
      httpCookie: { ...cookie, ttl: '0s' },
      maglev: { tableSize: 65537 },
    });
    expect(ConsistentHash.cookie({ name: 'user' })._render()).toEqual({ httpCookie: { name: 'user' } });
  });

  test('DR22: a name is needed', () => {
    expect(refusal(() => ConsistentHash.header('')).id).toBe('HashKeyMissing');
    expect(refusal(() => ConsistentHash.queryParameter('')).id).toBe('HashKeyMissing');
    expect(refusal(() => ConsistentHash.cookie({ name: '' })).id).toBe('CookieMalformed');
    expect(refusal(() => ConsistentHash.cookie({ name: 'a', attributes: [{ name: '' }] })).id).toBe('CookieMalformed');
  });

  test('DR22: an attribute is named once', () => {
    const attributes = [{ name: 'a', value: '1' }, { name: 'b' }, { name: 'a', value: '2' }];
    const error = refusal(() => ConsistentHash.cookie({ name: 'user', attributes }));
    expect(error.id).toBe('CookieMalformed');
    expect(error.message).toContain('attribute a twice');
  });
});

describe('HashAlgorithm', () => {
  test('a ring by default, or of a size', () => {
    expect(HashAlgorithm.ring()._render()).toEqual({ ringHash: {} });
    expect(HashAlgorithm.ring(0)._render()).toEqual({ ringHash: { minimumRingSize: 0 } });
    expect(refusal(() => HashAlgorithm.ring(-1)).id).toBe('NumberOutOfRange');
  });

  test.each([2, 3, 65537, 4_999_999])('DR24: %s is prime', (size) => {
    expect(HashAlgorithm.maglev(size)._render()).toEqual({ maglev: { tableSize: size } });
  });

  test.each([0, 1, -3, 4, 1000, 65536, 5_000_011, 2.5, NaN])('DR24: %s is no size of a table', (size) => {
    expect(refusal(() => HashAlgorithm.maglev(size)).id).toBe('TableSizeNotPrime');
  });

  test('DR24: no product of two numbers is a size', () => {
    const factor = fc.integer({ min: 2, max: 2000 });
    fc.assert(
      fc.property(factor, factor, (one, other) => {
        expect(refusal(() => HashAlgorithm.maglev(one * other)).id).toBe('TableSizeNotPrime');
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
