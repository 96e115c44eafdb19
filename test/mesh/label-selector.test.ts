import { expressionHolds } from '../../lib/mesh/label-selector';

test.each([
  ['In', ['a', 'b'], 'a', true],
  ['In', ['a', 'b'], 'c', false],
  ['In', ['a', 'b'], undefined, false],
  ['NotIn', ['a', 'b'], 'a', false],
  ['NotIn', ['a', 'b'], 'c', true],
  ['NotIn', ['a', 'b'], undefined, true],
  ['Exists', [], '', true],
  ['Exists', [], undefined, false],
  ['DoesNotExist', [], '', false],
  ['DoesNotExist', [], undefined, true],
  ['in', ['a'], 'a', false],
] as const)('%s %j of %j: %s', (operator, values, value, holds) => {
  expect(expressionHolds(operator, values, value)).toBe(holds);
});
