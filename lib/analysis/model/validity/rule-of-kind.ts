import type { KindKey } from '../../../snapshot';
import type { Rule } from '../../rule';
import { checkDecoding } from './decoding';
import { Problems } from './problems';

/** The rule that judges each resource of one kind as istiod's webhook does. */
export function ruleOfKind(
  id: string,
  kind: KindKey,
  check: (problems: Problems) => void,
  options: { readonly codes?: readonly string[]; readonly description?: string } = {},
): Rule {
  const name = kind.slice(kind.lastIndexOf('/') + 1);
  return {
    meta: {
      id,
      codes: ['IST0106', 'IST0133', ...(options.codes ?? [])],
      level: 'error',
      description: options.description ?? `istiod's webhook would refuse this ${name}, or warn of it`,
      kinds: [kind],
      istioctl: `schema.ValidationAnalyzer.${name}`,
    },
    check({ ofKind, report }) {
      for (const resource of ofKind(kind)) {
        const problems = new Problems(resource);
        if (checkDecoding(problems)) check(problems);
        problems.reports.forEach(report);
      }
    },
  };
}
