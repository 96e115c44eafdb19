import { entries } from './entry';

/** Mistakes that lib/service refuses. */
export const service = entries({});
