import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface SchemaFile {
  readonly group: string;
  readonly kind: string;
  readonly scope: string;
  readonly versions: Readonly<Record<string, number>>;
  readonly schemas: readonly object[];
}

const imports = resolve(__dirname, '../../imports');
const read = (file: string): string => readFileSync(join(imports, file), 'utf8');
const index = new Map(Object.entries(JSON.parse(read('schema/index.json')) as Record<string, string[]>));
const kinds = [...index.keys()].sort();

test('the index names every schema file, and no other', () => {
  const files = readdirSync(join(imports, 'schema'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(imports, 'schema', name)).map((file) => `${name}/${file}`));
  expect(files.sort()).toEqual(kinds.flatMap((kind) => [`${kind}.js`, `${kind}.json`]).sort());
});

describe.each(kinds)('%s', (kind) => {
  const schema = JSON.parse(read(`schema/${kind}.json`)) as SchemaFile;

  test('says its own name and the versions of the index', () => {
    expect(`${schema.group}/${schema.kind}`).toBe(kind);
    expect(Object.keys(schema.versions).sort()).toEqual([...(index.get(kind) ?? [])].sort());
    expect(schema.scope).toMatch(/^(Namespaced|Cluster)$/);
  });

  test('has a schema and a compiled validator for each version, and none that no version uses', () => {
    const used = [...new Set(Object.values(schema.versions))].sort();
    expect(used).toEqual(schema.schemas.map((_, position) => position));
    const validators = require(join(imports, `schema/${kind}.js`)) as Record<string, unknown>;
    expect(Object.keys(validators).sort()).toEqual(used.map((position) => `v${position}`).sort());
    for (const validator of Object.values(validators)) expect(typeof validator).toBe('function');
  });

  test('shares one schema between identical versions', () => {
    const texts = schema.schemas.map((one) => JSON.stringify(one));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

test.each([
  ['networking.istio.io', ['DestinationRule', 'Gateway', 'ServiceEntry', 'Sidecar', 'VirtualService', 'WorkloadEntry']],
  ['security.istio.io', ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication']],
  ['cert-manager.io', ['Certificate', 'ClusterIssuer', 'Issuer']],
])('%s has a class of v1 for each kind that constructs emit', (group, names) => {
  expect(existsSync(join(imports, `${group}.ts`))).toBe(true);
  const text = read(`${group}.ts`);
  const found = [...text.matchAll(/^export class (\w+) extends ApiObject \{/gm)].map(([, name]) => name);
  expect(found).toEqual(names);
  const versions = [...text.matchAll(/apiVersion: '([^']+)'/g)].map(([, version]) => version);
  expect(new Set(versions)).toEqual(new Set([`${group}/v1`]));
});
