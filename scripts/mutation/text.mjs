/**
 * Whether a literal is a sentence: three words or more. Sentences are what findings and errors tell people; a test that repeats one
 * word by word proves nothing. Codes, kinds, fields and paths have no three words, so their mutants all count; a table that is
 * written as one text with blanks is left out with the sentences.
 */
export function isForPeople(literal) {
  const said = literal.slice(1, -1).replace(/\$\{[^}]*\}/g, '');
  return said.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length >= 3;
}
