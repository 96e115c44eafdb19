import { Duration } from 'cdk8s';
import { Retry, RetryCondition } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

/** The words that istiod's webhook knows (rule H36). */
const WORDS = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream'],
  ...['retriable-status-codes', 'retriable-headers', 'envoy-ratelimited', 'http3-post-connect-failure', 'cancelled'],
  ...['deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
];

describe('Retry', () => {
  test('all of it', () => {
    const retry = Retry.of({
      attempts: 3,
      perTryTimeout: Duration.seconds(2),
      retryOn: [RetryCondition.SERVER_ERROR, RetryCondition.status(409), RetryCondition.CONNECT_FAILURE],
      backoff: Duration.millis(25),
      retryRemoteLocalities: true,
      retryIgnorePreviousHosts: false,
    });
    expect(retry._render()).toEqual({
      attempts: 3,
      perTryTimeout: '2s',
      retryOn: '5xx,409,connect-failure',
      backoff: '0.025s',
      retryRemoteLocalities: true,
      retryIgnorePreviousHosts: false,
    });
    expect(retry.perTryTimeoutMs).toBe(2000);
  });

  test('only what was said', () => {
    expect(Retry.of({ attempts: 1 })._render()).toEqual({ attempts: 1 });
  });

  test('H34: none is 0 attempts and nothing beside them', () => {
    expect(Retry.none()._render()).toEqual({ attempts: 0 });
    expect(Retry.none().attempts).toBe(0);
  });

  test.each([0, -1, 1.5, 2_147_483_648])('H34: %s attempts are refused', (attempts) => {
    expect(refusal(() => Retry.of({ attempts })).id).toBe('NumberOutOfRange');
  });

  test.each(['perTryTimeout', 'backoff'] as const)('H35: %s of 0 is refused', (field) => {
    const error = refusal(() => Retry.of({ attempts: 1, [field]: Duration.seconds(0) }));
    expect(error.id).toBe('DurationOutOfRange');
    expect(error.path).toBe('Retry.of');
    expect(error.message).toContain(field);
  });

  test('H36: a condition twice is said once', () => {
    const retryOn = [RetryCondition.RESET, RetryCondition.RESET];
    expect(Retry.of({ attempts: 1, retryOn })._render().retryOn).toBe('reset');
  });

  test('H36: no conditions at all are refused, as Istio would take its default', () => {
    const error = refusal(() => Retry.of({ attempts: 1, retryOn: [] }));
    expect(error.id).toBe('RetryConditionUnknown');
    expect(error.fix).toContain('Retry.none()');
  });
});

describe('RetryCondition', () => {
  test('H36: there is a constant for each word of the webhook, and no other', () => {
    const constants = Object.values(RetryCondition).map((one: RetryCondition) => one.value);
    expect([...constants].sort()).toEqual([...WORDS].sort());
  });

  test.each([100, 226, 308, 418, 429, 451, 503, 511])('H36: status %s is registered', (code) => {
    expect(RetryCondition.status(code).value).toBe(String(code));
  });

  test.each([0, 99, 104, 209, 306, 419, 427, 430, 509, 512, 999, 503.5])('H36: status %s is not', (code) => {
    const error = refusal(() => RetryCondition.status(code));
    expect(error.id).toBe('RetryConditionUnknown');
    expect(error.value).toBe(code);
  });
});
