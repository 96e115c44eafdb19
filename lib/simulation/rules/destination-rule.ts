import type { Snapshot } from '../../snapshot';
import { byAge, configOf, type Config } from '../model/config';
import { isRecord, records, selects, text, textMap, texts } from '../model/fields';
import type { MeshSettings } from '../model/mesh-settings';
import { fullName, HostTable } from '../model/names';
import type { MeshService } from '../registry/service';

/** One or several DestinationRules of a host, merged into one. */
export interface DestinationRule {
  /** The objects, the first one first. */
  readonly from: readonly Config[];
  readonly namespace: string;
  readonly exportTo: readonly string[];
  readonly selector: ReadonlyMap<string, string> | undefined;
  readonly trafficPolicy: unknown;
  readonly subsets: readonly Subset[];
}

/** A named part of a service's endpoints. */
export interface Subset {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly trafficPolicy: unknown;
}

type Table = HostTable<DestinationRule[]>;

/** DestinationRules by namespace, as a client of each namespace looks them up. */
export class DestinationRuleIndex {
  private readonly local = new Map<string, Table>();
  private readonly exported = new Map<string, Table>();
  private readonly rootLocal: Table = new HostTable();

  constructor(
    snapshot: Snapshot,
    private readonly settings: MeshSettings,
    derived: readonly Config[] = [],
  ) {
    const configs = [...snapshot.ofKind('networking.istio.io/DestinationRule').map(configOf), ...derived];
    for (const config of configs.sort(selectorsFirst)) this.add(config);
  }

  /** The rules for a service as a client namespace finds them: its own, then the service's, then the root namespace. */
  public lookup(client: string, service: MeshService): readonly DestinationRule[] {
    const own = client === this.settings.rootNamespace ? this.rootLocal : this.local.get(client);
    const found = own?.match(service.host);
    if (found) return found;
    const shared = this.exportedFrom(service.namespace, service.host, client);
    if (shared.length > 0) return shared;
    return this.exportedFrom(this.settings.rootNamespace, service.host, client);
  }

  private exportedFrom(namespace: string, host: string, client: string): readonly DestinationRule[] {
    const found = this.exported.get(namespace)?.match(host) ?? [];
    return found.filter(({ exportTo }) => exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(client));
  }

  private add(config: Config): void {
    const { spec, namespace } = config;
    const host = fullName(text(spec['host']), namespace, this.settings.clusterDomain);
    if (host === '') return;
    const selector = isRecord(spec['workloadSelector']) ? textMap(spec['workloadSelector']['matchLabels']) : undefined;
    const exportTo = selector ? ['.'] : [...new Set(texts(spec['exportTo']))];
    const here =
      exportTo.length === 0 || exportTo.some((scope) => scope === '*' || scope === '.' || scope === namespace);
    const rule: DestinationRule = {
      from: [config],
      namespace,
      exportTo,
      selector,
      trafficPolicy: spec['trafficPolicy'],
      subsets: records(spec['subsets']).map((subset) => ({
        name: text(subset['name']),
        labels: textMap(subset['labels']),
        trafficPolicy: subset['trafficPolicy'],
      })),
    };
    if (here) merge(table(this.local, namespace), host, rule);
    const hidden =
      exportTo.length === 0
        ? this.settings.destinationRuleExportTo.includes('.')
        : exportTo.length === 1 && (exportTo[0] === '.' || exportTo[0] === namespace);
    if (!hidden) merge(table(this.exported, namespace), host, rule);
    else if (namespace === this.settings.rootNamespace) merge(this.rootLocal, host, rule);
  }
}

/** The rule that holds for a client: one that selects it, else the one for all. */
export function ruleFor(
  rules: readonly DestinationRule[],
  namespace: string,
  labels: ReadonlyMap<string, string>,
): DestinationRule | undefined {
  let general: DestinationRule | undefined;
  for (const rule of rules) {
    if (!rule.selector) general = rule;
    else if (rule.namespace === namespace && selects(rule.selector, labels)) return rule;
  }
  return general;
}

function table(tables: Map<string, Table>, namespace: string): Table {
  let found = tables.get(namespace);
  if (!found) tables.set(namespace, (found = new HostTable()));
  return found;
}

/** Puts a rule beside those of the same host, or into one of them: subsets add up, the first traffic policy stays. */
function merge(rules: Table, host: string, rule: DestinationRule): void {
  const existing = rules.get(host);
  if (!existing) {
    rules.set(host, [rule]);
    return;
  }
  let apart = true;
  existing.forEach((known, i) => {
    const same = sameScope(known.exportTo, rule.exportTo);
    apart = !same;
    if (!same && !(known.exportTo.length > 0 && covers(rule.exportTo, known.exportTo))) return;
    if (known.selector && rule.selector && !sameLabels(known.selector, rule.selector)) {
      apart = true;
      return;
    }
    if ((known.selector === undefined) === (rule.selector === undefined)) apart = false;
    const names = new Set(known.subsets.map(({ name }) => name));
    existing[i] = {
      ...known,
      from: [...known.from, ...rule.from],
      subsets: [...known.subsets, ...rule.subsets.filter(({ name }) => !names.has(name))],
      trafficPolicy: isRecord(known.trafficPolicy) ? known.trafficPolicy : rule.trafficPolicy,
    };
  });
  if (apart) existing.push(rule);
}

function sameScope(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && covers(a, b);
}

function covers(a: readonly string[], b: readonly string[]): boolean {
  return b.every((scope) => a.includes(scope));
}

function sameLabels(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && selects(a, b);
}

function selectorsFirst(a: Config, b: Config): number {
  const selector = (config: Config): number => Number(isRecord(config.spec['workloadSelector']));
  return selector(b) - selector(a) || byAge(a, b);
}
