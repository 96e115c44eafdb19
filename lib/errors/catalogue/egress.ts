import { entries } from './entry';

/** Mistakes that lib/egress refuses. */
export const egress = entries({});
