import { entries } from './entry';

/** Mistakes that lib/gateway refuses. */
export const gateway = entries({});
