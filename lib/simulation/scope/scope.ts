import type { Fields, Snapshot } from '../../snapshot';
import { byAge, configOf, type Config } from '../model/config';
import { isRecord, record, records, selects, text, textMap } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import type { Workload } from '../model/workload';
import type { MeshService, ServicePort } from '../registry/service';
import { withPorts } from '../registry/service';
import type { ServiceRegistry } from '../registry/service-registry';
import { ruleFor, type DestinationRule, type DestinationRuleIndex } from '../rules/destination-rule';
import type { VirtualService } from '../rules/virtual-service';
import type { VirtualServiceIndex } from '../rules/virtual-service-index';
import { egressListener, onPort, type EgressListener } from './egress-listener';

/** What the proxies of a namespace (and of one Sidecar) know of the mesh. */
export class Scope {
  public readonly listeners: readonly EgressListener[];
  public readonly services = new Map<string, MeshService>();
  /** `ALLOW_ANY`, `REGISTRY_ONLY` or `ALLOW_ANY_DYNAMIC_DNS`, and where the unknown goes. */
  public readonly outboundPolicy: { readonly mode: string; readonly egressProxy: Fields | undefined };
  private readonly destinationRules = new Map<string, readonly DestinationRule[]>();

  constructor(
    public readonly namespace: string,
    public readonly sidecar: Config | undefined,
    kind: 'sidecar' | 'router',
    private readonly registry: ServiceRegistry,
    rules: VirtualServiceIndex,
    private readonly index: DestinationRuleIndex,
    settings: MeshSettings,
  ) {
    const spec = sidecar?.spec ?? record(undefined);
    const given = isRecord(spec['outboundTrafficPolicy']) ? spec['outboundTrafficPolicy'] : undefined;
    const proxy = given?.['egressProxy'];
    this.outboundPolicy = {
      // a policy that a Sidecar writes without a mode has the first one of the enumeration
      mode: given ? text(given['mode']) || 'REGISTRY_ONLY' : settings.outboundPolicy,
      egressProxy: isRecord(proxy) ? proxy : undefined,
    };
    if (kind === 'router') {
      this.listeners = [];
      for (const service of registry.exportedTo(namespace)) this.append(service);
      return;
    }
    const egress = records(spec['egress']);
    const entries: readonly Fields[] = egress.length > 0 ? egress : [{ hosts: ['*/*'] }];
    this.listeners = entries.map((entry) => egressListener(entry, namespace, registry, rules));
    for (const listener of this.listeners) {
      for (const service of listener.services) this.append(service);
      for (const rule of listener.virtualServices) this.appendDestinations(rule, listener);
    }
  }

  /** The DestinationRule that shapes a service's clusters for a workload. */
  public destinationRule(host: string, workload: Workload): DestinationRule | undefined {
    const service = this.services.get(host);
    if (!service) return undefined;
    let found = this.destinationRules.get(host);
    if (!found) this.destinationRules.set(host, (found = this.index.lookup(this.namespace, service)));
    return ruleFor(found, this.namespace, workload.labels);
  }

  /** A rule brings along the services it sends to, listed or not. */
  private appendDestinations(rule: VirtualService, listener: EgressListener): void {
    for (const [host, ports] of destinations(rule, this.namespace)) {
      const named = this.registry.named(host);
      const service = named.get(this.namespace) ?? this.pickVisible(named);
      if (!service) continue;
      const seen =
        listener.matchPort && listener.port ? onPort(service, listener.port.number) : narrowed(service, ports);
      if (seen) this.append(seen);
    }
  }

  private pickVisible(named: ReadonlyMap<string, MeshService>): MeshService | undefined {
    const visible = [...named.values()].filter((service) => this.registry.isVisible(service, this.namespace));
    const kube = visible.find(({ registry }) => registry === 'Kubernetes');
    return kube ?? visible.reduce<MeshService | undefined>((a, b) => (a && a.created <= b.created ? a : b), undefined);
  }

  private append(service: MeshService): void {
    const known = this.services.get(service.host);
    if (!known) {
      this.services.set(service.host, service);
      return;
    }
    if (known === service) return;
    if (known.registry !== service.registry) {
      if (service.registry === 'Kubernetes') this.services.set(service.host, service);
      return;
    }
    if (!mergeable(known, service)) return;
    const extra = service.ports.filter(({ port }) => !known.ports.some((other) => other.port === port));
    if (extra.length > 0) this.services.set(service.host, withPorts(known, [...known.ports, ...extra]));
  }
}

/** Picks the Sidecar that holds for a workload: one that selects it, its namespace's, the root namespace's. */
export class SidecarIndex {
  private readonly byNamespace = new Map<string, Config[]>();
  private readonly root: Config | undefined;

  constructor(snapshot: Snapshot, settings: MeshSettings) {
    const sidecars = snapshot.ofKind('networking.istio.io/Sidecar').map(configOf).sort(byAge);
    const ordered = [...sidecars.filter(selecting), ...sidecars.filter((sidecar) => !selecting(sidecar))];
    for (const sidecar of ordered) {
      const kin = this.byNamespace.get(sidecar.namespace);
      if (kin) kin.push(sidecar);
      else this.byNamespace.set(sidecar.namespace, [sidecar]);
    }
    this.root = ordered.find((sidecar) => sidecar.namespace === settings.rootNamespace && !selecting(sidecar));
  }

  public of(workload: Workload): Config | undefined {
    for (const sidecar of this.byNamespace.get(workload.namespace) ?? []) {
      const selector = textMap(record(sidecar.spec['workloadSelector'])['labels']);
      if (!selecting(sidecar) || selects(selector, workload.labels)) return sidecar;
    }
    return this.root;
  }
}

function selecting(sidecar: Config): boolean {
  return isRecord(sidecar.spec['workloadSelector']);
}

/** Hosts that a rule sends to, with the ports it names (0 for none); rules for other namespaces' callers are left out. */
function destinations(rule: VirtualService, namespace: string): ReadonlyMap<string, ReadonlySet<number>> {
  const out = new Map<string, Set<number>>();
  const add = (host: string, port: number | undefined): void => {
    const ports = out.get(host);
    if (ports) ports.add(port ?? 0);
    else out.set(host, new Set([port ?? 0]));
  };
  for (const http of rule.http) {
    const scoped = http.matches.filter(({ sourceNamespace }) => sourceNamespace !== '');
    if (scoped.length > 0 && !scoped.some(({ sourceNamespace }) => sourceNamespace === namespace)) continue;
    for (const destination of http.destinations) add(destination.host, destination.port);
    for (const { destination } of http.mirrors) add(destination.host, destination.port);
  }
  for (const l4 of [...rule.tcp, ...rule.tls]) for (const { host, port } of l4.destinations) add(host, port);
  return out;
}

function narrowed(service: MeshService, ports: ReadonlySet<number>): MeshService | undefined {
  if (ports.size === 0 || ports.has(0)) return service;
  const kept = service.ports.filter(({ port }) => ports.has(port));
  if (kept.length === service.ports.length) return service;
  return kept.length > 0 ? withPorts(service, kept) : undefined;
}

function mergeable(a: MeshService, b: MeshService): boolean {
  return (
    !samePorts(a.ports, b.ports) &&
    a.namespace === b.namespace &&
    a.resolution === b.resolution &&
    sameMap(a.labels, b.labels) &&
    sameMap(a.selector, b.selector) &&
    a.exportTo.length === b.exportTo.length &&
    a.exportTo.every((scope) => b.exportTo.includes(scope))
  );
}

function samePorts(a: readonly ServicePort[], b: readonly ServicePort[]): boolean {
  return (
    a.length === b.length &&
    a.every((port, i) => port.port === b[i]?.port && port.name === b[i]?.name && port.protocol === b[i]?.protocol)
  );
}

function sameMap(a: ReadonlyMap<string, string> | undefined, b: ReadonlyMap<string, string> | undefined): boolean {
  if (!a || !b) return a === b;
  return a.size === b.size && selects(a, b);
}
