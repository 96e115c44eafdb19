import { fields, number, objects, text } from '../../model/json';
import { SERVICE, SIDECAR, WORKLOAD_KINDS } from '../../model/kinds';
import { selects } from '../../model/labels';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Fields } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'target-port',
    codes: ['CIS0507'],
    level: 'warning',
    description: 'A Service sends to a port that none of its workloads has',
    kinds: [SERVICE, SIDECAR, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    const workloads = workloadsOf(context);
    for (const service of context.ofKind(SERVICE)) {
      const { selector, ports, clusterIP } = service.spec;
      if (Object.keys(fields(selector)).length === 0) continue;
      const selected = workloads.select(selector, service.namespace);
      // Ports of an injected proxy are in Istio's template, not in the manifest.
      if (selected.length === 0 || selected.some(isInjectedGateway)) continue;
      objects(ports).forEach((port, i) => {
        const target = text(port.targetPort) || text(port.port);
        const isNamed = !/^\d+$/.test(target);
        // A number is reached whether it is declared or not: it counts where ports are declared, and for a virtual address.
        if (!isNamed && (text(clusterIP) === 'None' || !selected.every(declaresPorts))) return;
        if (selected.some((one) => hasPort(one, target, isNamed, text(port.protocol) || 'TCP'))) return;
        if (!isNamed && listens(context, selected, Number(target))) return;
        const { resource } = selected[0]!;
        context.report({
          resource: service,
          // A container listens wherever it likes: what it declares is a note to people.
          ...(isNamed ? {} : { level: 'info' as const }),
          path: `spec.ports[${i}]${port.targetPort === undefined ? '.port' : '.targetPort'}`,
          message: `No container of ${resource.kind} ${resource.name} ${isNamed ? `has port ${target}, so the Service has no endpoint there; name a port of its containers` : `declares port ${target}; make sure that one listens there`}`,
        });
      });
    }
  },
};

function isInjectedGateway({ spec }: Workload): boolean {
  return objects(spec.containers).some(({ image }) => text(image) === 'auto');
}

/** A Sidecar's ingress listener opens a port at the proxy, which no container declares. */
function listens({ ofKind }: RuleContext, selected: readonly Workload[], target: number): boolean {
  return ofKind(SIDECAR).some(
    ({ namespace, spec }) =>
      objects(spec.ingress).some(({ port }) => number(fields(port).number) === target) &&
      selected.some((one) => one.namespace === namespace && selects(fields(spec.workloadSelector).labels, one.labels)),
  );
}

function portsOf({ spec }: Workload): readonly Fields[] {
  const sidecars = objects(spec.initContainers).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...objects(spec.containers), ...sidecars].flatMap(({ ports }) => objects(ports));
}

function declaresPorts(workload: Workload): boolean {
  return portsOf(workload).length > 0;
}

function hasPort(workload: Workload, target: string, isNamed: boolean, protocol: string): boolean {
  return portsOf(workload).some(
    (port) =>
      (text(port.protocol) || 'TCP') === protocol &&
      (isNamed ? text(port.name) === target : number(port.containerPort) === Number(target)),
  );
}
