import { GatewayWorkload } from '../../mesh/gateway-workload';
import { Snapshot, type Fields, type Resource } from '../../snapshot';
import { gatewayServices, isOurs } from '../convert/gateway-api/listeners';
import { GATEWAY_API } from '../convert/gateway-api/reference';
import { configOf } from '../model/config';
import { record, records, selects, textMap } from '../model/fields';
import type { Workload } from '../model/workload';

/** A snapshot and its workloads, completed by gateways that others install. */
export interface CompletedMesh {
  readonly snapshot: Snapshot;
  readonly workloads: readonly Workload[];
  /** What was added, for the reader. */
  readonly assumptions: readonly string[];
}

/**
 * Adds the gateways that Gateways select and that the snapshot does not contain: Pods behind a Service that it has, or the
 * gateways of istioctl's profiles with their usual Services.
 */
export function completeMesh(snapshot: Snapshot, workloads: readonly Workload[]): CompletedMesh {
  const services: Resource[] = [];
  const added: Workload[] = [];
  const assumptions: string[] = [];
  const presets = [GatewayWorkload.istioctlEgress(), GatewayWorkload.istioctlIngress()];
  for (const gateway of snapshot.ofKind('networking.istio.io/Gateway').map(configOf)) {
    const selector = textMap(gateway.spec['selector']);
    const known = [...workloads, ...added];
    if (selector.size === 0 || known.some(({ labels }) => selects(selector, labels))) continue;
    const service = snapshot.ofKind('Service').find((one) => selects(selector, textMap(one.spec['selector'])));
    if (service) {
      added.push(gatewayPods(service.name, service.namespace, textMap(service.spec['selector']), service.name));
      assumptions.push(`Pods of a gateway behind Service ${service.namespace}/${service.name}`);
      continue;
    }
    const preset = presets.find(({ labels }) =>
      selects(selector, new Map(Object.entries({ ...labels, app: labels['app'] ?? `istio-${labels['istio']}` }))),
    );
    if (!preset) continue;
    const labels = new Map([...Object.entries(preset.labels), ...selector]);
    added.push(gatewayPods(preset.serviceName, preset.namespace, labels, preset.serviceAccount));
    if (!snapshot.find('Service', preset.namespace, preset.serviceName)) services.push(serviceOf(preset));
    assumptions.push(`gateway ${preset.namespace}/${preset.serviceName} as istioctl installs it`);
  }
  for (const { service, pods } of deployedGateways(snapshot)) {
    if (workloads.some(({ labels }) => selects(pods.labels, labels))) continue;
    added.push(pods);
    if (service) services.push(service);
    assumptions.push(`gateway ${pods.namespace}/${pods.name} as Istio deploys it`);
  }
  if (added.length === 0) return { snapshot, workloads, assumptions };
  const { meshConfig, clusterDomain, known, complete } = snapshot;
  return {
    snapshot:
      services.length === 0
        ? snapshot
        : new Snapshot([...snapshot.resources, ...services], meshConfig, { clusterDomain, known, complete }),
    workloads: [...workloads, ...added],
    assumptions,
  };
}

function gatewayPods(
  name: string,
  namespace: string,
  labels: ReadonlyMap<string, string>,
  serviceAccount: string,
): Workload {
  return { name, namespace, labels, type: 'router', injected: true, serviceAccount, acceptsMtls: false };
}

interface Deployed {
  /** Undefined where the snapshot has it. */
  readonly service: Resource | undefined;
  readonly pods: Workload;
}

/** What Istio deploys for Gateways of the Gateway API that name no Service of their own. */
function deployedGateways(snapshot: Snapshot): readonly Deployed[] {
  return snapshot.ofKind(`${GATEWAY_API}/Gateway`).flatMap((gateway): Deployed[] => {
    const className = String(gateway.spec['gatewayClassName'] ?? '');
    if (!isOurs(snapshot, className)) return [];
    const host = gatewayServices(gateway, snapshot.clusterDomain)?.[0] ?? '';
    const name = host.split('.', 1)[0] ?? '';
    const written = snapshot.find('Service', gateway.namespace, name);
    const label = 'gateway.networking.k8s.io/gateway-name';
    const labels = written ? textMap(written.spec['selector']) : new Map([[label, gateway.name]]);
    if (host === '' || !host.endsWith(`.${gateway.namespace}.svc.${snapshot.clusterDomain}`)) return [];
    const pods = gatewayPods(name, gateway.namespace, labels, name);
    if (written) return [{ service: undefined, pods }];
    const numbers = new Set(records(gateway.spec['listeners']).map((listener) => Number(listener['port'])));
    const ports = [...numbers]
      .filter((port) => port > 0 && port < 65536)
      .map((port) => ({ name: `port-${port}`, port, targetPort: port }));
    return [
      { service: serviceResource(name, gateway.namespace, { selector: { [label]: gateway.name }, ports }), pods },
    ];
  });
}

function serviceOf({ serviceName, namespace, labels, ports }: GatewayWorkload): Resource {
  const spec = {
    selector: labels,
    ports: ports.map(({ port, targetPort }) => ({ name: portName(port), port, targetPort: targetPort ?? port })),
  };
  return serviceResource(serviceName, namespace, spec);
}

function serviceResource(name: string, namespace: string, spec: Fields): Resource {
  const manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
  return {
    group: '',
    version: 'v1',
    kind: 'Service',
    namespace,
    name,
    labels: {},
    annotations: {},
    spec: record(spec),
    manifest,
    origin: {},
  };
}

/** The names of istioctl's charts decide the protocol of the hop. */
function portName(port: number): string {
  return port === 80 ? 'http2' : port === 443 ? 'https' : port === 15021 ? 'status-port' : `tcp-${port}`;
}
