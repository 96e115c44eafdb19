import type { IConstruct } from 'constructs';
import { printWarnings, type Warning } from './warning';
import { WorkloadIndex } from './workload-index';

/** What a construct has to say about itself. */
export interface Verdict {
  /** Messages of errors. */
  readonly problems: readonly string[];
  readonly warnings: readonly Warning[];
}

const REVISION = Symbol.for('cdk8s-istio.RouteRevision');
type Rooted = { [REVISION]?: Revision };

interface Revision {
  count: number;
  /** The App's Services and workloads, as they were at `indexedAt`. */
  index?: WorkloadIndex;
  indexedAt?: number;
}

/** Notes that the rules of some route of the App changed. */
export function routesChanged(scope: IConstruct): void {
  revisionOf(scope).count++;
}

/** The Services and workloads of the App; read once for each revision of its routes, since many constructs ask. */
export function workloadsOf(scope: IConstruct): WorkloadIndex {
  const revision = revisionOf(scope);
  if (!revision.index || revision.indexedAt !== revision.count) {
    revision.index = new WorkloadIndex(scope.node.root);
    revision.indexedAt = revision.count;
  }
  return revision.index;
}

/**
 * The verdict on a construct at validation, remembered until the routes of the App change: cdk8s validates an App once, and
 * again for each of its charts.
 */
export class Judgement {
  /** Revision of the App's routes, and state of the construct, that `problems` are about. */
  private judgedAt: readonly [revision: number, state: number] | undefined;
  private problems: readonly string[] = [];

  /**
   * @param judge looks at the construct
   * @param state changes whenever something else does that the verdict depends on; undefined where that can happen unseen
   */
  constructor(
    private readonly scope: IConstruct,
    private readonly judge: () => Verdict,
    private readonly state: () => number | undefined,
  ) {
    scope.node.addValidation({ validate: () => [...this.validate()] });
  }

  /** Whether the construct, as it is now, was judged and nothing was wrong. */
  public get isClean(): boolean {
    return this.problems.length === 0 && this.isCurrent(this.state());
  }

  private validate(): readonly string[] {
    const state = this.state();
    if (this.isCurrent(state)) return this.problems;
    const { problems, warnings } = this.judge();
    printWarnings(this.scope, warnings);
    this.problems = problems;
    this.judgedAt = state === undefined ? undefined : [revisionOf(this.scope).count, state];
    return problems;
  }

  private isCurrent(state: number | undefined): boolean {
    if (this.judgedAt === undefined) return false;
    const [revision, judged] = this.judgedAt;
    return judged === state && revision === revisionOf(this.scope).count;
  }
}

function revisionOf(scope: IConstruct): Revision {
  const root = scope.node.root as unknown as Rooted;
  if (!root[REVISION]) Object.defineProperty(root, REVISION, { value: { count: 0 } });
  return root[REVISION] as Revision;
}
