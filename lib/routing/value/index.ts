export { milliseconds, renderDuration, type DurationOptions } from './duration';
export { checkWhole, MAX_INT32, MAX_UINT32, type WholeRange } from './whole';
