import { ConfigurationError } from '../lib/errors';

/** The ConfigurationError that the call throws; fails where it throws none. */
export function refusal(call: () => unknown): ConfigurationError {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
