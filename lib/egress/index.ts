export { ExternalAlias } from './alias/external-alias';
export type { ExternalAliasProps } from './alias/alias-props';
export { Caller } from './caller';
export { Endpoint, type EndpointPort, type EndpointProps } from './entry/endpoint';
export { Resolution } from './entry/resolution';
export type { EntryOptions } from './entry/service-entry';
export { EgressAdmission } from './gateway/egress-admission';
export { EgressGateway, type EgressGatewayProps } from './gateway/egress-gateway';
export type { ExistingEgressGatewayProps } from './gateway/existing-egress-gateway';
export type { IEgressGateway } from './gateway/reference';
export { HopRule } from './hop/hop-rule';
export { EgressPort, type EgressPortOptions } from './port/egress-port';
export { Hop } from './port/hop';
export type { EgressContract } from './route/contract';
export { EgressRoute, type EgressRouteProps } from './route/egress-route';
export { TlsOrigination, type SimpleTlsOriginationOptions, type TlsOriginationOptions } from './tls-origination';
export {
  Allowance,
  AllowedPort,
  type AllowanceOptions,
  type CidrAllowanceOptions,
  type PodsAllowanceOptions,
} from './policy/allowance';
export { EgressPolicy, type EgressPolicyProps } from './policy/egress-policy';
export { InCluster } from './policy/in-cluster';
export { ForwardProxy, type ForwardProxyProps } from './proxy/forward-proxy';
export type { IForwardProxy, TunnelRequest } from './proxy/reference';
