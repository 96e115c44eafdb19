import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/errors';
import { refusal } from '../refusal';
import { refusedCases } from './refused';

const cases = Object.entries(refusedCases).flatMap(([topic, of]) =>
  of.map((one) => [`${topic}: ${one.title}`, one] as const),
);
const file = join(__dirname, 'golden/refusals.txt');
if (process.env.UPDATE_GOLDEN) {
  writeFileSync(file, cases.map(([title, { wrong }]) => `${title}\n  ${refusal(wrong).message}\n`).join(''));
}
const texts = new Map(
  [...readFileSync(file, 'utf8').matchAll(/^(\S.*)\n {2}(.+)$/gm)].map(([, title = '', text]) => [title, text]),
);

describe('2. every refusal, at construction, by its whole text; what is next to it is accepted', () => {
  test.each(cases)('%s', (title, { id, wrong, right }) => {
    const error = refusal(wrong);
    expect(error.id).toBe(id);
    expect(error.message).toBe(texts.get(title));
    expect(error.message.startsWith(`${error.path}: `)).toBe(true);
    expect(right).not.toThrow();
  });

  test('every text is of a case, and every id of the catalogue has one', () => {
    expect([...texts.keys()]).toEqual(cases.map(([title]) => title));
    expect([...new Set(cases.map(([, { id }]) => id))].sort()).toEqual(
      Object.keys(catalogue)
        .filter((id) => id.startsWith('Eks'))
        .sort(),
    );
  });
});
