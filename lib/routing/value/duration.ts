import type { Duration } from 'cdk8s';
import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkKind } from '../../mesh';

/** Where a duration stands, for the error about it. */
export interface DurationOptions {
  /** Name of the field. */
  readonly of: string;
  /** Whether 0 is a value of its own (it switches something off). @default false */
  readonly zero?: boolean;
  /** Whether Istio takes whole seconds only. @default false - whole milliseconds */
  readonly wholeSeconds?: boolean;
}

/** The longest that Go, and with it the API server, can read: 2^63 nanoseconds, some 292 years. */
const LONGEST_MS = 9_223_372_036_854;

/** `Duration.seconds(2.3)` is 2299.9999999999995 ms in binary; anything nearer than this to a millisecond was meant to be one. */
const ROUNDING_MS = 1e-6;

/**
 * Writes a duration as Istio's own documents do: in seconds, `3s` or `0.5s`.
 *
 * @throws ConfigurationError ValueMistyped, DurationOutOfRange
 */
export function renderDuration(duration: Duration, at: IErrorScope | string, options: DurationOptions): string {
  return `${milliseconds(duration, at, options) / 1000}s`;
}

/**
 * The whole milliseconds of a duration.
 *
 * @throws ConfigurationError ValueMistyped, DurationOutOfRange
 */
export function milliseconds(duration: Duration, at: IErrorScope | string, options: DurationOptions): number {
  const isDuration = typeof (duration as Partial<Duration> | null)?.toMilliseconds === 'function';
  checkKind(isDuration, at, options.of, duration, 'a Duration of cdk8s, such as Duration.seconds(3)');
  const exact = duration.toMilliseconds({ integral: false });
  const whole = Math.round(exact);
  const unit = options.wholeSeconds ? 'seconds' : 'milliseconds';
  const shortest = options.wholeSeconds ? '1 s' : '1 ms';
  const problem =
    Math.abs(exact - whole) > ROUNDING_MS || (options.wholeSeconds && whole % 1000 !== 0)
      ? `${options.of} is not in whole ${unit}`
      : whole < 1 && !(options.zero && whole === 0)
        ? `${options.of} is shorter than ${shortest}`
        : whole > LONGEST_MS
          ? `${options.of} is longer than Istio can read`
          : undefined;
  if (problem !== undefined) {
    throw new ConfigurationError('DurationOutOfRange', {
      at,
      problem,
      value: `${exact} ms`,
      allowed: `${options.zero ? '0, or ' : ''}whole ${unit} from ${shortest} to 292 years`,
    });
  }
  return whole;
}
