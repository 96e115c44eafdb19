export { checkCase, RuleTester, type ExpectedFinding, type ITestFramework, type RuleCase } from './rule-tester';
export { installMatchers, type TraceExpectations } from './jest';
export { traceIn } from './trace-in';
export { traceMatchers, type MatcherResult, type ReachOptions, type RedirectOptions } from './trace-matchers';
