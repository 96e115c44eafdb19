import type { Snapshot } from '../../snapshot';
import { isRecord, record, records, selects, text, textMap } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import { GATEWAY_API } from '../convert/gateway-api/reference';
import type { Workload } from '../model/workload';

/** Policies of the Gateway API that change how a backend is spoken to. */
const BACKEND_POLICIES = [`${GATEWAY_API}/BackendTLSPolicy`, 'gateway.networking.x-k8s.io/XBackendTrafficPolicy'];

/** What changes a proxy in ways that nobody can foresee: an EnvoyFilter that holds for it. */
export function unmodelledPatch(snapshot: Snapshot, workload: Workload, settings: MeshSettings): string | undefined {
  const found = snapshot.ofKind('networking.istio.io/EnvoyFilter').find(({ namespace, spec }) => {
    if (namespace !== workload.namespace && namespace !== settings.rootNamespace) return false;
    const references = records(spec['targetRefs']);
    if (references.length > 0) {
      const gateway = workload.labels.get('gateway.networking.k8s.io/gateway-name');
      return references.some((reference) => text(reference['name']) === gateway);
    }
    const selector = spec['workloadSelector'];
    return !isRecord(selector) || selects(textMap(record(selector)['labels']), workload.labels);
  });
  return found && `EnvoyFilter ${found.namespace}/${found.name}`;
}

/** A policy for a Service that is not modelled. */
export function unmodelledBackend(snapshot: Snapshot, namespace: string, name: string): string | undefined {
  for (const kind of BACKEND_POLICIES) {
    const found = snapshot
      .ofKind(kind)
      .find(
        (policy) =>
          policy.namespace === namespace &&
          records(policy.spec['targetRefs']).some((target) => text(target['name']) === name),
      );
    if (found) return `${found.kind} ${found.namespace}/${found.name}`;
  }
  return undefined;
}
