import { entries } from './entry';

/** Mistakes that lib/routing refuses. */
export const routing = entries({});
