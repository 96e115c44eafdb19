import type { Fields, Resource, Snapshot } from '../../snapshot';
import { number, record, records, text, textMap } from '../model/fields';
import type { Workload } from '../model/workload';

/** Where a kind of workload keeps the template of its Pods. */
const KINDS: readonly (readonly [kind: string, template: (resource: Resource) => Fields])[] = [
  ['apps/Deployment', ({ spec }) => record(spec['template'])],
  ['apps/StatefulSet', ({ spec }) => record(spec['template'])],
  ['apps/DaemonSet', ({ spec }) => record(spec['template'])],
  ['apps/ReplicaSet', ({ spec }) => record(spec['template'])],
  ['batch/Job', ({ spec }) => record(spec['template'])],
  ['batch/CronJob', ({ spec }) => record(record(record(spec['jobTemplate'])['spec'])['template'])],
  ['argoproj.io/Rollout', ({ spec }) => record(spec['template'])],
  ['Pod', ({ manifest }) => manifest],
];
const INJECT = 'sidecar.istio.io/inject';

/** The workloads of a snapshot: everything that makes Pods. */
export function workloadsOf(snapshot: Snapshot): readonly Workload[] {
  return KINDS.flatMap(([kind, template]) =>
    snapshot.ofKind(kind).map((resource) => workloadOf(resource, template(resource), snapshot)),
  );
}

function workloadOf(resource: Resource, template: Fields, snapshot: Snapshot): Workload {
  const metadata = record(template['metadata']);
  const spec = record(template['spec']);
  const labels = textMap(metadata['labels']);
  const annotations = textMap(metadata['annotations']);
  const containers = records(spec['containers']);
  const router = isGateway(labels, annotations, containers);
  const injected = router || hasSidecar(resource.namespace, spec, labels, annotations, containers, snapshot);
  const address = text(record(template['status'])['podIP']);
  return {
    name: resource.name,
    namespace: resource.namespace,
    labels,
    type: router ? 'router' : 'sidecar',
    injected,
    serviceAccount: text(spec['serviceAccountName']) || 'default',
    acceptsMtls: injected && !router,
    annotations,
    ports: new Map(
      containers.flatMap((container) =>
        records(container['ports']).flatMap((port): [string, number][] => {
          const value = number(port['containerPort']);
          return value === undefined || text(port['name']) === '' ? [] : [[text(port['name']), value]];
        }),
      ),
    ),
    ...(address === '' ? {} : { address }),
  };
}

/** A Pod that is nothing but a proxy: made by the gateway template, or started as a router. */
function isGateway(
  labels: ReadonlyMap<string, string>,
  annotations: ReadonlyMap<string, string>,
  containers: readonly Fields[],
): boolean {
  if (annotations.get('inject.istio.io/templates')?.split(',').includes('gateway')) return true;
  if (labels.has('gateway.networking.k8s.io/gateway-name')) return true;
  return containers.some(
    (container) =>
      text(container['name']) === 'istio-proxy' &&
      Array.isArray(container['args']) &&
      container['args'].includes('router'),
  );
}

/** Whether injection gives the Pods a sidecar; where the manifests do not say, they are taken to be in the mesh. */
function hasSidecar(
  namespace: string,
  spec: Fields,
  labels: ReadonlyMap<string, string>,
  annotations: ReadonlyMap<string, string>,
  containers: readonly Fields[],
  snapshot: Snapshot,
): boolean {
  if (containers.some((container) => text(container['name']) === 'istio-proxy')) return true;
  if (spec['hostNetwork'] === true) return false;
  const wish = labels.get(INJECT) ?? annotations.get(INJECT);
  if (wish !== undefined) return wish === 'true';
  const home = snapshot.find('Namespace', '', namespace);
  if (!home) return true;
  const own = home.labels['istio-injection'];
  return own === 'enabled' || (own === undefined && home.labels['istio.io/rev'] !== undefined);
}
