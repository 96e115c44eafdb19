import type { Resource } from '../../snapshot';
import type { Report, RuleContext } from '../rule';
import { fields, text } from './json';
import { workloadMissing } from './selector-missing';
import type { Labels } from './labels';
import type { Workloads } from './workloads';

/** Labels of the gateways that `istioctl install` makes, which most published Gateways select. */
const OF_ISTIO = new Set(['ingressgateway', 'egressgateway']);

/**
 * What to report of a Gateway that no workload opens; nothing where that cannot be told. With routes bound to one of Istio's own
 * gateways it is information as long as nothing of Istio's installation is among the files: applications are checked without it,
 * though often with Prometheus and the like, which live in the same namespace.
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
    !workloads.all.some(({ namespace, labels }) => namespace === root && isOfIstio(labels));
  return [isElsewhere ? { ...report, level: 'info' } : report];
}

/** Labels of istiod and of gateways, as every way to install Istio gives them. */
function isOfIstio(labels: Labels): boolean {
  return labels.istio !== undefined || labels.app === 'istiod';
}
