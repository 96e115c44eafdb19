import { TELEMETRY } from '../../model/kinds';
import { maybe } from '../../model/json';
import { groupBy } from '../../model/names';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'telemetry-default',
    codes: ['IST0160'],
    level: 'error',
    description: 'A namespace has several Telemetries without selector, of which only one counts',
    kinds: [TELEMETRY],
    istioctl: 'telemetry.DefaultSelectorAnalyzer',
  },
  check({ ofKind, report }) {
    const general = ofKind(TELEMETRY).filter(({ spec }) => !maybe(spec.selector));
    for (const [namespace, telemetries] of groupBy(general, (one) => one.namespace)) {
      if (telemetries.length < 2) continue;
      const names = telemetries
        .map(({ name }) => name)
        .sort()
        .join(' ');
      for (const resource of telemetries) {
        report({
          resource,
          message: `The Telemetries [${names}] in namespace "${namespace}" have no workload selector, which can lead to undefined behavior; keep one of them`,
        });
      }
    }
  },
};
