/**
 * What the experimental channel of the Gateway API adds to the standard one, whose schemas are checked here: a cluster may have
 * either, so that nobody can say from the manifests alone whether its API server takes these.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/
 */
const GATEWAY_API = 'gateway.networking.k8s.io';

/** Versions by kind. Releases before 1.6 had these kinds in no other version. */
const VERSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['BackendTLSPolicy', ['v1alpha3']],
  ['TCPRoute', ['v1alpha2']],
  ['TLSRoute', ['v1alpha2', 'v1alpha3']],
  ['UDPRoute', ['v1alpha2']],
]);

/** Fields by kind, without the indices of lists. */
const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Gateway', new Set(['spec.defaultScope'])],
  ['GRPCRoute', new Set(['spec.rules[].sessionPersistence', 'spec.useDefaultGateways'])],
  [
    'HTTPRoute',
    new Set([
      'spec.rules[].backendRefs[].filters[].externalAuth',
      'spec.rules[].filters[].externalAuth',
      'spec.rules[].retry',
      'spec.rules[].sessionPersistence',
      'spec.useDefaultGateways',
    ]),
  ],
  ['TCPRoute', new Set(['spec.useDefaultGateways'])],
  ['TLSRoute', new Set(['spec.useDefaultGateways'])],
  ['UDPRoute', new Set(['spec.useDefaultGateways'])],
]);

/** Whether the experimental channel serves a kind in a version that the standard channel does not serve. */
export function isExperimentalVersion(group: string, kind: string, version: string): boolean {
  return group === GATEWAY_API && (VERSIONS.get(kind)?.includes(version) ?? false);
}

/** Whether the experimental channel has a field that the standard channel does not know. */
export function isExperimentalField(group: string, kind: string, path: string): boolean {
  return group === GATEWAY_API && (FIELDS.get(kind)?.has(path.replace(/\[\d+\]/g, '[]')) ?? false);
}
