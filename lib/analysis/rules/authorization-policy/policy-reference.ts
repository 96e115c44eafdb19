import { fields, maybe, objects, text, texts } from '../../model/json';
import { AUTHORIZATION_POLICY, NAMESPACE, WORKLOAD_KINDS } from '../../model/kinds';
import { isWhole } from '../../model/certainty';
import { selectorText } from '../../model/labels';
import { isAmbient, isInMesh } from '../../model/mesh-membership';
import { groupBy } from '../../model/names';
import { workloadsOf } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'policy-reference',
    codes: ['IST0127', 'IST0101'],
    level: 'warning',
    description: 'An AuthorizationPolicy is for no workload of the mesh, or names a namespace that does not exist',
    kinds: [AUTHORIZATION_POLICY, NAMESPACE, ...WORKLOAD_KINDS],
    istioctl: 'auth.AuthorizationPoliciesAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const inMesh = new Set(workloads.all.filter((one) => isInMesh(one, context) || isAmbient(one)));
    const byNamespace = groupBy([...inMesh], ({ namespace }) => namespace);
    const root = text(context.snapshot.meshConfig.rootNamespace) || 'istio-system';
    const namespaces = context.ofKind(NAMESPACE).map(({ name }) => name);
    // Of policies alone nobody can say what they select.
    if (workloads.all.length === 0 && namespaces.length === 0) return;
    for (const policy of context.ofKind(AUTHORIZATION_POLICY)) {
      const isMeshWide = policy.namespace === root;
      const selector = maybe(policy.spec.selector);
      checkNamespaces(context, policy, namespaces);
      if (!selector && isMeshWide) continue;
      if (isMeshWide ? !context.closed : !isWhole(context, policy.namespace)) continue;
      const hasWorkload = selector
        ? workloads
            .select(selector.matchLabels, isMeshWide ? undefined : policy.namespace)
            .some((one) => inMesh.has(one))
        : byNamespace.has(policy.namespace);
      if (!hasWorkload) context.report(noWorkload(policy, selectorText(selector?.matchLabels)));
    }
  },
};

function noWorkload(resource: Resource, selector: string) {
  return {
    resource,
    code: 'IST0127',
    ...(resource.spec.selector === undefined ? {} : { path: 'spec.selector' }),
    message: `No matching workloads for this resource with the following labels: ${selector}; correct the selector, or inject the sidecar into the workload`,
  };
}

function checkNamespaces(context: RuleContext, resource: Resource, namespaces: readonly string[]): void {
  if (!context.closed) return;
  const told = new Set<string>();
  objects(resource.spec.rules).forEach((rule, i) =>
    objects(rule.from).forEach((from, j) => {
      const source = fields(from.source);
      for (const key of ['namespaces', 'notNamespaces'] as const) {
        texts(source[key]).forEach((pattern, k) => {
          if (namespaces.some((name) => matches(name, pattern))) return;
          // Istio looks for every line among `namespaces`; what it finds no line for, it says once.
          const place = k < texts(source.namespaces).length ? `${i}.${j}.${k} ${pattern}` : pattern;
          if (told.has(place)) return;
          told.add(place);
          context.report({
            resource,
            code: 'IST0101',
            level: 'error',
            path: `spec.rules[${i}].from[${j}].source.${key}[${k}]`,
            message: `Referenced namespace not found: "${pattern}"; correct it in ${key}, or create the namespace`,
          });
        });
      }
    }),
  );
}

function matches(name: string, pattern: string): boolean {
  if (pattern.startsWith('*')) return name.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name.toLowerCase() === pattern.toLowerCase();
}
