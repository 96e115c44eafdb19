import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkShape } from '../../../lib/analysis/shape';
import type { Report } from '../../../lib/analysis/rule';
import { snapshotFromFiles } from '../../../lib/snapshot';

interface Case {
  readonly id: string;
  readonly file: string;
  readonly valid: boolean;
  readonly layer?: 'schema' | 'cel';
  readonly newerThan?: string;
}

const corpus = resolve(__dirname, '../../../../shared/corpus/crd');
const cases = existsSync(corpus) ? (JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8')) as Case[]) : [];

if (cases.length === 0) {
  test.skip("Istio's own cases: ../shared/corpus is not there", () => undefined);
} else {
  test(`Istio's own cases: ${cases.length} are run`, () => expect(cases.length).toBeGreaterThan(80));

  test.each(cases.filter((one) => !one.newerThan))(
    '$id is decided as by the API server: valid $valid',
    ({ file, valid }) => {
      const found: Report[] = [];
      for (const resource of snapshotFromFiles([join(corpus, file)]).resources)
        checkShape(resource, (report) => found.push(report));
      expect([found.map((one) => one.message), found.length === 0]).toEqual([found.map((one) => one.message), valid]);
    },
  );

  test.each(cases.filter((one) => one.newerThan))('$id uses a field newer than our CRDs: unknown here', ({ file }) => {
    const found: Report[] = [];
    for (const resource of snapshotFromFiles([join(corpus, file)]).resources)
      checkShape(resource, (report) => found.push(report));
    expect(found.map((one) => one.code)).toEqual(['CIS0101']);
  });
}
