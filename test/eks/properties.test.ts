import fc from 'fast-check';
import { overlaps, parseCidr } from '../../lib/eks/network/cidr';
import { acceptedProps } from './arbitrary-props';
import { cycleIn, edgesOf, known } from './graph';
import { addresses, json, stack, type TerraformJson } from './profiles';
import { findings } from './rule-pack';
import { OfflineTerraform, terraformInstalled } from './terraform';

const installed = terraformInstalled('validate of random options');
const every = (tf: TerraformJson, type: string) => Object.values(tf.resource[type] ?? {});

describe('whatever options are accepted', () => {
  test('2, 3, 4. what is written resolves, waits for nothing that waits for it, has disjoint blocks, and is the same again', () => {
    fc.assert(
      fc.property(acceptedProps, (props) => {
        const tf = json((app) => stack(app, props));
        const text = JSON.stringify(tf);
        expect(JSON.stringify(json((app) => stack(app, props)))).toBe(text);
        expect([...edgesOf(tf).values()].flat().filter((of) => !known(tf).has(of))).toEqual([]);
        expect(cycleIn(tf)).toBeUndefined();
        expect(Object.keys(tf.output)).toHaveLength(5);
        const blocks = every(tf, 'aws_subnet').map((of) => parseCidr('test', of.cidr_block));
        const pairs = blocks.flatMap((one, index) => blocks.slice(index + 1).map((other) => overlaps(one, other)));
        expect(pairs).not.toContain(true);
        expect(new Set(every(tf, 'aws_route_table_association').map((of) => of.subnet_id)).size).toBe(blocks.length);
        expect(text).not.toContain(process.cwd());
      }),
      { seed: 9, numRuns: 25 },
    );
  });

  test('5. no rule of the scanners is broken but by what was asked for', () => {
    fc.assert(
      fc.property(acceptedProps, (props) => {
        const asked = new Set([
          ...(props.publicAccessCidrs?.length ? ['CKV_AWS_39'] : []),
          ...(props.nodeSecurityGroup ? ['CKV_AWS_382'] : []),
          ...(Math.min(props.logRetentionDays ?? 365, props.network?.logRetentionDays ?? 365) < 365
            ? ['CKV_AWS_338']
            : []),
        ]);
        const found = findings(json((app) => stack(app, props))).map((of) => of.id);
        expect(found.filter((id) => !asked.has(id))).toEqual([]);
      }),
      { seed: 10, numRuns: 25 },
    );
  });

  test('3. tags, versions, blocks of callers, retention and protection change no address', () => {
    fc.assert(
      fc.property(acceptedProps, (props) => {
        const other = {
          ...props,
          tags: props.tags ? undefined : { Project: 'shop' },
          kubernetesVersion: '1.36',
          publicAccessCidrs: ['198.51.100.0/24'],
          logRetentionDays: 731,
          deletionProtection: true,
        };
        expect(addresses(json((app) => stack(app, other)))).toEqual(addresses(json((app) => stack(app, props))));
      }),
      { seed: 11, numRuns: 10 },
    );
  });
});

(installed ? describe : describe.skip)('7. whatever options are accepted, the schema of the bindings accepts', () => {
  let terraform: OfflineTerraform;
  beforeAll(async () => (terraform = await OfflineTerraform.start()));
  afterAll(() => terraform.stop());

  test('validate', async () => {
    await fc.assert(
      fc.asyncProperty(acceptedProps, async (props) => {
        const out = await terraform.run(
          json((app) => stack(app, props)),
          [['validate', '-no-color']],
        );
        expect(out).toContain('The configuration is valid');
      }),
      { seed: 12, numRuns: 10, endOnFailure: true },
    );
  }, 120_000);
});
