import { isDeepStrictEqual } from 'node:util';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** Two resources with one kind, namespace and name: a cluster keeps the one that is applied last. */
export const rule: Rule = {
  meta: {
    id: 'name-collision',
    codes: ['CIS0002'],
    level: 'error',
    description: 'Two resources have the same kind, namespace and name, so one of them is lost',
    kinds: ['*'],
  },
  check({ snapshot, report }) {
    if (snapshot.replaced.length === 0) return;
    for (const lost of snapshot.replaced) {
      const kept = snapshot.find(
        lost.group === '' ? lost.kind : `${lost.group}/${lost.kind}`,
        lost.namespace,
        lost.name,
      );
      if (!kept) continue;
      // In files the same object often comes twice, e.g. a namespace in every folder; nothing is lost then.
      const fromFile = lost.origin.construct === undefined;
      if (fromFile && isDeepStrictEqual(lost.manifest, kept.manifest)) continue;
      report({
        resource: lost,
        path: 'metadata.name',
        level: fromFile ? 'warning' : 'error',
        message: `${nameOf(lost)} is also written at ${placeOf(kept)}, which replaces this one; rename one of them`,
      });
    }
  },
};

function nameOf({ kind, namespace, name }: Resource): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function placeOf({ origin }: Resource): string {
  return origin.construct ?? (origin.line === undefined ? `${origin.file}` : `${origin.file}:${origin.line}`);
}
