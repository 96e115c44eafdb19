import { ConfigurationError } from '../../errors';
import type { Snapshot } from '../../snapshot';
import { selects, textMap } from '../model/fields';
import type { Workload } from '../model/workload';
import { MeshModel } from '../mesh-model';
import type { MeshService } from '../registry/service';
import { completeMesh } from './assumed-gateways';
import { nearest } from './parse-request';
import type { TraceRequest } from './trace-request';
import { workloadsOf } from './workloads';

/** A mesh to follow requests through; made once a snapshot. */
export class TracedMesh {
  private static readonly known = new WeakMap<Snapshot, TracedMesh>();

  public static of(snapshot: Snapshot): TracedMesh {
    let mesh = TracedMesh.known.get(snapshot);
    if (!mesh) TracedMesh.known.set(snapshot, (mesh = new TracedMesh(snapshot)));
    return mesh;
  }

  public readonly model: MeshModel;
  public readonly assumptions: readonly string[];
  public readonly snapshot: Snapshot;
  private readonly callers = new Map<string, Workload>();
  private readonly byName = new Map<string, Workload>();
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly serving = new Map<MeshService, Map<ReadonlyMap<string, string> | undefined, Workload | undefined>>();

  private constructor(given: Snapshot) {
    const { snapshot, workloads, assumptions } = completeMesh(given, workloadsOf(given));
    this.model = new MeshModel(snapshot, workloads);
    this.snapshot = snapshot;
    this.assumptions = assumptions;
    for (const workload of this.model.workloads) {
      const key = `${workload.namespace}/${workload.name}`;
      if (!this.byName.has(key)) this.byName.set(key, workload);
      const kin = this.byNamespace.get(workload.namespace);
      if (kin) kin.push(workload);
      else this.byNamespace.set(workload.namespace, [workload]);
    }
  }

  /**
   * The workload that makes a request.
   *
   * @throws ConfigurationError WorkloadUnknown
   */
  public caller(request: TraceRequest): Workload {
    const from = request.from ?? '';
    const slash = from.indexOf('/');
    const [namespace, name] = slash < 0 ? ['default', from] : [from.slice(0, slash), from.slice(slash + 1)];
    const known = this.byName.get(`${namespace}/${name}`);
    if (known && request.labels === undefined && request.sidecar === undefined) return known;
    if (!known && request.labels === undefined && request.sidecar === undefined) {
      throw this.unknown(
        'WorkloadUnknown',
        'no such workload',
        `${namespace}/${name}`,
        this.names(() => true),
      );
    }
    const labels = request.labels
      ? new Map(Object.entries(request.labels))
      : (known?.labels ?? new Map<string, string>());
    const injected = request.sidecar ?? known?.injected ?? true;
    const key = JSON.stringify([namespace, name, [...labels], injected]);
    let caller = this.callers.get(key);
    if (!caller) {
      const serviceAccount = known?.serviceAccount ?? name;
      caller = {
        name,
        namespace,
        labels,
        type: 'sidecar',
        injected,
        serviceAccount,
        acceptsMtls: injected,
        annotations: known?.annotations,
      };
      this.callers.set(key, caller);
    }
    return caller;
  }

  /**
   * The gateway that a request from outside arrives at.
   *
   * @throws ConfigurationError GatewayUnknown
   */
  public gateway(name: string): Workload {
    const fits = (one: { readonly namespace: string; readonly name: string }): boolean =>
      name.includes('/') ? name === `${one.namespace}/${one.name}` : name === one.name;
    const routers = this.model.workloads.filter(({ type }) => type === 'router');
    const direct = routers.find(fits);
    if (direct) return direct;
    const service = this.model.registry.services.find((one) => one.registry === 'Kubernetes' && fits(one));
    const behind = service && routers.find((router) => serves(service, router));
    if (behind) return behind;
    const gateway = this.model.gateways.find(fits);
    const bound = gateway && routers.find((router) => selects(textMap(gateway.spec['selector']), router.labels));
    if (bound) return bound;
    throw this.unknown(
      'GatewayUnknown',
      'no such gateway',
      name,
      this.names(({ type }) => type === 'router'),
    );
  }

  /** The workload behind a service and subset, if the manifests have one. */
  public behind(service: MeshService, subset: ReadonlyMap<string, string> | undefined): Workload | undefined {
    if (!service.selector) return undefined;
    let bySubset = this.serving.get(service);
    if (!bySubset)
      this.serving.set(service, (bySubset = new Map<ReadonlyMap<string, string> | undefined, Workload | undefined>()));
    if (!bySubset.has(subset)) {
      const candidates = this.byNamespace.get(service.namespace) ?? [];
      bySubset.set(
        subset,
        candidates.find((workload) => serves(service, workload) && (!subset || selects(subset, workload.labels))),
      );
    }
    return bySubset.get(subset);
  }

  /** The service that a name means for a client of a namespace: as written, or completed as DNS does. */
  public resolve(host: string, namespace: string): MeshService | undefined {
    const { registry, settings } = this.model;
    const suffix = settings.clusterDomain;
    const name = host.replace(/\.$/, '');
    for (const full of [name, `${name}.${namespace}.svc.${suffix}`, `${name}.svc.${suffix}`, `${name}.${suffix}`]) {
      const named = registry.named(full);
      const found =
        named.get(namespace) ?? [...named.values()].find((service) => registry.isVisible(service, namespace));
      if (!found) continue;
      const target = found.resolution === 'alias' ? registry.named(found.externalName) : undefined;
      return target ? [...target.values()][0] : found;
    }
    return undefined;
  }

  private names(filter: (workload: Workload) => boolean): readonly string[] {
    return this.model.workloads.filter(filter).map(({ namespace, name }) => `${namespace}/${name}`);
  }

  private unknown(
    id: 'WorkloadUnknown' | 'GatewayUnknown',
    problem: string,
    value: string,
    known: readonly string[],
  ): ConfigurationError {
    const meant = nearest(value, known);
    const shown = known.slice(0, 10).join(', ');
    return new ConfigurationError(id, {
      at: 'trace',
      problem: meant === undefined ? problem : `${problem}; did you mean ${meant}?`,
      value,
      ...(shown === '' ? {} : { allowed: shown }),
    });
  }
}

function serves(service: MeshService, workload: Workload): boolean {
  return (
    service.namespace === workload.namespace &&
    service.selector !== undefined &&
    selects(service.selector, workload.labels)
  );
}
