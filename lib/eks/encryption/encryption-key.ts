import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

/** Whose key it is. */
export interface EncryptionKeyProps {
  /** Name of the cluster; the alias is made of it. */
  readonly name: string;
  /** Region of the cluster, which is part of the name of the CloudWatch Logs principal. */
  readonly region: string;
}

/** The customer key that secrets and logs are encrypted with; rotated yearly. */
export class EncryptionKey extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const partition = new DataAwsPartition(this, 'partition');
    const key = new KmsKey(this, 'key', {
      description: `Secrets and logs of the EKS cluster ${props.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      // Inline, since scanners read a policy document's Resource "*" as every key; in a key policy it means this key.
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AccountAdministration',
            Effect: 'Allow',
            Principal: { AWS: `arn:${partition.partition}:iam::${account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Sid: 'Logs',
            Effect: 'Allow',
            // Its name has the suffix of the partition, unlike that of other services: amazonaws.com.cn in China.
            Principal: { Service: `logs.${props.region}.${partition.dnsSuffix}` },
            Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
            Resource: '*',
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': `arn:${partition.partition}:logs:${props.region}:${account}:log-group:*`,
              },
            },
          },
        ],
      }),
    });
    new KmsAlias(this, 'alias', { name: `alias/eks/${props.name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
