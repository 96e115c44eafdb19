import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { milliseconds, renderDuration } from '../../../lib/routing/value';
import { refusal } from '../../refusal';

const of = 'timeout';
const render = (duration: Duration): string => renderDuration(duration, 'here', { of });

/** Reads `3s`, `0.5s` as Go's ParseDuration does, exactly. */
function goMilliseconds(text: string): number {
  const parts = /^(\d+)(?:\.(\d{1,3}))?s$/.exec(text);
  if (!parts) throw new Error(`no duration of Go: ${text}`);
  return Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0'));
}

describe('renderDuration', () => {
  test.each([
    [Duration.seconds(3), '3s'],
    [Duration.millis(500), '0.5s'],
    [Duration.millis(1500), '1.5s'],
    [Duration.millis(1), '0.001s'],
    [Duration.minutes(5), '300s'],
    [Duration.hours(24), '86400s'],
    [Duration.seconds(2.3), '2.3s'],
    [Duration.days(106751), '9223286400s'],
  ])('%# is %s', (duration, text) => {
    expect(render(duration)).toBe(text);
  });

  test('what is rendered is what was given, to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_223_372_036_854 }), (ms) => {
        expect(goMilliseconds(render(Duration.millis(ms)))).toBe(ms);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('seconds with up to three decimals are whole milliseconds, however they are stored', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (ms) => {
        expect(milliseconds(Duration.seconds(ms / 1000), 'here', { of })).toBe(ms);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test.each([
    ['nothing at all', Duration.seconds(0), 'timeout is shorter than 1 ms'],
    ['half a millisecond', Duration.seconds(0.0005), 'timeout is not in whole milliseconds'],
    ['a millisecond and a half', Duration.seconds(1.0005), 'timeout is not in whole milliseconds'],
    ['more than Go can read', Duration.days(106752), 'timeout is longer than Istio can read'],
  ])('refuses %s', (_, duration, problem) => {
    const error = refusal(() => render(duration));
    expect(error.id).toBe('DurationOutOfRange');
    expect(error.path).toBe('here');
    expect(error.message).toContain(problem);
  });

  test('0 is a value where it switches something off', () => {
    const options = { of, zero: true };
    expect(renderDuration(Duration.seconds(0), 'here', options)).toBe('0s');
    expect(refusal(() => renderDuration(Duration.seconds(0.0001), 'here', options)).allowed).toMatch(/^0, or whole/);
  });

  test('whole seconds where Istio takes no others', () => {
    const options = { of, wholeSeconds: true };
    expect(renderDuration(Duration.hours(24), 'here', options)).toBe('86400s');
    const error = refusal(() => renderDuration(Duration.millis(1500), 'here', options));
    expect(error.message).toContain('timeout is not in whole seconds');
    expect(error.allowed).toBe('whole seconds from 1 s to 292 years');
  });
});
