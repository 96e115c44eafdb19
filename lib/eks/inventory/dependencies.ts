import type { TerraformStack } from 'cdktf';
import type { InventoryEntry } from './stack-inventory';

const REFERENCE = /aws_\w+\.[\w-]+/g;

/** Pairs of parts of which the first refers to a resource of the second, or names it in `depends_on`; each once, sorted. */
export function dependencies(
  stack: TerraformStack,
  entries: readonly InventoryEntry[],
): readonly (readonly [part: string, on: string])[] {
  const partOf = new Map(entries.map(({ address, part }) => [address, part]));
  const { resource = {} } = stack.toTerraform() as { resource?: Record<string, Record<string, unknown>> };
  const pairs = new Map<string, readonly [string, string]>();
  for (const [type, byName] of Object.entries(resource)) {
    for (const [name, body] of Object.entries(byName)) {
      const from = partOf.get(`${type}.${name}`);
      for (const [address] of (JSON.stringify(body) ?? '').matchAll(REFERENCE)) {
        const on = partOf.get(address);
        if (from !== undefined && on !== undefined && from !== on) pairs.set(`${from} ${on}`, [from, on]);
      }
    }
  }
  return [...pairs.keys()].sort().map((key) => pairs.get(key) as readonly [string, string]);
}
