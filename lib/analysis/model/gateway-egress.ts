/** Where sidecars are to reach hosts outside through a gateway alone, and what shows that it is meant so. */
import type { Resource } from '../../snapshot';
import type { RuleContext } from '../rule';
import { gatewayHops, type GatewayHop } from './gateway-hops';
import { reaches } from './host-scopes';
import { fields, number, objects, text, texts } from './json';
import { AUTHORIZATION_POLICY, VIRTUAL_SERVICE } from './kinds';
import { selects, type Labels } from './labels';
import { fqdn, fullName, serviceOf } from './names';
import { egressPolicies } from './network-policies';
import { outboundMode } from './outbound-mode';
import { visibleFrom } from './rule-proxies';

/** Hosts outside that sidecars of a namespace are told to reach through a gateway. */
export interface GatewayEgress {
  /** The hosts, as a message names them. */
  readonly hosts: string;
  readonly ports: readonly number[];
  /** What shows that nobody is to go past the gateway; undefined where nothing does. */
  readonly intent: string | undefined;
}

/** The hops of hosts outside the cluster. Reads VirtualService, Gateway and Service. */
export function egressHops(context: RuleContext): readonly GatewayHop[] {
  const { clusterDomain } = context.snapshot;
  const isOutside = ({ spec, namespace }: Resource) =>
    texts(spec.hosts).some((host) => !serviceOf(fqdn(host, namespace, clusterDomain), clusterDomain));
  return context
    .ofKind(VIRTUAL_SERVICE)
    .filter(isOutside)
    .flatMap((route) => gatewayHops(context, route));
}

/** What of it is for a namespace. Reads NetworkPolicy, Sidecar and AuthorizationPolicy. */
export function gatewayEgress(
  context: RuleContext,
  namespace: string,
  all: readonly GatewayHop[],
): GatewayEgress | undefined {
  const hops = all.filter(({ virtualService }) => reaches(visibleFrom(context, virtualService), namespace));
  if (hops.length === 0) return undefined;
  const hosts = [...new Set(hops.flatMap(({ virtualService }) => texts(virtualService.spec.hosts)))].sort();
  const ports = hops.flatMap(({ virtualService, family, rule }) =>
    objects(objects(virtualService.spec[family])[rule]?.match).map(({ port }) => number(port)),
  );
  const shown = hosts.length > 2 ? `${hosts[0]} and ${hosts.length - 1} more` : hosts.join(' and ');
  return { ports, hosts: shown, intent: intentOf(context, namespace, hops, ports) };
}

/** The mesh's own setting for what nobody declares; empty where it has none. */
export function meshOutboundMode({ snapshot }: RuleContext): string {
  return text(fields(snapshot.meshConfig.outboundTrafficPolicy).mode);
}

function intentOf(
  context: RuleContext,
  namespace: string,
  hops: readonly GatewayHop[],
  ports: readonly number[],
): string | undefined {
  const policies = context.ofKind(AUTHORIZATION_POLICY);
  const modes = [meshOutboundMode(context), outboundMode(context, namespace)];
  const [network] = egressPolicies(context, namespace, ports).limiting;
  if (network) return `NetworkPolicy ${fullName(network)} limits where others connect to`;
  if (modes.includes('REGISTRY_ONLY')) return 'hosts that nobody declares are refused (REGISTRY_ONLY)';
  // Hundreds of hosts may share one gateway.
  const gateways = [...new Map(hops.map((hop) => [hop.host, hop])).values()];
  const policy = policies.find((one) => gateways.some((hop) => guards(one, hop)));
  return policy && `AuthorizationPolicy ${fullName(policy)} says who may use the gateway`;
}

/** Whether a policy is for the workloads behind the hop. */
function guards({ namespace, spec }: Resource, { host, service, gateways }: GatewayHop): boolean {
  if (namespace !== (service?.namespace ?? host.split('.')[1])) return false;
  const labels = [fields(service?.spec.selector), ...gateways.map((one) => fields(one.spec.selector))] as Labels[];
  const wanted = fields(fields(spec.selector).matchLabels);
  return Object.keys(wanted).length > 0 && labels.some((one) => selects(wanted, one));
}
