import { text } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  DESTINATION_RULE,
  ENVOY_FILTER,
  GATEWAY,
  PEER_AUTHENTICATION,
  PROXY_CONFIG,
  REQUEST_AUTHENTICATION,
  SERVICE_ENTRY,
  SIDECAR,
  TELEMETRY,
  TRAFFIC_EXTENSION,
  VIRTUAL_SERVICE,
  WASM_PLUGIN,
  WORKLOAD_ENTRY,
  WORKLOAD_GROUP,
} from '../../model/kinds';
import type { Resource } from '../../../snapshot';
import type { Rule } from '../../rule';

const KINDS = [
  ...[GATEWAY, VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY, SIDECAR, ENVOY_FILTER, WORKLOAD_ENTRY, WORKLOAD_GROUP],
  ...[PROXY_CONFIG, AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION, TELEMETRY],
  ...[WASM_PLUGIN, TRAFFIC_EXTENSION],
];
const DRY_RUN = 'istio.io/dry-run';
const FORBIDDEN = ['webhook-always-reject', 'parents', 'parent-namespace'].map((name) => `internal.istio.io/${name}`);

export const rule: Rule = {
  meta: {
    id: 'webhook-annotation',
    codes: ['CIS0110'],
    level: 'error',
    description: "istiod's webhook would refuse an Istio resource for one of its annotations",
    kinds: KINDS,
  },
  check({ ofKind, report }) {
    for (const resource of KINDS.flatMap(ofKind)) {
      const dryRun = dryRunProblem(resource);
      if (dryRun !== undefined) report({ resource, path: `metadata.annotations.${DRY_RUN}`, message: dryRun });
      for (const name of FORBIDDEN) {
        if (resource.annotations[name] === undefined) continue;
        report({
          resource,
          path: `metadata.annotations.${name}`,
          message: `annotation ${name} is Istio's own, and refused on what people write; remove it`,
        });
      }
    }
  },
};

function dryRunProblem({ kind, annotations, spec }: Resource): string | undefined {
  const value = annotations[DRY_RUN];
  if (value === undefined) return undefined;
  const action = text(spec.action) || 'ALLOW';
  if (kind !== 'AuthorizationPolicy') return `annotation ${DRY_RUN} is for AuthorizationPolicy alone; remove it`;
  if (action !== 'ALLOW' && action !== 'DENY')
    return `annotation ${DRY_RUN} is for actions ALLOW and DENY, not ${action}`;
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)
    ? undefined
    : `annotation ${DRY_RUN} is "${value}"; write "true" or "false"`;
}
