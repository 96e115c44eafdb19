import { fields, objects, text } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  GRPC_ROUTE,
  HTTP_ROUTE,
  KUBERNETES_GATEWAY,
  SERVICE,
  SERVICE_ENTRY,
  WORKLOAD_ENTRY,
} from '../../model/kinds';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const WAYPOINT = ['istio.io/WaypointBound'];
const GATEWAY_API = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Conditions that must not be False, by kind. */
const CONDITIONS: ReadonlyMap<string, readonly string[]> = new Map([
  [SERVICE, WAYPOINT],
  [SERVICE_ENTRY, WAYPOINT],
  [WORKLOAD_ENTRY, WAYPOINT],
  [AUTHORIZATION_POLICY, ['ZtunnelAccepted', 'WaypointAccepted']],
  [KUBERNETES_GATEWAY, GATEWAY_API],
  [HTTP_ROUTE, GATEWAY_API],
  [GRPC_ROUTE, GATEWAY_API],
]);

export const rule: Rule = {
  meta: {
    id: 'negative-condition',
    codes: ['IST0171'],
    level: 'warning',
    description: 'The status of a resource says that a controller could not apply it',
    kinds: [...CONDITIONS.keys()],
    istioctl: 'conditions.ConditionAnalyzer',
  },
  check({ ofKind, report }) {
    for (const [kind, types] of CONDITIONS) {
      for (const resource of ofKind(kind)) {
        for (const condition of conditionsOf(resource)) {
          if (!isNegative(kind, types, condition)) continue;
          const { type, reason, message } = condition;
          report({
            resource,
            message: `Negative status condition: ${text(type)} (reason: ${text(reason)}): ${text(message)}`,
          });
        }
      }
    }
  },
};

/** Own conditions; those of a route stand with each parent. */
function conditionsOf({ kind, manifest }: Resource): readonly Fields[] {
  const status = fields(manifest.status);
  if (kind !== 'HTTPRoute' && kind !== 'GRPCRoute') return objects(status.conditions);
  return objects(status.parents).flatMap(({ conditions }) => objects(conditions));
}

function isNegative(kind: string, types: readonly string[], condition: Fields): boolean {
  const type = text(condition.type);
  if (types.includes(type) && text(condition.status) === 'False') return true;
  return kind === AUTHORIZATION_POLICY && type === 'WaypointAccepted' && text(condition.reason) === 'PartiallyInvalid';
}
