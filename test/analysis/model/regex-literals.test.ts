import fc from 'fast-check';
import { literalStart } from '../../../lib/analysis/model/regex-literals';
import { compiles, matchesWhole } from '../../../lib/analysis/model/validity/regex';

test.each([
  ['/api', '/api', 'nothing'],
  ['^/api$', '/api', 'nothing'],
  ['/api/.*', '/api/', 'anything'],
  ['/api\\.v1.*$', '/api.v1', 'anything'],
  ['/api/[0-9]+', '/api/', 'something'],
  ['/api/(a|b)', '/api/', 'something'],
  ['/apis?', '/api', 'something'],
  ['/api+', '/api', 'something'],
  ['/ap{2}i', '/a', 'something'],
  ['\\d+', '', 'something'],
  ['.*', '', 'anything'],
  ['(?:/api)?', '', 'something'],
  ['/a[]|]b', '/a', 'something'],
  ['/a[^]|]b', '/a', 'something'],
  ['/a[[:alpha:]|]b', '/a', 'something'],
  ['/🙂?', '/', 'something'],
])('%s begins with "%s", and %s follows', (expression, text, rest) => {
  expect(literalStart(expression)).toEqual({ text, rest });
});

test.each(['/a|/b', '/a(b)|c', '\\Q/a.b\\E', '(?i)/api', '/a(?i)?'])('nobody knows how %s begins', (expression) => {
  expect(literalStart(expression)).toBeUndefined();
});

test('what is said of an expression holds for all that RE2 matches', () => {
  const piece = fc.constantFrom(
    ...'ab/.*+?|^$()[]{}-\\',
    '.*',
    '\\.',
    '(a|b)',
    '[ab]',
    '[^a]',
    'a{0,2}',
    '(?i)',
    '\\d',
    '\\b',
  );
  const expressions = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  const texts = fc.array(fc.constantFrom(...'abA/.|{1'), { maxLength: 5 }).map((letters) => letters.join(''));
  let [known, matched] = [0, 0];
  fc.assert(
    fc.property(expressions, fc.array(texts, { minLength: 20, maxLength: 20 }), (expression, all) => {
      const start = literalStart(expression);
      if (!start || compiles(expression) !== undefined) return;
      known += 1;
      for (const one of [...all, ...all.map((text) => start.text + text), start.text]) {
        const isMatch = matchesWhole(expression, one);
        if (isMatch) matched += 1;
        if (isMatch && !one.startsWith(start.text)) throw new Error(`${expression} matches "${one}"`);
        const isSaid = { nothing: one === start.text, anything: one.startsWith(start.text), something: isMatch };
        expect([expression, one, isSaid[start.rest]]).toEqual([expression, one, isMatch]);
      }
    }),
    { seed: 20261121, numRuns: 2_000 },
  );
  expect([known > 500, matched > 1_000]).toEqual([true, true]);
});
