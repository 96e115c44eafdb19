import { maybe, objects, text } from '../../model/json';
import { DESTINATION_RULE } from '../../model/kinds';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkExportTo, checkSelector } from '../../model/validity/selectors';
import { isDnsLabel, labelProblems, wildcardProblem } from '../../model/validity/values';
import { checkTrafficPolicy } from './validity/traffic-policy';

export const rule = ruleOfKind('valid-destination-rule', DESTINATION_RULE, (problems) => {
  const { spec } = problems.resource;
  problems.error('spec.host', wildcardProblem(text(spec.host)));
  checkTrafficPolicy(problems, spec.trafficPolicy, 'spec.trafficPolicy');
  const names = new Set<string>();
  objects(spec.subsets).forEach((subset, i) => {
    const path = `spec.subsets[${i}]`;
    const name = text(subset.name);
    if (names.has(name)) problems.error(`${path}.name`, `subset "${name}" is defined twice`);
    names.add(name);
    if (name === '') problems.error(`${path}.name`, 'a subset needs a name');
    else if (!isDnsLabel(name)) problems.error(`${path}.name`, `subset "${name}" is no DNS label`);
    for (const one of labelProblems(subset.labels)) problems.error(`${path}.labels`, one);
    if (subset.trafficPolicy !== undefined)
      checkTrafficPolicy(problems.withoutWarnings(), subset.trafficPolicy, `${path}.trafficPolicy`);
  });
  checkExportTo(problems, { isSelective: maybe(spec.workloadSelector) !== undefined });
  checkSelector(problems, spec.workloadSelector, 'spec.workloadSelector');
});
