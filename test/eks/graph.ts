import { addresses, type TerraformJson } from './profiles';

const REFERENCE = /(?:data\.)?aws_\w+\.[\w-]+/g;

/** What each resource waits for: by a reference to an attribute, or by `depends_on`. */
export function edgesOf(tf: TerraformJson): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(tf.resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(
        ([id, body]) => [`${type}.${id}`, [...JSON.stringify(body).matchAll(REFERENCE)].map(([ref]) => ref)] as const,
      ),
    ),
  );
}

/** Every address that something may refer to. */
export function known(tf: TerraformJson): ReadonlySet<string> {
  const data = Object.entries(tf.data ?? {});
  return new Set([
    ...addresses(tf),
    ...data.flatMap(([type, of]) => Object.keys(of).map((id) => `data.${type}.${id}`)),
  ]);
}

/** What is there before a resource is made, however far back. */
export function before(tf: TerraformJson, address: string, edges = edgesOf(tf)): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (from: string): void => {
    for (const next of edges.get(from) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      walk(next);
    }
  };
  walk(address);
  return found;
}

/** A resource that waits for itself, if there is one. */
export function cycleIn(tf: TerraformJson): string | undefined {
  const edges = edgesOf(tf);
  return [...edges.keys()].find((address) => before(tf, address, edges).has(address));
}
