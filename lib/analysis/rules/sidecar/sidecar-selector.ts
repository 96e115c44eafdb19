import { fields } from '../../model/json';
import { NAMESPACE, SIDECAR, WORKLOAD_KINDS } from '../../model/kinds';
import { isAmbient, isAmbientNamespace } from '../../model/mesh-membership';
import { groupBy } from '../../model/names';
import { selectorMissing } from '../../model/selector-missing';
import { isWhole } from '../../model/certainty';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'sidecar-selector',
    codes: ['IST0101', 'IST0110', 'IST0111', 'IST0167'],
    level: 'error',
    description: 'A Sidecar selects nothing, the workloads of another Sidecar, or workloads that have no sidecar',
    kinds: [SIDECAR, NAMESPACE, ...WORKLOAD_KINDS],
    istioctl: 'sidecar.SelectorAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const selecting = new Map<Workload, Resource[]>();
    const general: Resource[] = [];
    for (const sidecar of context.ofKind(SIDECAR)) {
      const { labels } = fields(sidecar.spec.workloadSelector);
      if (Object.keys(fields(labels)).length === 0) {
        general.push(sidecar);
        continue;
      }
      const pods = workloads.select(labels, sidecar.namespace);
      for (const pod of pods) selecting.set(pod, [...(selecting.get(pod) ?? []), sidecar]);
      if (pods.length > 0 || !isWhole(context, sidecar.namespace)) continue;
      context.report(selectorMissing(sidecar, labels, 'spec.workloadSelector.labels'));
    }
    checkPods(context, selecting);
    checkNamespaces(context, general);
  },
};

function checkPods({ report }: RuleContext, selecting: ReadonlyMap<Workload, readonly Resource[]>): void {
  for (const [workload, sidecars] of selecting) {
    if (isAmbient(workload)) {
      for (const sidecar of sidecars) report(ineffective(sidecar, 'selected workload'));
      continue;
    }
    if (sidecars.length < 2) continue;
    const { namespace, resource: pod } = workload;
    for (const resource of sidecars) {
      report({
        resource,
        code: 'IST0110',
        path: 'metadata.name',
        message: `The Sidecars [${names(sidecars)}] in namespace "${namespace}" select the same workload pod "${pod.name}", which can lead to undefined behavior; let one of them select it`,
      });
    }
  }
}

function checkNamespaces({ find, report }: RuleContext, general: readonly Resource[]): void {
  for (const [namespace, sidecars] of groupBy(general, (one) => one.namespace)) {
    const labels = find(NAMESPACE, '', namespace)?.labels ?? {};
    if (isAmbientNamespace(labels)) {
      for (const sidecar of sidecars) report(ineffective(sidecar, 'namespace'));
      continue;
    }
    if (sidecars.length < 2) continue;
    for (const resource of sidecars) {
      report({
        resource,
        code: 'IST0111',
        message: `The Sidecars [${names(sidecars)}] in namespace "${namespace}" have no workload selector, which can lead to undefined behavior; keep one of them`,
      });
    }
  }
}

function ineffective(resource: Resource, what: string) {
  return {
    resource,
    code: 'IST0167',
    level: 'warning',
    message: `The policy has no impact: ${what} is in ambient mode, where nothing reads a Sidecar; remove it`,
  } as const;
}

function names(all: readonly Resource[]): string {
  return all
    .map(({ name }) => name)
    .sort()
    .join(' ');
}
