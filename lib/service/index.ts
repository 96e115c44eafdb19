export { GatewayRef, type EdgeBinding, type IGatewayReference } from './edge';
export { claimMeshHost, type MeshHostClaim } from './mesh-host';
export { Mirror, type MirrorServiceOptions } from './mirror';
export type { SplitOptions } from './own-target';
export { RouteSide, type ServiceRuleOptions } from './rule';
export { ServiceRoute, type ServiceRouteOptions, type ServiceRouteProps } from './service-route';
export { Version, type VersionOptions, type WeightedVersion } from './version';
export { checkVisibility, seenTogether, type Visibility } from './visibility';
