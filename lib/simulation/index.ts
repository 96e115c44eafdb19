export { answersFor, type RecordedCase } from './oracle/answers-for';
export type { Answer } from './oracle/answer';
export { trace } from './trace/follow';
export { Trace, type ReachedTls, type TraceEnd, type TraceEndKind, type TraceHop } from './trace/trace';
export { endText } from './trace/explain';
export type { TraceRequest } from './trace/trace-request';
