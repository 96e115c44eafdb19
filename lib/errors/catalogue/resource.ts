import { entries } from './entry';

/** Mistakes that lib/resource refuses. */
export const resource = entries({
  PatchHitsNothing: {
    allowed: 'a path that the finished manifest has (for add: a parent that it has)',
    fix: 'look at the synthesised manifest, and correct the path of the patch',
  },
});
