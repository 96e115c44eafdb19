import type { Resource } from '../../snapshot';
import type { Report, RuleContext } from '../rule';
import { fields, text } from './json';
import { workloadMissing } from './selector-missing';
import type { Workloads } from './workloads';

/** Labels of the gateways that `istioctl install` makes, which most published Gateways select. */
const OF_ISTIO = new Set(['ingressgateway', 'egressgateway']);

/**
 * What to report of a Gateway that no workload opens; nothing where that cannot be told. With routes bound to one of Istio's own
 * gateways, of whose namespace no workload is among the files, it is information: applications are checked without Istio's
 * installation.
 */
export function gatewayWithoutWorkload(
  { closed, snapshot }: RuleContext,
  gateway: Resource,
  workloads: Workloads,
  routed: ReadonlySet<string>,
): readonly Report[] {
  if (!closed || workloads.all.length === 0) return [];
  const report = workloadMissing(gateway, routed);
  const root = text(snapshot.meshConfig.rootNamespace) || 'istio-system';
  const isElsewhere =
    report.code === 'CIS0203' &&
    OF_ISTIO.has(text(fields(gateway.spec.selector).istio)) &&
    !workloads.all.some(({ namespace }) => namespace === root);
  return [isElsewhere ? { ...report, level: 'info' } : report];
}
