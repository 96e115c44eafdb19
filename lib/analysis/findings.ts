/** From what rules report to findings: located, in order, each once. */
import type { Finding, Level } from '../report';
import type { Resource } from '../snapshot';
import type { Report } from './rule';

/** A report with its code and level settled. */
export type Located = Report & { readonly code: string; readonly level: Level };

const RANKS: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

/** Whether a level is as bad as another, or worse. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return RANKS[level] <= RANKS[threshold];
}

/** Frozen findings: errors first, then by code, resource, field and text; said twice is said once. */
export function findingsOf(reports: readonly Located[]): readonly Finding[] {
  const sorted = [...reports].sort(compare);
  const unique = sorted.filter((report, i) => i === 0 || compare(sorted[i - 1]!, report) !== 0);
  return Object.freeze(unique.map(findingOf));
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

function findingOf({ code, level, resource, path, message }: Located): Finding {
  const { kind, namespace, name, origin } = resource;
  const position = origin.locate?.(path);
  return Object.freeze({
    code,
    level,
    message: message.replace(/\s*[\r\n]+\s*/g, ' '),
    resource: Object.freeze({ kind, namespace, name }),
    ...(path === undefined ? {} : { path }),
    ...(origin.file === undefined ? {} : { file: origin.file }),
    ...(position === undefined ? {} : { line: position.line, column: position.column, source: position.text }),
    ...(origin.construct === undefined ? {} : { construct: origin.construct }),
  });
}
