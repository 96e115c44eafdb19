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
  private judgedAt: string | undefined;
  private problems: readonly string[] = [];

  /**
   * @param judge looks at the construct
   * @param state what else the verdict depends on, as text; undefined where it can change unseen
   */
  constructor(
    private readonly scope: IConstruct,
    private readonly judge: () => Verdict,
    private readonly state: () => string | undefined,
  ) {
    scope.node.addValidation({ validate: () => [...this.validate()] });
  }

  /** Whether the construct, as it is now, was judged and nothing was wrong. */
  public get isClean(): boolean {
    return this.problems.length === 0 && this.judgedAt !== undefined && this.judgedAt === this.now();
  }

  private validate(): readonly string[] {
    const now = this.now();
    if (now !== undefined && now === this.judgedAt) return this.problems;
    const { problems, warnings } = this.judge();
    printWarnings(this.scope, warnings);
    this.problems = problems;
    this.judgedAt = now;
    return problems;
  }

  private now(): string | undefined {
    const state = this.state();
    return state === undefined ? undefined : `${revisionOf(this.scope).count} ${state}`;
  }
}

function revisionOf(scope: IConstruct): Revision {
  const root = scope.node.root as unknown as Rooted;
  if (!root[REVISION]) Object.defineProperty(root, REVISION, { value: { count: 0 } });
  return root[REVISION] as Revision;
}
