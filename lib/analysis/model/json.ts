/** Reading of manifests that nobody has checked: every answer has the asked type, whatever stands there. */
import type { Fields } from '../../snapshot';

const NOTHING: Fields = Object.freeze(Object.create(null) as Fields);

/** Whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : NOTHING;
}

/** The object, or undefined. */
export function maybe(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

/** The list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A list of objects; what is none becomes an empty object, so that indices stay those of the manifest. */
export function objects(value: unknown): readonly Fields[] {
  const all = list(value);
  return all.every(isFields) ? (all as readonly Fields[]) : all.map(fields);
}

/** The text; empty where there is none. Numbers count, as `version: 1` is a text to its reader. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  const all = list(value);
  return all.every((one) => typeof one === 'string') ? (all as readonly string[]) : all.map(text);
}

/** The number; 0 where there is none, as in protobuf. */
export function number(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
}

/** A map of texts, e.g. labels. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields(value)).map(([key, one]) => [key, text(one)]));
}

/** Path of a key: `a.b`, or `a["b.c"]` is written as YAML locators read it, `a.b.c`. */
export function at(path: string, key: string | number): string {
  return typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`;
}

/** One text per value that differs in no JSON value, whatever the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}
