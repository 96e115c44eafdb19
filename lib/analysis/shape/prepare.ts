import { relevantPart, type Part } from './relevant';
import type { Schema } from './schema-store';

const withDefaults = new WeakMap<Schema, Part | null>();

/**
 * The manifest with its defaults, where the schema has any; else the manifest itself. As in the API server, they are there before
 * anything is validated, so that alternatives (`oneOf`) see them, and an explicit null counts as missing where there is a default
 * and null is no value.
 */
export function prepared(manifest: unknown, schema: Schema): unknown {
  return hasDefaults(schema) ? copy(manifest, schema) : manifest;
}

function hasDefaults(schema: Schema): boolean {
  return relevantPart(schema, withDefaults, (one) => one.default !== undefined) !== undefined;
}

function copy(value: unknown, schema: Schema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => copy(item, schema?.items));
  if (typeof value !== 'object' || value === null) return value;
  const { properties, additionalProperties } = schema ?? {};
  const fields = Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const own = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    const known = typeof own === 'object' ? own : undefined;
    if (field === null && known?.default !== undefined && !known.nullable) return [];
    return [[name, copy(field, known)]];
  });
  for (const [name, { default: otherwise, ...rest }] of Object.entries(properties ?? {})) {
    if (otherwise === undefined || fields.some(([written]) => written === name)) continue;
    fields.push([name, copy(otherwise, rest)]);
  }
  return Object.fromEntries(fields);
}
