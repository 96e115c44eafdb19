/** Under which names a Gateway has the rules of a VirtualService. */
import { isSubsetOf, parseGatewayHost } from '../../mesh';
import type { Resource } from '../../snapshot';
import { objects, texts } from './json';
import { fqdn } from './names';

/**
 * Of each name of the VirtualService and each host of a server that admits it, the narrower one, in lower case.
 *
 * @param gateway undefined where it is not there to be asked: then the names of the VirtualService
 */
export function hostsAtGateway(
  gateway: Resource | undefined,
  { spec, namespace }: Resource,
  clusterDomain?: string,
): readonly string[] {
  const own = texts(spec.hosts).map((host) => fqdn(host, namespace, clusterDomain).toLowerCase());
  if (!gateway) return own;
  const found = new Set<string>();
  for (const entry of objects(gateway.spec.servers).flatMap(({ hosts }) => texts(hosts))) {
    const admitted = parseGatewayHost(entry.toLowerCase());
    const from = admitted.namespace === '.' ? gateway.namespace : admitted.namespace;
    if (from !== '*' && from !== namespace) continue;
    for (const host of own) {
      if (isSubsetOf(host, admitted.host)) found.add(host);
      else if (isSubsetOf(admitted.host, host)) found.add(admitted.host);
    }
  }
  return [...found];
}
