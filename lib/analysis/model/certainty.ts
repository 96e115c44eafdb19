/** What may be said of things that are not in the snapshot. */
import type { RuleContext } from '../rule';

/** Whether everything of a namespace is in the snapshot, so that what is not there does not exist. */
export function isWhole(context: RuleContext, namespace: string): boolean {
  return context.closed || context.snapshot.complete.includes(namespace);
}
