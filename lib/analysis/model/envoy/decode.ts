/**
 * Decodes JSON as a message of Envoy's, as istiod does with the values of an EnvoyFilter: what it refuses, what it does not know,
 * and which filters it finds by name alone.
 */
import { nanoseconds } from '../duration';
import { isFields, text } from '../json';
import { fieldsOf, isMessage, valuesOf, type Field, type ValueType } from './messages';
import { scalarProblem } from './scalar';

/** A value that cannot be decoded. */
export interface DecodeError {
  readonly path: string;
  readonly problem: string;
}

/** What decoding tells. */
export interface Decoded {
  /** The first value that cannot be decoded. */
  readonly error?: DecodeError;
  /** Paths of fields that the messages do not have. */
  readonly unknown: readonly string[];
  /** Names of filters that have neither `typed_config` nor `config_discovery`. */
  readonly untyped: readonly string[];
}

const WELL_KNOWN = 'google.protobuf.';
const WRAPPED: ReadonlyMap<string, string> = new Map([
  ['BoolValue', 'bool'],
  ['BytesValue', 'bytes'],
  ['StringValue', 'string'],
  ['Int32Value', 'int32'],
  ['UInt32Value', 'uint32'],
  ['Int64Value', 'int64'],
  ['UInt64Value', 'uint64'],
  ['FloatValue', 'float'],
  ['DoubleValue', 'double'],
]);
/** Messages whose JSON form is not that of an object with their fields: in an Any it stands under `value`. */
const SPECIAL = new Set([...WRAPPED.keys(), 'Any', 'Duration', 'Empty', 'ListValue', 'Struct', 'Timestamp', 'Value']);
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d([.,]\d+)?([Zz]|[-+]\d\d:\d\d)$/;

/** @param message full name of the message, e.g. `envoy.config.cluster.v3.Cluster` */
export function decode(message: string, value: unknown, path: string): Decoded {
  const decoder = new Decoder();
  try {
    decoder.message(message, value, path, true);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return { error: { path: error.path, problem: error.problem }, unknown: [], untyped: [] };
  }
  return decoder;
}

class Undecodable extends Error {
  constructor(
    public readonly path: string,
    public readonly problem: string,
  ) {
    super(problem);
  }
}

class Decoder implements Decoded {
  public readonly unknown: string[] = [];
  public readonly untyped: string[] = [];

  /** @param isDirect whether only single fields lead here: Istio looks for filters without type there alone */
  public message(name: string, value: unknown, path: string, isDirect: boolean): void {
    if (value === null) return;
    if (name.startsWith(WELL_KNOWN) && this.wellKnown(name.slice(WELL_KNOWN.length), value, path)) return;
    if (!isFields(value)) throw new Undecodable(path, 'is no object');
    const fields = fieldsOf(name);
    for (const [key, one] of Object.entries(value)) {
      const field = fields.get(key);
      // Of two spellings that of JSON counts, and nobody looks at the other.
      if (field && key !== field.json && Object.hasOwn(value, field.json)) continue;
      if (field) this.field(field, one, `${path}.${key}`, isDirect);
      else this.unknown.push(`${path}.${key}`);
    }
    if (!isDirect || !fields.has('typed_config')) return;
    const isSet = (field: Field | undefined) =>
      field && ((Object.hasOwn(value, field.json) ? value[field.json] : value[field.name]) ?? null) !== null;
    if (!isSet(fields.get('typed_config')) && !isSet(fields.get('config_discovery')))
      this.untyped.push(text(value.name));
  }

  private field({ form, type, key }: Field, value: unknown, path: string, isDirect: boolean): void {
    if (value === null) return;
    if (form === 'single') {
      this.value(type, value, path, isDirect);
    } else if (form === 'list') {
      if (!Array.isArray(value)) throw new Undecodable(path, 'is no list');
      value.forEach((one, i) => this.value(type, one, `${path}[${i}]`, false));
    } else {
      if (!isFields(value)) throw new Undecodable(path, 'is no object');
      for (const [name, one] of Object.entries(value)) {
        const problem = scalarProblem(key ?? '', key === 'bool' ? name === 'true' : name);
        if (problem !== undefined) throw new Undecodable(path, `key "${name}" ${problem}`);
        this.value(type, one, `${path}.${name}`, false);
      }
    }
  }

  private value(type: ValueType, value: unknown, path: string, isDirect: boolean): void {
    if (type.of === 'message') {
      this.message(type.name, value, path, isDirect);
      return;
    }
    const problem = type.of === 'scalar' ? scalarProblem(type.kind, value) : enumProblem(type.name, value);
    if (problem !== undefined) throw new Undecodable(path, problem);
  }

  /** @returns whether the message has a JSON form of its own */
  private wellKnown(name: string, value: unknown, path: string): boolean {
    const wrapped = WRAPPED.get(name);
    const problem = wrapped === undefined ? formProblem(name, value) : scalarProblem(wrapped, value);
    if (problem !== undefined) throw new Undecodable(path, problem);
    if (name === 'Any') this.any(value, path);
    return name !== 'Empty' && SPECIAL.has(name);
  }

  private any(value: unknown, path: string): void {
    if (!isFields(value)) throw new Undecodable(path, 'is no object');
    const { '@type': url, ...rest } = value;
    if (typeof url !== 'string') throw new Undecodable(path, 'has no @type');
    const name = url.slice(url.lastIndexOf('/') + 1);
    if (!isMessage(name)) {
      const hint = name.includes('.v2.') ? ' (hint: try using the v3 XDS API)' : '';
      throw new Undecodable(`${path}.@type`, `referenced type unknown${hint}: ${url}`);
    }
    if (!name.startsWith(WELL_KNOWN) || !SPECIAL.has(name.slice(WELL_KNOWN.length))) {
      this.message(name, rest, path, false);
      return;
    }
    if (!('value' in rest)) throw new Undecodable(path, `of type ${name} has no value`);
    this.message(name, rest.value, `${path}.value`, false);
  }
}

/** Of messages whose JSON form is a text or a list. */
function formProblem(name: string, value: unknown): string | undefined {
  if (name === 'Duration') {
    return typeof value === 'string' && nanoseconds(value) !== undefined ? undefined : 'is no duration such as 1.5s';
  }
  if (name === 'Timestamp') {
    return typeof value === 'string' && TIMESTAMP.test(value) ? undefined : 'is no time such as 2026-01-31T00:00:00Z';
  }
  if (name === 'ListValue') return Array.isArray(value) ? undefined : 'is no list';
  return name === 'Struct' && !isFields(value) ? 'is no object' : undefined;
}

function enumProblem(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return scalarProblem('int32', value);
  const values = valuesOf(name);
  return values.includes(value) ? undefined : `is none of ${values.join(', ')}`;
}
