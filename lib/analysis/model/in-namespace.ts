import type { Resource } from '../../snapshot';
import { groupBy } from './names';

const known = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly Resource[]>>();

/** Those of a namespace, of all that `ofKind` answers; grouped once for all who ask. */
export function inNamespace(all: readonly Resource[], namespace: string): readonly Resource[] {
  let groups = known.get(all);
  if (!groups) {
    groups = groupBy(all, (one) => one.namespace);
    known.set(all, groups);
  }
  return groups.get(namespace) ?? [];
}
