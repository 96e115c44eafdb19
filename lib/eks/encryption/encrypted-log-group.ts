import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { EncryptionKey } from './encryption-key';

export interface EncryptedLogGroupProps {
  readonly name: string;
  readonly key: EncryptionKey;
  /** Days that CloudWatch Logs offers. */
  readonly retentionDays: number;
}

const OFFERED = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * A log group, encrypted with the customer key.
 * @throws ConfigurationError EksRetention
 */
export class EncryptedLogGroup extends Construct {
  public readonly arn: string;
  /** Waits for the group, so that the service does not create an unencrypted one of that name. */
  public readonly ready: ITerraformDependable;

  constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    super(scope, id);
    if (!OFFERED.includes(props.retentionDays)) {
      throw new ConfigurationError('EksRetention', { at: this, problem: 'retention', value: props.retentionDays });
    }
    const group = new CloudwatchLogGroup(this, 'Resource', {
      name: props.name,
      kmsKeyId: props.key.arn,
      retentionInDays: props.retentionDays,
    });
    this.arn = group.arn;
    this.ready = group;
  }
}
