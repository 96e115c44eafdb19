import { ConfigurationError, type IErrorScope } from '../../errors';

/** Largest value of a protobuf `int32`. */
export const MAX_INT32 = 2_147_483_647;
/** Largest value of a protobuf `uint32`. */
export const MAX_UINT32 = 4_294_967_295;

/** What a whole number may be. */
export interface WholeRange {
  /** Name of the field, for the error about it. */
  readonly of: string;
  /** Smallest value. @default 0 */
  readonly min?: number;
  /** Largest value. @default 2147483647 */
  readonly max?: number;
}

/**
 * Checks a whole number and returns it.
 *
 * @throws ConfigurationError NumberOutOfRange
 */
export function checkWhole(value: number, at: IErrorScope | string, range: WholeRange): number {
  const { of, min = 0, max = MAX_INT32 } = range;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigurationError('NumberOutOfRange', {
      at,
      problem: `${of} is out of range`,
      value,
      allowed: `a whole number from ${min} to ${max}`,
    });
  }
  return value;
}
