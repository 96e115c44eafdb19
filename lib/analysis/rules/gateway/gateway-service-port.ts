import { gatewayWithoutWorkload } from '../../model/gateway-without-workload';
import { fields, number, objects, text } from '../../model/json';
import { GATEWAY, SERVICE, VIRTUAL_SERVICE, WORKLOAD_KINDS } from '../../model/kinds';
import { selects, selectorText } from '../../model/labels';
import { routedGateways } from '../../model/presence';
import { workloadsOf } from '../../model/workloads';
import { groupBy } from '../../model/names';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

/** Ports of the Services before some pods: what pods listen on, and what clients dial. */
interface ServicePorts {
  readonly container: ReadonlySet<number>;
  readonly service: ReadonlySet<number>;
}

export const rule: Rule = {
  meta: {
    id: 'gateway-service-port',
    codes: ['IST0101', 'IST0162', 'CIS0203'],
    level: 'warning',
    description: 'A Gateway opens a port that no Service of its workload passes on',
    kinds: [GATEWAY, VIRTUAL_SERVICE, SERVICE, ...WORKLOAD_KINDS],
    istioctl: 'gateway.IngressGatewayPortAnalyzer',
  },
  check(context) {
    const workloads = workloadsOf(context);
    const routed = routedGateways(context);
    const services = groupBy(context.ofKind(SERVICE), ({ namespace }) => namespace);
    for (const gateway of context.ofKind(GATEWAY)) {
      const { selector } = gateway.spec;
      const pods = workloads.select(selector);
      if (pods.length === 0) {
        gatewayWithoutWorkload(context, gateway, workloads, routed).forEach(context.report);
        continue;
      }
      const before = pods.flatMap(({ namespace, labels }) =>
        (services.get(namespace) ?? []).filter((service) => selects(service.spec.selector, labels)),
      );
      if (before.length === 0 && !context.closed) continue;
      const ports = portsOf(before);
      objects(gateway.spec.servers).forEach((server) => {
        if (!server.port) return;
        const port = number(fields(server.port).number);
        if (ports.container.has(port) || ports.service.has(port)) return;
        context.report({
          resource: gateway,
          code: 'IST0162',
          path: 'spec.selector',
          message:
            `The gateway is listening on a target port (port ${port}) that is not defined in the Service associated with its ` +
            `workload instances (Pod selector ${selectorText(selector)}); add the port to the Service`,
        });
      });
    }
  },
};

function portsOf(services: readonly Resource[]): ServicePorts {
  const container = new Set<number>();
  const service = new Set<number>();
  for (const { spec } of services) {
    for (const port of objects(spec.ports)) {
      if ((text(port.protocol) || 'TCP') !== 'TCP') continue;
      // A named target port is looked up in the pod: Istio takes the Service's number for it.
      const target = number(port.targetPort);
      container.add(target === 0 ? number(port.port) : target);
      if (target !== 0) service.add(number(port.port));
    }
  }
  return { container, service };
}
