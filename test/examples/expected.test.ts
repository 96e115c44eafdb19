import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, examples, filesOf, run } from './run';

describe.each(examples)('example %s', (example) => {
  test('has a README and the output to expect (`npm run examples -- --update` writes it)', () => {
    expect(existsSync(join(EXAMPLES, example, 'README.md'))).toBe(true);
    expect(existsSync(join(EXAMPLES, example, 'expected'))).toBe(true);
  });

  test('writes what expected/ has, byte for byte', () => {
    expect(run(example)).toEqual(filesOf(join(EXAMPLES, example, 'expected')));
  });
});
