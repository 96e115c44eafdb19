import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { everyField } from './every-field';

const root = resolve(__dirname, '../..');
const page = readFileSync(join(root, 'docs/coverage.md'), 'utf8');
const groups = new Map([
  ['VirtualService', 'networking.istio.io'],
  ['DestinationRule', 'networking.istio.io'],
  ['Gateway', 'networking.istio.io'],
  ['ServiceEntry', 'networking.istio.io'],
  ['Sidecar', 'networking.istio.io'],
  ['AuthorizationPolicy', 'security.istio.io'],
  ['RequestAuthentication', 'security.istio.io'],
  ['PeerAuthentication', 'security.istio.io'],
]);

interface Schema {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}
interface Claim {
  readonly kind: string;
  readonly heading: string;
  readonly path: string;
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec?: unknown;
}

/** Every path in the first column of a table. */
function claims(): Claim[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [kind = '', ...lines] = section.split('\n');
      let heading = '';
      return lines.flatMap((line): Claim[] => {
        if (/^[A-Z].*:$/.test(line)) heading = line;
        const [, fields] = line.startsWith('| `') ? line.split('|') : [];
        return [...(fields ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => ({ kind, heading, path }));
      });
    });
}

function schemaOf(kind: string): Schema {
  const file = join(root, 'imports/schema', groups.get(kind) ?? '', `${kind}.json`);
  const { versions, schemas } = JSON.parse(readFileSync(file, 'utf8')) as {
    versions: Record<string, number>;
    schemas: Schema[];
  };
  const found = schemas[versions['v1'] ?? -1];
  if (!found) throw new Error(`${kind} has no v1`);
  return found;
}

const steps = (path: string): string[] =>
  path
    .replace(/\.\*\*$/, '')
    .replace(/\[\]/g, '.[]')
    .split('.');

function schemaAt(path: string, kind: string): Schema | undefined {
  return steps(path).reduce<Schema | undefined>((at, step) => {
    if (step === '[]') return at?.items;
    if (step === '*') return typeof at?.additionalProperties === 'object' ? at.additionalProperties : undefined;
    return at?.properties?.[step];
  }, schemaOf(kind));
}

/** What a manifest has at a path. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '[]') return Array.isArray(value) ? value.flatMap((one) => valuesAt(one, rest)) : [];
  const next = step === '*' ? Object.values(value) : [(value as Record<string, unknown>)[step]];
  return next.flatMap((one) => valuesAt(one, rest));
}

/** A traffic policy is at one of four places. */
function places({ kind, path }: Claim): string[] {
  if (kind !== 'DestinationRule' || !path.startsWith('spec.trafficPolicy')) return [path];
  const below = path.slice('spec.trafficPolicy'.length);
  return ['spec.', 'spec.subsets[].'].flatMap((of) =>
    ['', '.portLevelSettings[]'].map((port) => `${of}trafficPolicy${port}${below}`),
  );
}

function setIn(manifests: readonly Manifest[], claim: Claim): boolean {
  return manifests
    .filter(({ apiVersion, kind }) => kind === claim.kind && apiVersion.startsWith(`${groups.get(kind)}/`))
    .some((one) => places(claim).some((path) => valuesAt(one, steps(path)).length > 0));
}

/** The leaves that a path stands for. */
function leaves({ kind, heading, path }: Claim): Claim[] {
  const below = (schema: Schema | undefined, at: string): string[] => {
    if (schema?.properties)
      return Object.entries(schema.properties).flatMap(([name, one]) => below(one, `${at}.${name}`));
    if (schema?.items) return below(schema.items, `${at}[]`);
    if (typeof schema?.additionalProperties === 'object') return below(schema.additionalProperties, `${at}.*`);
    return [at];
  };
  return below(schemaAt(path, kind), path.replace(/\.\*\*$/, '')).map((leaf) => ({ kind, heading, path: leaf }));
}

const all = claims();
const expected = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /[/\\]expected[/\\].*\.yaml$/.test(file))
  .flatMap((file) => loadAll(readFileSync(join(root, 'examples', file), 'utf8')) as Manifest[])
  .filter((one) => typeof one?.apiVersion === 'string');

test('the page tells of fields', () => {
  expect(all.length).toBeGreaterThan(50);
  expect(expected.length).toBeGreaterThan(100);
});

test('every field of the page is in the schema', () => {
  expect(all.filter(({ kind, path }) => schemaAt(path, kind) === undefined)).toEqual([]);
});

test('no field that is said to be open is in the output of an example', () => {
  expect(all.flatMap(leaves).filter((claim) => setIn(expected, claim))).toEqual([]);
});

test('constructs set what the page says they can', () => {
  const manifests = everyField() as Manifest[];
  const byConstructs = all.filter(({ heading }) => heading.startsWith('Set by constructs')).flatMap(leaves);
  expect(byConstructs.length).toBeGreaterThan(50);
  expect(byConstructs.filter((claim) => !setIn(manifests, claim)).map(({ kind, path }) => `${kind} ${path}`)).toEqual(
    [],
  );
});

test('what is by patch only is set by no construct here', () => {
  const manifests = everyField() as Manifest[];
  const byPatch = all.filter(({ heading }) => heading.startsWith('By patch')).flatMap(leaves);
  expect(byPatch.filter((claim) => setIn(manifests, claim))).toEqual([]);
});

test('the page is what "npm run coverage" writes', () => {
  expect(() =>
    execFileSync(process.execPath, ['scripts/coverage.mjs', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow();
});
