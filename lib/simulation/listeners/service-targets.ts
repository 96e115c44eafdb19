import { selects } from '../model/fields';
import { compareText } from '../model/config';
import type { Workload } from '../model/workload';
import type { MeshService, ServicePort } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';

/** A port of a workload that a Service offers. */
export interface ServiceTarget {
  readonly service: MeshService;
  readonly port: ServicePort;
  /** Port of the container. */
  readonly target: number;
}

/** The ports that Services of its namespace offer of a workload, oldest Service first. */
export function serviceTargets(workload: Workload, registry: ServiceRegistry): readonly ServiceTarget[] {
  const services = [...registry.services]
    .filter((service) => service.namespace === workload.namespace && service.registry === 'Kubernetes')
    .filter(({ selector }) => selector !== undefined && selects(selector, workload.labels))
    .sort((a, b) => a.created - b.created || compareText(a.host, b.host));
  return services.flatMap((service) =>
    service.ports.flatMap((port) => {
      const target = typeof port.target === 'number' ? port.target : workload.ports?.get(port.target);
      return target === undefined ? [] : [{ service, port, target }];
    }),
  );
}
