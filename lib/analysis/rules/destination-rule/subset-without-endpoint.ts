import { declaredHosts } from '../../model/host-scopes';
import { fields, list, maybe, objects, text } from '../../model/json';
import { DESTINATION_RULE, SERVICE, SERVICE_ENTRY, WORKLOAD_KINDS } from '../../model/kinds';
import { selects, selectorText, type Labels } from '../../model/labels';
import { fqdn, fullName } from '../../model/names';
import { workloadsOf } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** Resolutions whose endpoints the ServiceEntry itself names: without any, the host is the one. */
const NAMED = new Set(['STATIC', 'DNS', 'DNS_ROUND_ROBIN']);
/** Istio gives endpoints labels for where they are. */
const IS_PLACE = /^topology\.|^kubernetes\.io\/hostname$/;

export const rule: Rule = {
  meta: {
    id: 'subset-without-endpoint',
    codes: ['CIS0359'],
    level: 'error',
    description: 'A subset selects endpoints by labels that none of the ServiceEntry for its host has',
    kinds: [DESTINATION_RULE, SERVICE, SERVICE_ENTRY, ...WORKLOAD_KINDS],
  },
  check(context) {
    const declared = declaredHosts(context);
    const workloads = workloadsOf(context);
    for (const resource of context.ofKind(DESTINATION_RULE)) {
      const { spec, namespace } = resource;
      const by = declared.get(fqdn(text(spec.host), namespace, context.snapshot.clusterDomain))?.by ?? [];
      const endpoints = by.length > 0 && by.every(namesItsEndpoints) ? by.flatMap(labelsOfEndpoints) : undefined;
      if (endpoints === undefined) continue;
      objects(spec.subsets).forEach((subset, i) => {
        const labels = fields(subset.labels);
        if (Object.keys(labels).some((key) => IS_PLACE.test(key))) return;
        if (endpoints.some((one) => selects(labels, one))) return;
        // A subset that selects no Pod either is told as Istio tells it (IST0173).
        if (context.closed && workloads.all.length > 0 && workloads.select(labels).length === 0) return;
        context.report({
          resource,
          // Another ServiceEntry for the host may be elsewhere.
          ...(context.closed ? {} : { level: 'warning' }),
          path: `spec.subsets[${i}].labels`,
          message: `No endpoint of ServiceEntry ${by.map(fullName).sort().join(', ')} has the labels ${selectorText(labels)}, so requests to subset "${text(subset.name)}" get 503; give the labels to endpoints, or remove them`,
        });
      });
    }
  },
};

function namesItsEndpoints({ kind, spec }: Resource): boolean {
  return kind !== SERVICE && NAMED.has(text(spec.resolution)) && maybe(spec.workloadSelector) === undefined;
}

function labelsOfEndpoints({ spec }: Resource): readonly Labels[] {
  if (list(spec.endpoints).length === 0) return [{}];
  return objects(spec.endpoints).map(({ labels }) => fields(labels) as Labels);
}
