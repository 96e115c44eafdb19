import type { MeshConfig } from '../mesh/mesh-config';
import type { Resource } from './resource';

/** `group/kind`, e.g. `networking.istio.io/VirtualService`; the core group's kinds have no group: `Service`. */
export type KindKey = string;

/** Everything that was synthesised or read: the only input of analysis and simulation. Read-only. */
export class Snapshot {
  /** In the order they were written; a later resource with the same id has replaced an earlier one. */
  public readonly resources: readonly Resource[];
  /** Istio's mesh settings, as far as they are known. */
  public readonly meshConfig: MeshConfig;
  private readonly byKind = new Map<KindKey, Resource[]>();
  private readonly byId = new Map<string, Resource>();

  constructor(resources: readonly Resource[], meshConfig: MeshConfig = {}) {
    for (const resource of resources) this.byId.set(idOf(resource), resource);
    this.resources = resources.filter((resource) => this.byId.get(idOf(resource)) === resource);
    this.meshConfig = meshConfig;
    for (const resource of this.resources) {
      const key = kindKey(resource.group, resource.kind);
      const kin = this.byKind.get(key);
      if (kin) kin.push(resource);
      else this.byKind.set(key, [resource]);
    }
  }

  /** All resources of a kind, in the order they were written. */
  public ofKind(kind: KindKey): readonly Resource[] {
    return this.byKind.get(kind) ?? [];
  }

  /** One resource, or undefined. */
  public find(kind: KindKey, namespace: string, name: string): Resource | undefined {
    return this.byId.get(`${kind} ${namespace}/${name}`);
  }
}

/** The key under which a kind is found. */
export function kindKey(group: string, kind: string): KindKey {
  return group === '' ? kind : `${group}/${kind}`;
}

function idOf(resource: Resource): string {
  return `${kindKey(resource.group, resource.kind)} ${resource.namespace}/${resource.name}`;
}
