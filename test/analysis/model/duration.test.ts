import { nanoseconds } from '../../../lib/analysis/model/duration';

test.each([
  ['1s', 1_000_000_000n],
  ['1h30m', 5_400_000_000_000n],
  ['1.5ms', 1_500_000n],
  ['.5s', 500_000_000n],
  ['1.s', 1_000_000_000n],
  ['1µs2μs3us', 6_000n],
  ['-1m', -60_000_000_000n],
  ['+2ns', 2n],
  ['1.9ns', 1n],
  [`1.5${'0'.repeat(400)}s`, 1_500_000_000n],
  ['0.0000000000000000009h', 0n],
  ['0.9999µs', 999n],
  ['0', 0n],
  ['-0', 0n],
  ['9223372036854775807ns', 2n ** 63n - 1n],
  ['-9223372036854775808ns', -(2n ** 63n)],
])('%s is %p ns', (text, expected) => expect(nanoseconds(text)).toBe(expected));

test.each(['', '1', 's', '.s', '-', '1ss', '1 s', '1d', '1e3s', '1.1.1s', '00', '9223372036854775808ns', '2562048h'])(
  '%j is no duration',
  (text) => expect(nanoseconds(text)).toBeUndefined(),
);
