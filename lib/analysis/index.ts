export { analyze, analyzeAll, type Analysis, type AnalyzeOptions } from './analyze';
export { World, type AccessRecorder } from './context';
export { describeCode } from './describe';
export type { Report, Rule, RuleContext, RuleEntry, RuleMeta } from './rule';
export { rules } from './rules';
export {
  REASON_ANNOTATION,
  reasonAnnotation,
  reasonsOf,
  SUPPRESS_ANNOTATION,
  UNUSED_SUPPRESSION,
  type Suppression,
} from './suppression';
