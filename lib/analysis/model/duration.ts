/** Durations as Go's `time.ParseDuration` reads them: `1.5s`, `1h30m`. istiod and the API server do. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 6e10],
  ['h', 3.6e12],
]);
const LIMIT = 2n ** 63n;
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;
/** More digits of a fraction are less than a nanosecond of any unit. */
const DIGITS = 18;

/** Nanoseconds; undefined where the text is no duration, or one of over 292 years. */
export function nanoseconds(text: string): bigint | undefined {
  const isNegative = text.startsWith('-');
  const amount = /^[-+]/.test(text) ? text.slice(1) : text;
  if (amount === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(amount)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of amount.matchAll(PART)) {
    const factor = UNITS.get(unit)!;
    const digits = fraction.slice(0, DIGITS);
    // Go multiplies in this order, and cuts off what is left of a nanosecond.
    const rest = Math.trunc(Number(digits) * (factor / 10 ** digits.length));
    total += BigInt(whole) * BigInt(factor) + BigInt(rest);
  }
  if (total > LIMIT || (total === LIMIT && !isNegative)) return undefined;
  return isNegative ? -total : total;
}
