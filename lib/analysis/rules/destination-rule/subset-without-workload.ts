import { fields, objects, text } from '../../model/json';
import { DESTINATION_RULE, NODE, SERVICE, SERVICE_ENTRY, WORKLOAD_KINDS } from '../../model/kinds';
import { selects, type Labels } from '../../model/labels';
import { isHostMissing } from '../../model/host-missing';
import { serviceLookup } from '../../model/service-lookup';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Rule } from '../../rule';

const REGION = 'topology.kubernetes.io/region';
const ZONE = 'topology.kubernetes.io/zone';
const SUBZONE = 'topology.istio.io/subzone';
const HOSTNAME = 'kubernetes.io/hostname';

export const rule: Rule = {
  meta: {
    id: 'subset-without-workload',
    codes: ['IST0173', 'IST0174'],
    level: 'error',
    description: 'A DestinationRule is for a host that does not exist, or has a subset that selects no workload',
    kinds: [DESTINATION_RULE, SERVICE, SERVICE_ENTRY, NODE, ...WORKLOAD_KINDS],
    istioctl: 'destinationrule.SubsetSelectPodAnalyzer',
  },
  check(context) {
    const lookup = serviceLookup(context);
    const workloads = workloadsOf(context);
    const declares = context.ofKind(SERVICE).length > 0 || context.ofKind(SERVICE_ENTRY).length > 0;
    const nodes = new Map(context.ofKind(NODE).map((node) => [node.name, node.labels]));
    for (const rule of context.ofKind(DESTINATION_RULE)) {
      const host = text(rule.spec.host);
      const known = lookup.find(rule.namespace, rule.spec.exportTo, host);
      if (!known) {
        if (!declares || !isHostMissing(context, host, rule.namespace)) continue;
        context.report({
          resource: rule,
          code: 'IST0174',
          level: 'warning',
          path: 'spec.host',
          message: `The host ${host} defined in the DestinationRule does not match any services in the mesh; correct the host, or declare it in a ServiceEntry`,
        });
        continue;
      }
      if (!context.closed || workloads.all.length === 0) continue;
      for (const [i, subset] of objects(rule.spec.subsets).entries()) {
        const labels = { ...known.workloadLabels, ...fields(subset.labels) };
        if (workloads.some(withoutPlaces(labels), (one) => selects(labels, augmented(one, nodes)))) continue;
        context.report({
          resource: rule,
          code: 'IST0173',
          path: `spec.subsets[${i}]`,
          message: `The Subset ${text(subset.name)} defined in the DestinationRule does not select any pods; give a workload its labels, or remove the subset`,
        });
      }
    }
  },
};

const PLACES: ReadonlySet<string> = new Set([REGION, ZONE, SUBZONE, HOSTNAME]);

/** Labels that a pod itself carries: where it runs is known from its node. */
function withoutPlaces(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !PLACES.has(key)));
}

function augmented(workload: Workload, nodes: ReadonlyMap<string, Labels>): Labels {
  const name = text(workload.spec.nodeName);
  if (name === '') return workload.labels;
  const node = nodes.get(name) ?? {};
  const [region = '', zone = '', subzone = ''] = [node[REGION], node[ZONE], node[SUBZONE]];
  return {
    ...workload.labels,
    ...(region === '' ? {} : { [REGION]: region }),
    ...(zone === '' ? {} : { [ZONE]: zone }),
    ...(subzone === '' ? {} : { [SUBZONE]: subzone }),
    [HOSTNAME]: name,
  };
}
