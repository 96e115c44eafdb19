import type { Snapshot } from '../../snapshot';
import { record, records, selects, text, textMap } from '../model/fields';
import { compareText } from '../model/config';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';
import { validServiceEntry } from '../rules/valid-service-entry';
import { Endpoints } from './endpoints';
import { kubeService } from './kube-service';
import { portNumbered, type Endpoint, type MeshService } from './service';
import { serviceEntry } from './service-entry';

/** Every service of the mesh, oldest first, and who sees it. */
export class ServiceRegistry {
  public readonly services: readonly MeshService[];
  public readonly endpoints: Endpoints;
  private readonly byHost = new Map<string, Map<string, MeshService>>();
  /** Every service of a host and namespace, by both. */
  private readonly alike = new Map<string, MeshService[]>();
  private readonly visibleFrom = new Map<string, readonly MeshService[]>();
  private readonly visibility = new Map<string, 'PUBLIC' | 'NAMESPACE' | 'NONE'>();
  private readonly publicServices: MeshService[] = [];
  private readonly exported = new Map<string, MeshService[]>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly settings: MeshSettings,
    workloads: readonly Workload[],
  ) {
    const services = [
      ...snapshot.ofKind('Service').map((service) => kubeService(service, settings.clusterDomain)),
      ...snapshot.ofKind('networking.istio.io/ServiceEntry').filter(validServiceEntry).flatMap(serviceEntry),
    ].sort(oldestFirst);
    this.services = withAliases(services);
    this.endpoints = new Endpoints(snapshot, workloads);
    for (const service of this.services) this.add(service);
  }

  /** What a proxy of the namespace may see: first what is exported to it by name, then what is public. */
  public exportedTo(namespace: string): readonly MeshService[] {
    let services = this.visibleFrom.get(namespace);
    if (!services) {
      const own = this.exported.get(namespace);
      services = own ? [...own, ...this.publicServices] : this.publicServices;
      this.visibleFrom.set(namespace, services);
    }
    return services;
  }

  /** The services with this host, by namespace. */
  public named(host: string): ReadonlyMap<string, MeshService> {
    return this.byHost.get(host) ?? NONE;
  }

  /**
   * Where a port runs, as a listener asks: Istio keeps endpoints by host and namespace, so ServiceEntries of one host share them,
   * whoever sees them.
   */
  public endpointsOn({ host, namespace }: MeshService, port: number): readonly Endpoint[] {
    const alike = this.alike.get(`${namespace}/${host}`) ?? [];
    return alike.flatMap((service) => (portNumbered(service, port) ? this.endpoints.of(service) : []));
  }

  public isVisible(service: MeshService, namespace: string): boolean {
    const scope = this.scopeOf(service);
    return scope.includes('*') || (scope.includes('.') && service.namespace === namespace) || scope.includes(namespace);
  }

  private add(service: MeshService): void {
    const key = `${service.namespace}/${service.host}`;
    const alike = this.alike.get(key);
    if (alike) alike.push(service);
    else this.alike.set(key, [service]);
    let namespaces = this.byHost.get(service.host);
    if (!namespaces) this.byHost.set(service.host, (namespaces = new Map<string, MeshService>()));
    const existing = namespaces.get(service.namespace);
    if (!existing || (existing.registry !== 'Kubernetes' && service.registry === 'Kubernetes')) {
      namespaces.set(service.namespace, service);
    }
    const scope = this.scopeOf(service);
    if (scope.includes('*')) {
      this.publicServices.push(service);
      return;
    }
    if (scope.includes('~')) return;
    for (const target of new Set(scope.map((entry) => (entry === '.' ? service.namespace : entry)))) {
      const services = this.exported.get(target);
      if (services) services.push(service);
      else this.exported.set(target, [service]);
    }
  }

  private scopeOf(service: MeshService): readonly string[] {
    const scope = service.exportTo.length > 0 ? service.exportTo : this.settings.serviceExportTo;
    if (scope.length === 1 && scope[0] === '~') return scope;
    if (service.registry !== 'External' || !this.settings.serviceEntryVisibility) return scope;
    switch (this.visibilityIn(service.namespace)) {
      case 'NAMESPACE':
        return scope.some((entry) => entry === '*' || entry === '.' || entry === service.namespace) ? ['.'] : ['~'];
      case 'NONE':
        return ['~'];
      default:
        return scope;
    }
  }

  private visibilityIn(namespace: string): 'PUBLIC' | 'NAMESPACE' | 'NONE' {
    let found = this.visibility.get(namespace);
    if (!found) {
      const labels = new Map(Object.entries(this.snapshot.find('Namespace', '', namespace)?.labels ?? {}));
      const policy = records(this.settings.serviceEntryVisibility?.['policies']).find((candidate) =>
        records(candidate['matchingRules']).every((rule) =>
          selects(textMap(record(rule['namespaceSelector'])['matchLabels']), labels),
        ),
      );
      found = visibilityOf(
        text((policy ?? this.settings.serviceEntryVisibility)?.[policy ? 'visibility' : 'defaultVisibility']),
      );
      this.visibility.set(namespace, found);
    }
    return found;
  }
}

const NONE: ReadonlyMap<string, MeshService> = new Map();

function visibilityOf(value: string): 'PUBLIC' | 'NAMESPACE' | 'NONE' {
  return value === 'NAMESPACE' || value === 'NONE' ? value : 'PUBLIC';
}

function oldestFirst(a: MeshService, b: MeshService): number {
  return a.created - b.created || compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

/** Gives each service the ExternalName Services that mean it, through any number of steps; a circle means nothing. */
function withAliases(services: readonly MeshService[]): readonly MeshService[] {
  const targets = new Map<string, string>();
  for (const service of services) if (service.resolution === 'alias') targets.set(service.host, service.externalName);
  if (targets.size === 0) return services;
  const aliases = new Map<string, MeshService[]>();
  for (const service of services) {
    if (service.resolution !== 'alias') continue;
    const seen = new Set([service.host]);
    let target = service.externalName;
    for (let next = targets.get(target); next !== undefined && !seen.has(target); next = targets.get(target)) {
      seen.add(target);
      target = next;
    }
    if (seen.has(target)) continue;
    const known = aliases.get(target);
    if (known) known.push(service);
    else aliases.set(target, [service]);
  }
  return services.map((service) => {
    const meant = aliases.get(service.host);
    if (!meant) return service;
    const ordered = [...meant].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.host, b.host));
    return { ...service, aliases: ordered.map((alias) => alias.host) };
  });
}
