import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { analyze } from '../../lib/analysis';
import { Snapshot, snapshotFromFiles, type Resource } from '../../lib/snapshot';

const filesOf = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
const resources = filesOf(join(__dirname, 'rules'))
  .filter((file) => file.endsWith('.yaml') && !/(mesh|networks)\.yaml$/.test(file))
  .flatMap((file) => [...snapshotFromFiles([file]).resources]);

/** The value with what stands at the n-th place, counted from its root, replaced. */
function replaced(value: unknown, n: number, by: unknown): unknown {
  let left = n;
  const walk = (one: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, child]) => [key, walk(child)]));
  };
  return walk(value);
}

test('no rule fails, whatever stands in a field', () => {
  const junk = fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    0,
    -1,
    true,
    [null],
    ['a', 1],
    { a: null },
    '*',
    '/',
    '%',
    '[',
  );
  const property = fc.property(fc.nat(resources.length - 1), fc.integer({ min: 1, max: 40 }), junk, (i, n, by) => {
    const spec = replaced(resources[i]!.spec, n, by) as Resource['spec'];
    const broken = { ...resources[i]!, spec, manifest: { ...resources[i]!.manifest, spec } };
    const all = resources.map((one, j) => (j === i ? broken : one));
    const found = analyze(new Snapshot(all.slice(Math.max(0, i - 3), i + 4)), { shape: false });
    expect(found.filter(({ code }) => code === 'IST0001')).toEqual([]);
  });
  fc.assert(property, { numRuns: 1500, seed: 7 });
});
