import type { IConstruct } from 'constructs';
import type { Finding } from '../report';

const CHART = Symbol.for('cdk8s.Chart');

/**
 * Leaves out findings about an object whose construct refuses itself: what the construct says is the cause, and in the words of
 * what was written; the finding is what comes of it.
 */
export function withoutConsequences(root: IConstruct, findings: readonly Finding[]): readonly Finding[] {
  const refuses = new Map<IConstruct, boolean>();
  return findings.filter(({ construct }) => {
    const maker = construct === undefined ? undefined : makerOf(root, construct);
    if (!maker) return true;
    if (!refuses.has(maker)) refuses.set(maker, maker.node.validate().length > 0);
    return !refuses.get(maker);
  });
}

/** The construct that an object is the child of; none where that is a chart, whose own validations may be about anything. */
function makerOf(root: IConstruct, path: string): IConstruct | undefined {
  const ids = path.split('/').slice(0, -1);
  let maker: IConstruct | undefined = root;
  for (const id of ids) maker = maker?.node.tryFindChild(id);
  return maker === root || (maker && CHART in maker) ? undefined : maker;
}
