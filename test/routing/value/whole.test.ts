import { checkWhole, MAX_INT32, MAX_UINT32 } from '../../../lib/routing/value';
import { refusal } from '../../refusal';

describe('checkWhole', () => {
  test.each([0, 1, MAX_INT32])('lets %s through', (value) => {
    expect(checkWhole(value, 'here', { of: 'count' })).toBe(value);
  });

  test.each([-1, 0.5, MAX_INT32 + 1, NaN, Infinity])('refuses %s', (value) => {
    const error = refusal(() => checkWhole(value, 'here', { of: 'count' }));
    expect(error.id).toBe('NumberOutOfRange');
    expect(error.value).toBe(value);
    expect(error.allowed).toBe('a whole number from 0 to 2147483647');
  });

  test('the limits of the field count', () => {
    expect(checkWhole(MAX_UINT32, 'here', { of: 'count', max: MAX_UINT32 })).toBe(MAX_UINT32);
    expect(refusal(() => checkWhole(0, 'here', { of: 'count', min: 1, max: 5 })).allowed).toBe(
      'a whole number from 1 to 5',
    );
  });
});
