import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsFolder } from '../imports-folder';

/** The part of a structural schema that is read here; the compiled validators know the rest. */
export interface Schema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** One of a schema's `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
}

/** What ajv says of one value. */
export interface SchemaError {
  readonly instancePath: string;
  /** Where the schema says it: `#/properties/spec/oneOf/0/required`. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A validator that was compiled ahead of time. Fills in defaults. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** A kind's schema at one version, with its validator. */
export interface KindSchema {
  readonly schema: Schema;
  readonly validate: Validator;
  readonly scope: 'Namespaced' | 'Cluster';
}

interface Stored {
  readonly scope: 'Namespaced' | 'Cluster';
  readonly versions: Readonly<Record<string, number>>;
  readonly schemas: readonly Schema[];
}

/** A kind that schemas are known of. */
interface KnownKind {
  readonly served: readonly string[];
  /** By version, as far as one was asked for. */
  readonly loaded: Map<string, KindSchema>;
}

/** By group and kind: every resource is looked up, and a key put together for each would take longer than the look. */
let index: ReadonlyMap<string, ReadonlyMap<string, KnownKind>> | undefined;

/** Versions of a kind that the API server serves; undefined for kinds that no schema is known of. */
export function servedVersions(group: string, kind: string): readonly string[] | undefined {
  return knownKind(group, kind)?.served;
}

/** The schema of a served version. Loaded on first use. */
export function schemaOf(group: string, kind: string, version: string): KindSchema {
  const loaded = knownKind(group, kind)?.loaded;
  let found = loaded?.get(version);
  if (!found) {
    const { scope, versions, schemas } = read<Stored>(`${group}/${kind}.json`);
    const number = versions[version] as number;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- compiled ahead of time, one file a kind
    const validators = require(join(schemaFolder(), group, `${kind}.js`)) as Record<string, Validator>;
    found = { scope, schema: schemas[number] as Schema, validate: validators[`v${number}`] as Validator };
    loaded?.set(version, found);
  }
  return found;
}

function knownKind(group: string, kind: string): KnownKind | undefined {
  index ??= readIndex();
  return index.get(group)?.get(kind);
}

function readIndex(): ReadonlyMap<string, ReadonlyMap<string, KnownKind>> {
  const groups = new Map<string, Map<string, KnownKind>>();
  for (const [key, served] of Object.entries(read<Record<string, readonly string[]>>('index.json'))) {
    const slash = key.indexOf('/');
    const group = key.slice(0, slash);
    const kinds = groups.get(group) ?? new Map<string, KnownKind>();
    groups.set(group, kinds.set(key.slice(slash + 1), { served, loaded: new Map() }));
  }
  return groups;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(schemaFolder(), file), 'utf8')) as T;
}

function schemaFolder(): string {
  return join(importsFolder(), 'schema');
}
