import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Token, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';

/** One statement of an IAM policy, as AWS spells it. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Who may assume a role by a token of an OIDC issuer, and what the token must say. */
export interface FederatedTrust {
  readonly providerArn: string;
  /** The issuer without `https://`. */
  readonly issuer: string;
  /** Claims of the token, each to be equal. */
  readonly equals: Readonly<Record<string, string>>;
}

export interface ServiceRoleProps {
  readonly name: string;
  /** Service that may assume the role, such as `eks.amazonaws.com`; this or `federated`. @default - none */
  readonly service?: string;
  /** Actions of the service. @default - sts:AssumeRole */
  readonly actions?: readonly string[];
  /** Account for which the service may act: without it, it could be made to by another account. @default - any */
  readonly sourceAccount?: string;
  /** Bearers of a token that may assume the role. @default - none */
  readonly federated?: FederatedTrust;
  /** AWS-managed policies by name. @default - none */
  readonly managedPolicies?: readonly string[];
  /** Statements of an inline policy. @default - none */
  readonly statements?: readonly PolicyStatement[];
  /** ARN of a permissions boundary. @default - none */
  readonly permissionsBoundary?: string;
}

const POLICY = /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/;

/** Actions that the Pod Identity agent needs on a role of a Pod. */
export const POD_IDENTITY = { service: 'pods.eks.amazonaws.com', actions: ['sts:AssumeRole', 'sts:TagSession'] };

/**
 * A role of one AWS service or service account, with the policies it needs and no others.
 * @throws ConfigurationError EksPrincipal for a boundary that is no policy
 */
export class ServiceRole extends Construct {
  public readonly arn: string;
  public readonly name: string;
  /** The permissions; whoever uses the role waits for these. */
  public readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    checkBoundary(this, props.permissionsBoundary);
    const role = new IamRole(this, 'Resource', {
      name: props.name,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: props.federated
        ? tokenTrust(props.federated)
        : policy({
            Effect: 'Allow',
            Principal: { Service: props.service },
            Action: props.actions ?? ['sts:AssumeRole'],
            ...(props.sourceAccount && { Condition: { StringEquals: { 'aws:SourceAccount': props.sourceAccount } } }),
          }),
    });
    const ready: ITerraformDependable[] = [];
    const managed = props.managedPolicies ?? [];
    if (managed.length > 0) {
      const partition = new DataAwsPartition(this, 'partition').partition;
      for (const name of managed) {
        ready.push(
          new IamRolePolicyAttachment(this, name.replace(/^.*\//, ''), {
            role: role.name,
            policyArn: `arn:${partition}:iam::aws:policy/${name}`,
          }),
        );
      }
    }
    if (props.statements) {
      ready.push(
        new IamRolePolicy(this, 'inline', {
          role: role.id,
          policy: policy(...props.statements),
        }),
      );
    }
    this.arn = role.arn;
    this.name = role.name;
    this.ready = ready;
  }
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The issuer is known only when the cluster stands; in a key of `jsonencode` its token would not resolve, in a text it does. */
function tokenTrust({ providerArn, issuer, equals }: FederatedTrust): string {
  const claims = Object.entries(equals).map(([claim, value]) => [`${issuer}:${claim}`, value]);
  return policy({
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: Object.fromEntries(claims) },
  });
}

function checkBoundary(at: Construct, arn: string | undefined): void {
  if (arn === undefined || Token.isUnresolved(arn) || POLICY.test(arn)) return;
  throw new ConfigurationError('EksPrincipal', {
    at,
    problem: 'permissions boundary',
    value: arn,
    allowed: 'the ARN of an IAM policy',
    fix: 'name a policy, such as arn:aws:iam::111122223333:policy/boundary',
  });
}
