import type {
  DestinationRuleSpecSubsets,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
} from '../../../imports/networking.istio.io';
import type { IErrorScope } from '../../errors';
import { label } from '../../mesh';
import {
  ClientTls,
  type CommonTrafficPolicy,
  ConnectionPool,
  H2Upgrade,
  type PortTrafficPolicy,
  renderTrafficPolicy,
} from '../../routing';
import { knowsCaller, needsHttp2, type PlannedHop } from './planned-hop';

/** Name of the subset of the gateway's Service for the requests of one host. */
export function subsetOf(host: string): string {
  return label(host);
}

/**
 * The subset for the requests of one host: it selects no Pods of its own, but carries the TLS of the hop. A subset per host
 * gives each its SNI, which its server at the gateway is found by, and counts its requests apart.
 *
 * @param sni name that the hop's TLS presents
 */
export function renderHopSubset(
  host: string,
  sni: string,
  hops: readonly PlannedHop[],
  policy: CommonTrafficPolicy,
  at: IErrorScope,
): DestinationRuleSpecSubsets {
  const portPolicies = hops.flatMap((hop): PortTrafficPolicy[] => {
    const tls = knowsCaller(hop) ? { tls: ClientTls.istioMutual({ sni }) } : {};
    const http2 = needsHttp2(hop) ? { connectionPool: policy.connectionPool ?? HTTP2 } : {};
    const own = { ...tls, ...http2 };
    return Object.keys(own).length > 0 ? [{ port: hop.gatewayPort, ...own }] : [];
  });
  const rendered = renderTrafficPolicy({ ...policy, ...(portPolicies.length > 0 ? { portPolicies } : {}) }, at);
  const upgraded = new Set(hops.filter(needsHttp2).map((hop) => hop.gatewayPort));
  const portLevelSettings = rendered?.portLevelSettings?.map((one) =>
    upgraded.has(one.port?.number ?? 0) ? withHttp2(one) : one,
  );
  const trafficPolicy = rendered && { ...rendered, ...(portLevelSettings ? { portLevelSettings } : {}) };
  return {
    name: subsetOf(host),
    // L1 has the same shape twice, with enums of different names.
    ...(trafficPolicy ? { trafficPolicy: trafficPolicy as DestinationRuleSpecSubsets['trafficPolicy'] } : {}),
  };
}

/** Istio speaks HTTP/1.1 to a Service port whose name does not promise HTTP/2; gRPC would not survive that. */
const HTTP2 = ConnectionPool.of({ http: { h2UpgradePolicy: H2Upgrade.UPGRADE } });

/** Limits of the caller's own stay, and so does what they say about the protocol. */
function withHttp2(settings: DestinationRuleSpecTrafficPolicyPortLevelSettings): typeof settings {
  const { connectionPool } = settings;
  const { http } = connectionPool ?? {};
  if (http?.h2UpgradePolicy ?? http?.useClientProtocol) return settings;
  const upgrade = HTTP2._render().http as NonNullable<typeof http>;
  return { ...settings, connectionPool: { ...connectionPool, http: { ...http, ...upgrade } } };
}
