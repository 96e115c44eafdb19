/** Which Service or ServiceEntry a host of a VirtualService or DestinationRule means, as istioctl looks it up. */
import type { Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { fields, objects, number, texts } from './json';
import { SERVICE, SERVICE_ENTRY } from './kinds';
import { fqdn } from './names';
import { scopesOf } from './visibility';

const EXPORT_TO = 'networking.istio.io/exportTo';

/** A host that exists. */
export interface KnownHost {
  readonly resource: Resource;
  readonly ports: readonly number[];
  /** Labels that every workload of it has, where a selector says so. */
  readonly workloadLabels: Readonly<Record<string, unknown>>;
}

const memory = new WeakMap<Snapshot, ServiceLookup>();

/** The hosts of a snapshot; a rule that asks declares Service and ServiceEntry. */
export function serviceLookup(context: RuleContext): ServiceLookup {
  const entries = context.ofKind(SERVICE_ENTRY);
  const services = context.ofKind(SERVICE);
  const known = memory.get(context.snapshot);
  if (known) return known;
  const lookup = new ServiceLookup(entries, services, context.snapshot);
  memory.set(context.snapshot, lookup);
  return lookup;
}

/** Hosts by who sees them. */
export class ServiceLookup {
  private readonly byScope = new Map<string, Map<string, KnownHost>>();
  private readonly wildcards = new Map<string, KnownHost>();

  constructor(
    entries: readonly Resource[],
    services: readonly Resource[],
    private readonly snapshot: Snapshot,
  ) {
    for (const entry of entries) this.addEntry(entry);
    for (const service of services) this.addService(service);
  }

  /** What the host means to a resource of the namespace that is itself exported to `exportTo`. */
  public find(namespace: string, exportTo: unknown, host: string): KnownHost | undefined {
    if (this.byScope.size === 0) return undefined;
    const name = fqdn(host, namespace, this.snapshot.clusterDomain);
    const everywhere = this.byScope.get('*')?.get(name);
    if (everywhere) return everywhere;
    const scopes = texts(exportTo).map((one) => (one === '.' ? namespace : one));
    for (const scope of scopes.length > 0 ? scopes : [namespace]) {
      const found = this.byScope.get(scope)?.get(name);
      if (found) return found;
    }
    return this.findWildcard(namespace, host);
  }

  private findWildcard(namespace: string, host: string): KnownHost | undefined {
    if (this.wildcards.size === 0) return undefined;
    const name = host.startsWith('*') ? host.slice(1) : host;
    for (let start = 0; start <= name.length; start++) {
      const suffix = name.slice(start);
      const found = this.wildcards.get(`*/${suffix}`) ?? this.wildcards.get(`${namespace}/${suffix}`);
      if (found) return found;
    }
    return undefined;
  }

  private addEntry(entry: Resource): void {
    const known: KnownHost = {
      resource: entry,
      ports: objects(entry.spec.ports).map((port) => number(port.number)),
      workloadLabels: fields(fields(entry.spec.workloadSelector).labels),
    };
    for (const scope of scopesOf(entry.spec.exportTo, entry.namespace)) {
      for (const host of texts(entry.spec.hosts)) {
        this.add(scope, fqdn(host, entry.namespace, this.snapshot.clusterDomain), known);
        if (host.startsWith('*')) this.wildcards.set(`${scope}/${host.slice(1)}`, known);
      }
    }
  }

  private addService(service: Resource): void {
    const known: KnownHost = {
      resource: service,
      ports: objects(service.spec.ports).map((port) => number(port.port)),
      workloadLabels: {},
    };
    const name = fqdn(service.name, service.namespace, this.snapshot.clusterDomain);
    const annotation = service.annotations[EXPORT_TO] ?? '';
    const scopes = annotation === '' ? ['*'] : annotation.split(',').map((one) => one.trim());
    for (const scope of scopes) this.add(scope === '.' ? service.namespace : scope, name, known);
  }

  private add(scope: string, name: string, known: KnownHost): void {
    const names = this.byScope.get(scope) ?? new Map<string, KnownHost>();
    this.byScope.set(scope, names.set(name, known));
  }
}
