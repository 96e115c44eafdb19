import type { Schema } from './schema-store';

const withDefaults = new WeakMap<Schema, boolean>();

/**
 * A copy of the manifest that may be written to, where the schema has defaults to fill in; else the manifest itself. As in the API
 * server, an explicit null counts as missing where there is a default and null is no value.
 */
export function prepared(manifest: unknown, schema: Schema): unknown {
  return hasDefaults(schema) ? copy(manifest, schema) : manifest;
}

function hasDefaults(schema: Schema): boolean {
  const known = withDefaults.get(schema);
  if (known !== undefined) return known;
  withDefaults.set(schema, false);
  const { properties = {}, items, additionalProperties } = schema;
  const within = [...Object.values(properties), items, additionalProperties].filter((one) => typeof one === 'object');
  const result = schema.default !== undefined || within.some(hasDefaults);
  withDefaults.set(schema, result);
  return result;
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
  return Object.fromEntries(fields);
}
