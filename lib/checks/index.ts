export { Checks } from './checks';
export { writingOf } from './state';
export type { Writing } from './synthesis';
