import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  checkPolicyOfAnswer,
  Cors,
  Fault,
  HeaderChanges,
  mergeRoutePolicies,
  policyWarnings,
  renderRoutePolicy,
  Retry,
  Rewrite,
  type RoutePolicy,
} from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

const timeout = Duration.seconds(3);
const retry = Retry.of({ attempts: 2 });
const fault = Fault.abort(500, 100);
const headers = HeaderChanges.of({ request: { set: { 'x-a': '1' } } });
const rewrite = Rewrite.uri('/');
const cors = Cors.of({ allowMethods: ['GET'] });
const whole: Required<RoutePolicy> = { timeout, retry, fault, headers, rewrite, cors };

describe('renderRoutePolicy', () => {
  test('all of it', () => {
    expect(renderRoutePolicy(whole)).toEqual({
      timeout: '3s',
      retries: { attempts: 2 },
      fault: { abort: { httpStatus: 500, percentage: { value: 100 } } },
      headers: { request: { set: { 'x-a': '1' } } },
      rewrite: { uri: '/' },
      corsPolicy: { allowMethods: ['GET'] },
    });
  });

  test('nothing, where nothing was said', () => {
    expect(renderRoutePolicy({})).toEqual({});
    expect(renderRoutePolicy({ timeout: undefined, retry: undefined })).toEqual({});
  });

  test('H35: a timeout of 0 is refused in the name of the route', () => {
    const error = refusal(() => renderRoutePolicy({ timeout: Duration.seconds(0) }, { node: { path: 'chart/shop' } }));
    expect(error.id).toBe('DurationOutOfRange');
    expect(error.path).toBe('chart/shop');
    expect(error.message).toContain('timeout');
  });

  test('H17: the authority is set once over rewrite and headers', () => {
    const host = HeaderChanges.of({ request: { set: { Host: 'a.com' } } });
    const error = refusal(() =>
      renderRoutePolicy({ rewrite: Rewrite.authority('b.com'), headers: host }, 'chart/shop'),
    );
    expect(error.id).toBe('AuthoritySetTwice');
    expect(error.path).toBe('chart/shop');
    expect(() => renderRoutePolicy({ rewrite: Rewrite.uri('/'), headers: host })).not.toThrow();
  });
});

describe('mergeRoutePolicies', () => {
  const policy = fc.record(
    {
      timeout: fc.constantFrom(undefined, timeout, Duration.seconds(1)),
      retry: fc.constantFrom(undefined, retry, Retry.none()),
      fault: fc.constantFrom(undefined, fault),
      rewrite: fc.constantFrom(undefined, rewrite),
    },
    { requiredKeys: [] },
  );

  test('each field is that of the inner policy, or else that of the outer one', () => {
    fc.assert(
      fc.property(policy, policy, (outer, inner) => {
        const merged = mergeRoutePolicies(outer, inner) ?? {};
        for (const field of ['timeout', 'retry', 'fault', 'rewrite', 'headers', 'cors'] as const) {
          const [of, by]: RoutePolicy[] = [outer, inner];
          expect(merged[field]).toBe(by?.[field] ?? of?.[field]);
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test('of one alone it is that one, of none it is none', () => {
    expect(mergeRoutePolicies({ timeout }, undefined)).toEqual({ timeout });
    expect(mergeRoutePolicies(undefined, { timeout })).toEqual({ timeout });
    expect(mergeRoutePolicies(undefined, undefined)).toBeUndefined();
  });
});

describe('checkPolicyOfAnswer', () => {
  test.each([{ fault }, { rewrite }, { fault, rewrite, timeout }])('H3, H4: refuses %#', (policy) => {
    const error = refusal(() => checkPolicyOfAnswer(policy, 'chart/shop'));
    expect(error.id).toBe('PolicyWithoutDestination');
    expect(error.path).toBe('chart/shop');
  });

  test('H3, H4: lets the rest through', () => {
    expect(() => checkPolicyOfAnswer({ timeout, retry, headers, cors }, 'chart/shop')).not.toThrow();
  });
});

describe('policyWarnings', () => {
  const ids = (policy: RoutePolicy): string[] => policyWarnings(policy).map((warning) => warning.id);
  const tries = (attempts: number): Retry => Retry.of({ attempts, perTryTimeout: Duration.seconds(1) });

  test('tries that the timeout leaves no time for', () => {
    const [warning] = policyWarnings({ timeout, retry: tries(3) });
    expect(warning?.id).toBe('RetriesBeyondTimeout');
    expect(warning?.message).toContain('4 tries of 1000 ms need 4000 ms');
    expect(warning?.message).toContain('after 3000 ms');
  });

  test('tries that just fit', () => {
    expect(ids({ timeout, retry: tries(2) })).toEqual([]);
    expect(ids({ retry: tries(100) })).toEqual([]);
    expect(ids({ timeout, retry })).toEqual([]);
    expect(ids({ timeout, retry: Retry.none() })).toEqual([]);
  });
});
