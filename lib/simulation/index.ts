export { answersFor, type RecordedCase } from './oracle/answers-for';
export type { Answer } from './oracle/answer';
export { behaviourChanges, type BehaviourChange } from './trace/changes';
export {
  isBlocked,
  mirrorsTo,
  passesThrough,
  reaches,
  redirectsTo,
  responds,
  splitsInto,
  type ReachOptions,
} from './trace/claims';
export { coverageOf, type Coverage, type CoverageOf } from './trace/coverage';
export { endText } from './trace/explain';
export { outcomeOf } from './trace/fingerprint';
export { trace } from './trace/follow';
export { probes } from './trace/probe';
export { Trace, type ReachedTls, type TraceEnd, type TraceEndKind, type TraceHop } from './trace/trace';
export type { TraceRequest } from './trace/trace-request';
