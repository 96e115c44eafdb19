import { fields, list, maybe, objects, text } from '../../model/json';
import { AUTHORIZATION_POLICY } from '../../model/kinds';
import { negated } from '../../model/policy-rules';
import type { Problems } from '../../model/validity/problems';
import { ruleOfKind } from '../../model/validity/rule-of-kind';
import { checkTargets } from '../../model/validity/selectors';
import type { Fields } from '../../../snapshot';
import { checkCondition } from './validity/condition';
import { checkOperation, checkSource, TCP_SOURCE } from './validity/lists';

/** Sources and conditions that an external authorizer cannot be asked by. */
const NOT_CUSTOM = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'].flatMap(
  (name) => [name, negated(name)],
);
const NOT_CUSTOM_KEY = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;

export const rule = ruleOfKind('valid-authorization-policy', AUTHORIZATION_POLICY, (problems) => {
  const { spec } = problems.resource;
  const action = text(spec.action) || 'ALLOW';
  checkTargets(problems);
  if (action === 'CUSTOM') checkCustom(problems);
  else if (maybe(spec.provider)) problems.error('spec.provider', `provider needs action CUSTOM, not ${action}`);
  const rules = objects(spec.rules);
  if (action === 'DENY' && rules.length === 0) {
    problems.error(
      'spec.rules',
      'action DENY without rules never applies; write an empty rule, {}, to deny everything',
    );
  }
  rules.forEach((rule, i) => {
    checkRule(problems, rule, i);
    if (action === 'DENY') checkTcp(problems, rule, i);
  });
});

function checkCustom(problems: Problems): void {
  const { spec } = problems.resource;
  const rules = objects(spec.rules);
  if (rules.length === 0) {
    problems.error(
      'spec.rules',
      'action CUSTOM without rules never applies; write an empty rule, {}, to ask for everything',
    );
  } else if (text(fields(spec.provider).name) === '')
    problems.error('spec.provider.name', 'action CUSTOM needs provider.name');
  rules.forEach((rule, i) => {
    objects(rule.from).forEach(({ source }, j) => {
      for (const name of NOT_CUSTOM) {
        if (list(fields(source)[name]).length === 0) continue;
        problems.error(`spec.rules[${i}].from[${j}].source.${name}`, `${name} is not supported with action CUSTOM`);
      }
    });
    objects(rule.when).forEach(({ key }, j) => {
      if (!NOT_CUSTOM_KEY.test(text(key))) return;
      problems.error(`spec.rules[${i}].when[${j}].key`, `condition ${text(key)} is not supported with action CUSTOM`);
    });
  });
}

function checkRule(problems: Problems, rule: Fields, i: number): void {
  const path = `spec.rules[${i}]`;
  objects(rule.from).forEach((from, j) => {
    const source = maybe(from.source);
    if (source) checkSource(problems, source, `${path}.from[${j}].source`, i);
    else problems.error(`${path}.from[${j}].source`, `from of rule ${i} needs a source`);
  });
  objects(rule.to).forEach((to, j) => {
    const operation = maybe(to.operation);
    if (operation) checkOperation(problems, operation, `${path}.to[${j}].operation`, i);
    else problems.error(`${path}.to[${j}].operation`, `to of rule ${i} needs an operation`);
  });
  objects(rule.when).forEach((condition, j) => checkCondition(problems, condition, `${path}.when[${j}]`));
}

/** On a TCP port there are no HTTP attributes to tell what is denied from what is not. */
function checkTcp(problems: Problems, rule: Fields, i: number): void {
  const sources = objects(rule.from).flatMap(({ source }): readonly Fields[] => one(source));
  const operations = objects(rule.to).flatMap(({ operation }): readonly Fields[] => one(operation));
  const hasAny = (values: readonly Fields[], names: readonly string[]) =>
    values.some((value) => names.some((name) => list(value[name]).length > 0));
  const isHttpOnly =
    operations.length > 0
      ? !hasAny(operations, ['ports', 'notPorts'])
      : sources.length > 0 && !hasAny(sources, TCP_SOURCE);
  if (!isHttpOnly) return;
  problems.warning(
    `spec.rules[${i}]`,
    'a DENY rule with HTTP attributes alone denies all traffic to TCP ports; name the ports it is for',
  );
}

function one(value: unknown): readonly Fields[] {
  const found = maybe(value);
  return found ? [found] : [];
}
