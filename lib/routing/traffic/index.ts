export { ClientTls, type IstioMutualTlsOptions, type MutualTlsOptions, type SimpleTlsOptions } from './client-tls';
export {
  H2Upgrade,
  type ConnectionPoolProps,
  type Http2Keepalive,
  type HttpPool,
  type TcpKeepalive,
  type TcpPool,
} from './connection-limits';
export { ConnectionPool } from './connection-pool';
export { ConsistentHash, type CookieAttribute, type HashCookie } from './hash';
export { HashAlgorithm } from './hash-algorithm';
export { LoadBalancer, type LoadBalancerOptions, type Warmup, type WarmupLoadBalancerOptions } from './load-balancer';
export { Locality, type ZoneAwareProps } from './locality';
export type { LocalityDistribution, RegionFailover } from './locality-entry';
export { OutlierDetection, type OutlierDetectionProps } from './outlier-detection';
export { ProxyProtocol } from './proxy-protocol';
export { RetryBudget, type RetryBudgetProps } from './retry-budget';
export {
  renderTrafficPolicy,
  type CommonTrafficPolicy,
  type PortTrafficPolicy,
  type TrafficPolicy,
} from './traffic-policy';
export { Tunnel } from './tunnel';
