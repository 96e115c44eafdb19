import { covers } from './coverage';
import type { RouteMatch } from './route-match';

/** Something with a match that can be put in order. */
export interface IMatched {
  readonly match: RouteMatch;
}

/**
 * Puts specific matches before the general ones that would hide them; otherwise the given order stays. Of two that take the
 * same requests the first stays first.
 */
export function specificFirst<T extends IMatched>(rules: readonly T[]): T[] {
  const ordered: T[] = [];
  for (const rule of rules) {
    const hider = ordered.findIndex(
      (earlier) => covers(earlier.match, rule.match) && !covers(rule.match, earlier.match),
    );
    if (hider < 0) ordered.push(rule);
    else ordered.splice(hider, 0, rule);
  }
  return ordered;
}

/** A rule that no request reaches, and the one before it that takes all of its requests. */
export interface Unreachable<T> {
  readonly rule: T;
  readonly hiddenBy: T;
}

/** The first rule that one before it hides, or undefined. */
export function unreachable<T extends IMatched>(rules: readonly T[]): Unreachable<T> | undefined {
  for (const [index, rule] of rules.entries()) {
    const hiddenBy = rules.slice(0, index).find((earlier) => covers(earlier.match, rule.match));
    if (hiddenBy) return { rule, hiddenBy };
  }
  return undefined;
}
