import type { Fields, Snapshot } from '../../../snapshot';
import { isRecord, record, records, text } from '../../model/fields';
import { labelSelectorSelects } from '../../model/label-selector';

/** Group of the Gateway API. */
export const GATEWAY_API = 'gateway.networking.k8s.io';

/** `group/kind` of a reference, with what it means where it says nothing. */
export function kindOf(reference: Fields, group: string, kind: string): string {
  const own = reference['group'];
  return `${typeof own === 'string' ? own : group}/${text(reference['kind']) || kind}`;
}

/** Whether some ReferenceGrant lets objects of one namespace refer to an object of another. */
export function granted(
  snapshot: Snapshot,
  from: { readonly kind: string; readonly namespace: string },
  to: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  return snapshot
    .ofKind(`${GATEWAY_API}/ReferenceGrant`)
    .some(
      ({ namespace, spec }) =>
        namespace === to.namespace &&
        records(spec['from']).some(
          (one) =>
            text(one['group']) === GATEWAY_API &&
            text(one['kind']) === from.kind &&
            text(one['namespace']) === from.namespace,
        ) &&
        records(spec['to']).some(
          (one) =>
            text(one['group']) === to.group &&
            text(one['kind']) === to.kind &&
            (one['name'] === undefined || text(one['name']) === to.name),
        ),
    );
}

/** Whether a Kubernetes label selector takes a namespace. */
export function selectsNamespace(selector: unknown, snapshot: Snapshot, namespace: string): boolean {
  const found = snapshot.find('Namespace', '', namespace);
  if (!found || !isRecord(selector)) return false;
  const labels = new Map([...Object.entries(found.labels), ['kubernetes.io/metadata.name', namespace] as const]);
  return labelSelectorSelects(selector, labels);
}

/** Namespaces whose routes a listener takes: names, or `*`. */
export function allowedNamespaces(listener: Fields, own: string, snapshot: Snapshot): readonly string[] {
  const namespaces = record(record(listener['allowedRoutes'])['namespaces']);
  const from = text(namespaces['from']);
  if (from === '' || from === 'Same') return [own];
  if (from === 'All' || namespaces['selector'] === undefined) return ['*'];
  return snapshot
    .ofKind('Namespace')
    .map(({ name }) => name)
    .filter((name) => selectsNamespace(namespaces['selector'], snapshot, name))
    .sort();
}
