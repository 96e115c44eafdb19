/**
 * Which kinds the input holds at all. A closed world says "what is not here does not exist"; of a kind that is not here at all
 * it says so more softly, because people check folders of routing alone, whose Services come from elsewhere.
 */
import type { RuleContext } from '../rule';
import { SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from './kinds';
import { texts } from './json';
import { fullName, reference } from './names';

const ROOT = 'istio-system';

/** Whether some host is declared outside Istio's own namespace; reads Service and ServiceEntry. */
export function declaresHosts({ ofKind }: RuleContext): boolean {
  return ofKind(SERVICE_ENTRY).length > 0 || ofKind(SERVICE).some(({ namespace }) => namespace !== ROOT);
}

/** Names, as `namespace/name`, of the Gateways that VirtualServices are bound to; reads VirtualService. */
export function routedGateways({ ofKind }: RuleContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { namespace, spec } of ofKind(VIRTUAL_SERVICE)) {
    for (const name of texts(spec.gateways)) found.add(fullName(reference(namespace, name)));
  }
  return found;
}
