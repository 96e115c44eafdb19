import { compiles } from '../../../../lib/analysis/model/validity/regex';

test.each([
  '.*',
  '(?i)a',
  '(?P<n>a)(?P<n>b)',
  '(?<n>a)|(?P<n>b)',
  'a{1000}',
  '\\p{Greek}',
  '\\Q*\\E',
  'é-ö',
  '[(?P<n>]',
])('%s is RE2', (expression) => expect(compiles(expression)).toBeUndefined());

test.each(['(?=a)', 'a{1001}', '[', 'a**', '\\1', '(?P<n>a)(?P<n>b)(', '(?P<n>a)(?P<n>b)(?P<o p>c)', '(?P<n>'])(
  '%s is not',
  (expression) => expect(compiles(expression)).toEqual(expect.any(String)),
);

// Go takes the name of a class in any case since 1.25, and so does the webhook; Envoy, which runs the expression, does not.
test('classes are named as Envoy has them', () => {
  expect(compiles('\\p{greek}')).toEqual(expect.any(String));
});
