export { checkCredential, Credential, type ISecretLike } from './credential';
export {
  compareSpecificity,
  hostMatches,
  hostsOverlap,
  isSubsetOf,
  isWildcard,
  parseHost,
  type HostOptions,
} from './host';
export { HostIndex, type HostEntry } from './host-index';
export { admits, admitsWhole, formatGatewayHost, parseGatewayHost, type GatewayHost } from './gateway-host';
export {
  GatewayWorkload,
  type GatewayPresetOptions,
  type GatewayWorkloadPort,
  type GatewayWorkloadProps,
} from './gateway-workload';
export { checkKind } from './kind';
export { KnownResource } from './known-resource';
export { expressionHolds } from './label-selector';
export { checkLabels, isLabel } from './labels';
export {
  LoadBalancerProfile,
  type LoadBalancerOptions as GatewayLoadBalancerOptions,
  type LoadBalancerPort,
} from './load-balancer-profile';
export { Mesh, OutboundTraffic, type MeshProps, type MeshSettings } from './mesh';
export type { MeshConfig } from './mesh-config';
export { checkDnsLabel, isDnsLabel, label } from './name';
export { checkPercentage, checkPort, checkWeight, checkWeights } from './number';
export { declaredProtocol, parseProtocol, Protocol, routeFamily, type RouteFamily } from './protocol';
export {
  checkService,
  portOf,
  protocolOf,
  resolveService,
  ServiceRef,
  type IServiceLike,
  type IServiceMetadata,
  type IServicePort,
  type ResolvedService,
} from './service-ref';
