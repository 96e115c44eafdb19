/** What every rule keeps, whatever it looks for. Runs all rules over Istio's own cases and the published samples where they are there. */
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze, rules, World, type Rule } from '../../lib/analysis';
import { snapshotFromFiles, Snapshot, type Resource } from '../../lib/snapshot';

const shared = resolve(__dirname, '../../../shared');
const list = <T>(path: string): readonly T[] =>
  existsSync(join(shared, path)) ? (JSON.parse(readFileSync(join(shared, path), 'utf8')) as T[]) : [];
const files = [
  ...list<{ files: string[] }>('corpus/analyzer/cases.json').flatMap((one) =>
    one.files.map((file) => join('corpus/analyzer', file)),
  ),
  ...list<{ file: string }>('samples/index.json').map(({ file }) => join('samples', file)),
];
const resources: readonly Resource[] = [...new Set(files)].flatMap((file) => {
  const { resources: kept, replaced } = snapshotFromFiles([join(shared, file)]);
  return [...kept, ...replaced];
});
const loaded: readonly Rule[] = rules.map((entry) => entry.load());
const withManifests = resources.length > 0 ? test : test.skip;

describe('registry', () => {
  test('ids are unique, kebab-case, and those of the rules', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(loaded.map(({ meta }) => meta.id)).toEqual(rules.map(({ id }) => id));
    for (const { id } of rules) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  test.each(loaded.map(({ meta }) => [meta.id, meta] as const))('%s is described', (_, meta) => {
    expect(meta.description).toMatch(/^\S.*[^.]$/);
    expect(meta.codes.length).toBeGreaterThan(0);
    for (const code of meta.codes) expect(code).toMatch(/^(IST|CIS)\d{4}$/);
    expect(meta.heuristic === true && meta.level === 'error').toBe(false);
  });

  test.each(rules.map((entry, i) => [entry.id, entry, loaded[i]!] as const))(
    '%s runs for kinds that it reads',
    (_, entry, rule) => {
      expect(rule.meta.kinds).toEqual(expect.arrayContaining([...entry.when]));
    },
  );
});

console.log(
  `rules: ${rules.length}; resources of ../shared: ${resources.length || 'absent, tests with them are skipped'}`,
);

describe('every rule', () => {
  const frozen = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  };

  withManifests.each(loaded.map((rule) => [rule.meta.id, rule] as const))(
    '%s reads what it declares, and writes to nothing',
    (_, rule) => {
      for (const { manifest } of resources) frozen(manifest);
      for (const closed of [true, false]) {
        const asked = new Set<string>();
        const world = new World(new Snapshot(resources), closed);
        rule.check(
          world.contextFor(
            () => undefined,
            (kind) => asked.add(kind),
          ),
        );
        expect([...asked].filter((kind) => !rule.meta.kinds.includes(kind))).toEqual([]);
      }
    },
  );

  withManifests('is silent or says something of any manifest, but never fails', () => {
    const odd = fc.constantFrom<unknown>(
      null,
      '',
      'text',
      '*',
      0,
      -1,
      1.5,
      true,
      [],
      [null],
      ['a', 1],
      {},
      { a: null },
      [[]],
      [{}],
    );
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.nat(), { maxLength: 12 }), odd, fc.nat(), (first, choices, value, size) => {
        const from = first % resources.length;
        const some = resources.slice(from, from + 1 + (size % 12));
        const broken = some.map((resource) => mutated(resource, choices, value));
        const failures = analyze(new Snapshot(broken), { shape: false }).filter(({ code }) => code === 'IST0001');
        expect(failures.map(({ message }) => message)).toEqual([]);
      }),
      { seed: 5, numRuns: 1000, interruptAfterTimeLimit: 60_000 },
    );
  });
});

/** The resource with one of its fields, however deep, replaced. */
function mutated(resource: Resource, choices: readonly number[], value: unknown): Resource {
  const manifest = structuredClone(resource.manifest) as Record<string, unknown>;
  let at: Record<string, unknown> = manifest;
  let key = 'spec';
  for (const choice of choices) {
    const next = at[key];
    const keys = typeof next === 'object' && next !== null ? Object.keys(next) : [];
    if (keys.length === 0 || choice % 5 === 0) break;
    at = next as Record<string, unknown>;
    key = keys[choice % keys.length]!;
  }
  at[key] = value;
  const { spec } = manifest;
  const whole = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? (spec as Resource['spec']) : {};
  return { ...resource, manifest, spec: whole };
}
