import { entries } from './entry';

/** Mistakes that lib/ingress refuses. */
export const ingress = entries({});
