export declare class Allowance {
    static cidr(cidr: string, options?: CidrAllowanceOptions): Allowance;
    static pods(options?: PodsAllowanceOptions): Allowance;
    static namespace(namespace: string, options?: AllowanceOptions): Allowance;
    private constructor();
}
export interface AllowanceOptions {
    readonly ports?: readonly AllowedPort[];
}
export declare class AllowedPort {
    static tcp(port: number): AllowedPort;
    static udp(port: number): AllowedPort;
    static tcpRange(from: number, to: number): AllowedPort;
    private constructor();
}
export interface Branch {
    readonly name?: string;
    readonly match?: RouteMatch;
    readonly destinations: readonly WeightedDestination[];
    readonly mirrors?: readonly MirrorDestination[];
    readonly policy?: RoutePolicy;
    readonly redirect?: Redirect;
    readonly directResponse?: DirectResponse;
    readonly delegate?: Delegate;
}
export declare class Caller {
    static serviceAccount(name: string, namespace: string): Caller;
    static namespace(namespace: string): Caller;
    static principal(principal: string): Caller;
    private constructor();
    principal(trustDomain: string): string | undefined;
    get wholeNamespace(): string | undefined;
}
export declare class CanaryPlan {
    readonly weights: readonly number[];
    static readonly USUAL: CanaryPlan;
    static of(weights: readonly number[]): CanaryPlan;
    private constructor();
    at(step: number): number;
    promote(): number;
    rollBack(): number;
}
export declare class CanaryRoute extends ServiceRoute {
    constructor(scope: Construct, id: string, props: CanaryRouteProps);
    get ignoredDifferences(): readonly IgnoredDifference[];
    get routeNames(): readonly string[];
    route(match: RouteMatch, target: ITarget, options?: ServiceRuleOptions): void;
}
export interface CanaryRouteProps extends ServiceRouteOptions {
    readonly stable: Version;
    readonly canary: Version;
    readonly weight: number;
    readonly others?: readonly WeightedVersion[];
    readonly stableWeight?: number;
    readonly always?: readonly RouteMatch[];
    readonly pins?: readonly Pin[];
    readonly match?: RouteMatch;
    readonly mirrors?: readonly Mirror[];
    readonly routeName?: string;
    readonly managedBy?: RolloutController;
}
export declare class CertificateIssuer {
    readonly kind: 'Issuer' | 'ClusterIssuer';
    readonly name: string;
    readonly namespace?: string | undefined;
    static cluster(name: string): CertificateIssuer;
    static inNamespace(name: string): CertificateIssuer;
    static of(issuer: IIssuerLike): CertificateIssuer;
    private constructor();
}
export declare class Checks {
    static register(scope: IConstruct): void;
    static of(scope: IConstruct): Checks;
    private constructor();
    suppress(code: string, reason: string): void;
    disable(): void;
}
export interface CidrAllowanceOptions extends AllowanceOptions {
    readonly except?: readonly string[];
}
export declare enum ClientAddress {
    CONNECTION = "CONNECTION",
    FORWARDED = "FORWARDED"
}
export interface ClientCertificateOptions extends ServerTlsOptions {
    readonly ca?: Credential;
    readonly subjectAltNames?: readonly string[];
    readonly revocationList?: string;
}
export declare class ClientTls {
    readonly mode: string;
    static disable(): ClientTls;
    static simple(options?: SimpleTlsOptions): ClientTls;
    static mutual(options: MutualTlsOptions): ClientTls;
    static istioMutual(options?: IstioMutualTlsOptions): ClientTls;
    private constructor();
}
export interface CommonTrafficPolicy {
    readonly loadBalancer?: LoadBalancer;
    readonly connectionPool?: ConnectionPool;
    readonly outlierDetection?: OutlierDetection;
    readonly tls?: ClientTls;
}
export declare class ConfigurationError extends Error {
    readonly id: ErrorId;
    readonly path: string;
    readonly value: unknown;
    readonly allowed: string;
    readonly fix: string;
    constructor(id: ErrorId, details: ConfigurationErrorDetails);
}
export interface ConfigurationErrorDetails {
    readonly at: IErrorScope | string;
    readonly problem: string;
    readonly value?: unknown;
    readonly allowed?: string;
    readonly fix?: string;
}
export declare class ConnectionPool {
    static of(props: ConnectionPoolProps): ConnectionPool;
    private constructor();
}
export interface ConnectionPoolProps {
    readonly tcp?: TcpPool;
    readonly http?: HttpPool;
}
export declare class ConsistentHash {
    static cookie(cookie: HashCookie, algorithm?: HashAlgorithm): ConsistentHash;
    static header(name: string, algorithm?: HashAlgorithm): ConsistentHash;
    static queryParameter(name: string, algorithm?: HashAlgorithm): ConsistentHash;
    static sourceIp(algorithm?: HashAlgorithm): ConsistentHash;
    private constructor();
}
export interface CookieAttribute {
    readonly name: string;
    readonly value?: string;
}
export declare class Cors {
    static of(props: CorsProps): Cors;
    private constructor();
}
export interface CorsProps {
    readonly allowOrigins?: readonly StringMatch[];
    readonly allowMethods?: readonly string[];
    readonly allowHeaders?: readonly string[];
    readonly exposeHeaders?: readonly string[];
    readonly maxAge?: Duration;
    readonly allowCredentials?: boolean;
    readonly unmatchedPreflights?: UnmatchedPreflights;
}
export declare class Credential {
    readonly name: string;
    readonly namespace: string | undefined;
    static secret(name: string): Credential;
    static fromSecret(secret: ISecretLike): Credential;
    private constructor();
}
export declare class Delegate {
    readonly name: string;
    readonly namespace: string;
    static to(name: string, namespace: string): Delegate;
    private constructor();
}
export interface Destination {
    readonly host: string;
    readonly port?: number;
    readonly subset?: string;
}
export declare class DirectResponse {
    readonly bodySize: number;
    static of(status: number, body?: string): DirectResponse;
    static ofBytes(status: number, base64: string): DirectResponse;
    private constructor();
}
export interface EdgeBinding {
    readonly gateways: readonly IGatewayReference[];
    readonly hosts: readonly string[];
    readonly port?: number;
}
export declare class EgressAdmission extends Construct {
    readonly authorizationPolicy?: ApiObject;
    readonly destinationRules: readonly ApiObject[];
    constructor(scope: Construct, id: string, gateway: EgressGateway, contract: EgressContract);
}
export interface EgressContract {
    readonly host: string;
    readonly moreHosts?: readonly string[];
    readonly ports: readonly EgressPort[];
    readonly namespace?: string;
    readonly tls?: TlsOrigination;
    readonly callers?: readonly Caller[];
    readonly wildcardTarget?: string;
    readonly trafficPolicy?: TrafficPolicy;
    readonly hopPolicy?: CommonTrafficPolicy;
    readonly owner?: string;
}
export declare class EgressGateway extends SharedGateway implements IEgressGateway {
    static existing(props: ExistingEgressGatewayProps): IEgressGateway;
    readonly plainHttpHop: boolean;
    readonly isOwned = true;
    readonly hopRule: HopRule;
    constructor(scope: Construct, id: string, props: EgressGatewayProps);
    admit(contract: EgressContract): EgressAdmission;
    accept(scope: Construct, contract: EgressContract): void;
}
export interface EgressGatewayProps extends SharedGatewayProps {
    readonly plainHttpHop?: boolean;
    readonly owner?: string;
}
export declare class EgressPolicy extends Construct {
    readonly sidecar?: ApiObject;
    readonly networkPolicy?: ApiObject;
    constructor(scope: Construct, id: string, props?: EgressPolicyProps);
}
export interface EgressPolicyProps {
    readonly namespace?: string;
    readonly via?: IEgressGateway;
    readonly alsoVia?: readonly IEgressGateway[];
    readonly workloads?: Readonly<Record<string, string>>;
    readonly outboundTraffic?: OutboundTraffic;
    readonly inCluster?: InCluster;
    readonly alsoAllow?: readonly Allowance[];
    readonly ingress?: readonly Allowance[];
    readonly sidecar?: boolean;
    readonly networkPolicy?: boolean;
}
export declare class EgressPort {
    readonly protocol: Protocol;
    readonly port: number;
    readonly options: EgressPortOptions;
    readonly isDirect: boolean;
    static http(port: number, options?: EgressPortOptions): EgressPort;
    static http2(port: number, options?: EgressPortOptions): EgressPort;
    static grpc(port: number, options?: EgressPortOptions): EgressPort;
    static https(port: number, options?: EgressPortOptions): EgressPort;
    static tls(port: number, options?: EgressPortOptions): EgressPort;
    static tcp(port: number, options?: EgressPortOptions): EgressPort;
    static mysql(port: number, options?: EgressPortOptions): EgressPort;
    static mongo(port: number, options?: EgressPortOptions): EgressPort;
    static redis(port: number, options?: EgressPortOptions): EgressPort;
    readonly name: string;
    private constructor();
    direct(): EgressPort;
    get family(): RouteFamily;
    get hop(): Hop;
}
export interface EgressPortOptions {
    readonly name?: string;
    readonly targetPort?: number;
    readonly hop?: Hop;
    readonly gatewayPort?: number;
    readonly tls?: TlsOrigination;
    readonly policy?: RoutePolicy;
    readonly trafficPolicy?: CommonTrafficPolicy;
}
export declare class EgressRoute extends Construct {
    readonly serviceEntry: ApiObject;
    readonly virtualService?: ApiObject;
    readonly virtualServices: readonly ApiObject[];
    readonly destinationRules: readonly ApiObject[];
    constructor(scope: Construct, id: string, props: EgressRouteProps);
}
export interface EgressRouteProps extends EgressContract, EntryOptions, RoutePolicy {
    readonly via?: IEgressGateway;
    readonly workloads?: Readonly<Record<string, string>>;
    readonly credentialReaders?: readonly string[];
    readonly through?: IForwardProxy;
    readonly name?: string;
}
export declare class Endpoint {
    readonly props: EndpointProps;
    static of(props: EndpointProps): Endpoint;
    private constructor();
    get isSocket(): boolean;
    get isAddress(): boolean;
}
export interface EndpointPort {
    readonly port: number;
    readonly targetPort: number;
}
export interface EndpointProps {
    readonly address: string;
    readonly ports?: readonly EndpointPort[];
    readonly locality?: string;
    readonly weight?: number;
    readonly network?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly serviceAccount?: string;
}
export interface EntryOptions {
    readonly resolution?: Resolution;
    readonly addresses?: readonly string[];
    readonly subjectAltNames?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly meshInternal?: boolean;
}
export type ErrorId = keyof typeof mesh | keyof typeof routing | keyof typeof resource | keyof typeof checks | keyof typeof service | keyof typeof simulation | keyof typeof gateway | keyof typeof egress | keyof typeof ingress | keyof typeof canary | keyof typeof mirror | keyof typeof eks;
export interface ExistingEgressGatewayProps {
    readonly workload: GatewayWorkload;
    readonly name: string;
    readonly namespace?: string;
    readonly plainHttpHop?: boolean;
}
export declare class ExternalAlias extends Construct {
    readonly service: ApiObject;
    readonly target?: EgressRoute;
    readonly destinationRule?: ApiObject;
    readonly virtualService?: ApiObject;
    constructor(scope: Construct, id: string, props: ExternalAliasProps);
}
export interface ExternalAliasProps {
    readonly name: string;
    readonly externalName?: string;
    readonly addresses?: readonly string[];
    readonly port?: number;
    readonly ports?: readonly EgressPort[];
    readonly tls?: TlsOrigination;
    readonly authority?: string;
    readonly target?: EgressRoute;
    readonly workloads?: Readonly<Record<string, string>>;
    readonly credentialReaders?: readonly string[];
    readonly legacyEndpoints?: boolean;
    readonly namespace?: string;
}
export declare class Fault {
    static abort(httpStatus: number, percentage: number): Fault;
    static abortGrpc(status: GrpcStatus, percentage: number): Fault;
    static delay(duration: Duration, percentage: number): Fault;
    static both(delay: Fault, abort: Fault): Fault;
    private constructor();
}
export interface FixedNodePort {
    readonly port: number;
    readonly nodePort: number;
}
export declare class ForwardProxy extends Construct implements IForwardProxy {
    readonly route: EgressRoute;
    constructor(scope: Construct, id: string, props: ForwardProxyProps);
    tunnel({ host, port, gatewayNamespace }: TunnelRequest): Destination;
}
export interface ForwardProxyProps extends EntryOptions {
    readonly host: string;
    readonly port: number;
    readonly tls?: TlsOrigination;
    readonly post?: boolean;
    readonly namespace?: string;
}
export declare class GatewayExposure {
    readonly serviceType: string;
    readonly nodePorts: readonly FixedNodePort[];
    readonly profile?: LoadBalancerProfile | undefined;
    static loadBalancer(profile?: LoadBalancerProfile): GatewayExposure;
    static nodePort(...ports: readonly FixedNodePort[]): GatewayExposure;
    static clusterIp(): GatewayExposure;
    private constructor();
}
export interface LoadBalancerOptions {
    readonly internetFacing?: boolean;
    readonly sourceRanges?: readonly string[];
    readonly crossZone?: boolean;
    readonly proxyProtocol?: boolean;
}
export interface GatewayPresetOptions {
    readonly namespace?: string;
    readonly extraPorts?: readonly GatewayWorkloadPort[];
    readonly hopPort?: number;
}
export declare class GatewayRef implements IGatewayReference {
    readonly reference: string;
    static of(name: string, namespace: string): GatewayRef;
    private constructor();
}
export declare class GatewayWorkload {
    static istioctlEgress(options?: GatewayPresetOptions): GatewayWorkload;
    static istioctlIngress(options?: GatewayPresetOptions): GatewayWorkload;
    static helm(release: string, namespace: string, options?: GatewayPresetOptions): GatewayWorkload;
    static gatewayApi(gateway: string, namespace: string, ports: readonly GatewayWorkloadPort[], gatewayClass?: string): GatewayWorkload;
    static of(props: GatewayWorkloadProps): GatewayWorkload;
    readonly labels: Readonly<Record<string, string>>;
    readonly namespace: string;
    readonly serviceName: string;
    readonly serviceAccount: string;
    readonly ports: readonly GatewayWorkloadPort[];
    readonly hopPort?: number;
    private constructor();
    host(clusterDomain: string): string;
    offers(port: number): boolean;
    containerPort(port: number): number;
}
export interface GatewayWorkloadPort {
    readonly port: number;
    readonly targetPort?: number;
}
export interface GatewayWorkloadProps {
    readonly labels: Readonly<Record<string, string>>;
    readonly namespace: string;
    readonly serviceName: string;
    readonly ports: readonly GatewayWorkloadPort[];
    readonly serviceAccount?: string;
    readonly hopPort?: number;
}
export declare enum GrpcStatus {
    OK = "OK",
    CANCELLED = "CANCELLED",
    UNKNOWN = "UNKNOWN",
    INVALID_ARGUMENT = "INVALID_ARGUMENT",
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED",
    NOT_FOUND = "NOT_FOUND",
    ALREADY_EXISTS = "ALREADY_EXISTS",
    PERMISSION_DENIED = "PERMISSION_DENIED",
    RESOURCE_EXHAUSTED = "RESOURCE_EXHAUSTED",
    FAILED_PRECONDITION = "FAILED_PRECONDITION",
    ABORTED = "ABORTED",
    OUT_OF_RANGE = "OUT_OF_RANGE",
    UNIMPLEMENTED = "UNIMPLEMENTED",
    INTERNAL = "INTERNAL",
    UNAVAILABLE = "UNAVAILABLE",
    DATA_LOSS = "DATA_LOSS",
    UNAUTHENTICATED = "UNAUTHENTICATED"
}
export declare enum H2Upgrade {
    DEFAULT = "DEFAULT",
    DO_NOT_UPGRADE = "DO_NOT_UPGRADE",
    UPGRADE = "UPGRADE"
}
export declare class HashAlgorithm {
    static ring(minimumSize?: number): HashAlgorithm;
    static maglev(tableSize?: number): HashAlgorithm;
    private constructor();
}
export interface HashCookie {
    readonly name: string;
    readonly ttl?: Duration;
    readonly path?: string;
    readonly attributes?: readonly CookieAttribute[];
}
export declare class HeaderChanges {
    static of(props: HeaderChangesProps): HeaderChanges;
    readonly setsAuthority: boolean;
    private constructor();
}
export interface HeaderChangesProps {
    readonly request?: HeaderEdits;
    readonly response?: HeaderEdits;
}
export interface HeaderEdits {
    readonly set?: {
        readonly [name: string]: string;
    };
    readonly add?: {
        readonly [name: string]: string;
    };
    readonly remove?: readonly string[];
}
export declare class HeaderMatch {
    readonly name: string;
    readonly value: StringMatch | undefined;
    readonly negated: boolean;
    static exact(name: string, value: string): HeaderMatch;
    static prefix(name: string, value: string): HeaderMatch;
    static regex(name: string, expression: string): HeaderMatch;
    static present(name: string): HeaderMatch;
    static absent(name: string): HeaderMatch;
    static not(condition: HeaderMatch): HeaderMatch;
    static cookie(name: string, value: string): HeaderMatch;
    static claim(claim: string, value: string): HeaderMatch;
    private constructor();
    get isClaim(): boolean;
}
export declare class Hop {
    readonly kind: 'mutual' | 'plain' | 'passthrough';
    static mutual(): Hop;
    static plain(): Hop;
    static passthrough(): Hop;
    private constructor();
}
export declare class HopRule extends Construct {
    static for(scope: Construct, workload: GatewayWorkload, name: string | undefined): HopRule;
    readonly destinationRule: ApiObject;
    private constructor();
    add(subset: DestinationRuleSpecSubsets): void;
}
export interface HostTls {
    readonly host: string;
    readonly tls: ServerTls;
}
export interface Http2Keepalive {
    readonly interval: Duration;
    readonly timeout: Duration;
}
export interface HttpPool {
    readonly http1MaxPendingRequests?: number;
    readonly http2MaxRequests?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly idleTimeout?: Duration;
    readonly h2UpgradePolicy?: H2Upgrade;
    readonly useClientProtocol?: boolean;
    readonly maxConcurrentStreams?: number;
    readonly http2KeepAlive?: Http2Keepalive;
}
export interface IEgressGateway {
    readonly workload: GatewayWorkload;
    readonly reference: string;
    readonly plainHttpHop: boolean;
    readonly isOwned: boolean;
    accept(scope: Construct, contract: EgressContract): void;
}
export interface IErrorScope {
    readonly node: {
        readonly path: string;
    };
}
export interface IForwardProxy {
    tunnel(request: TunnelRequest): Destination;
}
export interface IGatewayReference {
    readonly reference: string;
}
export interface IIngressVia {
    accept(request: IngressRequest): IServedIngress;
}
export interface IIssuerLike {
    readonly kind: string;
    readonly name: string;
    readonly metadata: {
        readonly namespace?: string;
    };
}
export interface ISecretLike {
    readonly name: string;
    readonly metadata: {
        readonly namespace?: string;
    };
}
export interface IServedIngress {
    readonly resource: ApiObject;
    readonly workload?: GatewayWorkload;
    checkRoute(route: IngressRoute): void;
    problems(): readonly string[];
    warnings(): readonly Warning[];
}
export interface IServiceLike {
    readonly name: string;
    readonly metadata: IServiceMetadata;
    readonly ports: readonly IServicePort[];
}
export interface IServiceMetadata {
    readonly namespace?: string;
}
export interface IServicePort {
    readonly port: number;
    readonly name?: string;
}
export interface ITarget {
    branches(context: TargetContext): readonly Branch[];
}
export interface IgnoredDifference {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly jqPathExpressions: readonly string[];
}
export declare class InCluster {
    static all(): InCluster;
    static sameNamespace(): InCluster;
    static namespaces(...namespaces: readonly string[]): InCluster;
    private constructor();
}
export declare class IngressCertificate extends Construct {
    readonly credential: Credential;
    readonly certificate: ApiObject;
    constructor(scope: Construct, id: string, props: IngressCertificateProps);
}
export interface IngressCertificateProps {
    readonly dnsNames: readonly string[];
    readonly issuer: CertificateIssuer;
    readonly via: SharedGateway;
    readonly secretName?: string;
    readonly duration?: Duration;
    readonly renewBefore?: Duration;
}
export declare class IngressClass extends Construct implements IIngressVia {
    static existing(name: string, options?: IngressClassOptions): IIngressVia;
    static byAnnotation(value?: string, options?: IngressClassOptions): IIngressVia;
    readonly ingressClass: ApiObject;
    constructor(scope: Construct, id: string, props?: IngressClassProps);
    accept(request: IngressRequest): IServedIngress;
}
export interface IngressClassOptions {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly workload?: GatewayWorkload;
    readonly controller?: string;
}
export interface IngressClassParameters {
    readonly apiGroup?: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
}
export interface IngressClassProps extends IngressClassOptions {
    readonly name?: string;
    readonly parameters?: IngressClassParameters;
}
export declare class IngressGateway extends SharedGateway implements IIngressVia {
    readonly clientAddress: ClientAddress | undefined;
    constructor(scope: Construct, id: string, props: IngressGatewayProps);
    accept(request: IngressRequest): IServedIngress;
    authenticate(jwt: Jwt): void;
    knows(issuer?: string): boolean;
    exposeServices(hosts: readonly string[], port?: number): void;
}
export interface IngressGatewayProps extends SharedGatewayProps {
    readonly clientAddress?: ClientAddress;
}
export declare class IngressGatewayService extends Construct {
    readonly service: ApiObject;
    constructor(scope: Construct, id: string, props: IngressGatewayServiceProps);
}
export interface IngressGatewayServiceProps {
    readonly workload: GatewayWorkload;
    readonly exposure?: GatewayExposure;
    readonly keepClientAddress?: boolean;
}
export declare class IngressHost extends Construct {
    constructor(scope: Construct, id: string, props: IngressHostProps);
    get resource(): ApiObject;
    get virtualService(): ApiObject;
    get ingress(): ApiObject;
    route(match: RouteMatch, target: ITarget, policy?: RoutePolicy): void;
    routeSni(sniHosts: readonly string[], target: ITarget): void;
    routeGrpc(service: string, target: ITarget, policy?: RoutePolicy): void;
    routeWebSocket(match: RouteMatch, target: ITarget, policy?: RoutePolicy): void;
    requireToken(requirement?: TokenRequirement): void;
    allowAddresses(...blocks: readonly string[]): void;
    denyAddresses(...blocks: readonly string[]): void;
    serves(host: string): boolean;
}
export interface IngressHostProps {
    readonly hosts: readonly string[];
    readonly via: IIngressVia;
    readonly tls?: ServerTls;
    readonly tlsByHost?: readonly HostTls[];
    readonly plainHttp?: PlainHttp;
    readonly httpsPort?: number;
    readonly httpPort?: number;
    readonly tcpPort?: number;
    readonly allowAnyHost?: boolean;
    readonly hsts?: Duration;
    readonly keepHostHeader?: boolean;
    readonly name?: string;
    readonly namespace?: string;
}
export declare class IngressMatch {
    static elements(path: string): RouteMatch;
    private constructor();
}
export interface IngressRequest {
    readonly scope: Construct;
    readonly metadata: ResourceMetadata;
    readonly namespace?: string;
    readonly hosts: readonly ServedHost[];
    readonly plainHttp?: PlainHttp;
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly tcpPort?: number;
    readonly hsts?: string;
    readonly keepHostHeader: boolean;
    readonly routes: () => readonly IngressRoute[];
}
export interface IngressRoute {
    readonly match: RouteMatch;
    readonly target: ITarget;
    readonly policy: RoutePolicy;
    readonly sniHosts?: readonly string[];
    readonly speaks?: 'gRPC' | 'WebSocket';
}
export interface IstioMutualTlsOptions {
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
}
export declare class IstioValidation {
    constructor(properties?: IstioValidationProperties);
    validate(context: IValidationContext): Promise<void>;
}
export interface IstioValidationProperties {
    readonly level?: Level;
    readonly closed?: boolean;
    readonly meshConfig?: MeshConfig;
    readonly meshConfigFile?: string;
    readonly clusterDomain?: string;
    readonly known?: readonly KnownResource[];
    readonly complete?: readonly string[];
    readonly suppress?: readonly Suppression[];
}
export declare class Jwt {
    static of(props: JwtProps): Jwt;
    readonly issuer: string;
    private constructor();
}
export interface JwtProps {
    readonly issuer: string;
    readonly jwksUri?: string;
    readonly jwks?: string;
    readonly audiences?: readonly string[];
    readonly fromHeaders?: readonly TokenHeader[];
    readonly fromParams?: readonly string[];
    readonly forwardOriginalToken?: boolean;
    readonly claimsToHeaders?: Readonly<Record<string, string>>;
}
export declare class KnownResource {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    static service(name: string, namespace: string): KnownResource;
    static secret(name: string, namespace: string): KnownResource;
    static gateway(name: string, namespace: string): KnownResource;
    static serviceEntry(name: string, namespace: string): KnownResource;
    private constructor();
}
export declare class LoadBalancer {
    static roundRobin(options?: WarmupLoadBalancerOptions): LoadBalancer;
    static leastRequest(options?: WarmupLoadBalancerOptions): LoadBalancer;
    static random(options?: LoadBalancerOptions): LoadBalancer;
    static passthrough(): LoadBalancer;
    static consistentHash(hash: ConsistentHash, options?: LoadBalancerOptions): LoadBalancer;
    readonly locality: Locality | undefined;
    private constructor();
}
export interface LoadBalancerOptions {
    readonly locality?: Locality;
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
export declare class Locality {
    readonly needsOutlierDetection: boolean;
    static nearest(): Locality;
    static ignored(): Locality;
    static failover(regions: readonly RegionFailover[], priority?: readonly string[]): Locality;
    static failoverPriority(labels: readonly string[]): Locality;
    static distribute(distributions: readonly LocalityDistribution[]): Locality;
    static zoneAware(props?: ZoneAwareProps): Locality;
    private constructor();
}
export interface LocalityDistribution {
    readonly from: string;
    readonly to: {
        readonly [locality: string]: number;
    };
}
export declare class Mesh {
    static configure(app: IConstruct, props: MeshProps): void;
    static of(scope: IConstruct): MeshSettings;
    static peek(scope: IConstruct): MeshSettings;
    static requires(scope: IConstruct, feature: string, since: string): void;
    private constructor();
}
export interface MeshProps {
    readonly clusterDomain?: string;
    readonly rootNamespace?: string;
    readonly trustDomain?: string;
    readonly istioVersion?: string;
    readonly outboundTraffic?: OutboundTraffic;
    readonly defaultNamespace?: string;
    readonly known?: readonly KnownResource[];
    readonly complete?: readonly string[];
}
export interface MeshSettings {
    readonly clusterDomain: string;
    readonly rootNamespace: string;
    readonly trustDomain: string;
    readonly istioVersion: IstioVersion;
    readonly outboundTraffic: OutboundTraffic;
    readonly defaultNamespace?: string;
    readonly known: readonly KnownResource[];
    readonly complete: readonly string[];
}
export declare class Mirror {
    readonly percentage: number;
    readonly version?: Version | undefined;
    static to(version: Version, percentage: number): Mirror;
    static toService(service: IServiceLike, percentage: number, options?: MirrorServiceOptions): Mirror;
    static toHost(host: string, port: number, percentage: number): Mirror;
    private constructor();
}
export interface MirrorDestination extends Destination {
    readonly percentage: number;
}
export declare class MirrorRoute extends ServiceRoute {
    constructor(scope: Construct, id: string, props: MirrorRouteProps);
}
export interface MirrorRouteProps extends ServiceRouteOptions {
    readonly live?: Version;
    readonly mirrors: readonly Mirror[];
    readonly match?: RouteMatch;
    readonly routeName?: string;
}
export type MirrorServiceOptions = Pick<ServiceTargetOptions, 'port' | 'subset'>;
export interface MutualTlsOptions extends SimpleTlsOptions {
    readonly clientCertificate?: string;
    readonly privateKey?: string;
}
export declare enum OutboundTraffic {
    ALLOW_ANY = "ALLOW_ANY",
    REGISTRY_ONLY = "REGISTRY_ONLY"
}
export declare class OutlierDetection {
    static of(props?: OutlierDetectionProps): OutlierDetection;
    private constructor();
}
export interface OutlierDetectionProps {
    readonly consecutive5xxErrors?: number;
    readonly consecutiveGatewayErrors?: number;
    readonly consecutiveLocalOriginFailures?: number;
    readonly splitExternalLocalOriginErrors?: boolean;
    readonly interval?: Duration;
    readonly baseEjectionTime?: Duration;
    readonly maxEjectionPercent?: number;
    readonly minHealthPercent?: number;
    readonly httpErrorCodes?: readonly number[];
}
export declare class PathMatch {
    readonly kind: StringMatchKind;
    readonly value: string;
    readonly ignoreCase: boolean;
    static exact(path: string, options?: PathMatchOptions): PathMatch;
    static prefix(path: string, options?: PathMatchOptions): PathMatch;
    static regex(expression: string): PathMatch;
    private constructor();
}
export interface PathMatchOptions {
    readonly ignoreCase?: boolean;
}
export declare class Pin {
    readonly match: RouteMatch;
    readonly version: Version | undefined;
    readonly weight: number | undefined;
    static to(version: Version, match: RouteMatch): Pin;
    static share(match: RouteMatch, weight: number): Pin;
    static users(version: Version, users: readonly string[], header?: string): Pin;
    private constructor();
}
export declare class PlainHttp {
    readonly kind: 'redirect' | 'redirect-by-rule' | 'serve' | 'closed';
    readonly exceptions: readonly PlainHttpException[];
    static readonly REDIRECT: PlainHttp;
    static readonly SERVE: PlainHttp;
    static readonly CLOSED: PlainHttp;
    static readonly REDIRECT_BY_RULE: PlainHttp;
    static redirectExcept(...exceptions: readonly PlainHttpException[]): PlainHttp;
    private constructor();
    get redirects(): boolean;
}
export interface PlainHttpException {
    readonly match: RouteMatch;
    readonly target: ITarget;
}
export interface PodsAllowanceOptions extends AllowanceOptions {
    readonly namespaceLabels?: Readonly<Record<string, string>>;
    readonly podLabels?: Readonly<Record<string, string>>;
}
export interface PortTrafficPolicy extends CommonTrafficPolicy {
    readonly port: number;
}
export declare enum Protocol {
    HTTP = "HTTP",
    HTTPS = "HTTPS",
    HTTP2 = "HTTP2",
    GRPC = "GRPC",
    GRPC_WEB = "GRPC-WEB",
    TLS = "TLS",
    TCP = "TCP",
    MONGO = "MONGO",
    REDIS = "REDIS",
    MYSQL = "MYSQL"
}
export declare class ProxyProtocol {
    static v1(): ProxyProtocol;
    static v2(): ProxyProtocol;
    private constructor();
}
export declare class QueryMatch {
    readonly name: string;
    readonly value: StringMatch | undefined;
    static exact(name: string, value: string): QueryMatch;
    static prefix(name: string, value: string): QueryMatch;
    static regex(name: string, expression: string): QueryMatch;
    static present(name: string): QueryMatch;
    private constructor();
}
export declare class Redirect {
    static to(props: RedirectProps): Redirect;
    readonly replacesPrefix: boolean;
    private constructor();
    checkFits(match: RouteMatch, at: IErrorScope | string): void;
}
export declare enum RedirectPort {
    FROM_PROTOCOL_DEFAULT = "FROM_PROTOCOL_DEFAULT",
    FROM_REQUEST_PORT = "FROM_REQUEST_PORT"
}
export interface RedirectProps {
    readonly uri?: string;
    readonly prefix?: string;
    readonly authority?: string;
    readonly port?: number;
    readonly derivePort?: RedirectPort;
    readonly scheme?: string;
    readonly code?: number;
}
export interface RegionFailover {
    readonly from: string;
    readonly to: string;
}
export interface RequiredClaim {
    readonly claim: string;
    readonly values: readonly string[];
}
export declare class Resolution {
    readonly kind: Kind;
    readonly endpoints: readonly Endpoint[];
    readonly labels?: Readonly<Record<string, string>> | undefined;
    static dns(...endpoints: readonly Endpoint[]): Resolution;
    static dnsRoundRobin(endpoint?: Endpoint): Resolution;
    static static(...endpoints: readonly Endpoint[]): Resolution;
    static workloads(labels: Readonly<Record<string, string>>): Resolution;
    static none(): Resolution;
    static dynamicDns(): Resolution;
    private constructor();
}
export declare class Retry {
    static of(props: RetryProps): Retry;
    static none(): Retry;
    readonly attempts: number;
    readonly perTryTimeoutMs: number | undefined;
    private constructor();
}
export declare class RetryBudget {
    static of(props?: RetryBudgetProps): RetryBudget;
    private constructor();
}
export interface RetryBudgetProps {
    readonly percent?: number;
    readonly minRetryConcurrency?: number;
    readonly budgetInterval?: Duration;
}
export declare class RetryCondition {
    readonly value: string;
    static readonly SERVER_ERROR: RetryCondition;
    static readonly GATEWAY_ERROR: RetryCondition;
    static readonly RESET: RetryCondition;
    static readonly RESET_BEFORE_REQUEST: RetryCondition;
    static readonly CONNECT_FAILURE: RetryCondition;
    static readonly RETRIABLE_4XX: RetryCondition;
    static readonly REFUSED_STREAM: RetryCondition;
    static readonly RETRIABLE_STATUS_CODES: RetryCondition;
    static readonly RETRIABLE_HEADERS: RetryCondition;
    static readonly ENVOY_RATELIMITED: RetryCondition;
    static readonly HTTP3_POST_CONNECT_FAILURE: RetryCondition;
    static readonly GRPC_CANCELLED: RetryCondition;
    static readonly GRPC_DEADLINE_EXCEEDED: RetryCondition;
    static readonly GRPC_INTERNAL: RetryCondition;
    static readonly GRPC_RESOURCE_EXHAUSTED: RetryCondition;
    static readonly GRPC_UNAVAILABLE: RetryCondition;
    static status(code: number): RetryCondition;
    private constructor();
}
export interface RetryProps {
    readonly attempts: number;
    readonly perTryTimeout?: Duration;
    readonly retryOn?: readonly RetryCondition[];
    readonly backoff?: Duration;
    readonly retryRemoteLocalities?: boolean;
    readonly retryIgnorePreviousHosts?: boolean;
}
export declare class Rewrite {
    static of(props: RewriteProps): Rewrite;
    static uri(uri: string): Rewrite;
    static authority(authority: string): Rewrite;
    readonly setsAuthority: boolean;
    private constructor();
}
export interface RewriteProps {
    readonly uri?: string;
    readonly uriRegex?: UriRegexRewrite;
    readonly authority?: string;
}
export declare class RolloutController {
    readonly label: string;
    readonly routeName: string | undefined;
    readonly overwrites: readonly string[];
    static readonly ARGO_ROLLOUTS: RolloutController;
    static readonly FLAGGER: RolloutController;
    private constructor();
}
export declare class RouteMatch {
    readonly alternatives: readonly RouteMatchProps[];
    static all(): RouteMatch;
    static prefix(path: string, options?: PathMatchOptions): RouteMatch;
    static exact(path: string, options?: PathMatchOptions): RouteMatch;
    static regex(expression: string): RouteMatch;
    static header(condition: HeaderMatch): RouteMatch;
    static sourceLabels(labels: Readonly<Record<string, string>>): RouteMatch;
    static of(props: RouteMatchProps): RouteMatch;
    static anyOf(...alternatives: readonly RouteMatch[]): RouteMatch;
    readonly isAll: boolean;
    private constructor();
}
export interface RouteMatchProps {
    readonly path?: PathMatch;
    readonly headers?: readonly HeaderMatch[];
    readonly queryParams?: readonly QueryMatch[];
    readonly method?: StringMatch;
    readonly scheme?: StringMatch;
    readonly authority?: StringMatch;
    readonly port?: number;
    readonly sourceLabels?: Readonly<Record<string, string>>;
    readonly sourceNamespace?: string;
}
export interface RoutePolicy {
    readonly timeout?: Duration;
    readonly retry?: Retry;
    readonly fault?: Fault;
    readonly headers?: HeaderChanges;
    readonly rewrite?: Rewrite;
    readonly cors?: Cors;
}
export declare enum RouteSide {
    MESH = "mesh",
    EDGE = "edge"
}
export interface ServedHost {
    readonly host: string;
    readonly tls?: ServerTls;
}
export declare class ServerTls {
    readonly credentials: readonly Credential[];
    readonly authority?: Credential | undefined;
    static simple(credential: Credential, options?: ServerTlsOptions): ServerTls;
    static mutual(credential: Credential, options?: ClientCertificateOptions): ServerTls;
    static optionalMutual(credential: Credential, options?: ClientCertificateOptions): ServerTls;
    static passthrough(): ServerTls;
    static istioMutual(): ServerTls;
    private constructor();
    get mode(): ServerTlsMode;
    get isStrict(): boolean;
    get isPassedThrough(): boolean;
}
export interface ServerTlsOptions {
    readonly minVersion?: TlsVersion;
    readonly maxVersion?: TlsVersion;
    readonly cipherSuites?: readonly string[];
    readonly alternative?: Credential;
}
export declare class ServiceRef implements IServiceLike {
    readonly name: string;
    readonly metadata: IServiceMetadata;
    readonly ports: readonly IServicePort[];
    static of(name: string, namespace: string, ports: readonly IServicePort[]): ServiceRef;
    private constructor();
}
export declare class ServiceRoute extends Construct implements ITarget {
    readonly host: string;
    readonly namespace: string | undefined;
    readonly virtualService: ApiObject | undefined;
    constructor(scope: Construct, id: string, props: ServiceRouteProps);
    get destinationRule(): ApiObject | undefined;
    route(match: RouteMatch, target: ITarget, options?: ServiceRuleOptions): void;
    addVersion(version: Version): void;
    to(version: Version, options?: SplitOptions): ITarget;
    whole(options?: SplitOptions): ITarget;
    split(parts: readonly WeightedVersion[], options?: SplitOptions): ITarget;
    otherwise(target: ITarget): void;
    namesOf(name: string): readonly string[];
    branches(context: TargetContext): readonly Branch[];
}
export interface ServiceRouteOptions extends RoutePolicy {
    readonly service: IServiceLike;
    readonly port?: number;
    readonly trafficPolicy?: TrafficPolicy;
    readonly mesh?: boolean;
    readonly edge?: EdgeBinding;
    readonly delegated?: boolean;
    readonly exportTo?: readonly string[];
    readonly name?: string;
}
export interface ServiceRouteProps extends ServiceRouteOptions {
    readonly versions?: readonly Version[];
}
export interface ServiceRuleOptions extends RoutePolicy {
    readonly name?: string;
    readonly port?: number;
    readonly side?: RouteSide;
}
export interface ServiceTargetOptions {
    readonly port?: number;
    readonly subset?: string;
    readonly headers?: HeaderChanges;
}
export declare class SidecarTls extends Construct {
    readonly sidecar: ApiObject;
    readonly peerAuthentication: ApiObject;
    constructor(scope: Construct, id: string, props: SidecarTlsProps);
}
export interface SidecarTlsProps {
    readonly labels: Readonly<Record<string, string>>;
    readonly tlsPort: number;
    readonly meshPort: number;
    readonly applicationPort: number;
    readonly applicationAddress?: string;
    readonly serverCertificate: string;
    readonly privateKey: string;
    readonly caCertificates?: string;
    readonly namespace?: string;
}
export interface SimpleTlsOptions extends IstioMutualTlsOptions {
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly credentialName?: string;
    readonly insecureSkipVerify?: boolean;
}
export interface SimpleTlsOriginationOptions extends TlsOriginationOptions {
    readonly caCredential?: Credential;
}
export interface SplitOptions {
    readonly name?: string;
    readonly mirrors?: readonly Mirror[];
}
export declare class StringMatch {
    readonly kind: StringMatchKind;
    readonly value: string;
    static exact(value: string): StringMatch;
    static prefix(value: string): StringMatch;
    static regex(expression: string): StringMatch;
    private constructor();
}
export type StringMatchKind = 'exact' | 'prefix' | 'regex';
export declare class Target implements ITarget {
    static service(service: IServiceLike, options?: ServiceTargetOptions): Target;
    static host(host: string, port: number, options?: ServiceTargetOptions): Target;
    static split(parts: readonly WeightedTarget[]): Target;
    static redirect(redirect: Redirect): Target;
    static respond(directResponse: DirectResponse): Target;
    static delegate(delegate: Delegate): Target;
    private constructor();
    branches(context: TargetContext): readonly Branch[];
}
export interface TargetContext {
    readonly scope: IConstruct;
    readonly namespace?: string;
}
export interface TcpKeepalive {
    readonly probes?: number;
    readonly time?: Duration;
    readonly interval?: Duration;
}
export interface TcpPool {
    readonly maxConnections?: number;
    readonly connectTimeout?: Duration;
    readonly keepalive?: TcpKeepalive;
    readonly maxConnectionDuration?: Duration;
    readonly idleTimeout?: Duration;
}
export declare class TlsOrigination {
    readonly credential: Credential | undefined;
    static simple(options?: SimpleTlsOriginationOptions): TlsOrigination;
    static mutual(credential: Credential, options?: TlsOriginationOptions): TlsOrigination;
    readonly port: number;
    private constructor();
    clientTls(host: string | undefined): ClientTls;
}
export interface TlsOriginationOptions {
    readonly port?: number;
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
    readonly caCertificates?: string;
    readonly insecureSkipVerify?: boolean;
}
export declare enum TlsVersion {
    V1_0 = "TLSV1_0",
    V1_1 = "TLSV1_1",
    V1_2 = "TLSV1_2",
    V1_3 = "TLSV1_3"
}
export interface TokenHeader {
    readonly name: string;
    readonly prefix?: string;
}
export interface TokenRequirement {
    readonly paths?: readonly string[];
    readonly exceptPaths?: readonly string[];
    readonly methods?: readonly string[];
    readonly issuers?: readonly string[];
    readonly claims?: readonly RequiredClaim[];
}
export interface TrafficPolicy extends CommonTrafficPolicy {
    readonly tunnel?: Tunnel;
    readonly proxyProtocol?: ProxyProtocol;
    readonly retryBudget?: RetryBudget;
    readonly portPolicies?: readonly PortTrafficPolicy[];
}
export declare class Tunnel {
    static connect(targetHost: string, targetPort: number): Tunnel;
    static post(targetHost: string, targetPort: number): Tunnel;
    private constructor();
}
export interface TunnelRequest {
    readonly host: string;
    readonly port: number;
    readonly gatewayNamespace?: string;
}
export declare enum UnmatchedPreflights {
    FORWARD = "FORWARD",
    IGNORE = "IGNORE"
}
export interface UriRegexRewrite {
    readonly match: string;
    readonly rewrite: string;
}
export declare class Version {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>> | undefined;
    readonly service: IServiceLike | undefined;
    readonly trafficPolicy: TrafficPolicy | undefined;
    static label(value: string, options?: VersionOptions): Version;
    static labels(name: string, labels: Readonly<Record<string, string>>, options?: VersionOptions): Version;
    static service(name: string, service: IServiceLike): Version;
    private constructor();
}
export interface VersionOptions {
    readonly trafficPolicy?: TrafficPolicy;
}
export interface Visibility {
    readonly namespace?: string;
    readonly exportTo?: readonly string[];
}
export interface Warmup {
    readonly duration: Duration;
    readonly minimumPercent?: number;
    readonly aggression?: number;
}
export interface WarmupLoadBalancerOptions extends LoadBalancerOptions {
    readonly warmup?: Warmup;
}
export interface WeightedDestination extends Destination {
    readonly weight?: number;
    readonly headers?: HeaderChanges;
}
export interface WeightedTarget {
    readonly target: Target;
    readonly weight: number;
}
export interface WeightedVersion {
    readonly version: Version;
    readonly weight?: number;
    readonly headers?: HeaderChanges;
}
export interface ZoneAwareProps {
    readonly failover?: readonly RegionFailover[];
    readonly failoverPriority?: readonly string[];
    readonly minClusterSize?: number;
}
