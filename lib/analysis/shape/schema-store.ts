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

let index: ReadonlyMap<string, readonly string[]> | undefined;
const loaded = new Map<string, KindSchema>();

/** Versions of a kind that the API server serves; undefined for kinds that no schema is known of. */
export function servedVersions(group: string, kind: string): readonly string[] | undefined {
  index ??= new Map(Object.entries(read<Record<string, readonly string[]>>('index.json')));
  return index.get(`${group}/${kind}`);
}

/** The schema of a served version. Loaded on first use. */
export function schemaOf(group: string, kind: string, version: string): KindSchema {
  const key = `${group}/${kind}/${version}`;
  let found = loaded.get(key);
  if (!found) {
    const { scope, versions, schemas } = read<Stored>(`${group}/${kind}.json`);
    const number = versions[version] as number;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- compiled ahead of time, one file a kind
    const validators = require(join(schemaFolder(), group, `${kind}.js`)) as Record<string, Validator>;
    found = { scope, schema: schemas[number] as Schema, validate: validators[`v${number}`] as Validator };
    loaded.set(key, found);
  }
  return found;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(schemaFolder(), file), 'utf8')) as T;
}

function schemaFolder(): string {
  return join(importsFolder(), 'schema');
}
