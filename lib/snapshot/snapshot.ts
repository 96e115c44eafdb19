import type { KnownResource } from '../mesh/known-resource';
import type { MeshConfig } from '../mesh/mesh-config';
import type { Resource } from './resource';

/** `group/kind`, e.g. `networking.istio.io/VirtualService`; the core group's kinds have no group: `Service`. */
export type KindKey = string;

/** What is known about the mesh beside its resources. */
export interface MeshFacts {
  /** DNS domain of the cluster. @default cluster.local */
  readonly clusterDomain?: string;
  /** Resources that exist although they are not in the snapshot. @default - none */
  readonly known?: readonly KnownResource[];
  /** Namespaces whose resources are all in the snapshot, also in an open world. @default - none */
  readonly complete?: readonly string[];
}

/** Everything that was synthesised or read: the only input of analysis and simulation. Read-only. */
export class Snapshot {
  /** In the order they were written; a later resource with the same id has replaced an earlier one. */
  public readonly resources: readonly Resource[];
  /** The resources that a later one with the same id has replaced. */
  public readonly replaced: readonly Resource[];
  /** Istio's mesh settings, as far as they are known. */
  public readonly meshConfig: MeshConfig;
  /** DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** Resources that exist although they are not in the snapshot. */
  public readonly known: readonly KnownResource[];
  /** Namespaces whose resources are all here. */
  public readonly complete: readonly string[];
  private readonly byKind = new Map<KindKey, Resource[]>();
  private readonly byId = new Map<string, Resource>();
  private readonly knownIds: ReadonlySet<string>;

  constructor(resources: readonly Resource[], meshConfig: MeshConfig = {}, facts: MeshFacts = {}) {
    this.meshConfig = meshConfig;
    this.clusterDomain = facts.clusterDomain ?? 'cluster.local';
    this.known = facts.known ?? [];
    this.complete = facts.complete ?? [];
    this.knownIds = new Set(this.known.map((one) => key(one.kind, one.namespace, one.name)));
    for (const resource of resources) this.byId.set(idOf(resource), resource);
    if (this.byId.size === resources.length) {
      this.resources = resources;
      this.replaced = [];
    } else {
      const last = new Set(this.byId.values());
      this.resources = resources.filter((resource) => last.has(resource));
      this.replaced = resources.filter((resource) => !last.has(resource));
    }
    for (const resource of this.resources) {
      const kind = kindKey(resource.group, resource.kind);
      const kin = this.byKind.get(kind);
      if (kin) kin.push(resource);
      else this.byKind.set(kind, [resource]);
    }
  }

  /** All resources of a kind, in the order they were written. */
  public ofKind(kind: KindKey): readonly Resource[] {
    return this.byKind.get(kind) ?? [];
  }

  /** One resource, or undefined. */
  public find(kind: KindKey, namespace: string, name: string): Resource | undefined {
    return this.byId.get(key(kind, namespace, name));
  }

  /** Whether somebody vouched for a resource that is not in the snapshot. */
  public isKnown(kind: KindKey, namespace: string, name: string): boolean {
    return this.knownIds.has(key(kind, namespace, name));
  }
}

/** The key under which a kind is found. */
export function kindKey(group: string, kind: string): KindKey {
  return group === '' ? kind : `${group}/${kind}`;
}

function idOf(resource: Resource): string {
  return key(kindKey(resource.group, resource.kind), resource.namespace, resource.name);
}

function key(kind: KindKey, namespace: string, name: string): string {
  // Joined, not added up: a sum of texts holds on to each of its parts, which for many resources is more than the resources.
  return [kind, namespace, name].join(' ');
}
