import { ambientNamespace, hasProxies } from '../../model/ambient';
import { fields, list, maybe, objects, text } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  NAMESPACE,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  TRAFFIC_EXTENSION,
  WASM_PLUGIN,
  WORKLOAD_KINDS,
} from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const POLICIES = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, WASM_PLUGIN, TRAFFIC_EXTENSION, TELEMETRY] as const;

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
      if (!needsHttp(resource) || !ambientNamespace(context, namespace)) continue;
      // A sidecar or a gateway in the namespace goes by the selector.
      if (hasProxies(context, fields(spec.selector).matchLabels, namespace)) continue;
      context.report({
        resource,
        path: spec.selector === undefined ? 'metadata.name' : 'spec.selector',
        message: `Namespace ${namespace} is ambient: ztunnel ${effectOf(kind)}, and waypoints read no selector; name the Service or the waypoint in targetRefs`,
      });
    }
  },
};

/** Whether only a proxy for HTTP can apply the policy, and only by its targets. */
function needsHttp(resource: Resource): boolean {
  if (resource.kind === 'AuthorizationPolicy') return objects(resource.spec.rules).some(isHttpRule);
  // Telemetry of a whole namespace reaches its waypoints without targets.
  return resource.kind !== 'Telemetry' || Object.keys(fields(fields(resource.spec.selector).matchLabels)).length > 0;
}

const HTTP_OPERATION = ['methods', 'notMethods', 'paths', 'notPaths', 'hosts', 'notHosts'];

function isHttpRule(rule: Resource['spec']): boolean {
  return (
    objects(rule.when).some(({ key }) => text(key).startsWith('request.')) ||
    objects(rule.to).some(({ operation }) => HTTP_OPERATION.some((name) => fields(operation)[name] !== undefined)) ||
    objects(rule.from).some(({ source }) =>
      ['requestPrincipals', 'notRequestPrincipals'].some((name) => fields(source)[name] !== undefined),
    )
  );
}

function effectOf(kind: string): string {
  return kind === 'AuthorizationPolicy'
    ? 'sees no requests, so it takes the rule for one that never matches'
    : `knows no ${kind}`;
}
