import { ConfigurationError, type IErrorScope } from '../errors';
import { checkWeight, checkWeights } from '../mesh';
import type { WeightedVersion } from './version';

/** A split whose weights are all known. */
export interface CompletePart extends WeightedVersion {
  readonly weight: number;
}

/**
 * Fills in the one weight that a split may leave out, and checks the rest.
 *
 * @throws ConfigurationError TargetEmpty, VersionTwice, WeightOutOfRange, WeightsNotHundred, WeightsMissing
 */
export function completeWeights(parts: readonly WeightedVersion[], at: IErrorScope): readonly CompletePart[] {
  if (parts.length === 0) throw new ConfigurationError('TargetEmpty', { at, problem: 'nothing to split between' });
  const names = parts.map((part) => part.version.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new ConfigurationError('VersionTwice', {
      at,
      problem: `two parts of the split are named ${twice}`,
      value: names,
    });
  }
  const open = parts.filter((part) => part.weight === undefined);
  if (open.length > 1) {
    const problem = 'more than one part of the split has no weight';
    throw new ConfigurationError('WeightsMissing', { at, problem, value: open.map((part) => part.version.name) });
  }
  const given = parts.flatMap((part) => (part.weight === undefined ? [] : [checkWeight(part.weight, at)]));
  const left = 100 - given.reduce((sum, weight) => sum + weight, 0);
  if (open.length === 0) checkWeights(given, at);
  else if (left < 0) {
    const problem = `the weights add up to ${100 - left}, before the part that takes what is left`;
    throw new ConfigurationError('WeightsNotHundred', { at, problem, value: given });
  }
  return parts.map((part) => ({ ...part, weight: part.weight ?? left }));
}
