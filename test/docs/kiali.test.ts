import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describeCode, rules } from '../../lib/analysis';

const root = resolve(__dirname, '../..');
const page = readFileSync(join(root, 'docs/kiali.md'), 'utf8');
const codesOf = new Map(rules.map((entry) => [entry.id, entry.load().meta.codes]));

interface Row {
  readonly kia: string;
  readonly codes: readonly string[];
  readonly rules: readonly string[];
  readonly reason: string;
}

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| KIA'))
  .map((line): Row => {
    const [, kia = '', , codes = '', ids = '', reason = ''] = line.split('|').map((cell) => cell.trim());
    return {
      kia,
      codes: codes === '–' ? [] : codes.split(', '),
      rules: [...ids.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id),
      reason,
    };
  });

/** Codes of Kiali that the pages of rules name in their first lines, by rule. */
const named = new Map<string, readonly string[]>();
const visit = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) visit(path);
    else if (name.endsWith('.md')) {
      const [head = ''] = readFileSync(path, 'utf8').split('## Why');
      named.set(basename(name, '.md'), head.match(/KIA\d{4}/g) ?? []);
    }
  }
};
visit(join(root, 'lib/analysis/rules'));

test('each code of Kiali has one row, in order', () => {
  const order = rows.map(({ kia }) => kia);
  expect(order.length).toBeGreaterThanOrEqual(72);
  expect(order).toEqual([...new Set(order)].sort());
});

test.each(rows.map((row) => [row.kia, row] as const))('%s is found here, or it is said why not', (_, row) => {
  for (const code of row.codes) expect([code, describeCode(code)]).toEqual([code, expect.any(String)]);
  for (const id of row.rules) {
    expect([id, codesOf.has(id)]).toEqual([id, true]);
    expect([id, codesOf.get(id)!.some((code) => row.codes.includes(code))]).toEqual([id, true]);
  }
  // Every code of ours comes from a rule that is named; those of the shape come from none.
  const covered = row.rules.flatMap((id) => codesOf.get(id) ?? []);
  for (const code of row.codes) if (code !== 'CIS0103') expect(covered).toContain(code);
  if (row.codes.length === 0) {
    expect(row.rules).toEqual([]);
    expect(row.reason).not.toBe('');
  }
});

test('pages of rules of our own name the codes that the table gives them, and no others', () => {
  for (const [id, codes] of codesOf) {
    const ours = codes.some((code) => code.startsWith('CIS'));
    const expected = rows
      .filter(
        (row) => row.rules.includes(id) && row.codes.some((code) => code.startsWith('CIS') && codes.includes(code)),
      )
      .map(({ kia }) => kia);
    if (ours) expect([id, named.get(id)]).toEqual([id, expected]);
  }
});
