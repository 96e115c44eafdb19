import type { IConstruct } from 'constructs';
import type { Finding } from '../report';
import type { Snapshot } from '../snapshot';
import { Revision } from './revision';

/** Objects that may be serialised anew at every validation of a synth: what a unit test holds, not what costs seconds. */
const FEW = 1000;

/**
 * Remembers the findings of an App as long as it is the same.
 *
 * cdk8s validates the App once, and again for every chart; in between nothing changes, yet between two synths anything may, down
 * to a variable that a lazy value reads. So a small App is compared by its whole content each time. A large one is compared by
 * what was added, patched or labelled, and analysed anew after as many validations as one synth has, whatever the comparison
 * says: no synth passes without an analysis of what it writes.
 */
export class Memory {
  private readonly revision = new Revision();
  private content: string | undefined;
  private findings: readonly Finding[] = [];
  /** How often the findings were reused since they were made; too often until there are some. */
  private reuses = Infinity;

  public recall(root: IConstruct): readonly Finding[] {
    const same = this.revision.update(root);
    const { objects, charts } = this.revision;
    const small = objects * (charts + 1) <= FEW;
    if (!small && same && this.reuses < charts) {
      this.reuses++;
      return this.findings;
    }
    /* eslint-disable @typescript-eslint/no-require-imports -- an App pays for the analysis when it is synthesised */
    const { snapshotOf } = require('../snapshot') as typeof import('../snapshot');
    const { analyze } = require('../analysis') as typeof import('../analysis');
    /* eslint-enable @typescript-eslint/no-require-imports */
    this.reuses = Infinity;
    const snapshot = snapshotOf(root);
    const content = small ? contentOf(snapshot) : undefined;
    if (content === undefined || content !== this.content) {
      this.findings = analyze(snapshot, { closed: false, level: 'warning' });
    }
    this.content = content;
    this.reuses = 0;
    return this.findings;
  }
}

/** What the analysis depends on, as text. */
function contentOf({ resources, replaced, meshConfig, clusterDomain, known, complete }: Snapshot): string {
  const objects = [...replaced, ...resources].map(({ origin, manifest }) => [origin.construct, manifest]);
  return JSON.stringify([objects, meshConfig, clusterDomain, known, complete]);
}
