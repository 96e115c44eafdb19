import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze } from '../../lib/analysis';
import { snapshotFromFiles } from '../../lib/snapshot';

const samples = resolve(__dirname, '../../../shared/samples');
const isThere = existsSync(join(samples, 'index.json'));

interface Example {
  readonly id: string;
  readonly file: string;
}

const examples = isThere ? (JSON.parse(readFileSync(join(samples, 'index.json'), 'utf8')) as Example[]) : [];
const table = readFileSync(resolve(__dirname, '../../docs/known-findings.md'), 'utf8');

/** `id code world`, one for each world that a line is about. */
const known = new Set(
  [...table.matchAll(/^\| (\S+) \| (\w{7}) \| (\w+) \| .+ \|$/gm)].flatMap(([, id, code, world]) =>
    (world === 'both' ? ['open', 'closed'] : [world]).map((one) => `${id} ${code} ${one}`),
  ),
);

const found = (closed: boolean): string[] =>
  examples.flatMap(({ id, file }) =>
    analyze(snapshotFromFiles([join(samples, file)]), { closed, level: 'warning' }).map(
      ({ code }) => `${id} ${code} ${closed ? 'closed' : 'open'}`,
    ),
  );

(isThere ? describe : describe.skip)(`published examples${isThere ? '' : ' (not there)'}`, () => {
  const all = [...new Set([...found(true), ...found(false)])].sort();

  test(`${examples.length} examples have no finding that docs/known-findings.md does not explain`, () => {
    expect(examples.length).toBeGreaterThan(50);
    expect(all.filter((one) => !known.has(one))).toEqual([]);
  });

  test('every line of docs/known-findings.md is about something that is found', () => {
    expect([...known].filter((one) => !all.includes(one))).toEqual([]);
  });
});
