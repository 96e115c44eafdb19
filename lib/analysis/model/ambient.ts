/** What of a mesh is ambient, and which waypoint its Services use. */
import type { Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { NAMESPACE, SERVICE } from './kinds';
import { isAmbientNamespace, isInMesh } from './mesh-membership';
import { fqdn, serviceOf } from './names';
import { workloadsOf } from './workloads';

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';

/** A Service whose namespace is ambient. */
export interface AmbientService {
  readonly service: Resource;
  /** Namespace of the waypoint it uses; undefined where it uses none. */
  readonly waypointNamespace: string | undefined;
}

/** The Service of a host, if it and its namespace are in the snapshot and the namespace is ambient. Reads Service and Namespace. */
export function ambientService(context: RuleContext, host: string, namespace: string): AmbientService | undefined {
  const { clusterDomain } = context.snapshot;
  const id = serviceOf(fqdn(host, namespace, clusterDomain), clusterDomain);
  const service = id && context.find(SERVICE, id.namespace, id.name);
  if (!service) return undefined;
  const home = ambientNamespace(context, service.namespace);
  return home && { service, waypointNamespace: waypointOf(service, home) };
}

/** Whether some namespace of the snapshot is ambient. Reads Namespace. */
export function hasAmbient({ ofKind }: RuleContext): boolean {
  return ofKind(NAMESPACE).some(({ labels }) => isAmbientNamespace(labels));
}

/** The namespace, where it is in the snapshot and its labels put it into the ambient mesh. Reads Namespace. */
export function ambientNamespace({ find }: RuleContext, name: string): Resource | undefined {
  const namespace = find(NAMESPACE, '', name);
  return namespace && isAmbientNamespace(namespace.labels) ? namespace : undefined;
}

/**
 * Whether some workload has a sidecar or is a gateway, so that it applies routes and policies by itself; of one namespace, or of
 * all. Reads Namespace and every kind of workload.
 */
export function hasProxies(context: RuleContext, selector: unknown = {}, namespace?: string): boolean {
  return workloadsOf(context).some(
    selector,
    (one) => (namespace === undefined || one.namespace === namespace) && isInMesh(one, context),
  );
}

/** The Service's own label decides, then its namespace's; `none` is no waypoint. */
function waypointOf(service: Resource, home: Resource): string | undefined {
  const labels = USE in service.labels ? service.labels : home.labels;
  const name = labels[USE] ?? '';
  return name === '' || name === 'none' ? undefined : (labels[USE_NAMESPACE] ?? service.namespace);
}
