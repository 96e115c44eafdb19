import type { Snapshot } from '../../snapshot';
import { byAge, configOf, type Config } from '../model/config';
import { isRecord, record, records, selects, text, textMap } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** The policies of a kind that hold for a workload: those of its namespace and of the root namespace. */
export function policiesFor(
  snapshot: Snapshot,
  kind: string,
  workload: Workload,
  settings: MeshSettings,
): readonly Config[] {
  const policies = snapshot.ofKind(kind).map(configOf).sort(byAge);
  const here = policies.filter((policy) => attached(policy, workload));
  const root = here.filter(({ namespace }) => namespace === settings.rootNamespace);
  if (workload.namespace === settings.rootNamespace) return root;
  return [...root, ...here.filter(({ namespace }) => namespace === workload.namespace)];
}

/** A policy with targetRefs holds for the Gateway API gateways it names; any other for the pods it selects. */
function attached(policy: Config, workload: Workload): boolean {
  const { spec } = policy;
  const refs = records(spec['targetRefs']);
  const targets = refs.length > 0 ? refs : isRecord(spec['targetRef']) ? [spec['targetRef']] : [];
  const gateway = workload.labels.get(GATEWAY_NAME);
  if (targets.length === 0) return selects(textMap(record(spec['selector'])['matchLabels']), workload.labels);
  if (gateway === undefined || policy.namespace !== workload.namespace) return false;
  return targets.some(
    (target) =>
      text(target['kind']) === 'Gateway' &&
      text(target['group']) === 'gateway.networking.k8s.io' &&
      text(target['name']) === gateway &&
      ['', workload.namespace].includes(text(target['namespace'])),
  );
}
