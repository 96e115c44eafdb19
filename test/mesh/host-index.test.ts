import fc from 'fast-check';
import { hostsOverlap } from '../../lib/mesh';
import { HostIndex } from '../../lib/mesh/host-index';

const word = fc.constantFrom('a', 'b', 'A', 'ab', 'b-a');
const exact = fc.array(word, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
// `*-b.a` is one that istiod lets through as well.
const host = fc.oneof(
  exact,
  exact.map((name) => `*.${name}`),
  exact.map((name) => `*-${name}`),
  fc.constant('*'),
);

describe('an index of hosts', () => {
  test('has exactly the hosts that overlap', () => {
    fc.assert(
      fc.property(fc.array(host, { maxLength: 12 }), host, (hosts, asked) => {
        const index = new HostIndex<number>();
        hosts.forEach((one, i) => index.add(one, i));
        const found = index.overlapping(asked).map(({ value }) => value);
        const expected = hosts.flatMap((one, i) => (hostsOverlap(one, asked) ? [i] : []));
        expect(found.sort((a, b) => a - b)).toEqual(expected);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  test('is asked again after more was added', () => {
    const index = new HostIndex<string>();
    index.add('a.example', 'first');
    expect(index.overlapping('*.example').map(({ value }) => value)).toEqual(['first']);
    index.add('b.EXAMPLE', 'second');
    expect(index.overlapping('*.example')).toEqual([
      { host: 'a.example', value: 'first' },
      { host: 'b.example', value: 'second' },
    ]);
  });
});
