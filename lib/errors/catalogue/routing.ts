import { entries } from './entry';

/** Mistakes that lib/routing refuses. */
export const routing = entries({
  MatchEmpty: { allowed: 'at least one condition', fix: 'add a condition, or use RouteMatch.all()' },
  MatchValueEmpty: { allowed: 'a text of at least one character', fix: 'give the text, or use present()' },
  MatchContradicts: { allowed: 'one condition on each header and query parameter', fix: 'keep one of them' },
  MatchCannotJoin: {
    allowed: 'one condition on each part of a request, or two of which one includes the other',
    fix: 'write the joined condition in the outer route',
  },
  PathMalformed: { allowed: 'a path that begins with "/"', fix: 'correct the path' },
  HeaderNameMalformed: { allowed: 'the name of an HTTP header', fix: 'correct the name' },
  RegexMalformed: {
    allowed: 'an RE2 expression of at most 1024 bytes (no look-around, no back-references)',
    fix: 'correct the expression',
  },
  TargetNotSplittable: { allowed: 'parts with one destination each', fix: 'split between Services or hosts' },
  TargetEmpty: { allowed: 'at least one destination', fix: 'add a destination' },
});
