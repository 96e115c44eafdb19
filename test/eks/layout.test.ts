import fc from 'fast-check';
import { contains, formatCidr, nth, overlaps, parseCidr, sizeOf, type Cidr } from '../../lib/eks/network/cidr';
import { layOut, type SubnetLayout } from '../../lib/eks/network/subnet-layout';
import { refusal } from '../refusal';

const at = 'test';
const scope = { node: { path: at } };
const octet = fc.integer({ min: 0, max: 255 });
const block = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, prefix]): Cidr => {
    const size = 2 ** (32 - prefix);
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    return { first: address - (address % size), prefix };
  });
/** A VPC within 10.0.0.0/8 of every size that is accepted. */
const vpc = fc
  .integer({ min: 16, max: 19 })
  .chain((prefix) =>
    fc.integer({ min: 0, max: 2 ** (prefix - 8) - 1 }).map((index) => nth(parseCidr(at, '10.0.0.0/8'), prefix, index)),
  );
const zones = fc.integer({ min: 2, max: 6 });
const blocksOf = (layout: SubnetLayout): Cidr[] =>
  [...layout.privateBlocks, ...layout.publicBlocks, ...layout.gatewayBlocks].map((text) => parseCidr(at, text));

describe('4. blocks of a network, whatever its size and the number of its zones', () => {
  test('are disjoint, within the VPC, one of each kind in each zone, and large enough', () => {
    fc.assert(
      fc.property(vpc, zones, fc.boolean(), (outer, count, gatewayNodes) => {
        const layout = layOut(scope, { vpc: formatCidr(outer), zones: count, gatewayNodes });
        const blocks = blocksOf(layout);
        expect(layout.privateBlocks).toHaveLength(count);
        expect(layout.publicBlocks).toHaveLength(count);
        expect(layout.gatewayBlocks).toHaveLength(gatewayNodes ? count : 0);
        blocks.forEach((one, index) => {
          expect(contains(outer, one)).toBe(true);
          for (const other of blocks.slice(index + 1)) expect(overlaps(one, other)).toBe(false);
        });
        // EKS wants addresses for every Pod; AWS keeps five of each subnet.
        for (const text of layout.privateBlocks) expect(sizeOf(parseCidr(at, text)) - 5).toBeGreaterThanOrEqual(1019);
        for (const text of layout.publicBlocks) expect(sizeOf(parseCidr(at, text)) - 5).toBeGreaterThanOrEqual(27);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('another zone leaves the blocks of the zones before it as they are', () => {
    fc.assert(
      fc.property(vpc, fc.integer({ min: 2, max: 5 }), (outer, count) => {
        const [fewer, more] = [count, count + 1].map((number) =>
          layOut(scope, { vpc: formatCidr(outer), zones: number, gatewayNodes: true }),
        );
        for (const kind of ['privateBlocks', 'publicBlocks', 'gatewayBlocks'] as const) {
          expect(more?.[kind].slice(0, count)).toEqual(fewer?.[kind]);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('blocks that are given are accepted exactly when they are disjoint, inside and large enough', () => {
    let accepted = 0;
    const outer = parseCidr(at, '10.0.0.0/16');
    const given = fc
      .integer({ min: 17, max: 26 })
      .chain((prefix) => fc.integer({ min: 0, max: 2 ** (prefix - 15) - 1 }).map((n) => nth(outer, prefix, n)));
    fc.assert(
      fc.property(given, given, (a, b) => {
        const publicBlocks = ['10.0.255.0/27', '10.0.255.32/27'];
        const request = { vpc: '10.0.0.0/16', zones: 2, privateBlocks: [a, b].map(formatCidr), publicBlocks };
        const all = [a, b, ...publicBlocks.map((text) => parseCidr(at, text))];
        const disjoint = all.every((one, index) => all.slice(index + 1).every((other) => !overlaps(one, other)));
        const fits = [a, b].every((one) => contains(outer, one) && one.prefix <= 24);
        const lay = () => layOut(scope, { ...request, gatewayNodes: false });
        if (disjoint && fits) {
          accepted += 1;
          expect(lay().privateBlocks).toEqual(request.privateBlocks);
        } else {
          expect(refusal(lay).id).toBe('EksSubnetLayout');
        }
      }),
      { seed: 3, numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describe('blocks', () => {
  test('are read as they are written', () => {
    fc.assert(
      fc.property(block, (one) => expect(parseCidr(at, formatCidr(one))).toEqual(one)),
      { seed: 4, numRuns: 1000 },
    );
  });

  test('overlap exactly when one contains the other', () => {
    fc.assert(
      fc.property(block, block, (a, b) => expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a))),
      { seed: 5, numRuns: 2000 },
    );
  });

  test('text that is no block is refused, and never read as one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9./]{0,20}$/), (text) => {
        let read: string | undefined;
        try {
          read = formatCidr(parseCidr(at, text));
        } catch (error) {
          expect(error).toMatchObject({ id: 'EksCidr', value: text, path: at });
        }
        if (read !== undefined) expect(read).toBe(text);
      }),
      { seed: 6, numRuns: 5000 },
    );
  });
});
