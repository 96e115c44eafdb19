import type { IConstruct } from 'constructs';

const API_OBJECT = Symbol.for('cdk8s.ApiObject');
const CHART = Symbol.for('cdk8s.Chart');

/** What is read of an ApiObject, by field name, since cdk8s offers no other way. */
interface Marked {
  /** Patches of this library's objects. */
  readonly operations?: readonly unknown[];
  readonly patches?: readonly unknown[];
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, unknown>>;
    readonly annotations?: Readonly<Record<string, unknown>>;
  };
}

/**
 * What can be told about an App without serialising it: which constructs it has, and how often each object was patched, labelled
 * and annotated. Where another cdk8s names these fields otherwise, a change is found by the next full analysis.
 */
export class Revision {
  /** Charts in the App, as of the last {@link update}. */
  public charts = 0;
  /** ApiObjects in the App, as of the last {@link update}. */
  public objects = 0;
  // One list that is compared and overwritten in place: a synth of many charts asks more than a hundred times.
  private readonly marks: unknown[] = [];
  private at = 0;
  private same = true;

  /** Takes the App as it is now; whether it is as it was the last time. */
  public update(root: IConstruct): boolean {
    this.at = this.charts = this.objects = 0;
    this.same = true;
    const pending: IConstruct[] = [root];
    for (let next = pending.pop(); next; next = pending.pop()) {
      this.mark(next);
      if (CHART in next) this.charts++;
      if (API_OBJECT in next) {
        this.objects++;
        this.markObject(next as unknown as Marked);
      }
      const { children } = next.node;
      for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
    }
    const shorter = this.marks.length > this.at;
    this.marks.length = this.at;
    return this.same && !shorter;
  }

  private markObject({ operations, patches, metadata }: Marked): void {
    this.mark(operations?.length);
    this.mark(patches?.length);
    this.markTexts(metadata?.labels);
    this.markTexts(metadata?.annotations);
  }

  private markTexts(texts: Readonly<Record<string, unknown>> | undefined): void {
    for (const key in texts) {
      this.mark(key);
      this.mark(texts[key]);
    }
  }

  private mark(value: unknown): void {
    if (this.marks[this.at] !== value) {
      this.marks[this.at] = value;
      this.same = false;
    }
    this.at++;
  }
}
