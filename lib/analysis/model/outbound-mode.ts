/** What sidecars do with destinations that nobody declares. */
import type { RuleContext } from '../rule';
import { fields, isFields, text } from './json';
import { SIDECAR } from './kinds';
import { rootNamespace } from './server-mtls';

/**
 * `ALLOW_ANY`, `REGISTRY_ONLY` or `ALLOW_ANY_DYNAMIC_DNS` for the workloads of a namespace that no Sidecar selects by label:
 * what the namespace's Sidecar says, or that of the root namespace, or the mesh. Reads Sidecar.
 */
export function outboundMode({ ofKind, snapshot }: RuleContext, namespace: string): string {
  const { meshConfig } = snapshot;
  const general = ofKind(SIDECAR).filter(({ spec }) => spec.workloadSelector === undefined);
  const root = rootNamespace(meshConfig.rootNamespace);
  const own = general.find((one) => one.namespace === namespace) ?? general.find((one) => one.namespace === root);
  const policy = own?.spec.outboundTrafficPolicy;
  // A policy without mode has the first one of the enumeration.
  if (isFields(policy)) return text(policy.mode) || 'REGISTRY_ONLY';
  return text(fields(meshConfig.outboundTrafficPolicy).mode) || 'ALLOW_ANY';
}
