import { fields, list, objects, text } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  KUBERNETES_GATEWAY,
  REQUEST_AUTHENTICATION,
  SERVICE,
  SERVICE_ENTRY,
  TELEMETRY,
  TRAFFIC_EXTENSION,
  WASM_PLUGIN,
} from '../../model/kinds';
import type { Fields, Resource } from '../../../snapshot';
import type { Rule, RuleContext } from '../../rule';

const POLICIES = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN, TRAFFIC_EXTENSION] as const;
/** What may be a target in the policy's own namespace; a GatewayClass is Istio's own to make. */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['gateway.networking.k8s.io/Gateway', KUBERNETES_GATEWAY],
  ['/Service', SERVICE],
  ['core/Service', SERVICE],
  ['networking.istio.io/ServiceEntry', SERVICE_ENTRY],
]);

export const rule: Rule = {
  meta: {
    id: 'target-reference',
    codes: ['CIS0444'],
    level: 'error',
    description: 'A policy is attached to something that does not exist in its namespace, so it is for nothing',
    kinds: [...POLICIES, KUBERNETES_GATEWAY, SERVICE, SERVICE_ENTRY],
  },
  check(context) {
    const present = new Set(
      [KUBERNETES_GATEWAY, SERVICE, SERVICE_ENTRY].filter((kind) => context.ofKind(kind).length > 0),
    );
    for (const resource of POLICIES.flatMap((kind) => context.ofKind(kind))) {
      const { targetRef, targetRefs } = resource.spec;
      checkTarget(context, present, resource, fields(targetRef), 'spec.targetRef');
      objects(list(targetRefs)).forEach((one, i) =>
        checkTarget(context, present, resource, one, `spec.targetRefs[${i}]`),
      );
    }
  },
};

function checkTarget(
  { report, isMissing }: RuleContext,
  present: ReadonlySet<string>,
  resource: Resource,
  target: Fields,
  path: string,
): void {
  const [kind, name] = [text(target.kind), text(target.name)];
  const key = TARGETS.get(`${text(target.group)}/${kind}`);
  if (key === undefined || name === '' || !isMissing(key, resource.namespace, name)) return;
  report({
    resource,
    path: `${path}.name`,
    // Without any of the kind in the input, they come from elsewhere.
    ...(present.has(key) ? {} : { level: 'info' }),
    message: `Namespace ${resource.namespace} has no ${kind} "${name}", so the policy is for nothing; correct the name, or move the policy beside its target`,
  });
}
