/** From what rules report to findings: located, in order, each once. */
import type { Finding, FindingResource, Level } from '../report';
import type { Resource } from '../snapshot';
import type { Report } from './rule';

/** A report with its code and level settled. */
export type Located = Report & { readonly code: string; readonly level: Level };

const RANKS: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

/** Whether a level is as bad as another, or worse. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return RANKS[level] <= RANKS[threshold];
}

/**
 * Frozen findings: errors first, then by code, resource, field and text; said twice is said once.
 *
 * @param resources in the order they were read, so that each text is looked into once, however its findings are spread
 */
export function findingsOf(reports: readonly Located[], resources: Iterable<Resource> = []): readonly Finding[] {
  const sorted = [...reports].sort(compare);
  const unique = sorted.filter((report, i) => i === 0 || compare(sorted[i - 1]!, report) !== 0);
  const order = new Map<Resource, number>();
  for (const resource of resources) order.set(resource, order.size);
  const rank = (i: number) => order.get(unique[i]!.resource) ?? order.size;
  const findings = new Array<Finding>(unique.length);
  const paths = new Map<string, string>();
  let last: Located | undefined;
  let subject: FindingResource | undefined;
  for (const i of Uint32Array.from(unique.keys()).sort((a, b) => rank(a) - rank(b) || a - b)) {
    const report = unique[i]!;
    const { resource, path } = report;
    // Thousands of findings share a few paths, and those of a resource are about one subject: each is held once.
    if (path !== undefined && !paths.has(path)) paths.set(path, path);
    if (subject === undefined || resource !== last?.resource) subject = subjectOf(resource);
    findings[i] = findingOf(report, subject, path === undefined ? path : paths.get(path));
    last = report;
  }
  return Object.freeze(findings);
}

function compare(a: Located, b: Located): number {
  const [one, other] = [a.resource, b.resource];
  return (
    RANKS[a.level] - RANKS[b.level] ||
    compareTexts(a.code, b.code) ||
    (one === other
      ? 0
      : compareTexts(one.kind, other.kind) ||
        compareTexts(one.namespace, other.namespace) ||
        compareTexts(one.name, other.name)) ||
    compareTexts(padded(a.path), padded(b.path)) ||
    compareTexts(a.message, b.message) ||
    (one === other ? 0 : compareTexts(placeOf(one), placeOf(other)))
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers in a path sort as numbers: rule 2 stands before rule 10. */
function padded(path = ''): string {
  return path.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
}

/** Two objects of one name in one file are two places; `line` is asked only where all else is equal. */
function placeOf({ origin }: Resource): string {
  return `${origin.construct ?? origin.file ?? ''}:${origin.line ?? ''}`;
}

function subjectOf({ kind, namespace, name }: Resource): FindingResource {
  return Object.freeze({ kind, namespace, name });
}

function findingOf(
  { code, level, resource: { origin }, message }: Located,
  resource: FindingResource,
  path: string | undefined,
): Finding {
  const position = origin.locate?.(path);
  return Object.freeze({
    code,
    level,
    message: message.replace(/\s*[\r\n]+\s*/g, ' '),
    resource,
    ...(path === undefined ? {} : { path }),
    ...(origin.file === undefined ? {} : { file: origin.file }),
    ...(position === undefined ? {} : { line: position.line, column: position.column, source: position.text }),
    ...(origin.construct === undefined ? {} : { construct: origin.construct }),
  });
}
