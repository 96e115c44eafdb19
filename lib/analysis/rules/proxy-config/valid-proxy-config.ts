import { number } from '../../model/json';
import { PROXY_CONFIG } from '../../model/kinds';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkSelector } from '../../model/validity/selectors';

export const rule = ruleOfKind('valid-proxy-config', PROXY_CONFIG, (problems) => {
  const { selector, concurrency } = problems.resource.spec;
  checkSelector(problems, selector);
  if (number(concurrency) < 0) problems.error('spec.concurrency', 'concurrency is negative');
});
