export type { Finding, FindingResource, Level } from './finding';
