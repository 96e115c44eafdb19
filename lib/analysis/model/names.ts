/** Short host names, and references of the form `namespace/name`. */
import type { Resource } from '../../snapshot';

/** The host as Istio's registry knows it: a name without a dot is a Service of the namespace. */
export function fqdn(host: string, namespace: string, clusterDomain = 'cluster.local'): string {
  return host.startsWith('*') || host.includes('.') ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** Namespace and name of a Service's full host, or undefined. */
export function serviceOf(
  host: string,
  clusterDomain = 'cluster.local',
): { namespace: string; name: string } | undefined {
  const suffix = `.svc.${clusterDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const own = host.slice(0, -suffix.length);
  const dot = own.lastIndexOf('.');
  return dot <= 0 ? undefined : { name: own.slice(0, dot), namespace: own.slice(dot + 1) };
}

/** A reference: `namespace/name`, or a name of the namespace. */
export interface Reference {
  readonly namespace: string;
  readonly name: string;
}

/** Reads a reference. */
export function reference(namespace: string, text: string): Reference {
  const slash = text.indexOf('/');
  return slash < 0 ? { namespace, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** `namespace/name`, or the name alone. */
export function fullName({ namespace, name }: Pick<Resource, 'namespace' | 'name'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Groups by a key, in the order of first sight. */
export function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
