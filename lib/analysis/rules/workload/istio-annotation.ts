import { isIstioAnnotation, knownAnnotation, WRITTEN_BY_ISTIO } from '../../model/annotations';
import { DEPLOYMENT, NAMESPACE, POD, SERVICE } from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Report, Rule } from '../../rule';
import { VALUE_CHECKS } from './annotation-values';

const KINDS = [NAMESPACE, SERVICE, POD, DEPLOYMENT];
const INJECT = 'sidecar.istio.io/inject';

export const rule: Rule = {
  meta: {
    id: 'istio-annotation',
    codes: ['IST0107', 'IST0108', 'IST0125', 'IST0135'],
    level: 'warning',
    description:
      "An annotation of Istio's is unknown, deprecated, on the wrong kind, or has a value that cannot be read",
    kinds: KINDS,
    istioctl: 'annotations.K8sAnalyzer',
  },
  check({ ofKind, report }) {
    for (const kind of KINDS) {
      for (const resource of ofKind(kind)) {
        for (const [name, value] of Object.entries(resource.annotations)) {
          if (!isIstioAnnotation(name) || WRITTEN_BY_ISTIO.has(name)) continue;
          for (const one of findings(resource, name, value)) {
            report({ resource, path: `metadata.annotations.${name}`, ...one });
          }
        }
      }
    }
  },
};

function findings(resource: Resource, name: string, value: string): Omit<Report, 'resource'>[] {
  const known = knownAnnotation(name);
  if (!known) return [{ code: 'IST0108', message: `Unknown annotation: ${name}; remove it, or correct its name` }];
  const found: Omit<Report, 'resource'>[] = [];
  if (known.isDeprecated && !(name === INJECT && resource.labels[INJECT] !== undefined)) {
    const instead = name === INJECT ? ` in favor of the "${INJECT}" label` : '';
    found.push({
      code: 'IST0135',
      level: 'info',
      message: `Annotation "${name}" has been deprecated${instead} and may not work in future Istio versions.`,
    });
  }
  if (known.kinds.includes('Any')) return found;
  if (!known.kinds.includes(resource.kind)) {
    const kinds = known.kinds.join(', ');
    found.push({
      code: 'IST0107',
      message: `Misplaced annotation: ${name} can only be applied to ${kinds}; move it there`,
    });
    return found;
  }
  const problem = VALUE_CHECKS.get(name)?.(value);
  if (problem !== undefined)
    found.push({ code: 'IST0125', message: `Invalid annotation ${name}: "${value}" ${problem}` });
  return found;
}
