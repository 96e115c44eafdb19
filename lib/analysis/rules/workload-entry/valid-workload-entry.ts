import { WORKLOAD_ENTRY } from '../../model/kinds';
import { checkEndpoint } from '../../model/validity/endpoint';
import { ruleOfKind } from '../../model/validity/rule-of-kind';

export const rule = ruleOfKind('valid-workload-entry', WORKLOAD_ENTRY, (problems) =>
  checkEndpoint(problems, problems.resource.spec, 'spec'),
);
