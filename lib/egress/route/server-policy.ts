import type { CommonTrafficPolicy, PortTrafficPolicy, TrafficPolicy } from '../../routing';
import { isWildcard } from '../../mesh';
import type { EgressPort } from '../port/egress-port';
import type { Terms } from './terms';

/**
 * How the last proxy makes connections to a host, on some ports of the route; undefined where nothing is asked.
 *
 * TLS is added to the port that applications dial, whose target is the server's TLS port, and never to the port on which they
 * speak TLS themselves: both can be used at once, and nothing is encrypted twice (P24, P25).
 */
export function serverPolicy(terms: Terms, host: string, ports: readonly EgressPort[]): TrafficPolicy | undefined {
  const { trafficPolicy } = terms.contract;
  const portPolicies = ports.flatMap((port): PortTrafficPolicy[] => {
    const given = trafficPolicy?.portPolicies?.find((one) => one.port === port.port);
    const tls = terms.tlsOf(port);
    const upstream = terms.upstreamOf(host);
    const own: CommonTrafficPolicy = {
      ...given,
      ...port.options.trafficPolicy,
      ...(tls ? { tls: tls.clientTls(isWildcard(upstream) ? undefined : upstream) } : {}),
    };
    return Object.keys(own).length > 0 ? [{ ...own, port: port.port }] : [];
  });
  const { portPolicies: replaced, ...around } = trafficPolicy ?? {};
  const strangers = (replaced ?? []).filter((one) => !terms.ports.some((port) => port.port === one.port));
  const all = [...portPolicies, ...strangers];
  if (Object.keys(around).length === 0 && all.length === 0) return undefined;
  return { ...around, ...(all.length > 0 ? { portPolicies: all } : {}) };
}
