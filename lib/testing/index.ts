export { checkCase, RuleTester, type ExpectedFinding, type ITestFramework, type RuleCase } from './rule-tester';
