import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Fault, GrpcStatus } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

describe('Fault', () => {
  test('an abort', () => {
    expect(Fault.abort(500, 100)._render()).toEqual({ abort: { httpStatus: 500, percentage: { value: 100 } } });
  });

  test('an abort of gRPC', () => {
    expect(Fault.abortGrpc(GrpcStatus.UNAVAILABLE, 0.5)._render()).toEqual({
      abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 0.5 } },
    });
  });

  test('a delay', () => {
    expect(Fault.delay(Duration.seconds(7), 10)._render()).toEqual({
      delay: { fixedDelay: '7s', percentage: { value: 10 } },
    });
  });

  test('both', () => {
    expect(Fault.both(Fault.delay(Duration.millis(500), 0.0001), Fault.abort(503, 0))._render()).toEqual({
      delay: { fixedDelay: '0.5s', percentage: { value: 0.0001 } },
      abort: { httpStatus: 503, percentage: { value: 0 } },
    });
  });

  test('two of one kind, or the wrong way round, are refused', () => {
    const delay = Fault.delay(Duration.seconds(1), 1);
    const abort = Fault.abort(500, 1);
    for (const [one, other] of [
      [delay, delay],
      [abort, abort],
      [abort, delay],
      [Fault.both(delay, abort), abort],
      [delay, Fault.both(delay, abort)],
    ] as const) {
      expect(refusal(() => Fault.both(one, other)).id).toBe('FaultsAlike');
    }
  });

  test.each([200, 599])('H29: status %s is a status', (status) => {
    expect(Fault.abort(status, 1)._render().abort?.httpStatus).toBe(status);
  });

  test.each([199, 600, 9000, 500.5, NaN])('H29: status %s is none', (status) => {
    const error = refusal(() => Fault.abort(status, 1));
    expect(error.id).toBe('NumberOutOfRange');
    expect(error.allowed).toBe('a whole number from 200 to 599');
  });

  test('H29: a word that is no gRPC status is refused', () => {
    expect(refusal(() => Fault.abortGrpc('BAD' as GrpcStatus, 1)).id).toBe('GrpcStatusUnknown');
  });

  test('H30: a delay of 0 is refused', () => {
    expect(refusal(() => Fault.delay(Duration.seconds(0), 1)).id).toBe('DurationOutOfRange');
  });

  test('V13: a share is 0, or 0.0001 to 100, and nothing else', () => {
    const fits = (share: number): boolean => share === 0 || (share >= 0.0001 && share <= 100);
    const share = fc.oneof(
      fc.double({ min: -1, max: 101 }),
      fc.double({ min: 0, max: 0.0002 }),
      fc.constantFrom(0, 0.0001, 0.00001, 100, 100.0001, -0.0001, NaN),
    );
    fc.assert(
      fc.property(share, (percentage) => {
        const made = [
          () => Fault.abort(500, percentage),
          () => Fault.abortGrpc(GrpcStatus.INTERNAL, percentage),
          () => Fault.delay(Duration.seconds(1), percentage),
        ];
        for (const make of made) {
          if (fits(percentage)) expect(JSON.stringify(make()._render())).toContain(`{"value":${percentage}}`);
          else expect(['PercentageOutOfRange', 'FaultShareTooSmall']).toContain(refusal(make).id);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('V13: too small a share has its own id', () => {
    expect(refusal(() => Fault.abort(500, 0.00001)).id).toBe('FaultShareTooSmall');
    expect(refusal(() => Fault.abort(500, 101)).id).toBe('PercentageOutOfRange');
  });
});
