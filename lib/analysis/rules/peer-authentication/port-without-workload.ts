import { isWhole } from '../../model/certainty';
import { fields } from '../../model/json';
import { PEER_AUTHENTICATION, SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { workloadPorts } from '../../model/workload-ports';
import type { Rule } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'port-without-workload',
    codes: ['CIS0448'],
    level: 'warning',
    heuristic: true,
    description: 'A PeerAuthentication sets mTLS for a port that the selected workloads do not have',
    kinds: [PEER_AUTHENTICATION, SERVICE, ...WORKLOAD_KINDS],
  },
  check(context) {
    for (const resource of context.ofKind(PEER_AUTHENTICATION)) {
      const wanted = fields(fields(resource.spec.selector).matchLabels);
      // What is no number is refused anyway.
      const ports = Object.keys(fields(resource.spec.portLevelMtls)).map(Number).filter(Number.isInteger);
      if (ports.length === 0 || Object.keys(wanted).length === 0) continue;
      const { opened, mapped, isKnown } = workloadPorts(context, resource.namespace, wanted);
      if (!isKnown || opened.size === 0) continue;
      for (const port of ports) {
        const target = mapped.get(port);
        // Ports that are not here may be those of a Service elsewhere.
        if (opened.has(port) || (target === undefined && !isWhole(context, resource.namespace))) continue;
        const all = [...opened.keys()].sort((a, b) => a - b).join(', ');
        context.report({
          resource,
          path: `spec.portLevelMtls.${port}`,
          message:
            target === undefined
              ? `No Service or container of the selected workloads has port ${port}; they have ${all}`
              : `Port ${port} is the Service's, and its Pods listen on ${target}: portLevelMtls names the port of the Pod; write ${target}`,
        });
      }
    }
  },
};
