import { entries } from './entry';

/** Mistakes that lib/canary refuses. */
export const canary = entries({});
