import type { RuleContext } from '../rule';
import { text } from './json';
import { SERVICE, SERVICE_ENTRY } from './kinds';
import { fqdn, serviceOf } from './names';

/**
 * Whether a host that no Service or ServiceEntry of the snapshot has certainly does not exist. A full Service name is missing
 * from its namespace; any other host may be declared anywhere, which only a closed world rules out.
 */
export function isHostMissing(context: RuleContext, host: string, namespace: string): boolean {
  const { closed, snapshot } = context;
  // A part of a cluster that has no Service says nothing about those of others.
  if (!closed && snapshot.complete.length === 0 && snapshot.ofKind(SERVICE).length === 0) return false;
  const name = fqdn(host, namespace, context.snapshot.clusterDomain);
  if (context.snapshot.known.some((one) => one.kind === SERVICE_ENTRY && one.name === name)) return false;
  const service = serviceOf(name, context.snapshot.clusterDomain);
  if (!service) return context.closed;
  // A Service that is there was not found because it is not exported to whoever asked.
  if (context.find(SERVICE, service.namespace, service.name)) return true;
  // Istio's own installation is rarely among the files: its gateways are judged where some of it is there.
  const root = text(context.snapshot.meshConfig.rootNamespace) || 'istio-system';
  const isOfIstio = service.namespace === root && !context.ofKind(SERVICE).some(({ namespace: one }) => one === root);
  return !isOfIstio && context.isMissing(SERVICE, service.namespace, service.name);
}
