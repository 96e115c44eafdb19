/**
 * Which DestinationRules the proxies of a namespace find for a host: those of their own namespace, else those that the
 * namespace of the service exports to them, else those of the root namespace. Where one namespace has some, the next is not asked.
 */
import { isWildcard } from '../../mesh';
import type { Resource, Snapshot } from '../../snapshot';
import type { RuleContext } from '../rule';
import { DestinationRuleTables } from './destination-rule-tables';
import { isFields, text, texts } from './json';
import { DESTINATION_RULE } from './kinds';
import { fqdn } from './names';
import { rootNamespace } from './server-mtls';
import { definesSubset, subsetNames } from './subsets';
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
  /** By host, of those that several rules are for. */
  private readonly bySubset = new Map<string, Map<string, Resource[]>>();
  private readonly found = new Map<string, readonly Resource[]>();
  private tables: DestinationRuleTables | undefined;
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
    const rules = this.all(host);
    // Nearly every host has one rule, for which no index is worth its making.
    const defining =
      rules.length === 1 ? rules.filter((rule) => definesSubset(rule, subset)) : this.definers(host).get(subset);
    return defining?.find((rule) => rule.namespace === namespace) ?? defining?.[0];
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
    this.tables ??= this.makeTables();
    const { own, exported } = this.tables;
    const ofClient = own.get(client)?.match(host) ?? [];
    if (ofClient.length > 0) return ofClient;
    for (const namespaces of [homes, [this.root]]) {
      const found = namespaces.flatMap((namespace) => exported.get(namespace)?.match(host) ?? []);
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
  }

  /** The rules by namespace; needed only where a host has several rules, or one that not everybody finds. */
  private makeTables(): DestinationRuleTables {
    const tables = new DestinationRuleTables(this.root);
    for (const [host, rules] of this.byHost) {
      for (const rule of rules) tables.add(host, rule, this.scopesOf(rule));
    }
    return tables;
  }

  /** The rules of a host by subset. */
  private definers(host: string): ReadonlyMap<string, readonly Resource[]> {
    let bySubset = this.bySubset.get(host);
    if (!bySubset) {
      bySubset = new Map();
      for (const rule of this.all(host)) {
        for (const name of subsetNames(rule)) {
          const known = bySubset.get(name);
          if (known) known.push(rule);
          else bySubset.set(name, [rule]);
        }
      }
      this.bySubset.set(host, bySubset);
    }
    return bySubset;
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
  const found = new Set(rules.flatMap(subsetNames));
  subsets.set(rules, found);
  return found;
}
