/**
 * Every rule, by name. `when` names the kinds without which the rule cannot find anything, so that its file is not even loaded.
 */
import type { Rule, RuleEntry } from '../rule';

type Module = { readonly rule: Rule };

const entry = (id: string, when: readonly string[], load: () => Module): RuleEntry => ({
  id,
  when,
  load: () => load().rule,
});

/* eslint-disable @typescript-eslint/no-require-imports -- rules are loaded when they have something to look at */
export const rules: readonly RuleEntry[] = [
  entry('name-collision', ['*'], () => require('./object/name-collision') as Module),
];
