import type { Finding, Level } from '../report';
import type { Resource, Snapshot } from '../snapshot';
import { World } from './context';
import { findingsOf, isAtLeast, type Located } from './findings';
import type { Report, Rule, RuleEntry } from './rule';
import { rules as allRules } from './rules';
import { sift, type Suppression } from './suppression';

/** How a snapshot is analysed. */
export interface AnalyzeOptions {
  /**
   * Closed: what is not in the snapshot does not exist, as istioctl sees files. Open: the snapshot is part of a cluster.
   * @default true
   */
  readonly closed?: boolean;
  /** Findings below are left out. @default info */
  readonly level?: Level;
  /** Findings that are accepted, beside those that annotations accept. @default - none */
  readonly suppress?: readonly Suppression[];
  /** Rules that run, instead of all. @default - every rule of this library */
  readonly rules?: readonly RuleEntry[];
  /** Whether each resource is judged as the API server and istiod's webhook do. @default true */
  readonly shape?: boolean;
}

/** What an analysis found, and what somebody had accepted beforehand. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

/**
 * What is wrong with a snapshot: each resource by itself, then all together. Findings are frozen, without duplicates, and in
 * an order that depends on nothing but the resources.
 */
export function analyze(snapshot: Snapshot, options: AnalyzeOptions = {}): readonly Finding[] {
  return analyzeAll(snapshot, options).findings;
}

/** As {@link analyze}, with the findings that were suppressed. */
export function analyzeAll(snapshot: Snapshot, options: AnalyzeOptions = {}): Analysis {
  const { closed = true, level = 'info' } = options;
  const found = collect(snapshot, closed, options);
  const sifted = sift(found, snapshot, options.suppress ?? [], () =>
    // A suppression may be there for the closed world alone, e.g. for the CLI while this is a synth.
    closed ? [] : collect(snapshot, true, options),
  );
  return Object.freeze({
    findings: findingsOf(
      sifted.kept.filter((one) => isAtLeast(one.level, level)),
      snapshot.resources,
    ),
    suppressed: findingsOf(sifted.suppressed, snapshot.resources),
  });
}

function collect(snapshot: Snapshot, closed: boolean, options: AnalyzeOptions): Located[] {
  const found: Located[] = [];
  if (options.shape ?? true) checkShapes(snapshot.resources, found);
  const world = new World(snapshot, closed);
  for (const entry of options.rules ?? allRules) {
    if (!entry.when.some((kind) => kind === '*' || world.ofKind(kind).length > 0)) continue;
    try {
      const rule = entry.load();
      rule.check(world.contextFor(reporter(rule, found)));
    } catch (error) {
      const resource = subjectOf(entry, snapshot);
      if (resource) found.push(failure(`rule ${entry.id}`, resource, error));
    }
  }
  return found;
}

function reporter(rule: Rule, found: Located[]): (report: Report) => void {
  const [code = 'IST0001'] = rule.meta.codes;
  const { level } = rule.meta;
  // Named one by one, they take less memory than a copy of whatever the rule passes.
  return ({ resource, path, message, ...own }) =>
    found.push({ code: own.code ?? code, level: own.level ?? level, resource, path, message });
}

function checkShapes(resources: readonly Resource[], found: Located[]): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- schemas are loaded where something is checked
  const { checkShape } = require('./shape') as typeof import('./shape');
  const report = (one: Report) => found.push({ code: 'IST0106', level: 'error', ...one });
  for (const resource of resources) {
    try {
      checkShape(resource, report);
    } catch (error) {
      found.push(failure('shape', resource, error));
    }
  }
}

/** A check that fails says nothing about the manifests, but a run without it is not clean either. */
function failure(check: string, resource: Resource, error: unknown): Located {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'IST0001', level: 'error', resource, message: `${check} failed and was left out: ${reason}` };
}

function subjectOf(entry: RuleEntry, snapshot: Snapshot): Resource | undefined {
  for (const kind of entry.when) {
    const [first] = snapshot.ofKind(kind);
    if (first) return first;
  }
  return snapshot.resources[0];
}
