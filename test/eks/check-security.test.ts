import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { App } from 'cdktf';
import { checkSecurity, formatFinding, SECURITY_EXCEPTIONS } from '../../lib/eks';
import { profiles, stack } from './profiles';

const page = readFileSync(join(__dirname, '../../docs/eks.md'), 'utf8');

test.each(Object.entries(profiles))('B2: whatever profile %s breaks has a reason', (_name, make) => {
  const found = checkSecurity(make(new App({ skipValidation: true })));
  expect(found.filter((of) => of.reason === undefined)).toEqual([]);
});

describe('B2: a stack with something added', () => {
  const added = () => {
    const of = stack(new App(), { publicAccessCidrs: ['203.0.113.7/32'] });
    new CloudwatchLogGroup(of, 'mine', { name: 'mine', retentionInDays: 7 });
    return of;
  };

  test('findings are printed with the ids of both scanners, and with the reason where there is one', () => {
    const [cluster, ...mine] = checkSecurity(added()).map(formatFinding);
    expect(cluster).toMatch(
      /^CKV_AWS_39 \(AWS-0040\) aws_eks_cluster\.\S+: the API has a public endpoint; accepted: a public/,
    );
    expect(mine).toEqual([
      'CKV_AWS_158 (AWS-0017) aws_cloudwatch_log_group.mine: logs are not encrypted with a customer key',
      'CKV_AWS_338 aws_cloudwatch_log_group.mine: logs are kept less than a year',
    ]);
  });

  test('exceptions of your own take the place of those of the stack, and cover one address or one type', () => {
    const at = (where?: string) =>
      checkSecurity(added(), [{ id: 'CKV_AWS_338', where, reason: 'scratch' }]).map((of) => [of.id, of.reason]);
    const accepted = [
      ['CKV_AWS_39', undefined],
      ['CKV_AWS_158', undefined],
      ['CKV_AWS_338', 'scratch'],
    ];
    expect(at()).toEqual(accepted);
    expect(at('aws_cloudwatch_log_group')).toEqual(accepted);
    expect(at('aws_cloudwatch_log_group.mine')).toEqual(accepted);
    expect(at('aws_cloudwatch_log_group.min').at(-1)).toEqual(['CKV_AWS_338', undefined]);
  });
});

test('B2: docs/eks.md has every exception with its reason', () => {
  for (const { id, reason } of SECURITY_EXCEPTIONS) {
    const row = page.split('\n').find((line) => line.startsWith(`| ${id} `));
    expect(row).toContain(reason);
  }
});
