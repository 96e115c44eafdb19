import { entries } from './entry';

/** Mistakes that lib/checks refuses. */
export const checks = entries({});
