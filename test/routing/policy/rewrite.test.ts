import { Rewrite } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

describe('Rewrite', () => {
  test('path and host', () => {
    const rewrite = Rewrite.of({ uri: '/v2', authority: 'a.com' });
    expect(rewrite._render()).toEqual({ uri: '/v2', authority: 'a.com' });
    expect(rewrite.setsAuthority).toBe(true);
  });

  test('a path by an expression', () => {
    const rewrite = Rewrite.of({ uriRegex: { match: '^/a(.*)', rewrite: '\\1' } });
    expect(rewrite._render()).toEqual({ uriRegexRewrite: { match: '^/a(.*)', rewrite: '\\1' } });
    expect(rewrite.setsAuthority).toBe(false);
  });

  test('the short ways', () => {
    expect(Rewrite.uri('/')._render()).toEqual({ uri: '/' });
    expect(Rewrite.authority('a.com')._render()).toEqual({ authority: 'a.com' });
  });

  test.each([
    ['H18: nothing', {}],
    ['H18: an empty path', { uri: '' }],
    ['H18: an empty path beside a host', { uri: '', authority: 'a.com' }],
    ['H18: an empty host beside a path', { uri: '/', authority: '' }],
    ['H19: an expression without a replacement', { uriRegex: { match: 'a', rewrite: '' } }],
  ])('%s is refused', (_, props) => {
    expect(refusal(() => Rewrite.of(props)).id).toBe('RewriteEmpty');
  });

  test('H18: a path in two ways is refused', () => {
    const error = refusal(() => Rewrite.of({ uri: '/', uriRegex: { match: 'a', rewrite: 'b' } }));
    expect(error.id).toBe('RewriteContradicts');
  });

  test.each(['', '(?=a)', '[', 'a'.repeat(1025)])('H19: the expression "%.20s" is refused', (match) => {
    expect(refusal(() => Rewrite.of({ uriRegex: { match, rewrite: 'b' } })).id).toBe('RegexMalformed');
  });
});
