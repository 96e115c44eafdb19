/** To whom a host is exported by what declares it. */
import type { Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { isFields, texts } from './json';
import { SERVICE, SERVICE_ENTRY } from './kinds';
import { fqdn } from './names';
import { scopesOf } from './visibility';

const EXPORT_TO = 'networking.istio.io/exportTo';

/** A host that the snapshot declares. */
export interface DeclaredHost {
  /** `*`, or the namespaces that see it. */
  readonly scopes: readonly string[];
  /** What declares it: a Service, or ServiceEntries. */
  readonly by: readonly Resource[];
}

type DeclaredHosts = ReadonlyMap<string, DeclaredHost>;

const memory = new WeakMap<Snapshot, DeclaredHosts>();

/** Who declares each host, by its full name, and who sees it. Reads Service and ServiceEntry. */
export function declaredHosts({ ofKind, snapshot }: RuleContext): DeclaredHosts {
  const services = ofKind(SERVICE);
  const entries = ofKind(SERVICE_ENTRY);
  const known = memory.get(snapshot);
  if (known) return known;
  const found = index(snapshot, services, entries);
  memory.set(snapshot, found);
  return found;
}

/** Namespaces of what declares a host. */
export function homesOf({ by }: DeclaredHost): readonly string[] {
  return by.length === 1 ? [by[0]!.namespace] : [...new Set(by.map(({ namespace }) => namespace))];
}

/** Whether one of the scopes is the namespace's. */
export function reaches(scopes: readonly string[], namespace: string): boolean {
  return scopes.includes('*') || scopes.includes(namespace);
}

function index(snapshot: Snapshot, services: readonly Resource[], entries: readonly Resource[]): DeclaredHosts {
  const { clusterDomain, meshConfig } = snapshot;
  const found = new Map<string, DeclaredHost>();
  const add = (host: string, by: Resource, scopes: readonly string[]): void => {
    const known = found.get(host);
    const all = known ? [...new Set([...known.scopes, ...scopes])] : scopes;
    found.set(host, { by: [...(known?.by ?? []), by], scopes: all.includes('*') ? ['*'] : all });
  };
  const fallback = meshConfig.defaultServiceExportTo;
  for (const service of services) {
    const given = (service.annotations[EXPORT_TO] ?? '').split(',').map((one) => one.trim());
    const exportTo = given.filter((one) => one !== '');
    add(fqdn(service.name, service.namespace, clusterDomain), service, scopesOf(exportTo, service.namespace, fallback));
  }
  // Where the mesh itself limits who sees a ServiceEntry, exportTo is not what decides.
  const isLimited = isFields(meshConfig.serviceEntryVisibility);
  for (const entry of entries) {
    const scopes = isLimited ? ['*'] : scopesOf(entry.spec.exportTo, entry.namespace, fallback);
    for (const host of new Set(texts(entry.spec.hosts))) add(fqdn(host, entry.namespace, clusterDomain), entry, scopes);
  }
  return found;
}
