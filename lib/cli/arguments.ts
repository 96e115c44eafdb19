import { parseArgs } from 'node:util';
import { ConfigurationError } from '../errors';

type Config = NonNullable<Parameters<typeof parseArgs>[0]>;

/**
 * Options and positional arguments of a command.
 *
 * @throws ConfigurationError UsageWrong
 */
export function parseArguments<O extends NonNullable<Config['options']>>(
  command: string,
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's message goes on with advice on how to pass such a value; its first sentence says what is wrong.
    const [problem = ''] = (error as Error).message.split('. ');
    throw misuse(command, problem.replace(/\.$/, ''));
  }
}

/** An option that takes one of a few words. */
export function oneOf<T extends string>(command: string, option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new ConfigurationError('UsageWrong', {
    at: command,
    problem: `${option} takes another value`,
    value,
    allowed: allowed.join(', '),
  });
}

/** The error of a command that was called in a way it does not know. */
export function misuse(command: string, problem: string): ConfigurationError {
  return new ConfigurationError('UsageWrong', { at: command, problem });
}
