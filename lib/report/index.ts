export type { Finding, FindingResource, Level } from './finding';
export { formats, piecewise, resourceName, type Format, type PiecewiseFormat, type ReportInfo } from './formats';
export {
  renderTrace,
  type TraceDecisionReport,
  type TraceEndReport,
  type TraceHopReport,
  type TraceReport,
  type TraceSkippedReport,
} from './trace';
