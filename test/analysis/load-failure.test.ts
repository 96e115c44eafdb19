import { analyze } from '../../lib/analysis';
import { snapshotFromYaml } from '../../lib/snapshot';

jest.mock('../../lib/analysis/shape', () => {
  throw new Error('cannot be read');
});

const snapshot = snapshotFromYaml('apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n');

test('an analysis whose schemas cannot be loaded fails: it must not pass for one that found nothing', () => {
  expect(() => analyze(snapshot, { rules: [] })).toThrow('cannot be read');
});

test('an analysis that asks for no schemas does without them', () => {
  expect(analyze(snapshot, { rules: [], shape: false })).toEqual([]);
});
