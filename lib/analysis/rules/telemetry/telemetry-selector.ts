import { fields } from '../../model/json';
import { TELEMETRY, WORKLOAD_KINDS } from '../../model/kinds';
import { isWhole } from '../../model/certainty';
import { selectorMissing } from '../../model/selector-missing';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'telemetry-selector',
    codes: ['IST0101', 'IST0159'],
    level: 'error',
    description: 'A Telemetry selects nothing, or the workloads of another Telemetry',
    kinds: [TELEMETRY, ...WORKLOAD_KINDS],
    istioctl: 'telemetry.SelectorAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const selecting = new Map<Workload, Resource[]>();
    for (const telemetry of context.ofKind(TELEMETRY)) {
      const { matchLabels } = fields(telemetry.spec.selector);
      if (Object.keys(fields(matchLabels)).length === 0) continue;
      const pods = workloads.select(matchLabels, telemetry.namespace);
      for (const pod of pods) selecting.set(pod, [...(selecting.get(pod) ?? []), telemetry]);
      if (pods.length > 0 || !isWhole(context, telemetry.namespace)) continue;
      context.report(selectorMissing(telemetry, matchLabels, 'spec.selector.matchLabels'));
    }
    for (const [{ namespace, resource: pod }, telemetries] of selecting) {
      if (telemetries.length < 2) continue;
      const names = telemetries
        .map(({ name }) => name)
        .sort()
        .join(' ');
      for (const resource of telemetries) {
        context.report({
          resource,
          code: 'IST0159',
          path: 'metadata.name',
          message: `The Telemetries [${names}] in namespace "${namespace}" select the same workload pod "${pod.name}", which can lead to undefined behavior; let one of them select it`,
        });
      }
    }
  },
};
