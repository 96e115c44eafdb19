import { ambientNamespace, hasProxies } from '../../model/ambient';
import { fields, list, maybe } from '../../model/json';
import { NAMESPACE, REQUEST_AUTHENTICATION, TRAFFIC_EXTENSION, WASM_PLUGIN, WORKLOAD_KINDS } from '../../model/kinds';
import type { Rule } from '../../rule';

const POLICIES = [REQUEST_AUTHENTICATION, WASM_PLUGIN, TRAFFIC_EXTENSION] as const;

export const rule: Rule = {
  meta: {
    id: 'ambient-policy',
    codes: ['CIS0525'],
    level: 'warning',
    description: 'A policy for HTTP in an ambient namespace names no target, so no waypoint applies it',
    kinds: [...POLICIES, NAMESPACE, ...WORKLOAD_KINDS],
    heuristic: true,
  },
  check(context) {
    for (const resource of POLICIES.flatMap((kind) => context.ofKind(kind))) {
      const { namespace, spec, kind } = resource;
      if (maybe(spec.targetRef) || list(spec.targetRefs).length > 0) continue;
      if (!ambientNamespace(context, namespace)) continue;
      // A sidecar or a gateway in the namespace goes by the selector.
      if (hasProxies(context, fields(spec.selector).matchLabels, namespace)) continue;
      context.report({
        resource,
        path: spec.selector === undefined ? 'metadata.name' : 'spec.selector',
        message: `Namespace ${namespace} is ambient: ztunnel knows no ${kind}, and waypoints read no selector; name the Service or the waypoint in targetRefs`,
      });
    }
  },
};
