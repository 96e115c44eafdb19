import { ConfigurationError, type IErrorScope } from '../errors';
import { checkKind, checkWeight } from '../mesh';
import type { WeightedVersion } from './version';

/** A split whose weights are all known. */
export interface CompletePart extends WeightedVersion {
  readonly weight: number;
}

/**
 * Fills in the one weight that a split may leave out, and checks the rest.
 *
 * @throws ConfigurationError ValueMistyped, TargetEmpty, VersionTwice, WeightOutOfRange, WeightsNotHundred, WeightsMissing
 */
export function completeWeights(parts: readonly WeightedVersion[], at: IErrorScope): readonly CompletePart[] {
  if (parts.length === 0) throw new ConfigurationError('TargetEmpty', { at, problem: 'nothing to split between' });
  const names = new Set<string>();
  let sum = 0;
  for (const { version, weight } of parts) {
    checkKind(typeof version?.name === 'string', at, 'version', version, "a Version, such as Version.label('v1')");
    if (names.has(version.name)) throw twice(version.name, parts, at);
    names.add(version.name);
    if (weight !== undefined) sum += checkWeight(weight, at);
  }
  const open = parts.filter((part) => part.weight === undefined);
  if (open.length > 1) {
    const problem = 'more than one part of the split has no weight';
    throw new ConfigurationError('WeightsMissing', { at, problem, value: open.map((part) => part.version.name) });
  }
  if (open.length === 0 ? sum !== 100 : sum > 100) {
    const before = open.length === 0 ? '' : ', before the part that takes what is left';
    const value = parts.flatMap(({ weight }) => weight ?? []);
    throw new ConfigurationError('WeightsNotHundred', { at, problem: `the weights add up to ${sum}${before}`, value });
  }
  return parts.map((part) => ({ ...part, weight: part.weight ?? 100 - sum }));
}

function twice(name: string, parts: readonly WeightedVersion[], at: IErrorScope): ConfigurationError {
  const problem = `two parts of the split are named ${name}`;
  return new ConfigurationError('VersionTwice', { at, problem, value: parts.map((part) => part.version.name) });
}
