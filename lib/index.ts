export { CanaryPlan, CanaryRoute, Pin, type CanaryRouteProps } from './canary';
export { Checks } from './checks';
export { ConfigurationError, type ConfigurationErrorDetails, type ErrorId, type IErrorScope } from './errors';
export { IngressGateway, IngressHost, PlainHttp, ServerTls, type HostTls, type IngressHostProps } from './ingress';
export {
  Credential,
  GatewayWorkload,
  KnownResource,
  Mesh,
  OutboundTraffic,
  Protocol,
  ServiceRef,
  type GatewayPresetOptions,
  type GatewayWorkloadPort,
  type GatewayWorkloadProps,
  type ISecretLike,
  type IServiceLike,
  type IServiceMetadata,
  type IServicePort,
  type MeshProps,
  type MeshSettings,
} from './mesh';
export { MirrorRoute, type MirrorRouteProps } from './mirror';
export * from './routing';
export {
  GatewayRef,
  Mirror,
  RouteSide,
  ServiceRoute,
  Version,
  type EdgeBinding,
  type IGatewayReference,
  type MirrorServiceOptions,
  type ServiceRouteOptions,
  type ServiceRouteProps,
  type ServiceRuleOptions,
  type SplitOptions,
  type VersionOptions,
  type Visibility,
  type WeightedVersion,
} from './service';
