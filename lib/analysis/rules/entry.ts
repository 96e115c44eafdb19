import type { Rule, RuleEntry } from '../rule';

/** A file with a rule. */
export interface Module {
  readonly rule: Rule;
}

/** A rule by name. `when` names the kinds without which it cannot find anything, so that its file is not even loaded. */
export function entry(id: string, when: readonly string[], load: () => Module): RuleEntry {
  return { id, when, load: () => load().rule };
}
