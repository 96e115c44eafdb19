import { hostsOverlap, isSubsetOf, isWildcard } from '../../../mesh/host';
import type { Fields, Resource, Snapshot } from '../../../snapshot';
import { number, records, text, texts } from '../../model/fields';
import type { Parent } from './listeners';
import { GATEWAY_API, kindOf } from './reference';

/** What a route is attached to: a listener, or a service of the mesh. */
export type Attachment =
  | { readonly kind: 'listener'; readonly parent: Parent; readonly banned: readonly string[] }
  | { readonly kind: 'mesh'; readonly hosts: readonly string[]; readonly port: number | undefined };

/** The parents that take a route, in the order in which the control plane handles them. */
export function attachments(
  route: Resource,
  parents: readonly Parent[],
  snapshot: Snapshot,
  domain: string,
): readonly Attachment[] {
  const out: { key: string; attachment: Attachment }[] = [];
  const references = records(route.spec['parentRefs'])
    .map((reference) => ({ reference, key: referenceText(reference, route.namespace) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { reference } of references) {
    const kind = kindOf(reference, GATEWAY_API, 'Gateway');
    const namespace = text(reference['namespace']) || route.namespace;
    const name = text(reference['name']);
    const port = number(reference['port']);
    if (kind === '/Service' || kind === 'networking.istio.io/ServiceEntry') {
      const service = snapshot.find(kind === '/Service' ? 'Service' : kind, namespace, name);
      if (!service) continue;
      const hosts = kind === '/Service' ? [`${name}.${namespace}.svc.${domain}`] : texts(service.spec['hosts']);
      out.push({ key: 'mesh', attachment: { kind: 'mesh', hosts, port } });
      continue;
    }
    const owner = `${kind.slice(kind.indexOf('/') + 1).replace(/^X/, '')} ${namespace}/${name}`;
    const siblings = parents.filter((parent) => parent.owner === owner);
    for (const parent of siblings) {
      if (!accepts(parent, route, reference)) continue;
      const banned = siblings
        .filter((one) => one !== parent && one.port === parent.port && one.protocol === parent.protocol)
        .map(({ hostname }) => hostname)
        .filter((hostname) => hostname !== parent.hostname);
      out.push({ key: parent.internalName, attachment: { kind: 'listener', parent, banned } });
    }
  }
  return out.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ attachment }) => attachment);
}

/** Whether a listener takes a route: section, port, host name, namespace and kind. */
function accepts(parent: Parent, route: Resource, reference: Fields): boolean {
  const port = number(reference['port']) ?? 0;
  const section = text(reference['sectionName']);
  if (port !== 0 && port !== parent.port) return false;
  if (section !== '' && section !== parent.section) return false;
  const hostnames = route.kind === 'TCPRoute' ? [] : texts(route.spec['hostnames']);
  const fits = (hostnames.length > 0 ? hostnames : ['*']).some((hostname) =>
    parent.hosts.some((host) => {
      const [namespace = '*', name = ''] = host.split('/');
      return hostsOverlap(name, hostname) && (namespace === '*' || namespace === route.namespace);
    }),
  );
  return fits && parent.kinds.includes(route.kind);
}

/** Whether a route's host belongs to this listener, and not to a more specific one beside it. */
export function allowedByIsolation(
  host: string,
  { parent, banned }: Extract<Attachment, { kind: 'listener' }>,
): boolean {
  const own = parent.hostname;
  if (own !== '' && !isWildcard(own)) return true;
  if (own !== '' && !hostsOverlap(host, own)) return false;
  return banned.every((other) => own.length > other.length || !isSubsetOf(host, other));
}

function referenceText(reference: Fields, namespace: string): string {
  const group = reference['group'];
  return (
    `${typeof group === 'string' ? group : GATEWAY_API}/${text(reference['kind']) || 'Gateway'}/${text(reference['name'])}/` +
    `${text(reference['sectionName'])}/${number(reference['port']) ?? 0}.${text(reference['namespace']) || namespace}`
  );
}
