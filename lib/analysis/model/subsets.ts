/** The subsets that a DestinationRule defines. */
import type { Resource } from '../../snapshot';
import { objects, text } from './json';

/** Their names, in the order they are written. */
export function subsetNames({ spec }: Pick<Resource, 'spec'>): readonly string[] {
  return objects(spec.subsets).map(({ name }) => text(name));
}

/** Whether one of them has the name. */
export function definesSubset({ spec }: Pick<Resource, 'spec'>, subset: string): boolean {
  return objects(spec.subsets).some(({ name }) => text(name) === subset);
}
