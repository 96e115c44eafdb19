import type { Resource } from '../../snapshot';
import type { Report } from '../rule';
import { selectorText } from './labels';
import { fullName } from './names';

/** IST0101 for a selector without workloads. Several analyzers say it with one text, which is then said once. */
export function selectorMissing(resource: Resource, selector: unknown, path: string): Report {
  return {
    resource,
    code: 'IST0101',
    level: 'error',
    path,
    message: `${nobodyHas(selector)}; correct them`,
  };
}

/**
 * A Gateway that no workload opens. With VirtualServices bound to it the finding is ours, because then it is the routes that are
 * lost, and istioctl's analyzers for routes say nothing of it.
 */
export function workloadMissing(gateway: Resource, routed: ReadonlySet<string>): Report {
  const plain = selectorMissing(gateway, gateway.spec.selector, 'spec.selector');
  if (!routed.has(fullName(gateway))) return plain;
  return {
    ...plain,
    code: 'CIS0203',
    level: 'warning',
    message: `${nobodyHas(gateway.spec.selector)}, so the routes bound to it get no request; correct them`,
  };
}

function nobodyHas(selector: unknown): string {
  return `Referenced selector not found: "${selectorText(selector)}": no workload has these labels`;
}
