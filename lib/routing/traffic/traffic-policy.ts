import type {
  DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyPortLevelSettings,
} from '../../../imports/networking.istio.io';
import { ConfigurationError, type IErrorScope } from '../../errors';
import { checkPort } from '../../mesh';
import type { ClientTls } from './client-tls';
import type { ConnectionPool } from './connection-pool';
import type { LoadBalancer } from './load-balancer';
import type { OutlierDetection } from './outlier-detection';
import type { ProxyProtocol } from './proxy-protocol';
import type { RetryBudget } from './retry-budget';
import type { Tunnel } from './tunnel';

/** What can differ between the ports of a destination. */
export interface CommonTrafficPolicy {
  /** How an endpoint is picked. @default - the mesh's: least requests */
  readonly loadBalancer?: LoadBalancer;
  /** Limits. @default - the mesh's: practically none */
  readonly connectionPool?: ConnectionPool;
  /** Leaving out endpoints that fail. @default - none is left out */
  readonly outlierDetection?: OutlierDetection;
  /** How connections are made. @default - mutual TLS inside the mesh where the destination can, else as the caller made them */
  readonly tls?: ClientTls;
}

/** What is different at one port. What is left out is as in the policy around it. */
export interface PortTrafficPolicy extends CommonTrafficPolicy {
  /** Port of the Service, 1–65535; each once. */
  readonly port: number;
}

/**
 * How connections to a destination are made, kept and chosen.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy
 */
export interface TrafficPolicy extends CommonTrafficPolicy {
  /** Carries connections through an HTTP proxy. Not with `proxyProtocol`. @default - no */
  readonly tunnel?: Tunnel;
  /** Tells the destination who calls. Not with `tunnel`. @default - no */
  readonly proxyProtocol?: ProxyProtocol;
  /** Limits retries in relation to requests. @default - none */
  readonly retryBudget?: RetryBudget;
  /** What is different at some ports. @default - nothing */
  readonly portPolicies?: readonly PortTrafficPolicy[];
}

/**
 * Writes a policy as a DestinationRule has it; undefined where it says nothing.
 *
 * Istio lets a port's settings replace all that is around them, and takes what they leave out from its own defaults: a port
 * with a connection limit would lose the TLS of its destination. So each port is written whole.
 *
 * @param around policy of the whole destination, where `policy` is that of a subset: a subset is read on top of it
 * @throws ConfigurationError TrafficPolicyContradicts, TrafficPortTwice, TrafficPortEmpty, LocalityNeedsOutlierDetection, PortOutOfRange
 */
export function renderTrafficPolicy(
  policy: TrafficPolicy,
  at: IErrorScope | string = 'TrafficPolicy',
  around: TrafficPolicy = {},
): DestinationRuleSpecTrafficPolicy | undefined {
  const { tunnel, proxyProtocol, retryBudget } = policy;
  if ((tunnel ?? around.tunnel) && (proxyProtocol ?? around.proxyProtocol)) {
    throw new ConfigurationError('TrafficPolicyContradicts', { at, problem: 'both tunnel and proxyProtocol' });
  }
  checkLocality(merge(around, policy), 'the destination', at);
  const ports = renderPorts(policy, at, around);
  const rendered = {
    ...renderCommon(policy),
    ...(tunnel ? { tunnel: tunnel._render() } : {}),
    ...(proxyProtocol ? { proxyProtocol: proxyProtocol._render() } : {}),
    ...(retryBudget ? { retryBudget: retryBudget._render() } : {}),
    ...(ports.length > 0 ? { portLevelSettings: ports } : {}),
  };
  return Object.keys(rendered).length > 0 ? rendered : undefined;
}

/** Fields of `inner` where it has them, else those of `outer`. */
function merge(outer: CommonTrafficPolicy, inner: CommonTrafficPolicy): CommonTrafficPolicy {
  return {
    loadBalancer: inner.loadBalancer ?? outer.loadBalancer,
    connectionPool: inner.connectionPool ?? outer.connectionPool,
    outlierDetection: inner.outlierDetection ?? outer.outlierDetection,
    tls: inner.tls ?? outer.tls,
  };
}

function renderPorts(
  policy: TrafficPolicy,
  at: IErrorScope | string,
  around: TrafficPolicy,
): DestinationRuleSpecTrafficPolicyPortLevelSettings[] {
  const seen = new Set<number>();
  return (policy.portPolicies ?? []).map((own) => {
    const port = checkPort(own.port, at, 'portPolicies.port');
    if (seen.has(port)) {
      throw new ConfigurationError('TrafficPortTwice', { at, problem: 'a port has two policies', value: port });
    }
    seen.add(port);
    const aroundPort = (around.portPolicies ?? []).find((one) => one.port === port) ?? {};
    const whole = [aroundPort, policy, own].reduce<CommonTrafficPolicy>(merge, around);
    checkLocality(whole, `port ${port}`, at);
    const rendered = renderCommon(whole);
    if (Object.keys(rendered).length === 0) {
      throw new ConfigurationError('TrafficPortEmpty', {
        at,
        problem: 'the policy of a port says nothing',
        value: port,
      });
    }
    // L1 has the same shape twice, with enums of different names.
    return { port: { number: port }, ...rendered } as DestinationRuleSpecTrafficPolicyPortLevelSettings;
  });
}

function renderCommon(
  policy: CommonTrafficPolicy,
): Pick<DestinationRuleSpecTrafficPolicy, 'loadBalancer' | 'connectionPool' | 'outlierDetection' | 'tls'> {
  const { loadBalancer, connectionPool, outlierDetection, tls } = policy;
  return {
    ...(loadBalancer ? { loadBalancer: loadBalancer._render() } : {}),
    ...(connectionPool ? { connectionPool: connectionPool._render() } : {}),
    ...(outlierDetection ? { outlierDetection: outlierDetection._render() } : {}),
    ...(tls ? { tls: tls._render() } : {}),
  };
}

function checkLocality(policy: CommonTrafficPolicy, of: string, at: IErrorScope | string): void {
  if (policy.loadBalancer?.locality?.needsOutlierDetection && !policy.outlierDetection) {
    throw new ConfigurationError('LocalityNeedsOutlierDetection', {
      at,
      problem: `${of} has a failover between localities and no outlier detection, without which it never happens`,
    });
  }
}
