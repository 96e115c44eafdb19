import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { EksAccess, type EksAccessOptions } from '../access/eks-access';
import { IrsaProvider } from '../access/irsa-provider';
import { EksAddons, type EksAddonsOptions } from '../addons/eks-addons';
import { EksControlPlane, type EksControlPlaneOptions } from '../control-plane/eks-control-plane';
import { EncryptionKey } from '../encryption/encryption-key';
import { checkName } from '../name';
import { EksNetwork, type EksNetworkOptions } from '../network/eks-network';
import type { IEksNetwork } from '../network/network';
import { EksNodes } from '../nodes/eks-nodes';
import type { NodeGroupOptions } from '../nodes/node-group-options';
import type { OutsidePorts } from '../security/istio-ports';
import { IstioSecurityRules } from '../security/istio-security-rules';
import { checkTags } from '../tags';
import { bookChapterProps, type BookChapterProps } from './book-chapter';
import { checkRegion } from './region';
import { checkAutoModeAlone, checkNetworkChoice, checkNodesForAddons } from './stack-checks';
import { StateBackend } from './state-backend';

/** What an EKS stack can be told. One administrator is needed; everything else has a default. */
export interface IstioEksStackProps extends EksControlPlaneOptions, EksAccessOptions {
  /** Name of the cluster, once in an account: its roles, which belong to no region, are named after it. @default - the id of the stack */
  readonly name?: string;
  /** Default of the Terraform variable `region`; zones that are named must be in it. @default 'us-east-1' */
  readonly region?: string;
  /** A network to create. @default - three zones in 10.0.0.0/16 with one NAT gateway */
  readonly network?: EksNetworkOptions;
  /** A network that exists, instead of `network`. @default - a network is created */
  readonly existingNetwork?: IEksNetwork;
  /** @default - one group `general`; none with Auto Mode */
  readonly nodeGroups?: readonly NodeGroupOptions[];
  /** @default - all five add-ons with EKS's versions; none with Auto Mode */
  readonly addons?: EksAddonsOptions;
  /** Gives nodes a security group of their own. @default - the group that EKS makes for the cluster */
  readonly nodeSecurityGroup?: OutsidePorts;
  /** Makes the IAM provider of the cluster's OIDC issuer, for roles of service accounts; see {@link IstioEksStack.irsa}. @default false */
  readonly irsa?: boolean;
  /** ARN of a permissions boundary of every role. @default - none */
  readonly permissionsBoundary?: string;
  /** Tags of everything. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default StateBackend.local() */
  readonly backend?: StateBackend;
}

/**
 * A cluster that is ready for Istio. Credentials are those of the environment; the stack takes no keys.
 *
 * @throws ConfigurationError of the kinds that the parts name
 */
export class IstioEksStack extends TerraformStack {
  /** The cluster of the book's chapter as far as it still can be had; `chapterDeviations` says what differs, and why. */
  public static bookChapter(scope: Construct, id: string, props: BookChapterProps): IstioEksStack {
    return new IstioEksStack(scope, id, bookChapterProps(props));
  }

  public readonly network: IEksNetwork;
  public readonly controlPlane: EksControlPlane;
  /** Gives roles to service accounts by OIDC; undefined unless `irsa` is set, since Pod Identity needs none. */
  public readonly irsa?: IrsaProvider;

  constructor(scope: Construct, id: string, props: IstioEksStackProps) {
    super(scope, id);
    const name = props.name ?? id;
    checkName(this, name);
    checkNetworkChoice(this, props);
    checkTags(this, props.tags ?? {});
    const { permissionsBoundary } = props;
    (props.backend ?? StateBackend.local())._addTo(this);
    const region = new TerraformVariable(this, 'region', {
      type: 'string',
      default: checkRegion(this, props.region, props.network?.zones),
      description: 'AWS region of the cluster',
    }).stringValue;
    new AwsProvider(this, 'aws', { region, defaultTags: props.tags ? [{ tags: { ...props.tags } }] : undefined });
    // The bindings ask for exactly the version they were made from, which would keep fixes of the provider out.
    this.addOverride('terraform.required_providers.aws.version', '~> 6.25');
    const key = new EncryptionKey(this, 'key', { name, region });
    this.network =
      props.existingNetwork ??
      new EksNetwork(this, 'network', { name, region, key, permissionsBoundary, ...props.network });
    this.controlPlane = new EksControlPlane(this, 'control-plane', {
      name,
      network: this.network,
      key,
      permissionsBoundary,
      kubernetesVersion: props.kubernetesVersion,
      extendedSupport: props.extendedSupport,
      publicAccessCidrs: props.publicAccessCidrs,
      allowOpenApi: props.allowOpenApi,
      logRetentionDays: props.logRetentionDays,
      deletionProtection: props.deletionProtection,
      autoMode: props.autoMode,
    });
    new EksAccess(this, 'access', {
      cluster: this.controlPlane,
      admins: props.admins,
      clusterCreatorAdmin: props.clusterCreatorAdmin,
    });
    if (props.irsa) this.irsa = new IrsaProvider(this, 'irsa', { cluster: this.controlPlane, permissionsBoundary });
    if (this.controlPlane.autoMode) checkAutoModeAlone(this, props, this.network);
    else this.addManagedNodes(name, props);
    this.addOutputs(region);
  }

  private addManagedNodes(name: string, props: IstioEksStackProps): void {
    const cluster = this.controlPlane;
    const { permissionsBoundary } = props;
    const rules = props.nodeSecurityGroup
      ? new IstioSecurityRules(this, 'istio', { name, vpcId: this.network.vpcId, cluster, ...props.nodeSecurityGroup })
      : undefined;
    const addons = new EksAddons(this, 'addons', { name, cluster, permissionsBoundary, ...props.addons });
    const nodes = new EksNodes(this, 'nodes', {
      name,
      cluster,
      network: this.network,
      groups: props.nodeGroups,
      after: [...addons.beforeNodes, ...(rules?.ready ?? [])],
      securityGroupIds: rules ? [rules.nodeGroupId] : undefined,
      permissionsBoundary,
      tags: props.tags,
    });
    addons.waitFor(nodes.ready);
    checkNodesForAddons(this, props);
  }

  private addOutputs(region: string): void {
    const { clusterName, endpoint, certificateAuthority } = this.controlPlane;
    // A variable has the id `region` already; the output's name is what a shell reads.
    new TerraformOutput(this, 'region-output', { value: region }).overrideLogicalId('region');
    new TerraformOutput(this, 'cluster_name', { value: clusterName });
    new TerraformOutput(this, 'cluster_endpoint', { value: endpoint });
    new TerraformOutput(this, 'cluster_ca_certificate', { value: certificateAuthority, sensitive: true });
    new TerraformOutput(this, 'update_kubeconfig_command', {
      value: `aws eks update-kubeconfig --region ${region} --name ${clusterName}`,
    });
  }
}
