import { compareSpecificity, HostIndex, isWildcard } from '../../mesh';
import type { Resource } from '../../snapshot';

/** DestinationRules by namespace and host, as Istio looks for them. */
export class DestinationRuleTables {
  /** Those that proxies of a namespace find first, since they are in it. */
  public readonly own = new Map<string, HostTable>();
  /** Those that a namespace has for others. */
  public readonly exported = new Map<string, HostTable>();

  /** @param root namespace of the rules that everybody finds last */
  constructor(private readonly root: string) {}

  /** @param scopes namespaces that see the rule */
  public add(host: string, rule: Resource, scopes: readonly string[]): void {
    const { namespace } = rule;
    const isPrivate = scopes.every((scope) => scope === namespace);
    // The root namespace's exported rules are the mesh's, also for its own proxies.
    const isOwn = namespace === this.root ? isPrivate : scopes.includes('*') || scopes.includes(namespace);
    if (isOwn) tableOf(this.own, namespace).add(host, rule);
    if (!isPrivate) tableOf(this.exported, namespace).add(host, rule);
  }
}

/** Rules by host; the most specific host that covers a name is the one that counts. */
class HostTable {
  private readonly rules = new Map<string, Resource[]>();
  private readonly wildcards = new HostIndex<readonly Resource[]>();

  public add(host: string, rule: Resource): void {
    const known = this.rules.get(host);
    if (known) {
      known.push(rule);
      return;
    }
    const own = [rule];
    this.rules.set(host, own);
    if (isWildcard(host)) this.wildcards.add(host, own);
  }

  public match(host: string): readonly Resource[] | undefined {
    const exact = this.rules.get(host);
    if (exact) return exact;
    const [first, ...more] = this.wildcards.covering(host);
    return more.reduce((best, one) => (compareSpecificity(one.host, best!.host) < 0 ? one : best), first)?.value;
  }
}

function tableOf(tables: Map<string, HostTable>, namespace: string): HostTable {
  const known = tables.get(namespace);
  if (known) return known;
  const table = new HostTable();
  tables.set(namespace, table);
  return table;
}
