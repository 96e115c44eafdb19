import type { IConstruct } from 'constructs';
import { ConfigurationError } from '../../errors';
import { seenTogether, type Visibility } from '../../service';
import type { Terms } from './terms';

interface Listener {
  readonly owner: IConstruct;
  readonly port: number;
  /** Whether it takes every connection of the port, because no address tells it apart. */
  readonly takesAll: boolean;
  readonly seenBy: Visibility;
}

const LISTENERS = Symbol.for('cdk8s-istio.EgressListeners');
type Rooted = { [LISTENERS]?: Map<number, Listener[]> };

/**
 * Refuses TCP ports without addresses that another route shares: a sidecar listens once per port, and TCP does not say which
 * host it is for (P20); next to HTTP it takes the requests of all hosts (P21).
 *
 * @throws ConfigurationError EgressTcpIndistinct
 */
export function claimListeners(
  owner: IConstruct,
  terms: Terms,
  addresses: readonly string[],
  seenBy: Visibility,
): void {
  const root = owner.node.root as unknown as Rooted;
  if (!root[LISTENERS]) {
    Object.defineProperty(root, LISTENERS, { value: new Map<number, Listener[]>(), enumerable: false });
  }
  const listeners = root[LISTENERS] as Map<number, Listener[]>;
  for (const { port, family } of terms.ports) {
    if (family === 'tcp' && addresses.length > 0) continue;
    const own = { owner, port, takesAll: family === 'tcp', seenBy };
    const others = listeners.get(port) ?? [];
    // Routes of HTTP and TLS share ports freely, so only a route of TCP has to look at all of them.
    const rivals = own.takesAll ? others : others.filter((one) => one.takesAll);
    const rival = rivals.find((one) => seenTogether(one.seenBy, seenBy));
    if (rival) {
      const tcp = own.takesAll ? owner : rival.owner;
      throw new ConfigurationError('EgressTcpIndistinct', {
        at: owner,
        problem: `port ${port} is also that of ${rival.owner.node.path}, and ${tcp.node.path} takes all of its connections`,
        value: port,
      });
    }
    // Of those who share the port one is enough to conflict with, unless only some namespaces see them.
    if (own.takesAll || seenBy.exportTo || others.every((one) => one.seenBy.exportTo)) {
      listeners.set(port, [...others, own]);
    }
  }
}
