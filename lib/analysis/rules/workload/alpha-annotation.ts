import { knownAnnotation, WRITTEN_BY_ISTIO } from '../../model/annotations';
import { objects, text } from '../../model/json';
import { DEPLOYMENT, NAMESPACE, POD, SERVICE } from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const KINDS = [NAMESPACE, SERVICE, POD, DEPLOYMENT];

/** Set by the injector where Istio's CNI plugin prepares the pod, not by a person. */
const SET_WITH_CNI = new Set([
  'sidecar.istio.io/interceptionMode',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
]);

export const rule: Rule = {
  meta: {
    id: 'alpha-annotation',
    codes: ['IST0136'],
    level: 'info',
    description: "An annotation of Istio's is alpha, and may change or go without notice",
    kinds: KINDS,
    istioctl: 'annotations.AlphaAnalyzer',
  },
  check({ ofKind, report }) {
    for (const resource of KINDS.flatMap(ofKind)) {
      for (const name of Object.keys(resource.annotations)) {
        if (!knownAnnotation(name)?.isAlpha || WRITTEN_BY_ISTIO.has(name)) continue;
        if (SET_WITH_CNI.has(name) && isPreparedByCni(resource)) continue;
        report({
          resource,
          path: `metadata.annotations.${name}`,
          message: `Annotation "${name}" is part of an alpha-phase feature and may be incompletely supported.`,
        });
      }
    }
  },
};

function isPreparedByCni({ kind, spec }: Resource): boolean {
  return kind === POD && !objects(spec.initContainers).some(({ name }) => text(name) === 'istio-init');
}
