export { Checks } from './checks';
