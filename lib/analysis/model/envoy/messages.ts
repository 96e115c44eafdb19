/** Envoy's messages as istiod knows them: which fields they have, and of which type. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsFolder } from '../../imports-folder';

/** Type of one value: a scalar, an enum or a message. */
export type ValueType =
  | { readonly of: 'scalar'; readonly kind: string }
  | { readonly of: 'enum'; readonly name: string }
  | { readonly of: 'message'; readonly name: string };

/** One field. */
export interface Field {
  /** As its definition has it. */
  readonly name: string;
  /** As JSON has it. */
  readonly json: string;
  readonly form: 'single' | 'list' | 'map';
  readonly type: ValueType;
  /** Scalar kind of a map's keys. */
  readonly key?: string;
}

interface Stored {
  readonly enums: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, string>>;
}

let stored: { readonly enums: ReadonlyMap<string, string>; readonly messages: ReadonlyMap<string, string> } | undefined;
const fieldsByMessage = new Map<string, ReadonlyMap<string, Field>>();

/** Whether istiod knows the message. */
export function isMessage(name: string): boolean {
  return load().messages.has(name);
}

/** The fields of a message, by each name they may be written under: the definition's, or that of JSON. */
export function fieldsOf(message: string): ReadonlyMap<string, Field> {
  let fields = fieldsByMessage.get(message);
  if (!fields) {
    const text = load().messages.get(message) ?? '';
    const found = text === '' ? [] : text.split(' ').map(fieldOf);
    fields = new Map(found.flatMap((field) => [[field.name, field] as const, [field.json, field] as const]));
    fieldsByMessage.set(message, fields);
  }
  return fields;
}

/** The values of an enum. */
export function valuesOf(name: string): readonly string[] {
  return load().enums.get(name)?.split(' ') ?? [];
}

function load() {
  if (!stored) {
    const { enums, messages } = JSON.parse(
      readFileSync(join(importsFolder(), 'envoy/messages.json'), 'utf8'),
    ) as Stored;
    stored = { enums: new Map(Object.entries(enums)), messages: new Map(Object.entries(messages)) };
  }
  return stored;
}

function fieldOf(text: string): Field {
  const colon = text.indexOf(':');
  const [name, type] = [text.slice(0, colon), text.slice(colon + 1)];
  const names = { name, json: camel(name) };
  if (type.startsWith('*')) return { ...names, form: 'list', type: typeOf(type.slice(1)) };
  if (!type.startsWith('{')) return { ...names, form: 'single', type: typeOf(type) };
  const comma = type.indexOf(',');
  return { ...names, form: 'map', key: type.slice(1, comma), type: typeOf(type.slice(comma + 1)) };
}

function typeOf(text: string): ValueType {
  if (text.startsWith('.')) return { of: 'message', name: text.slice(1) };
  return text.startsWith('#') ? { of: 'enum', name: text.slice(1) } : { of: 'scalar', kind: text };
}

function camel(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
