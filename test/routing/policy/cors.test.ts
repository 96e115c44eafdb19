import { Duration } from 'cdk8s';
import { StringMatch } from '../../../lib/routing/match';
import { Cors, UnmatchedPreflights } from '../../../lib/routing/policy';
import { refusal } from '../../refusal';

describe('Cors', () => {
  test('all of it', () => {
    const cors = Cors.of({
      allowOrigins: [
        StringMatch.exact('https://a.com'),
        StringMatch.prefix('https://b.'),
        StringMatch.regex('.*c.com'),
      ],
      allowMethods: ['GET', '*'],
      allowHeaders: ['x-a', '*'],
      exposeHeaders: ['x-b'],
      maxAge: Duration.hours(24),
      allowCredentials: false,
      unmatchedPreflights: UnmatchedPreflights.IGNORE,
    });
    expect(cors._render()).toEqual({
      allowOrigins: [{ exact: 'https://a.com' }, { prefix: 'https://b.' }, { regex: '.*c.com' }],
      allowMethods: ['GET', '*'],
      allowHeaders: ['x-a', '*'],
      exposeHeaders: ['x-b'],
      maxAge: '86400s',
      allowCredentials: false,
      unmatchedPreflights: 'IGNORE',
    });
  });

  test('only what was said', () => {
    expect(Cors.of({})._render()).toEqual({});
  });

  test('H37: an origin without a text is refused', () => {
    expect(refusal(() => Cors.of({ allowOrigins: [StringMatch.exact('')] })).id).toBe('MatchValueEmpty');
  });

  test.each(['get', 'FOO', ''])('H38: the method "%s" is refused', (method) => {
    const error = refusal(() => Cors.of({ allowMethods: ['GET', method] }));
    expect(error.id).toBe('CorsMethodUnknown');
    expect(error.value).toBe(method);
  });

  test.each(['', ':method', '@a', 'a b'])('H39: the header "%s" is refused', (name) => {
    expect(refusal(() => Cors.of({ allowHeaders: [name] })).id).toBe('HeaderNameMalformed');
    expect(refusal(() => Cors.of({ exposeHeaders: [name] })).id).toBe('HeaderNameMalformed');
  });

  test.each([Duration.millis(1500), Duration.seconds(0)])(
    'H40: an age that is not in whole seconds is refused',
    (maxAge) => {
      expect(refusal(() => Cors.of({ maxAge })).id).toBe('DurationOutOfRange');
    },
  );
});
