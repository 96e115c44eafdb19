import { type Chart } from 'cdk8s';
import { EgressGateway, GatewayWorkload } from 'cdk8s-istio';

/** Adds the objects of one scenario to a chart. */
export type Scenario = (chart: Chart) => void;

/** Namespace of the applications. */
export const NAMESPACE = 'apps';

/** The egress gateway of `istioctl install`, with ports added to its Service where a scenario needs them. */
export function egressGateway(chart: Chart, ...extraPorts: readonly number[]): EgressGateway {
  const workload = GatewayWorkload.istioctlEgress({ extraPorts: extraPorts.map((port) => ({ port })) });
  return new EgressGateway(chart, 'Egress', { workload });
}
