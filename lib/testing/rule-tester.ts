import { deepStrictEqual, ok } from 'node:assert';
import { analyze, World, type AnalyzeOptions, type Report, type Rule, type RuleEntry } from '../analysis';
import type { KnownResource, MeshConfig } from '../mesh';
import type { Finding, Level } from '../report';
import { Snapshot, snapshotFromYaml } from '../snapshot';

/** A finding that a case expects; what it leaves out is not compared. */
export interface ExpectedFinding {
  /** `Kind namespace/name`, or `Kind name` without a namespace. */
  readonly resource: string;
  /** @default - the only code of the rule */
  readonly code?: string;
  /** @default - any */
  readonly level?: Level;
  /** @default - any */
  readonly path?: string;
  /** A part of the message. @default - any */
  readonly message?: string;
}

/** Manifests and what the rule says of them. */
export interface RuleCase {
  readonly name: string;
  /** Any number of documents. */
  readonly yaml: string;
  /** Whether what is not in the manifests does not exist. @default true */
  readonly closed?: boolean;
  /** @default - Istio's own defaults */
  readonly meshConfig?: MeshConfig;
  /** @default cluster.local */
  readonly clusterDomain?: string;
  /** @default - none */
  readonly known?: readonly KnownResource[];
  /** In any order. @default - the rule is silent */
  readonly expect?: readonly ExpectedFinding[];
}

/** Registers tests, as jest, vitest and node:test do. */
export interface ITestFramework {
  /** Groups the tests that are registered while `body` runs. */
  describe(name: string, body: () => void): void;
  /** Registers one test, which fails where `body` throws. */
  test(name: string, body: () => void): void;
}

/**
 * Tests a rule by cases, good and bad manifests side by side, and proves of each case that the rule keeps its contract: it writes
 * to nothing, reads the kinds it declares and no others, reports the codes it declares, says the same whatever the order of the
 * resources, and is never sure where it declares itself a heuristic.
 *
 * @example
 * new RuleTester().run(rule, [
 *   { name: 'a gateway that is there', yaml: '…' },
 *   { name: 'a gateway that is not', yaml: '…', expect: [{ resource: 'VirtualService shop/front', path: 'spec.gateways[0]' }] },
 * ]);
 */
export class RuleTester {
  /** @param framework where tests are registered; `describe` and `test` of the global scope by default */
  constructor(private readonly framework: ITestFramework = globalThis as unknown as ITestFramework) {}

  /** Registers one test a case. */
  public run(rule: Rule, cases: readonly RuleCase[]): void {
    this.framework.describe(rule.meta.id, () => {
      for (const one of cases) this.framework.test(one.name, () => checkCase(rule, one));
    });
  }
}

/** What the rule says of a case; throws an AssertionError where it is not what was expected. */
export function checkCase(rule: Rule, one: RuleCase): void {
  const findings = findingsOf(rule, one, false);
  const described = (of: readonly Finding[]) =>
    of.map(({ code, level, message, resource, path }) => ({ code, level, message, resource, path }));
  deepStrictEqual(
    described(findingsOf(rule, one, true)),
    described(findings),
    'the order of resources makes a difference',
  );
  const left = [...findings];
  const missing = (one.expect ?? []).filter((expected) => {
    const at = left.findIndex((finding) => matches(finding, expected, rule));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  deepStrictEqual({ missing, unexpected: described(left) }, { missing: [], unexpected: [] });
}

function findingsOf(rule: Rule, one: RuleCase, reversed: boolean): readonly Finding[] {
  const { resources } = snapshotFromYaml(one.yaml);
  for (const { manifest } of resources) freeze(manifest);
  const ordered = reversed ? [...resources].reverse() : resources;
  const facts = {
    ...(one.clusterDomain === undefined ? {} : { clusterDomain: one.clusterDomain }),
    ...(one.known === undefined ? {} : { known: one.known }),
  };
  const snapshot = new Snapshot(ordered, one.meshConfig, facts);
  const options: AnalyzeOptions = { closed: one.closed ?? true, shape: false, rules: [watched(rule)] };
  return analyze(snapshot, options);
}

/** The rule, held to what it declares. */
function watched(rule: Rule): RuleEntry {
  const { meta } = rule;
  const check = (report: Report): void => {
    const { code = meta.codes[0]!, level = meta.level } = report;
    ok(meta.codes.includes(code), `reports ${code}, which it does not declare`);
    ok(!meta.heuristic || level !== 'error', 'a heuristic is never an error');
  };
  const entry: RuleEntry = {
    id: meta.id,
    when: ['*'],
    load: () => ({
      meta,
      check: (context) => {
        const undeclared = new Set<string>();
        const world = new World(context.snapshot, context.closed);
        const record = (kind: string) => void (meta.kinds.includes(kind) || undeclared.add(kind));
        const report = (one: Report) => {
          check(one);
          context.report(one);
        };
        rule.check(world.contextFor(report, record));
        deepStrictEqual([...undeclared], [], 'reads kinds that it does not declare');
      },
    }),
  };
  return entry;
}

function matches(finding: Finding, expected: ExpectedFinding, { meta }: Rule): boolean {
  const { kind, namespace, name } = finding.resource;
  return (
    expected.resource === (namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`) &&
    finding.code === (expected.code ?? meta.codes[0]) &&
    (expected.level === undefined || finding.level === expected.level) &&
    (expected.path === undefined || finding.path === expected.path) &&
    (expected.message === undefined || finding.message.includes(expected.message))
  );
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
