/**
 * Reads untyped manifests without ever throwing: a field of the wrong type counts as absent, as it does for a reader
 * that drops what it does not know.
 */
import type { Fields } from '../../snapshot';

const NOTHING: Fields = Object.freeze(Object.create(null) as Record<string, unknown>);
const EMPTY_MAP: ReadonlyMap<string, string> = new Map();

/** An object; empty where there is none. */
export function record(value: unknown): Fields {
  return isRecord(value) ? value : NOTHING;
}

/** Whether the value is a JSON object. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A list; empty where there is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The objects of a list. */
export function records(value: unknown): readonly Fields[] {
  return list(value).filter(isRecord);
}

/** A text; empty where there is none. Numbers and booleans are written out, as YAML authors forget to quote them. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value)
    .filter((item) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
    .map(text);
}

/** A finite number, also one written as text; undefined where there is none. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** A boolean; false where there is none. */
export function flag(value: unknown): boolean {
  return value === true;
}

/** An object of texts, as a Map, so that no key can reach a prototype. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  if (!isRecord(value)) return EMPTY_MAP;
  const entries = Object.entries(value);
  return entries.length === 0 ? EMPTY_MAP : new Map(entries.map(([key, item]) => [key, text(item)]));
}

/** Whether every entry of `selector` is in `labels`. An empty selector selects everything. */
export function selects(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  for (const [key, value] of selector) if (labels.get(key) !== value) return false;
  return true;
}

/** A Go or protobuf duration in seconds; undefined where it cannot be read. */
export function seconds(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  let total = 0;
  let rest = value.trim();
  if (rest === '') return undefined;
  const sign = rest.startsWith('-') ? -1 : 1;
  if (/^[-+]/.test(rest)) rest = rest.slice(1);
  while (rest !== '') {
    const part = /^(\d+(?:\.\d*)?|\.\d+)(ms|us|µs|ns|s|m|h)/.exec(rest);
    if (!part) return undefined;
    total += Number(part[1]) * (UNITS.get(part[2] ?? '') ?? 0);
    rest = rest.slice(part[0].length);
  }
  return sign * total;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);
