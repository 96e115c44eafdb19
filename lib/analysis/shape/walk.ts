import { holds, isTransition } from './cel';
import type { Schema } from './schema-store';

/** A refusal that JSON schema cannot express. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
  /** `list`: an entry twice in a set or map list. `cel`: a rule of the kind. */
  readonly by: 'list' | 'cel';
}

const decisive = new WeakMap<Schema, boolean>();

/** What list types and CEL rules refuse in a value that its schema accepts. */
export function walk(value: unknown, schema: Schema, path: string, refuse: (refusal: Refusal) => void): void {
  if (value === null || value === undefined || !decides(schema)) return;
  if (Array.isArray(value)) {
    checkList(value, schema, path, refuse);
    const { items } = schema;
    if (items) value.forEach((item, index) => walk(item, items, `${path}[${index}]`, refuse));
  } else if (typeof value === 'object') {
    const { properties, additionalProperties } = schema;
    for (const [name, field] of Object.entries(value)) {
      const known = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (known && typeof known === 'object' && decides(known)) walk(field, known, path === '' ? name : `${path}.${name}`, refuse);
    }
  }
  for (const { rule, message } of schema['x-kubernetes-validations'] ?? []) {
    if (!isTransition(rule) && !holds(rule, celValue(value, schema))) {
      refuse({ path, message: message ?? `fails the rule ${rule}`, by: 'cel' });
    }
  }
}

/** Whether the schema, or one within it, has a list type or a rule; most of a kind has neither. */
function decides(schema: Schema): boolean {
  const known = decisive.get(schema);
  if (known !== undefined) return known;
  decisive.set(schema, false);
  const { properties = {}, items, additionalProperties } = schema;
  const within = [...Object.values(properties), items, additionalProperties].filter((one) => typeof one === 'object');
  const listType = schema['x-kubernetes-list-type'];
  const result =
    (schema['x-kubernetes-validations']?.length ?? 0) > 0 ||
    listType === 'set' ||
    listType === 'map' ||
    within.some(decides);
  decisive.set(schema, result);
  return result;
}

function checkList(list: readonly unknown[], schema: Schema, path: string, refuse: (refusal: Refusal) => void): void {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  list.forEach((entry, index) => {
    const identity = type === 'set' ? entry : keys.map((key) => (entry as Record<string, unknown> | null)?.[key]);
    const text = JSON.stringify(identity) ?? '';
    if (seen.has(text)) refuse({ path: `${path}[${index}]`, message: `is in the list twice: ${text}`, by: 'list' });
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
