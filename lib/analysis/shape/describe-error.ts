import type { Schema, SchemaError } from './schema-store';
import { nearest } from './nearest';

/** What to tell of one schema error. */
export interface Description {
  readonly path: string;
  readonly message: string;
  readonly unknownField: boolean;
}

const TEXTS: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  type: ({ type }) => `must be ${article([type].flat().join(' or '))}`,
  enum: ({ allowedValues }) =>
    `must be one of ${(allowedValues as unknown[]).map((one) => JSON.stringify(one)).join(', ')}`,
  pattern: ({ pattern }) => `must match ${String(pattern)}`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => `must have at least ${String(limit)} entries`,
  maxItems: ({ limit }) => `must have at most ${String(limit)} entries`,
  minProperties: ({ limit }) => `must have at least ${String(limit)} fields`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} fields`,
  required: ({ missingProperty }) => `lacks the field "${String(missingProperty)}"`,
  oneOf: () => 'must be exactly one of the shapes that its schema lists',
  anyOf: () => 'must be one of the shapes that its schema lists',
  not: () => 'is a shape that its schema rules out',
  format: ({ format }) => `must be a ${String(format)}`,
};

/** A schema error in words. Errors within alternatives say less than the alternative as a whole: those give undefined. */
export function describe(error: SchemaError, manifest: unknown, schema: Schema): Description {
  const path = fieldPath(error.instancePath);
  if (error.keyword === 'additionalProperties') {
    const field = String(error.params.additionalProperty);
    const known = Object.keys(schemaAt(schema, error.instancePath)?.properties ?? {});
    const meant = nearest(field, known);
    const hint = meant
      ? `; did you mean "${meant}"?`
      : known.length > 0
        ? `; known are ${known.slice(0, 12).join(', ')}`
        : '';
    return { path: join(path, field), message: `unknown field "${field}"${hint}`, unknownField: true };
  }
  const text = TEXTS[error.keyword]?.(error.params) ?? `fails "${error.keyword}" of its schema`;
  const shown = ['type', 'enum', 'pattern', 'minimum', 'maximum', 'format'].includes(error.keyword)
    ? `, not ${short(valueAt(manifest, error.instancePath))}`
    : '';
  const hint = error.keyword === 'enum' ? meantOf(valueAt(manifest, error.instancePath), error.params) : '';
  return { path, message: `${path === '' ? 'the object' : path} ${text}${shown}${hint}`, unknownField: false };
}

/** What somebody probably meant who wrote none of the values. */
function meantOf(value: unknown, { allowedValues }: SchemaError['params']): string {
  const known = (allowedValues as unknown[]).filter((one): one is string => typeof one === 'string');
  const meant = typeof value === 'string' ? nearest(value, known) : undefined;
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `/spec/http/0/route` as people write it: `spec.http[0].route`. */
export function fieldPath(pointer: string): string {
  return keysOf(pointer).reduce(
    (path, key) => (/^\d+$/.test(key) && path !== '' ? `${path}[${key}]` : join(path, key)),
    '',
  );
}

function join(path: string, field: string): string {
  const name = /^[A-Za-z0-9_-]+$/.test(field) ? field : `["${field}"]`;
  return path === '' ? name : name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;
}

function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function valueAt(value: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (at, key) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
}

function schemaAt(schema: Schema, pointer: string): Schema | undefined {
  return keysOf(pointer).reduce<Schema | undefined>((at, key) => {
    if (at?.items && /^\d+$/.test(key)) return at.items;
    const { properties, additionalProperties } = at ?? {};
    if (properties && Object.hasOwn(properties, key)) return properties[key];
    return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }, schema);
}
