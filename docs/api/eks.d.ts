export declare enum AddonConflict {
    OVERWRITE = "OVERWRITE",
    PRESERVE = "PRESERVE"
}
export interface AddonSettings {
    readonly version?: string;
    readonly configuration?: Readonly<Record<string, unknown>>;
    readonly conflicts?: AddonConflict;
}
export interface ApiAccessOptions {
    readonly publicAccessCidrs?: readonly string[];
    readonly allowOpenApi?: boolean;
}
export interface AutoModeOptions {
    readonly compute?: boolean;
    readonly blockStorage?: boolean;
    readonly loadBalancing?: boolean;
}
export interface BookChapterProps extends EksAccessOptions {
    readonly project?: string;
    readonly callerCidrs: readonly string[];
    readonly region?: string;
    readonly backend?: StateBackend;
}
export interface ChapterDeviation {
    readonly topic: string;
    readonly chapter: string;
    readonly here: string;
    readonly reason: string;
}
export declare const DEFAULT_KUBERNETES_VERSION = "1.35";
export declare class EksAccess extends Construct {
    constructor(scope: Construct, id: string, props: EksAccessProps);
}
export interface EksAccessOptions {
    readonly admins?: readonly string[];
    readonly clusterCreatorAdmin?: boolean;
}
export interface EksAccessProps extends EksAccessOptions {
    readonly cluster: IEksCluster;
}
export declare class EksAddons extends Construct {
    readonly beforeNodes: readonly ITerraformDependable[];
    constructor(scope: Construct, id: string, props: EksAddonsProps);
    waitFor(nodes: readonly ITerraformDependable[]): void;
}
export interface EksAddonsOptions {
    readonly vpcCni?: AddonSettings;
    readonly kubeProxy?: AddonSettings;
    readonly podIdentityAgent?: AddonSettings;
    readonly coredns?: AddonSettings;
    readonly ebsCsiDriver?: AddonSettings;
    readonly networkPolicy?: boolean;
    readonly prefixDelegation?: boolean;
}
export interface EksAddonsProps extends EksAddonsOptions {
    readonly name: string;
    readonly cluster: IEksCluster;
    readonly permissionsBoundary?: string;
}
export declare class EksControlPlane extends Construct implements IEksCluster {
    static fromExisting(scope: Construct, id: string, clusterName: string): IEksCluster;
    readonly clusterName: string;
    readonly endpoint: string;
    readonly kubernetesVersion: string;
    readonly certificateAuthority: string;
    readonly securityGroupId: string;
    readonly issuerUrl: string;
    readonly ready: readonly ITerraformDependable[];
    readonly autoMode: boolean;
    constructor(scope: Construct, id: string, props: EksControlPlaneProps);
}
export interface EksControlPlaneOptions extends ApiAccessOptions {
    readonly kubernetesVersion?: string;
    readonly extendedSupport?: boolean;
    readonly logRetentionDays?: number;
    readonly deletionProtection?: boolean;
    readonly autoMode?: AutoModeOptions;
}
export interface EksControlPlaneProps extends EksControlPlaneOptions {
    readonly name: string;
    readonly network: IEksNetwork;
    readonly key: EncryptionKey;
    readonly permissionsBoundary?: string;
}
export declare class EksNetwork extends Construct implements IEksNetwork {
    static fromExisting(props: ExistingNetworkProps): IEksNetwork;
    readonly vpcId: string;
    readonly privateSubnetIds: readonly string[];
    readonly gatewaySubnetIds: readonly string[];
    readonly publicSubnetIds: readonly string[];
    readonly ready: readonly ITerraformDependable[];
    constructor(scope: Construct, id: string, props: EksNetworkProps);
}
export interface EksNetworkOptions {
    readonly cidr?: string;
    readonly zones?: number | readonly string[];
    readonly excludedZoneIds?: readonly string[];
    readonly privateSubnetCidrs?: readonly string[];
    readonly publicSubnetCidrs?: readonly string[];
    readonly nat?: NatGateways;
    readonly privateEndpoints?: boolean;
    readonly logRetentionDays?: number;
}
export interface EksNetworkProps extends EksNetworkOptions {
    readonly name: string;
    readonly region: string;
    readonly key: EncryptionKey;
    readonly permissionsBoundary?: string;
}
export declare class EksNodes extends Construct {
    readonly ready: readonly ITerraformDependable[];
    constructor(scope: Construct, id: string, props: EksNodesProps);
}
export interface EksNodesProps {
    readonly name: string;
    readonly cluster: IEksCluster;
    readonly network: IEksNetwork;
    readonly groups?: readonly NodeGroupOptions[];
    readonly after?: readonly ITerraformDependable[];
    readonly securityGroupIds?: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
    readonly permissionsBoundary?: string;
}
export declare class EncryptionKey extends Construct {
    readonly arn: string;
    constructor(scope: Construct, id: string, props: EncryptionKeyProps);
}
export interface EncryptionKeyProps {
    readonly name: string;
    readonly region: string;
}
export interface ExistingNetworkProps {
    readonly vpcId: string;
    readonly privateSubnetIds: readonly string[];
    readonly gatewaySubnetIds?: readonly string[];
    readonly publicSubnetIds?: readonly string[];
}
export declare const GATEWAY_NODE_LABEL = "istio-gateway";
export interface IEksCluster {
    readonly clusterName: string;
    readonly endpoint: string;
    readonly kubernetesVersion: string;
    readonly certificateAuthority: string;
    readonly securityGroupId: string;
    readonly issuerUrl: string;
    readonly ready: readonly ITerraformDependable[];
}
export interface IEksNetwork {
    readonly vpcId: string;
    readonly privateSubnetIds: readonly string[];
    readonly gatewaySubnetIds: readonly string[];
    readonly publicSubnetIds: readonly string[];
    readonly ready: readonly ITerraformDependable[];
}
export declare const ISTIO_PORTS: readonly IstioPort[];
export interface InventoryEntry {
    readonly address: string;
    readonly type: string;
    readonly part: string;
    readonly path: string;
}
export declare class IrsaProvider extends Construct {
    readonly arn: string;
    constructor(scope: Construct, id: string, props: IrsaProviderProps);
    roleFor(options: IrsaRoleOptions): IrsaRole;
}
export interface IrsaProviderProps {
    readonly cluster: IEksCluster;
    readonly permissionsBoundary?: string;
}
export interface IrsaRole {
    readonly arn: string;
    readonly ready: readonly ITerraformDependable[];
}
export interface IrsaRoleOptions {
    readonly name: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly managedPolicies?: readonly string[];
    readonly statements?: readonly PolicyStatement[];
}
export declare class IstioEksStack extends TerraformStack {
    static bookChapter(scope: Construct, id: string, props: BookChapterProps): IstioEksStack;
    readonly network: IEksNetwork;
    readonly controlPlane: EksControlPlane;
    readonly irsa?: IrsaProvider;
    constructor(scope: Construct, id: string, props: IstioEksStackProps);
}
export interface IstioEksStackProps extends EksControlPlaneOptions, EksAccessOptions {
    readonly name?: string;
    readonly region?: string;
    readonly network?: EksNetworkOptions;
    readonly existingNetwork?: IEksNetwork;
    readonly nodeGroups?: readonly NodeGroupOptions[];
    readonly addons?: EksAddonsOptions;
    readonly nodeSecurityGroup?: OutsidePorts;
    readonly irsa?: boolean;
    readonly permissionsBoundary?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly backend?: StateBackend;
}
export interface IstioPort {
    readonly id: string;
    readonly side: RuleSide;
    readonly port?: number;
    readonly description: string;
}
export declare class IstioSecurityRules extends Construct {
    readonly nodeGroupId: string;
    readonly ready: readonly ITerraformDependable[];
    constructor(scope: Construct, id: string, props: IstioSecurityRulesProps);
}
export interface IstioSecurityRulesProps extends OutsidePorts {
    readonly name: string;
    readonly vpcId: string;
    readonly cluster: IEksCluster;
}
export interface LoadBalancerOptions {
    readonly internetFacing?: boolean;
    readonly sourceRanges?: readonly string[];
    readonly crossZone?: boolean;
    readonly proxyProtocol?: boolean;
}
export interface LoadBalancerPort {
    readonly name: string;
    readonly port: number;
}
export declare class LoadBalancerProfile {
    readonly serviceType: 'LoadBalancer' | 'ClusterIP';
    readonly loadBalancerClass: string | undefined;
    readonly annotations: Readonly<Record<string, string>>;
    readonly sourceRanges: readonly string[];
    static eksAutoMode(options?: LoadBalancerOptions): LoadBalancerProfile;
    static awsController(options?: LoadBalancerOptions): LoadBalancerProfile;
    static none(): LoadBalancerProfile;
    readonly ports: readonly LoadBalancerPort[];
    private constructor();
}
export declare enum NatGateways {
    SINGLE = "SINGLE",
    PER_ZONE = "PER_ZONE",
    NONE = "NONE",
    GATEWAY_NODES = "GATEWAY_NODES"
}
export declare enum NodeAmi {
    AL2023_X86 = "AL2023_x86_64_STANDARD",
    AL2023_ARM = "AL2023_ARM_64_STANDARD",
    BOTTLEROCKET_X86 = "BOTTLEROCKET_x86_64",
    BOTTLEROCKET_ARM = "BOTTLEROCKET_ARM_64"
}
export interface NodeGroupOptions {
    readonly name: string;
    readonly role?: NodeRole;
    readonly instanceTypes?: readonly string[];
    readonly ami?: NodeAmi;
    readonly min?: number;
    readonly desired?: number;
    readonly max?: number;
    readonly diskGiB?: number;
    readonly update?: NodeUpdate;
    readonly spot?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly taints?: readonly NodeTaint[];
}
export declare enum NodeRole {
    GENERAL = "GENERAL",
    GATEWAY = "GATEWAY"
}
export interface NodeTaint {
    readonly key: string;
    readonly value?: string;
    readonly effect: 'NO_SCHEDULE' | 'NO_EXECUTE' | 'PREFER_NO_SCHEDULE';
}
export declare class NodeUpdate {
    static nodes(count: number): NodeUpdate;
    static percentage(percentage: number): NodeUpdate;
    private constructor();
}
export interface OutsidePorts {
    readonly hboneFrom?: readonly string[];
    readonly eastWestFrom?: readonly string[];
    readonly healthFrom?: readonly string[];
}
export interface PolicyStatement {
    readonly Effect: 'Allow' | 'Deny';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
}
export declare enum RuleSide {
    CLUSTER_TO_NODE = "CLUSTER_TO_NODE",
    NODE_TO_CLUSTER = "NODE_TO_CLUSTER",
    NODE_TO_NODE = "NODE_TO_NODE"
}
export interface S3StateProps {
    readonly bucket: string;
    readonly key: string;
    readonly region: string;
    readonly kmsKeyId?: string;
}
export declare const SECURITY_EXCEPTIONS: readonly SecurityException[];
export interface SecurityException {
    readonly id: string;
    readonly reason: string;
    readonly where?: string;
}
export interface SecurityFinding {
    readonly id: string;
    readonly trivy?: string;
    readonly address: string;
    readonly message: string;
    readonly reason?: string;
}
export declare class StackInventory {
    readonly entries: readonly InventoryEntry[];
    readonly dependencies: readonly (readonly [
        part: string,
        on: string
    ])[];
    static of(stack: TerraformStack): StackInventory;
    private constructor();
    get counts(): ReadonlyMap<string, number>;
    toMarkdown(): string;
    toMermaid(): string;
}
export declare class StateBackend {
    static local(path?: string): StateBackend;
    static s3(props: S3StateProps): StateBackend;
    private constructor();
}
export declare const chapterDeviations: readonly ChapterDeviation[];
export declare function checkSecurity(stack: TerraformStack, exceptions?: readonly SecurityException[]): readonly SecurityFinding[];
export declare function formatFinding(of: SecurityFinding): string;
