import { ConfigurationError, type IErrorScope } from '../errors';

/**
 * Checks a port number and returns it.
 *
 * @throws ConfigurationError PortOutOfRange
 */
export function checkPort(port: number, at: IErrorScope | string, of = 'port'): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ConfigurationError('PortOutOfRange', { at, problem: `${of} is no port number`, value: port });
  }
  return port;
}

/**
 * Checks a share of requests, in percent, and returns it.
 *
 * @throws ConfigurationError PercentageOutOfRange
 */
export function checkPercentage(percentage: number, at: IErrorScope | string, of = 'percentage'): number {
  if (typeof percentage !== 'number' || !(percentage >= 0 && percentage <= 100)) {
    throw new ConfigurationError('PercentageOutOfRange', { at, problem: `${of} is no percentage`, value: percentage });
  }
  return percentage;
}

/**
 * Checks one weight of a split and returns it.
 *
 * @throws ConfigurationError WeightOutOfRange
 */
export function checkWeight(weight: number, at: IErrorScope | string, of = 'weight'): number {
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    throw new ConfigurationError('WeightOutOfRange', { at, problem: `${of} is no weight`, value: weight });
  }
  return weight;
}

/**
 * Checks that the weights of one split add up to 100.
 *
 * @throws ConfigurationError WeightsNotHundred
 */
export function checkWeights(weights: readonly number[], at: IErrorScope | string): void {
  for (const weight of weights) checkWeight(weight, at);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum !== 100) {
    throw new ConfigurationError('WeightsNotHundred', { at, problem: `the weights add up to ${sum}`, value: weights });
  }
}
