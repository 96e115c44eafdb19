import { fields, objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { operationsOf } from '../../model/policy-rules';
import { workloadPorts, type WorkloadPorts } from '../../model/workload-ports';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'policy-port',
    codes: ['CIS0447'],
    level: 'warning',
    heuristic: true,
    description: 'A policy names the port of a Service, where the port of its Pods is another one',
    kinds: [AUTHORIZATION_POLICY, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(AUTHORIZATION_POLICY)) {
      const wanted = fields(fields(resource.spec.selector).matchLabels);
      if (Object.keys(wanted).length === 0) continue;
      const known = workloadPorts(context, resource.namespace, wanted);
      if (!known.isKnown || known.mapped.size === 0) continue;
      objects(resource.spec.rules).forEach((one, i) => {
        const at = `spec.rules[${i}]`;
        operationsOf(one).forEach((operation, j) => {
          for (const key of ['ports', 'notPorts'])
            checkPorts(context, resource, known, texts(operation[key]), `${at}.to[${j}].operation.${key}`);
        });
        objects(one.when).forEach((condition, j) => {
          if (text(condition.key) !== 'destination.port') return;
          for (const key of ['values', 'notValues'])
            checkPorts(context, resource, known, texts(condition[key]), `${at}.when[${j}].${key}`);
        });
      });
    }
  },
};

function checkPorts(
  { report }: RuleContext,
  resource: Resource,
  { opened, mapped }: WorkloadPorts,
  ports: readonly string[],
  path: string,
): void {
  ports.forEach((port, i) => {
    const target = mapped.get(Number(port));
    if (target === undefined || opened.has(Number(port))) return;
    report({
      resource,
      path: `${path}[${i}]`,
      message: `Port ${port} is the Service's, and its Pods listen on ${target}: a policy compares with the port of the Pod; write "${target}"`,
    });
  });
}
