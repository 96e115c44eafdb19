/** The parts of a kind's schema that one check is about: most of a kind says nothing to it, and is not walked for it. */
import { at } from '../model/json';
import type { Schema } from './schema-store';

/** A part of a schema that a check is about, or that has such parts. */
export interface Part {
  readonly schema: Schema;
  /** By name of the field. */
  readonly fields: ReadonlyMap<string, Part>;
  /** Of every entry of a list. */
  readonly items?: Part;
  /** Of every field that the schema does not name. */
  readonly others?: Part;
}

/** Whether a check is about a schema itself; `name` is that of the field it describes. */
export type Concerns = (schema: Schema, name: string) => boolean;

/** The relevant part of a schema, which is worked out once; undefined where nothing in it is. */
export function relevantPart(
  schema: Schema,
  known: WeakMap<Schema, Part | null>,
  concerns: Concerns,
): Part | undefined {
  let part = known.get(schema);
  if (part === undefined) {
    part = partOf(schema, '', concerns) ?? null;
    known.set(schema, part);
  }
  return part ?? undefined;
}

function partOf(schema: Schema, name: string, concerns: Concerns): Part | undefined {
  const { properties = {}, items, additionalProperties } = schema;
  const fields = new Map<string, Part>();
  for (const [key, field] of Object.entries(properties)) {
    const part = partOf(field, key, concerns);
    if (part) fields.set(key, part);
  }
  const ofItems = items && partOf(items, '', concerns);
  const others = typeof additionalProperties === 'object' ? partOf(additionalProperties, '', concerns) : undefined;
  if (fields.size === 0 && !ofItems && !others && !concerns(schema, name)) return undefined;
  return { schema, fields, items: ofItems, others };
}

/** Sees a value with its part of the schema; `keys` say where it stands and hold only during the call. */
export type Look = (value: unknown, part: Part, keys: readonly (string | number)[]) => void;

/** Looks at each value that a part of the schema is about, inner ones first. */
export function lookAt(value: unknown, part: Part, look: Look, keys: (string | number)[] = []): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    const { items } = part;
    for (let i = 0; items && i < value.length; i++) {
      keys.push(i);
      lookAt(value[i], items, look, keys);
      keys.pop();
    }
  } else if (typeof value === 'object') {
    const { schema, fields, others } = part;
    for (const name of Object.keys(value)) {
      const own = fields.get(name) ?? (others && !isNamed(schema, name) ? others : undefined);
      if (!own) continue;
      keys.push(name);
      lookAt((value as Readonly<Record<string, unknown>>)[name], own, look, keys);
      keys.pop();
    }
  }
  look(value, part, keys);
}

function isNamed({ properties }: Schema, name: string): boolean {
  return properties !== undefined && Object.hasOwn(properties, name);
}

/** Keys as people write a path: `spec.http[0].route`. */
export function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => (path === '' && typeof key === 'string' ? key : at(path, key)), '');
}
