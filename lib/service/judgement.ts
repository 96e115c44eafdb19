import type { IConstruct, IValidation } from 'constructs';
import { writingOf, type Writing } from '../checks';
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

/** A construct that can be judged. */
export interface IJudged extends IConstruct {
  /** @internal */
  _judge(): Verdict;
  /**
   * Changes whenever something outside of the App's routes does that the verdict depends on; undefined where that can happen unseen.
   *
   * @internal
   */
  _state(): number | undefined;
}

const NOTHING: readonly never[] = [];

/**
 * The verdict on a construct, remembered until the routes of the App change: cdk8s validates an App once, and again for each of
 * its charts.
 */
export class Judgement implements IValidation {
  private problems: readonly string[] = NOTHING;
  private warnings: readonly Warning[] = NOTHING;
  /** Revision of the App's routes, and state of the construct, that the verdict is about. */
  private revision: number | undefined;
  private state: number | undefined;
  private readonly writing: Writing;
  private readonly routes: Revision;
  /** The writing of the App in which nothing was wrong. */
  private cleanIn: number | undefined;

  constructor(private readonly judged: IJudged) {
    this.writing = writingOf(judged);
    this.routes = revisionOf(judged);
    judged.node.addValidation(this);
  }

  /** Whether the construct, as it is now, was judged. */
  public get isCurrent(): boolean {
    const { revision, routes, state } = this;
    return state !== undefined && state === this.judged._state() && revision === routes.count;
  }

  /** Whether the construct, as it is now, was judged and nothing was wrong. */
  public get isClean(): boolean {
    return this.problems.length === 0 && this.isCurrent;
  }

  /** Judges the construct, unless that was done already. */
  public pass(): void {
    if (this.isCurrent) return;
    const { problems, warnings } = this.judged._judge();
    this.problems = problems.length === 0 ? NOTHING : problems;
    this.warnings = warnings.length === 0 ? NOTHING : warnings;
    this.state = this.judged._state();
    this.revision = this.routes.count;
  }

  public validate(): string[] {
    const { run } = this.writing;
    // Asked once for each chart: with a hundred of them, even a look at whether the verdict is current takes long.
    if (run !== undefined && run === this.cleanIn) return [];
    this.pass();
    printWarnings(this.judged, this.warnings);
    this.cleanIn = this.problems.length === 0 ? run : undefined;
    return [...this.problems];
  }
}

function revisionOf(scope: IConstruct): Revision {
  const root = scope.node.root as unknown as Rooted;
  if (!root[REVISION]) Object.defineProperty(root, REVISION, { value: { count: 0 } });
  return root[REVISION] as Revision;
}
