import { fields, isFields } from '../../model/json';
import { SIDECAR, WORKLOAD_KINDS } from '../../model/kinds';
import { rootNamespace } from '../../model/server-mtls';
import { workloadsOf } from '../../model/workloads';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'root-sidecar-selector',
    codes: ['CIS0509'],
    level: 'warning',
    description: 'A Sidecar of the root namespace has a workloadSelector, so it is no default for the mesh',
    kinds: [SIDECAR, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    const root = rootNamespace(context.snapshot.meshConfig.rootNamespace);
    const workloads = workloadsOf(context);
    for (const resource of context.ofKind(SIDECAR)) {
      const { workloadSelector } = resource.spec;
      if (resource.namespace !== root || !isFields(workloadSelector)) continue;
      const labels = fields(workloadSelector.labels);
      // It may well be meant for what runs beside istiod.
      if (Object.keys(labels).length > 0 && workloads.select(labels, root).length > 0) continue;
      context.report({
        resource,
        path: 'spec.workloadSelector',
        message: `A Sidecar of the root namespace ${root} is the mesh's default only without workloadSelector; with it, it is for workloads of ${root} alone: remove the selector, or move the Sidecar beside its workloads`,
      });
    }
  },
};
