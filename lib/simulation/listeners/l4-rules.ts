import { selects } from '../model/fields';
import type { Workload } from '../model/workload';
import type { MeshService } from '../registry/service';
import { destinationCluster } from '../routes/compile';
import type { Destination, L4Match, RuleOrigin } from '../rules/virtual-service';
import type { TcpHandler } from './filter-chain';

/** Whether a tls or tcp match of a sidecar is meant for this port and caller; unlike http matches it checks all. */
export function l4Applies(match: L4Match, workload: Workload, port: number): boolean {
  return (
    (match.gateways.length === 0 || match.gateways.includes('mesh')) &&
    selects(match.sourceLabels, workload.labels) &&
    (match.port === 0 || match.port === port) &&
    (match.sourceNamespace === '' || match.sourceNamespace === workload.namespace)
  );
}

/** Sends bytes by the destinations of a rule. */
export function forwardBytes(
  destinations: readonly Destination[],
  service: (host: string) => MeshService | undefined,
  port: number,
  origin: RuleOrigin | undefined,
): TcpHandler {
  const split = destinations.length > 1;
  const used = split ? destinations.filter(({ weight }) => weight > 0) : destinations;
  const clusters = used.map((destination) => ({
    cluster: destinationCluster(destination, service(destination.host), port),
    weight: destination.weight,
  }));
  return { kind: 'tcp', clusters, split, origin, checked: true };
}

/** Sends bytes to one cluster. */
export function forwardTo(cluster: string, checked = true): TcpHandler {
  return { kind: 'tcp', clusters: [{ cluster, weight: 0 }], split: false, origin: undefined, checked };
}
