import { holds, isTransition } from './cel';
import { lookAt, pathOf, relevantPart, type Part } from './relevant';
import type { Schema } from './schema-store';

/** A refusal that JSON schema cannot express. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
  /** `list`: an entry twice in a set or map list. `cel`: a rule of the kind. */
  readonly by: 'list' | 'cel';
}

const parts = new WeakMap<Schema, Part | null>();

/** What list types and CEL rules refuse in a value that its schema accepts. */
export function walk(value: unknown, schema: Schema, refuse: (refusal: Refusal) => void): void {
  const decisive = relevantPart(schema, parts, decides);
  if (!decisive) return;
  lookAt(value, decisive, (one, part, keys) => {
    if (Array.isArray(one)) checkList(one, part.schema, keys, refuse);
    for (const { rule, message } of part.schema['x-kubernetes-validations'] ?? []) {
      if (!isTransition(rule) && !holds(rule, celValue(one, part.schema))) {
        refuse({ path: pathOf(keys), message: message ?? `fails the rule ${rule}`, by: 'cel' });
      }
    }
  });
}

/** Whether the schema has a list type or a rule; most of a kind has neither. */
function decides(schema: Schema): boolean {
  const listType = schema['x-kubernetes-list-type'];
  return (schema['x-kubernetes-validations']?.length ?? 0) > 0 || listType === 'set' || listType === 'map';
}

function checkList(
  list: readonly unknown[],
  schema: Schema,
  place: readonly (string | number)[],
  refuse: (refusal: Refusal) => void,
): void {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return;
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  list.forEach((entry, index) => {
    const identity = type === 'set' ? entry : names.map((key) => (entry as Record<string, unknown> | null)?.[key]);
    const text = JSON.stringify(identity) ?? '';
    if (seen.has(text))
      refuse({ path: pathOf([...place, index]), message: `is in the list twice: ${text}`, by: 'list' });
    seen.add(text);
  });
}

/**
 * A value as CEL sees it: an object has the fields its schema names, and CEL's own words are written with underscores. Values under
 * fields that no schema names are left out, as in the API server.
 */
function celValue(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => celValue(item, items)) : value;
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' && schema.type === 'integer' && Number.isSafeInteger(value)
      ? BigInt(value)
      : value;
  }
  const { properties, additionalProperties } = schema;
  const fields = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    if (properties && Object.hasOwn(properties, name))
      return [[escaped(name), celValue(field, properties[name] as Schema)]];
    if (typeof additionalProperties === 'object') return [[name, celValue(field, additionalProperties)]];
    return [];
  });
  return Object.assign(Object.create(null) as object, Object.fromEntries(fields));
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replace(/__/g, '__underscores__')
    .replace(/\./g, '__dot__')
    .replace(/-/g, '__dash__')
    .replace(/\//g, '__slash__');
}
