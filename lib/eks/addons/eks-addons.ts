import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { dependable, Token, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ConfigurationError } from '../../errors';
import type { IEksCluster } from '../control-plane/eks-control-plane';
import { POD_IDENTITY, ServiceRole } from '../iam/service-role';

/** How one add-on is installed. */
export interface AddonSettings {
  /** Version such as `v1.21.1-eksbuild.1`. @default - the version that EKS recommends for the cluster's, also once that is raised */
  readonly version?: string;
  /** Configuration values of the add-on's own schema. @default - none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Whether an update overwrites what was changed in the cluster, or keeps it. @default AddonConflict.OVERWRITE */
  readonly conflicts?: AddonConflict;
}

/** What an update does to fields that someone changed in the cluster. */
export enum AddonConflict {
  OVERWRITE = 'OVERWRITE',
  PRESERVE = 'PRESERVE',
}

/** What the add-ons can be told. */
export interface EksAddonsOptions {
  /** vpc-cni, which gives Pods their addresses. @default - EKS's own version and configuration */
  readonly vpcCni?: AddonSettings;
  /** kube-proxy. @default - EKS's own version and configuration */
  readonly kubeProxy?: AddonSettings;
  /** The Pod Identity agent, by which add-ons get their roles. @default - EKS's own version and configuration */
  readonly podIdentityAgent?: AddonSettings;
  /** coredns. @default - EKS's own version and configuration */
  readonly coredns?: AddonSettings;
  /** The EBS CSI driver, for volumes. @default - EKS's own version and configuration */
  readonly ebsCsiDriver?: AddonSettings;
  /** The CNI enforces NetworkPolicy. @default true */
  readonly networkPolicy?: boolean;
  /** Addresses are given to nodes by /28 prefixes: more Pods on a node. @default false */
  readonly prefixDelegation?: boolean;
}

/** The add-ons of one cluster. */
export interface EksAddonsProps extends EksAddonsOptions {
  /** Name of the cluster; roles are named after it. */
  readonly name: string;
  /** The cluster that gets them. */
  readonly cluster: IEksCluster;
  /** ARN of a permissions boundary of the roles. @default - none */
  readonly permissionsBoundary?: string;
}

const VERSION = /^v\d+\.\d+\.\d+-eksbuild\.\d+$/;

/**
 * The managed add-ons: those that a node needs to become ready, and those that need a node.
 * @throws ConfigurationError EksAddonVersion
 */
export class EksAddons extends Construct {
  /** vpc-cni, kube-proxy and the Pod Identity agent: nodes wait for these. */
  public readonly beforeNodes: readonly ITerraformDependable[];
  private readonly afterNodes: readonly EksAddon[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EksAddonsProps,
  ) {
    super(scope, id);
    const cni: AddonSettings = { ...props.vpcCni, configuration: cniConfiguration(props) };
    const agent = this.add('eks-pod-identity-agent', props.podIdentityAgent);
    this.beforeNodes = [
      agent,
      this.add('vpc-cni', cni, { serviceAccount: 'aws-node', policy: 'AmazonEKS_CNI_Policy' }),
      this.add('kube-proxy', props.kubeProxy),
    ];
    this.afterNodes = [
      this.add('coredns', props.coredns),
      this.add('aws-ebs-csi-driver', props.ebsCsiDriver, {
        serviceAccount: 'ebs-csi-controller-sa',
        policy: 'service-role/AmazonEBSCSIDriverPolicy',
      }),
    ];
  }

  /** Makes coredns and the EBS driver, which need a node to run on, wait for the nodes. */
  public waitFor(nodes: readonly ITerraformDependable[]): void {
    for (const addon of this.afterNodes) {
      addon.dependsOn = [...(addon.dependsOn ?? []), ...nodes.map(dependable)];
    }
  }

  private add(name: string, settings: AddonSettings = {}, pod?: { serviceAccount: string; policy: string }): EksAddon {
    const { cluster } = this.props;
    const { version } = settings;
    if (version !== undefined && !Token.isUnresolved(version) && !VERSION.test(version)) {
      throw new ConfigurationError('EksAddonVersion', { at: this, problem: `version of ${name}`, value: version });
    }
    const role = pod
      ? new ServiceRole(this, `${name}-role`, {
          name: `${this.props.name}-${name}`,
          ...POD_IDENTITY,
          managedPolicies: [pod.policy],
          permissionsBoundary: this.props.permissionsBoundary,
        })
      : undefined;
    return new EksAddon(this, name, {
      clusterName: cluster.clusterName,
      addonName: name,
      addonVersion: version ?? this.recommended(name),
      configurationValues: settings.configuration ? JSON.stringify(settings.configuration) : undefined,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: settings.conflicts ?? AddonConflict.OVERWRITE,
      podIdentityAssociation: role && pod ? [{ roleArn: role.arn, serviceAccount: pod.serviceAccount }] : undefined,
      dependsOn: [...cluster.ready, ...(role?.ready ?? [])],
    });
  }

  /** Read anew by each plan: left to EKS, an add-on keeps the version that it was made with when the cluster is raised. */
  private recommended(addonName: string): string {
    const kubernetesVersion = this.props.cluster.kubernetesVersion;
    return new DataAwsEksAddonVersion(this, `${addonName}-version`, { addonName, kubernetesVersion }).version;
  }
}

/** The switches, and what was configured besides; variables of the environment are merged one by one. */
function cniConfiguration(props: EksAddonsOptions): Readonly<Record<string, unknown>> {
  const given = props.vpcCni?.configuration;
  const env = {
    ...(props.prefixDelegation && { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' }),
    ...(given?.env as Readonly<Record<string, unknown>> | undefined),
  };
  return {
    enableNetworkPolicy: String(props.networkPolicy ?? true),
    ...given,
    ...(Object.keys(env).length > 0 && { env }),
  };
}
