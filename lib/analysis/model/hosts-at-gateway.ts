/** Under which names a Gateway has the rules of a VirtualService. */
import { HostIndex, isSubsetOf, parseGatewayHost } from '../../mesh';
import type { Resource } from '../../snapshot';
import { objects, texts } from './json';
import { fqdn } from './names';

/** The namespaces whose VirtualServices a host of a server is for; `*` is all of them. */
type Admitted = HostIndex<string>;

const admittedBy = new WeakMap<Resource, Admitted>();

/** The hosts of all servers of a Gateway; read once, as it may have thousands and be named by as many. */
function admittedHosts(gateway: Resource): Admitted {
  let index = admittedBy.get(gateway);
  if (!index) {
    index = new HostIndex();
    for (const entry of new Set(objects(gateway.spec.servers).flatMap(({ hosts }) => texts(hosts)))) {
      const { namespace, host } = parseGatewayHost(entry);
      index.add(host, namespace === '.' ? gateway.namespace : namespace);
    }
    admittedBy.set(gateway, index);
  }
  return index;
}

/** The hosts of the Gateway's servers that share a name with the host and are for VirtualServices of the namespace. */
export function hostsAdmitting(gateway: Resource, host: string, namespace: string): readonly string[] {
  return admittedHosts(gateway)
    .overlapping(host)
    .flatMap(({ host: admitted, value: from }) => (from === '*' || from === namespace ? [admitted] : []));
}

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
  const narrower = own.flatMap((host) =>
    hostsAdmitting(gateway, host, namespace).map((admitted) => (isSubsetOf(host, admitted) ? host : admitted)),
  );
  return [...new Set(narrower)];
}
