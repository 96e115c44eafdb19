/** From what rules report to findings: located, in order, each once. */
import type { Finding, Level } from '../report';
import type { Report } from './rule';

/** A report with its code and level settled. */
export type Located = Report & { readonly code: string; readonly level: Level };

const RANKS: Readonly<Record<Level, number>> = { error: 0, warning: 1, info: 2 };

/** Whether a level is as bad as another, or worse. */
export function isAtLeast(level: Level, threshold: Level): boolean {
  return RANKS[level] <= RANKS[threshold];
}

/** Frozen findings: errors first, then by code, resource, field and text. */
export function findingsOf(reports: readonly Located[]): readonly Finding[] {
  const keyed = new Map<string, Located>();
  for (const report of reports) keyed.set(keyOf(report), report);
  const keys = [...keyed.keys()].sort();
  return Object.freeze(keys.map((key) => findingOf(keyed.get(key)!)));
}

function keyOf({ code, level, resource, path = '', message }: Located): string {
  const { kind, namespace, name, origin } = resource;
  const place = origin.construct ?? origin.file ?? '';
  // Numbers in a path sort as numbers: rule 2 stands before rule 10.
  const field = path.replace(/\d+/g, (digits) => digits.padStart(6, '0'));
  return [RANKS[level], code, kind, namespace, name, field, message, place].join('\u0000');
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
