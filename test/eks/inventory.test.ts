import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { StackInventory } from '../../lib/eks';
import { addresses, json, profiles } from './profiles';

const all = Object.entries(profiles).map(([name, make]) => {
  const app = new App({ skipValidation: true });
  return [name, StackInventory.of(make(app)), json(make)] as const;
});
const text = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

describe.each(all)('B6: inventory of profile %s', (_name, inventory, tf) => {
  test('it has every address of the golden file, and no other', () => {
    expect(inventory.entries.map((of) => of.address).sort()).toEqual(addresses(tf).sort());
  });

  test('counts are those of the types', () => {
    for (const [type, count] of inventory.counts)
      expect([type, count]).toEqual([type, Object.keys(tf.resource[type] ?? {}).length]);
    expect([...inventory.counts.values()].reduce((sum, of) => sum + of, 0)).toBe(addresses(tf).length);
  });

  test('every part is in the chart, and every arrow leads between two of them', () => {
    const lines = inventory.toMermaid().trimEnd().split('\n');
    const nodes = lines.flatMap((line) => /^ {2}([\w-]+)\["\1: \d+"\]$/.exec(line)?.[1] ?? []);
    expect(new Set(nodes)).toEqual(new Set(inventory.entries.map((of) => of.part)));
    const arrows = lines.flatMap((line) => /^ {2}([\w-]+) --> ([\w-]+)$/.exec(line)?.slice(1, 3) ?? []);
    expect(nodes).toEqual(expect.arrayContaining(arrows));
    expect(lines).toHaveLength(1 + nodes.length + arrows.length / 2);
    const parts = inventory.dependencies.map((pair) => pair.join(' '));
    expect(parts).toEqual(expect.arrayContaining(['access control-plane', 'control-plane key']));
  });
});

describe('B6: what the pages say', () => {
  const page = [
    '# Resources of each profile',
    '',
    'What each profile of the EKS stack makes, by the part that makes it; an arrow leads to what a part waits for.',
    'Written by `UPDATE_GOLDEN=1 npx jest test/eks/inventory`, from `StackInventory.of(stack)`.',
    '',
    ...all.flatMap(([name, inventory]) => [
      `## ${name}`,
      '',
      '```mermaid',
      inventory.toMermaid().trimEnd(),
      '```',
      '',
      inventory.toMarkdown(),
    ]),
  ].join('\n');

  test('docs/eks-resources.md is what the inventories say', () => {
    const path = join(__dirname, '../../docs/eks-resources.md');
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, page);
    expect(text('docs/eks-resources.md')).toBe(page);
  });

  test('docs/eks.md names the number of each profile', () => {
    const rows = [...text('docs/eks.md').matchAll(/^\| [^|]+ \| (\d+) \| .*\|$/gm)].map(([, count]) => Number(count));
    const counts = all.map(([, inventory]) => inventory.entries.length);
    expect(rows.sort((a, b) => a - b)).toEqual(counts.sort((a, b) => a - b));
  });
});
