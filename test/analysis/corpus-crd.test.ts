import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze } from '../../lib/analysis';
import { snapshotFromFiles } from '../../lib/snapshot';

const corpus = resolve(__dirname, '../../../shared/corpus/crd');
const isThere = existsSync(join(corpus, 'index.json'));

interface Case {
  readonly id: string;
  readonly file: string;
  readonly valid: boolean;
  readonly newerThan?: string;
}

const all = isThere ? (JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8')) as Case[]) : [];
/** Fields that the CRDs of this library do not have yet are unknown to it, and rightly so. */
const cases = all.filter(({ newerThan }) => newerThan === undefined);

(isThere ? describe : describe.skip)(`Istio's own CRD cases${isThere ? '' : ' (corpus not there)'}`, () => {
  test(`${cases.length} of ${all.length} cases are run`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(83);
  });

  test.each(cases.map((one) => [one.id, one] as const))('%s', (_, { file, valid }) => {
    const errors = analyze(snapshotFromFiles([join(corpus, file)])).filter(({ level }) => level === 'error');
    expect(errors.length === 0 ? 'accepted' : 'refused').toBe(valid ? 'accepted' : 'refused');
  });
});
