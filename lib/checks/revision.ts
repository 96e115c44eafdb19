import type { IConstruct } from 'constructs';

const API_OBJECT = Symbol.for('cdk8s.ApiObject');
const CHART = Symbol.for('cdk8s.Chart');

/**
 * What can be told about an App without serialising it: which constructs it has, and how often each object was patched and
 * labelled. Patches, labels and annotations are read by field name, since cdk8s offers no other way; where a later cdk8s names
 * them otherwise, a change is found by the next full analysis.
 */
export class Revision {
  constructor(
    public readonly charts: number,
    public readonly objects: number,
    private readonly marks: readonly unknown[],
  ) {}

  /** Whether nothing was added, removed, patched or labelled in between. */
  public equals(other: Revision): boolean {
    const { marks } = this;
    if (marks.length !== other.marks.length) return false;
    for (let i = 0; i < marks.length; i++) if (marks[i] !== other.marks[i]) return false;
    return true;
  }
}

/** The revision of everything below a construct. */
export function revisionOf(root: IConstruct): Revision {
  let charts = 0;
  let objects = 0;
  const marks: unknown[] = [];
  const pending: IConstruct[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    marks.push(next);
    if (CHART in next) charts++;
    if (API_OBJECT in next) {
      objects++;
      markObject(next as unknown as Marked, marks);
    }
    const { children } = next.node;
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return new Revision(charts, objects, marks);
}

interface Marked {
  /** Patches of this library's objects. */
  readonly operations?: readonly unknown[];
  readonly patches?: readonly unknown[];
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, unknown>>;
    readonly annotations?: Readonly<Record<string, unknown>>;
  };
}

function markObject({ operations, patches, metadata }: Marked, marks: unknown[]): void {
  marks.push(operations?.length, patches?.length);
  for (const texts of [metadata?.labels, metadata?.annotations]) {
    for (const key in texts) marks.push(key, texts[key]);
  }
}
