import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { IEksCluster } from '../control-plane/eks-control-plane';
import { ServiceRole, type PolicyStatement } from '../iam/service-role';
import { checkName } from '../name';

/** Whose service accounts may have roles. */
export interface IrsaProviderProps {
  /** The cluster whose OIDC issuer AWS comes to trust. */
  readonly cluster: IEksCluster;
  /** ARN of a permissions boundary of the roles. @default - none */
  readonly permissionsBoundary?: string;
}

/** A role that the Pods of one service account may take on. */
export interface IrsaRoleOptions {
  /** Name of the role. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** AWS-managed policies by name. @default - none */
  readonly managedPolicies?: readonly string[];
  /** Statements of an inline policy. @default - none */
  readonly statements?: readonly PolicyStatement[];
}

/** Role of a service account. */
export interface IrsaRole {
  /** Value of the annotation `eks.amazonaws.com/role-arn` of the service account. */
  readonly arn: string;
  /** The permissions; whoever uses the role waits for these. */
  readonly ready: readonly ITerraformDependable[];
}

const AUDIENCE = 'sts.amazonaws.com';
/** A DNS label, of which a namespace is one, and a name that may have several. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAMESPACE = new RegExp(`^${LABEL}$`);
const ACCOUNT = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`);

/**
 * Roles for service accounts by the cluster's OIDC issuer: for what cannot use EKS Pod Identity, such as Pods on Fargate, and for
 * clusters whose charts expect it. A cluster has one provider; where it exists already, IAM refuses a second.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @throws ConfigurationError EksPrincipal for a boundary that is no policy
 */
export class IrsaProvider extends Construct {
  /** ARN of the provider. */
  public readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IrsaProviderProps,
  ) {
    super(scope, id);
    this.arn = new IamOpenidConnectProvider(this, 'Resource', {
      url: props.cluster.issuerUrl,
      clientIdList: [AUDIENCE],
    }).arn;
  }

  /**
   * A role for exactly one service account of one namespace.
   * @throws ConfigurationError EksName, EksPrincipal
   */
  public roleFor(options: IrsaRoleOptions): IrsaRole {
    const { name, namespace, serviceAccount, managedPolicies, statements } = options;
    checkName(this, name);
    if (!NAMESPACE.test(namespace) || !ACCOUNT.test(serviceAccount)) {
      throw new ConfigurationError('EksPrincipal', {
        at: this,
        problem: `service account of role ${name}`,
        value: `${namespace}/${serviceAccount}`,
        allowed: 'the name of one namespace and of one service account; no patterns',
        fix: 'name the service account that the Pods run as',
      });
    }
    const issuer = Fn.replace(this.props.cluster.issuerUrl, 'https://', '');
    return new ServiceRole(this, `${namespace}:${serviceAccount}`, {
      name,
      federated: {
        providerArn: this.arn,
        // Both: without the audience any other client of the issuer, without the subject any Pod of the cluster could take the role on.
        equals: { aud: AUDIENCE, sub: `system:serviceaccount:${namespace}:${serviceAccount}` },
        issuer,
      },
      managedPolicies,
      statements,
      permissionsBoundary: this.props.permissionsBoundary,
    });
  }
}
