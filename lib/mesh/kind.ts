import { ConfigurationError, type IErrorScope } from '../errors';

/**
 * Refuses a value of another type where no compiler has: in plain JavaScript, and behind `any`. For what is easily taken for
 * something else: a text for a list of texts or for the class that is made of one, a number for a duration.
 *
 * @param holds whether the value is of the type
 * @param of name of the property or parameter
 * @param allowed what the type is, and how such a value is made
 * @throws ConfigurationError ValueMistyped
 */
export function checkKind(
  holds: boolean,
  at: IErrorScope | string,
  of: string,
  value: unknown,
  allowed: string,
): asserts holds {
  if (!holds)
    throw new ConfigurationError('ValueMistyped', { at, problem: `${of} is of another type`, value, allowed });
}
