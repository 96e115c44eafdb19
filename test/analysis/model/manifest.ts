import { World, type RuleContext } from '../../../lib/analysis';
import { Snapshot, snapshotFromYaml, type Resource } from '../../../lib/snapshot';
import type { MeshFacts } from '../../../lib/snapshot/snapshot';

type Json = Readonly<Record<string, unknown>>;

/** A manifest in short: `kind` with its group and version, `[namespace/]name`, and what else it has. */
export function manifest(type: string, id: string, rest: Json = {}): Json {
  const slash = type.lastIndexOf('/');
  const [namespace, name] = id.includes('/') ? id.split('/') : [undefined, id];
  const { labels, annotations, ...own } = rest;
  return {
    apiVersion: slash < 0 ? 'v1' : type.slice(0, slash),
    kind: type.slice(slash + 1),
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
    ...own,
  };
}

/** The snapshot of manifests. */
export function snapshotOf(manifests: readonly Json[], meshConfig: Json = {}, facts: MeshFacts = {}): Snapshot {
  const text = manifests.map((one) => JSON.stringify(one)).join('\n---\n');
  return new Snapshot(snapshotFromYaml(text).resources, meshConfig, facts);
}

/** What a rule sees of manifests. */
export function contextOf(snapshot: Snapshot, closed = true): RuleContext {
  return new World(snapshot, closed).contextFor(() => undefined);
}

/** One resource. */
export function resourceOf(type: string, id: string, spec: Json): Resource {
  return snapshotOf([manifest(type, id, { spec })]).resources[0]!;
}
