import type { Level } from '../report';
import type { KindKey, Resource, Snapshot } from '../snapshot';

/** What a rule reports; the engine makes a Finding of it. */
export interface Report {
  readonly resource: Resource;
  /** One line: what is wrong with which value, what to do. */
  readonly message: string;
  /** Path of the field in the manifest, e.g. `spec.http[0].route[0].destination.host`. @default - the whole resource */
  readonly path?: string;
  /** Overrides `code` and `level` where a rule has several codes. */
  readonly code?: string;
  readonly level?: Level;
}

/** What a rule may see of the world. */
export interface RuleContext {
  readonly snapshot: Snapshot;
  /**
   * Closed: what is not in the snapshot does not exist (the CLI's default, as istioctl's). Open: the snapshot holds part of a
   * cluster (an App at synth); "X does not exist" may be said only where the snapshot itself contradicts X.
   */
  readonly closed: boolean;
  /** All resources of a kind, those of Kubernetes' own namespaces left out; a rule may ask only for the kinds it declares. */
  ofKind(kind: KindKey): readonly Resource[];
  /** One resource, of whatever namespace; undefined where the snapshot has none. Only of the kinds that the rule declares. */
  find(kind: KindKey, namespace: string, name: string): Resource | undefined;
  /**
   * Whether a resource certainly does not exist: it is not in the snapshot, nobody vouches for it (`Snapshot.known`), and the
   * world is closed or its namespace is complete. The only right way to say "X does not exist".
   */
  isMissing(kind: KindKey, namespace: string, name: string): boolean;
  /** Reports one mistake; may be called any number of times. */
  report(report: Report): void;
}

/** What is known about a rule without running it. */
export interface RuleMeta {
  /** Unique, kebab-case, equal to the file name. */
  readonly id: string;
  /** Codes that the rule can report. */
  readonly codes: readonly string[];
  /** Level of its findings, where they don't carry their own. */
  readonly level: Level;
  /** One line for users: what it finds. */
  readonly description: string;
  /** Kinds it reads; proved by a test that records access. */
  readonly kinds: readonly KindKey[];
  /** istioctl's name of the analyzer it equals, e.g. `virtualservice.GatewayAnalyzer`. @default - the check is ours */
  readonly istioctl?: string;
  /** Whether it can report something that is right; heuristics are never errors. @default false */
  readonly heuristic?: boolean;
}

/** One check: data about it and a pure function of what it sees. */
export interface Rule {
  readonly meta: RuleMeta;
  /** Looks at what the context shows and reports what is wrong. Changes nothing and remembers nothing. */
  check(context: RuleContext): void;
}

/** A rule that is loaded when it first has something to look at. */
export interface RuleEntry {
  /** `meta.id` of the rule. */
  readonly id: string;
  /** The rule runs where a resource of one of these kinds is there; a subset of `meta.kinds`. */
  readonly when: readonly KindKey[];
  /** The rule itself; its module is loaded with the first call. */
  load(): Rule;
}
