import { entries } from './entry';

/** Mistakes that lib/mirror refuses. */
export const mirror = entries({});
