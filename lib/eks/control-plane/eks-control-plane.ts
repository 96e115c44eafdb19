import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../encryption/encrypted-log-group';
import type { EncryptionKey } from '../encryption/encryption-key';
import { ServiceRole } from '../iam/service-role';
import { checkName } from '../name';
import type { IEksNetwork } from '../network/network';
import { checkApiAccess, type ApiAccessOptions } from './api-access';
import { AUTO_MODE_CLUSTER_POLICIES, checkAutoMode, type AutoModeOptions } from './auto-mode';
import { checkKubernetesVersion, DEFAULT_KUBERNETES_VERSION } from './kubernetes-version';

/** A cluster, created or found. */
export interface IEksCluster {
  readonly clusterName: string;
  readonly endpoint: string;
  /** Minor version of Kubernetes; nodes and add-ons follow it. */
  readonly kubernetesVersion: string;
  /** Base64 of the certificate that signs the API's. */
  readonly certificateAuthority: string;
  /** Security group that EKS makes for control plane and nodes; all traffic within it is allowed. */
  readonly securityGroupId: string;
  /** URL of the OIDC issuer. */
  readonly issuerUrl: string;
  /** What must exist before anything is put into the cluster. */
  readonly ready: readonly ITerraformDependable[];
}

/** What a control plane can be told. */
export interface EksControlPlaneOptions extends ApiAccessOptions {
  /** Minor version of Kubernetes. @default DEFAULT_KUBERNETES_VERSION */
  readonly kubernetesVersion?: string;
  /** Keeps a version past its standard support, for twelve months and a higher price by the hour. @default false */
  readonly extendedSupport?: boolean;
  /** Days that the control plane's logs are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Refuses deletion of the cluster until it is switched off. @default false */
  readonly deletionProtection?: boolean;
  /** @default - off: nodes are managed node groups */
  readonly autoMode?: AutoModeOptions;
}

/** A control plane in a network. */
export interface EksControlPlaneProps extends EksControlPlaneOptions {
  /** Name of the cluster. */
  readonly name: string;
  /** Where its interfaces stand. */
  readonly network: IEksNetwork;
  /** Encrypts Kubernetes secrets and the logs. */
  readonly key: EncryptionKey;
  /** ARN of a permissions boundary of the roles. @default - none */
  readonly permissionsBoundary?: string;
}

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/**
 * The control plane: private endpoint unless blocks are named, secrets encrypted, all five logs on, access by access entries only.
 *
 * @throws ConfigurationError EksName, EksCidr, EksOpenToTheWorld, EksKubernetesVersion, EksAutoMode, EksRetention
 */
export class EksControlPlane extends Construct implements IEksCluster {
  /** A cluster that exists, by name. */
  public static fromExisting(scope: Construct, id: string, clusterName: string): IEksCluster {
    const found = new DataAwsEksCluster(scope, id, { name: clusterName });
    return {
      clusterName,
      endpoint: found.endpoint,
      kubernetesVersion: found.version,
      certificateAuthority: found.certificateAuthority.get(0).data,
      securityGroupId: found.vpcConfig.get(0).clusterSecurityGroupId,
      issuerUrl: found.identity.get(0).oidc.get(0).issuer,
      ready: [],
    };
  }

  public readonly clusterName: string;
  public readonly endpoint: string;
  public readonly kubernetesVersion: string;
  public readonly certificateAuthority: string;
  public readonly securityGroupId: string;
  public readonly issuerUrl: string;
  public readonly ready: readonly ITerraformDependable[];
  /** Whether EKS runs the nodes. */
  public readonly autoMode: boolean;

  constructor(scope: Construct, id: string, props: EksControlPlaneProps) {
    super(scope, id);
    checkName(this, props.name);
    const cidrs = checkApiAccess(this, props);
    const auto = checkAutoMode(this, props.autoMode);
    const version = checkKubernetesVersion(
      this,
      props.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
      props.extendedSupport,
    );
    const role = new ServiceRole(this, 'role', {
      name: `${props.name}-cluster`,
      service: 'eks.amazonaws.com',
      actions: auto ? ['sts:AssumeRole', 'sts:TagSession'] : undefined,
      managedPolicies: auto ? AUTO_MODE_CLUSTER_POLICIES : ['AmazonEKSClusterPolicy'],
      statements: [
        {
          Effect: 'Allow',
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ListGrants', 'kms:DescribeKey', 'kms:CreateGrant'],
          Resource: [props.key.arn],
        },
      ],
      permissionsBoundary: props.permissionsBoundary,
    });
    const logs = new EncryptedLogGroup(this, 'logs', {
      name: `/aws/eks/${props.name}/cluster`,
      key: props.key,
      retentionDays: props.logRetentionDays ?? 365,
    });
    const nodeRole = auto
      ? new ServiceRole(this, 'auto-node-role', {
          name: `${props.name}-auto-node`,
          service: 'ec2.amazonaws.com',
          managedPolicies: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'],
          permissionsBoundary: props.permissionsBoundary,
        })
      : undefined;
    const cluster = new EksCluster(this, 'cluster', {
      name: props.name,
      version,
      roleArn: role.arn,
      bootstrapSelfManagedAddons: false,
      deletionProtection: props.deletionProtection ?? false,
      enabledClusterLogTypes: LOG_TYPES,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      upgradePolicy: { supportType: props.extendedSupport ? 'EXTENDED' : 'STANDARD' },
      encryptionConfig: { provider: { keyArn: props.key.arn }, resources: ['secrets'] },
      vpcConfig: {
        subnetIds: [...props.network.privateSubnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: cidrs.length > 0,
        publicAccessCidrs: cidrs.length > 0 ? [...cidrs] : undefined,
      },
      ...(nodeRole && {
        computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: nodeRole.arn },
        kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
        storageConfig: { blockStorage: { enabled: true } },
      }),
      // EKS starts nodes of Auto Mode as soon as the cluster is there: they need the routes then.
      dependsOn: [...role.ready, ...(nodeRole ? [...nodeRole.ready, ...props.network.ready] : []), logs.ready],
    });
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.kubernetesVersion = cluster.version;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.issuerUrl = cluster.identity.get(0).oidc.get(0).issuer;
    this.ready = [cluster];
    this.autoMode = auto;
  }
}
