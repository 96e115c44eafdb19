import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../encryption/encrypted-log-group';
import type { EncryptionKey } from '../encryption/encryption-key';
import { ServiceRole } from '../iam/service-role';

export interface FlowLogsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly key: EncryptionKey;
  readonly retentionDays: number;
  readonly permissionsBoundary?: string;
}

/**
 * Accepted and rejected connections of the VPC, in a log group of its own.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const logs = new EncryptedLogGroup(this, 'logs', {
      name: `/aws/vpc/${props.name}/flow`,
      key: props.key,
      retentionDays: props.retentionDays,
    });
    const role = new ServiceRole(this, 'role', {
      name: `${props.name}-flow-logs`,
      service: 'vpc-flow-logs.amazonaws.com',
      sourceAccount: new DataAwsCallerIdentity(this, 'account').accountId,
      permissionsBoundary: props.permissionsBoundary,
      statements: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
          Resource: [logs.arn, `${logs.arn}:*`],
        },
      ],
    });
    new FlowLog(this, 'vpc', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestination: logs.arn,
      iamRoleArn: role.arn,
    });
  }
}
