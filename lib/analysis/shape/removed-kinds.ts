/** Kinds that Istio once had, and what says the same today. */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['config.istio.io/RouteRule', 'VirtualService'],
  ['config.istio.io/EgressRule', 'ServiceEntry'],
  ['config.istio.io/DestinationPolicy', 'DestinationRule'],
  ['config.istio.io/rule', 'AuthorizationPolicy, Telemetry or EnvoyFilter'],
  ['config.istio.io/attributemanifest', 'Telemetry'],
  ['config.istio.io/HTTPAPISpec', 'Telemetry'],
  ['config.istio.io/HTTPAPISpecBinding', 'Telemetry'],
  ['config.istio.io/QuotaSpec', 'EnvoyFilter with rate limits'],
  ['config.istio.io/QuotaSpecBinding', 'EnvoyFilter with rate limits'],
  ['authentication.istio.io/Policy', 'PeerAuthentication and RequestAuthentication'],
  ['authentication.istio.io/MeshPolicy', 'PeerAuthentication in the root namespace'],
  ['rbac.istio.io/ServiceRole', 'AuthorizationPolicy'],
  ['rbac.istio.io/ServiceRoleBinding', 'AuthorizationPolicy'],
  ['rbac.istio.io/RbacConfig', 'AuthorizationPolicy'],
  ['rbac.istio.io/ClusterRbacConfig', 'AuthorizationPolicy'],
]);

/** What replaces a kind that Istio removed; undefined for every other kind. `EgressRule` and its like are known in any group. */
export function successorOf(group: string, kind: string): string | undefined {
  const exact = SUCCESSORS.get(`${group}/${kind}`);
  if (exact !== undefined || !group.endsWith('istio.io')) return exact;
  return ['RouteRule', 'EgressRule', 'DestinationPolicy'].includes(kind)
    ? SUCCESSORS.get(`config.istio.io/${kind}`)
    : undefined;
}
