import { entries } from './entry';

/** Mistakes that lib/mirror refuses. */
export const mirror = entries({
  MirrorsEmpty: { allowed: 'at least one Mirror', fix: 'add a Mirror, or use ServiceRoute' },
});
