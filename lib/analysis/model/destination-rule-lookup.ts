/**
 * Which DestinationRules the proxies of a namespace find for a host: those of their own namespace, else those that the
 * namespace of the service exports to them, else those of the root namespace. Where one namespace has some, the next is not asked.
 */
import { compareSpecificity, HostIndex, isWildcard } from '../../mesh';
import type { Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { isFields, objects, text, texts } from './json';
import { DESTINATION_RULE } from './kinds';
import { fqdn } from './names';
import { rootNamespace } from './server-mtls';
import { scopesOf } from './visibility';

const memory = new WeakMap<Snapshot, DestinationRuleLookup>();

/** The DestinationRules of a snapshot. Reads DestinationRule. */
export function destinationRules({ ofKind, snapshot }: RuleContext): DestinationRuleLookup {
  const rules = ofKind(DESTINATION_RULE);
  const known = memory.get(snapshot);
  if (known) return known;
  const lookup = new DestinationRuleLookup(rules, snapshot);
  memory.set(snapshot, lookup);
  return lookup;
}

/** DestinationRules by who finds them. */
export class DestinationRuleLookup {
  /** Namespace of the rules that everybody finds last. */
  public readonly root: string;
  private readonly byHost = new Map<string, Resource[]>();
  private readonly bySubset = new Map<string, Resource>();
  private readonly found = new Map<string, readonly Resource[]>();
  private readonly own = new Map<string, HostTable>();
  private readonly exported = new Map<string, HostTable>();
  private hasWildcards = false;

  constructor(
    rules: readonly Resource[],
    private readonly snapshot: Snapshot,
  ) {
    this.root = rootNamespace(snapshot.meshConfig.rootNamespace);
    for (const rule of rules) this.add(rule);
  }

  /** Those that are for just this host, wherever they are. */
  public all(host: string): readonly Resource[] {
    return this.byHost.get(host) ?? [];
  }

  /** A rule that is for just this host and has the subset; one of the given namespace first. */
  public defining(host: string, subset: string, namespace: string): Resource | undefined {
    return this.bySubset.get(`${host} ${subset} ${namespace}`) ?? this.bySubset.get(`${host} ${subset}`);
  }

  /** Namespaces with rules of their own for a host. */
  public namespacesWith(host: string): readonly string[] {
    return [...new Set(this.all(host).map(({ namespace }) => namespace))];
  }

  /** Whether proxies of every namespace find a rule that is for just this host, because no other one can be before it. */
  public isEverywhere(rule: Resource, host: string, homes: readonly string[]): boolean {
    const isAsked = rule.namespace === this.root || homes.includes(rule.namespace);
    return isAsked && !this.hasWildcards && this.all(host).length === 1 && this.scopesOf(rule).includes('*');
  }

  /** Those that proxies of a namespace find for a host whose service is in one of `homes`. */
  public find(client: string, host: string, homes: readonly string[]): readonly Resource[] {
    const key = [client, host, ...homes].join(' ');
    const known = this.found.get(key);
    if (known) return known;
    const found = this.search(client, host, homes);
    this.found.set(key, found);
    return found;
  }

  /** Whether proxies of a namespace find the subset among those rules. */
  public hasSubset(subset: string, client: string, host: string, homes: readonly string[]): boolean {
    return subsetsOf(this.find(client, host, homes)).has(subset);
  }

  private search(client: string, host: string, homes: readonly string[]): readonly Resource[] {
    const own = this.own.get(client)?.match(host) ?? [];
    if (own.length > 0) return own;
    for (const namespaces of [homes, [this.root]]) {
      const found = namespaces.flatMap((namespace) => this.exported.get(namespace)?.match(host) ?? []);
      const visible = found.filter((rule) => this.isSeen(rule, client));
      if (visible.length > 0) return visible;
    }
    return [];
  }

  private add(rule: Resource): void {
    const { namespace, spec } = rule;
    const host = fqdn(text(spec.host), namespace, this.snapshot.clusterDomain);
    this.hasWildcards ||= isWildcard(host);
    const kin = this.byHost.get(host);
    if (kin) kin.push(rule);
    else this.byHost.set(host, [rule]);
    for (const { name } of objects(spec.subsets)) {
      for (const key of [`${host} ${text(name)}`, `${host} ${text(name)} ${namespace}`])
        if (!this.bySubset.has(key)) this.bySubset.set(key, rule);
    }
    const scopes = this.scopesOf(rule);
    const isPrivate = scopes.every((scope) => scope === namespace);
    // The root namespace's exported rules are the mesh's, also for its own proxies.
    const isOwn = namespace === this.root ? isPrivate : scopes.includes('*') || scopes.includes(namespace);
    if (isOwn) tableOf(this.own, namespace).add(host, rule);
    if (!isPrivate) tableOf(this.exported, namespace).add(host, rule);
  }

  private isSeen(rule: Resource, client: string): boolean {
    const scopes = this.scopesOf(rule);
    return scopes.includes('*') || scopes.includes(client);
  }

  private scopesOf({ namespace, spec }: Resource): readonly string[] {
    // One for some workloads is for those of its namespace.
    const exportTo = isFields(spec.workloadSelector) ? ['.'] : texts(spec.exportTo);
    return scopesOf(exportTo, namespace, this.snapshot.meshConfig.defaultDestinationRuleExportTo);
  }
}

const subsets = new WeakMap<readonly Resource[], ReadonlySet<string>>();

function subsetsOf(rules: readonly Resource[]): ReadonlySet<string> {
  const known = subsets.get(rules);
  if (known) return known;
  const names = new Set(rules.flatMap(({ spec }) => objects(spec.subsets).map(({ name }) => text(name))));
  subsets.set(rules, names);
  return names;
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
