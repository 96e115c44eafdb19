export { ConfigurationError, type ConfigurationErrorDetails, type ErrorId, type IErrorScope } from './errors';
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
export * from './routing';
export * from './ingress';
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
  type WeightedVersion,
} from './service';
export { CanaryPlan, CanaryRoute, Pin, type CanaryRouteProps } from './canary';
export { MirrorRoute, type MirrorRouteProps } from './mirror';
