import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamSessionContext } from '@cdktf/provider-aws/lib/data-aws-iam-session-context';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { IEksCluster } from '../control-plane/eks-control-plane';

/** Who administers the cluster. At least one way in is needed. */
export interface EksAccessOptions {
  /** ARNs of IAM roles or users that become cluster administrators; also such as the same stack makes. @default - none */
  readonly admins?: readonly string[];
  /** Makes whoever applies the stack an administrator. @default false */
  readonly clusterCreatorAdmin?: boolean;
}

/** Who administers which cluster. */
export interface EksAccessProps extends EksAccessOptions {
  /** The cluster that they administer. */
  readonly cluster: IEksCluster;
}

const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;

/**
 * Access entries of the administrators.
 * @throws ConfigurationError EksNobodyGetsIn, EksPrincipal
 */
export class EksAccess extends Construct {
  constructor(scope: Construct, id: string, props: EksAccessProps) {
    super(scope, id);
    const admins = props.admins ?? [];
    if (admins.length === 0 && !props.clusterCreatorAdmin) {
      throw new ConfigurationError('EksNobodyGetsIn', { at: this, problem: 'nobody could administer the cluster' });
    }
    const refuse = (problem: string, value: string | undefined) => {
      if (value !== undefined) throw new ConfigurationError('EksPrincipal', { at: this, problem, value });
    };
    refuse(
      'an administrator is no role and no user',
      admins.find((arn) => !Token.isUnresolved(arn) && !PRINCIPAL.test(arn)),
    );
    refuse(
      'an administrator is named twice',
      admins.find((arn, index) => admins.indexOf(arn) !== index),
    );
    const partition = new DataAwsPartition(this, 'partition').partition;
    // One that Terraform knows only when it has made it has no name yet, but a place in the list.
    admins.forEach((arn, place) =>
      this.admit(Token.isUnresolved(arn) ? `admin-${place}` : idOf(arn), arn, partition, props.cluster),
    );
    if (props.clusterCreatorAdmin) {
      const caller = new DataAwsCallerIdentity(this, 'caller');
      // A session of an assumed role has an ARN that no access entry takes; the role that issued it has.
      const session = new DataAwsIamSessionContext(this, 'session', { arn: caller.arn });
      this.admit('creator', session.issuerArn, partition, props.cluster);
    }
  }

  private admit(id: string, principalArn: string, partition: string, cluster: IEksCluster): void {
    const entry = new EksAccessEntry(this, `${id}-entry`, {
      clusterName: cluster.clusterName,
      principalArn,
      dependsOn: [...cluster.ready],
    });
    new EksAccessPolicyAssociation(this, `${id}-admin`, {
      clusterName: cluster.clusterName,
      principalArn,
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: 'cluster' },
      dependsOn: [entry],
    });
  }
}

/**
 * An address that follows the principal: taking one admin out must not touch the others. With the account, since two accounts
 * may have a role of one name; and without a slash, which constructs keep for paths.
 */
function idOf(arn: string): string {
  const [, , , , account = '', principal = ''] = arn.split(':');
  return `${principal.replace('/', '-').replaceAll('/', ':')}-${account}`;
}
