/** Scalars of protobuf as istiod reads them from JSON. */

const INTEGER = /^-?(0|[1-9]\d*)$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const RANGES: ReadonlyMap<string, readonly [min: bigint, max: bigint]> = new Map([
  ...['int32', 'sint32', 'sfixed32'].map((kind) => [kind, [-(2n ** 31n), 2n ** 31n - 1n]] as const),
  ...['int64', 'sint64', 'sfixed64'].map((kind) => [kind, [-(2n ** 63n), 2n ** 63n - 1n]] as const),
  ...['uint32', 'fixed32'].map((kind) => [kind, [0n, 2n ** 32n - 1n]] as const),
  ...['uint64', 'fixed64'].map((kind) => [kind, [0n, 2n ** 64n - 1n]] as const),
]);

/** What is wrong with a value for a scalar; numbers may be written as texts. */
export function scalarProblem(kind: string, value: unknown): string | undefined {
  if (value === null) return undefined;
  switch (kind) {
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'string':
      return typeof value === 'string' ? undefined : 'is no text';
    case 'bytes':
      return typeof value === 'string' && BASE64.test(value.replace(/[\r\n]/g, '')) ? undefined : 'is no base64';
    case 'float':
    case 'double':
      return isFloat(value) ? undefined : 'is no number';
    default:
      return integerProblem(kind, value);
  }
}

function isFloat(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && (NUMBER.test(value) || ['NaN', 'Infinity', '-Infinity'].includes(value));
}

function integerProblem(kind: string, value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !INTEGER.test(text)) return 'is no whole number';
  const [min, max] = RANGES.get(kind) ?? [0n, 0n];
  const number = BigInt(text);
  return number < min || number > max ? `is not between ${min} and ${max}` : undefined;
}
