import { entries } from './entry';

/** Mistakes that lib/eks refuses. */
export const eks = entries({});
