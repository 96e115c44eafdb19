import { pastTheSidecar } from '../../model/capture';
import { egressHops, gatewayEgress, meshOutboundMode, type GatewayEgress } from '../../model/gateway-egress';
import { isFields, objects, text } from '../../model/json';
import {
  AUTHORIZATION_POLICY,
  GATEWAY,
  NAMESPACE,
  NETWORK_POLICY,
  SERVICE,
  SIDECAR,
  VIRTUAL_SERVICE,
  WORKLOAD_KINDS,
} from '../../model/kinds';
import { groupBy, serviceOf } from '../../model/names';
import { egressPolicies, isLimited, limitsAll, type EgressPolicies } from '../../model/network-policies';
import { rootNamespace } from '../../model/server-mtls';
import { workloadsOf, type Workload } from '../../model/workloads';
import type { Resource } from '../../../snapshot';
import type { Report, Rule, RuleContext } from '../../rule';

export const rule: Rule = {
  meta: {
    id: 'egress-bypass',
    codes: ['CIS0430', 'CIS0431'],
    level: 'warning',
    heuristic: true,
    description: 'A host is reached through an egress gateway, and something leaves a way past it',
    kinds: [
      VIRTUAL_SERVICE,
      GATEWAY,
      SERVICE,
      SIDECAR,
      NAMESPACE,
      NETWORK_POLICY,
      AUTHORIZATION_POLICY,
      ...WORKLOAD_KINDS,
    ],
  },
  check(context) {
    const hops = egressHops(context);
    if (hops.length === 0) return;
    const { clusterDomain, meshConfig } = context.snapshot;
    // What runs beside a gateway is the affair of those who run the gateway.
    const own = new Set(hops.map(({ host }) => serviceOf(host, clusterDomain)!.namespace));
    own.add(rootNamespace(meshConfig.rootNamespace));
    const workloads = groupBy(workloadsOf(context).all, ({ namespace }) => namespace);
    const sidecars = groupBy(context.ofKind(SIDECAR), ({ namespace }) => namespace);
    const limited = context.ofKind(NETWORK_POLICY).map(({ namespace }) => namespace);
    for (const namespace of new Set([...workloads.keys(), ...sidecars.keys(), ...limited])) {
      if (own.has(namespace)) continue;
      const egress = gatewayEgress(context, namespace, hops);
      if (!egress) continue;
      const policies = egressPolicies(context, namespace, egress.ports);
      if (limitsAll(policies)) continue;
      for (const { policy, rule } of policies.opening) {
        const what = 'The NetworkPolicy lets connections to every address out';
        context.report({ ...finding(policy, egress, what), code: 'CIS0431', path: `spec.egress[${rule}]` });
      }
      for (const one of sidecars.get(namespace) ?? []) checkSidecar(context, one, egress);
      checkWorkloads(context, egress, workloads.get(namespace) ?? [], policies);
    }
  },
};

function checkWorkloads(
  context: RuleContext,
  egress: GatewayEgress,
  all: readonly Workload[],
  policies: EgressPolicies,
): void {
  const free = all.filter(({ labels }) => !isLimited(policies, labels));
  const passing = new Map(free.map((one) => [one.resource, pastTheSidecar(context, one, egress.ports)]));
  for (const [resource, bypass] of passing) {
    if (!bypass) continue;
    const { how, path } = bypass;
    context.report({
      ...finding(resource, egress, `Connections leave past the sidecar (${how})`),
      ...(path === undefined ? {} : { path }),
    });
  }
  const [policy] = policies.limiting;
  // Who is free because of an opening policy is told there.
  const others = free
    .filter(
      ({ resource, labels }) => passing.get(resource) === undefined && !isLimited({ ...policies, opening: [] }, labels),
    )
    .map(({ resource }) => resource);
  if (!policy || others.length === 0) return;
  const names = others.slice(0, 3).map(({ kind, name }) => `${kind} ${name}`);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : '';
  const what = `No NetworkPolicy of the namespace limits connections of ${names.join(', ')}${more}`;
  context.report({ ...finding(policy, egress, what), code: 'CIS0431', path: 'spec.podSelector' });
}

function checkSidecar(context: RuleContext, sidecar: Resource, egress: GatewayEgress): void {
  const { spec } = sidecar;
  const listener = objects(spec.egress).findIndex(({ captureMode }) => text(captureMode) === 'NONE');
  if (listener >= 0) {
    const path = `spec.egress[${listener}].captureMode`;
    context.report({ ...finding(sidecar, egress, 'Connections are not captured (captureMode NONE)'), path });
  }
  const policy = spec.outboundTrafficPolicy;
  if (meshOutboundMode(context) !== 'REGISTRY_ONLY' || !isFields(policy) || text(policy.mode) !== 'ALLOW_ANY') return;
  const what = 'Addresses that nobody declares are let through (ALLOW_ANY)';
  context.report({ ...finding(sidecar, egress, what), path: 'spec.outboundTrafficPolicy.mode' });
}

function finding(resource: Resource, { hosts, intent }: GatewayEgress, what: string): Report {
  const although = intent === undefined ? '' : `, although ${intent}`;
  return {
    resource,
    level: intent === undefined ? 'info' : 'warning',
    message: `${what}, so ${hosts} can be reached past the egress gateway${although}; close it, or add a NetworkPolicy that leaves the gateway as the only way out`,
  };
}
