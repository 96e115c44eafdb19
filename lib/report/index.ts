export type { Finding, FindingResource, Level } from './finding';
export { formats, resourceName, type Format, type ReportInfo } from './formats';
