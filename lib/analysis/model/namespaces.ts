/** Whether a namespace that is named somewhere exists. */
import type { RuleContext } from '../rule';
import { NAMESPACE } from './kinds';

/**
 * Says of a name whether no such namespace exists: there are Namespaces among the manifests, none is called so, and nothing lives
 * in it. Without any Namespace they are made elsewhere, and nothing is certain. Reads Namespace.
 */
export function namespaceJudge(context: RuleContext): (name: string) => boolean {
  if (context.ofKind(NAMESPACE).length === 0) return () => false;
  const used = new Set(context.snapshot.resources.map(({ namespace }) => namespace));
  return (name) => name !== '' && !used.has(name) && context.isMissing(NAMESPACE, '', name);
}
