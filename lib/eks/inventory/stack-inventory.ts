import { TerraformResource, type TerraformStack } from 'cdktf';
import { dependencies } from './dependencies';

/** One resource of a stack. */
export interface InventoryEntry {
  /** Terraform's address, such as `aws_vpc.network_vpc_4E8F0223`; another address is another resource. */
  readonly address: string;
  /** Type of the resource, such as `aws_vpc`. */
  readonly type: string;
  /** The child of the stack that makes it, such as `network`. */
  readonly part: string;
  /** Path of the construct below the stack, such as `network/vpc`. */
  readonly path: string;
}

/**
 * What a stack makes, for a review: every managed resource, by the part that makes it, and which part waits for which.
 * Data sources are left out, since they make nothing.
 */
export class StackInventory {
  /** Reads the stack; call it once everything is in it. */
  public static of(stack: TerraformStack): StackInventory {
    const found = stack.node.findAll().filter(TerraformResource.isTerraformResource) as TerraformResource[];
    const entries = found.map((of) => entryOf(stack, of)).sort((a, b) => compare(a.address, b.address));
    return new StackInventory(entries, dependencies(stack, entries));
  }

  private constructor(
    /** Every resource, by address. */
    public readonly entries: readonly InventoryEntry[],
    /** Pairs of parts of which the first waits for the second. */
    public readonly dependencies: readonly (readonly [part: string, on: string])[],
  ) {}

  /** How many resources of each type, by type. */
  public get counts(): ReadonlyMap<string, number> {
    return countBy(this.entries.map(({ type }) => type).sort(compare));
  }

  /** A table for each part: how many of which type. */
  public toMarkdown(): string {
    const parts = [...new Set(this.entries.map(({ part }) => part))].sort(compare);
    const rows = parts.flatMap((part) => {
      const counts = countBy(this.entries.filter((of) => of.part === part).map(({ type }) => type));
      return [...counts].map(([type, count]) => `| ${part} | ${type} | ${count} |`);
    });
    return [
      '| part | type | number |',
      '| --- | --- | --- |',
      ...rows,
      `| | together | ${this.entries.length} |`,
      '',
    ].join('\n');
  }

  /** A flow chart in Mermaid's language: an arrow leads from a part to what it waits for. */
  public toMermaid(): string {
    const counts = countBy(this.entries.map(({ part }) => part).sort(compare));
    const nodes = [...counts].map(([part, count]) => `  ${part}["${part}: ${count}"]`);
    const arrows = this.dependencies.map(([from, to]) => `  ${from} --> ${to}`);
    return ['flowchart LR', ...nodes, ...arrows, ''].join('\n');
  }
}

function entryOf(stack: TerraformStack, of: TerraformResource): InventoryEntry {
  const path = of.node.path.slice(stack.node.path.length + 1).replace(/\/Resource$/, '');
  return {
    address: `${of.terraformResourceType}.${of.friendlyUniqueId}`,
    type: of.terraformResourceType,
    part: path.split('/')[0] as string,
    path,
  };
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** By code units, so that the order is the same under every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
