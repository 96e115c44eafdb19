import type { IConstruct } from 'constructs';
import type { Finding } from '../report';
import type { Snapshot } from '../snapshot';
import { Revision } from './revision';
import type { Synthesis } from './synthesis';

/** Objects that may be serialised anew at every validation of a synth: what a unit test holds, not what costs seconds. */
const FEW = 1000;

/**
 * Remembers the findings of an App as long as it is the same.
 *
 * cdk8s validates the App once, and again for every chart. While the App writes itself nothing changes in between. Outside of
 * that anything may, down to a variable that a lazy value reads: a small App is compared by its whole content each time, a large
 * one by what was added, patched or labelled, and it is analysed anew after as many validations as it has charts, whatever the
 * comparison says.
 */
export class Memory {
  private readonly revision = new Revision();
  private content: string | undefined;
  private findings: readonly Finding[] = [];
  /** How often the findings were reused since they were made; too often until there are some. */
  private reuses = Infinity;
  /** The writing of the App that the findings are about. */
  private run: number | undefined;

  constructor(
    private readonly root: IConstruct,
    private readonly synthesis: Synthesis,
  ) {}

  public recall(): readonly Finding[] {
    const { run } = this.synthesis;
    if (run === undefined) return this.compare();
    if (run === this.run) return this.findings;
    this.reuses = Infinity;
    this.content = undefined;
    this.findings = findingsOf(snapshotOf(this.root, (object) => this.synthesis.read(object)));
    this.run = run;
    return this.findings;
  }

  private compare(): readonly Finding[] {
    const same = this.revision.update(this.root);
    const { objects, charts } = this.revision;
    const small = objects * (charts + 1) <= FEW;
    if (!small && same && this.reuses < charts) {
      this.reuses++;
      return this.findings;
    }
    this.reuses = Infinity;
    const snapshot = snapshotOf(this.root);
    const content = small ? contentOf(snapshot) : undefined;
    if (content === undefined || content !== this.content) this.findings = findingsOf(snapshot);
    this.content = content;
    this.reuses = 0;
    return this.findings;
  }
}

/* eslint-disable @typescript-eslint/no-require-imports -- an App pays for the analysis when it is synthesised */
function snapshotOf(...of: Parameters<typeof import('../snapshot').snapshotOf>): Snapshot {
  return (require('../snapshot') as typeof import('../snapshot')).snapshotOf(...of);
}

function findingsOf(snapshot: Snapshot): readonly Finding[] {
  const { analyze } = require('../analysis') as typeof import('../analysis');
  return analyze(snapshot, { closed: false, level: 'warning' });
}
/* eslint-enable @typescript-eslint/no-require-imports */

/** What the analysis depends on, as text. */
function contentOf({ resources, replaced, meshConfig, clusterDomain, known, complete }: Snapshot): string {
  const objects = [...replaced, ...resources].map(({ origin, manifest }) => [origin.construct, manifest]);
  return JSON.stringify([objects, meshConfig, clusterDomain, known, complete]);
}
