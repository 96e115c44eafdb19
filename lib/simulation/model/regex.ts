import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS | undefined>();
const MOST = 5000;

/** A regular expression of RE2's dialect; undefined where RE2 refuses it. */
export function regex(pattern: string): RE2JS | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  if (compiled.size >= MOST) compiled.clear();
  let expression: RE2JS | undefined;
  try {
    expression = RE2JS.compile(pattern);
  } catch {
    expression = undefined;
  }
  compiled.set(pattern, expression);
  return expression;
}

/** Whether the whole text matches. */
export function matchesWhole(pattern: string, value: string): boolean {
  return regex(pattern)?.matches(value) ?? false;
}
