import { lookAt, pathOf, relevantPart } from '../../../lib/analysis/shape/relevant';
import type { Schema } from '../../../lib/analysis/shape/schema-store';

const number: Schema = { type: 'integer' };
const text: Schema = { type: 'string' };
const isNumber = (schema: Schema): boolean => schema.type === 'integer';

const seen = (value: unknown, schema: Schema): string[] => {
  const found: string[] = [];
  const part = relevantPart(schema, new WeakMap(), isNumber);
  if (part) lookAt(value, part, (one, { schema: of }, keys) => isNumber(of) && found.push(`${pathOf(keys)}=${one}`));
  return found;
};

test('what is relevant is found in fields, lists and maps', () => {
  const schema: Schema = {
    properties: {
      list: { items: { properties: { port: number, name: text } } },
      map: { additionalProperties: number },
      name: text,
    },
  };
  const value = { name: 'a', list: [{ name: 'b', port: 1 }, { port: 2 }, null], map: { x: 3, y: 4 }, more: 5 };
  expect(seen(value, schema)).toEqual(['list[0].port=1', 'list[1].port=2', 'map.x=3', 'map.y=4']);
});

test('a field that the schema names is none of its other fields', () => {
  const schema: Schema = { properties: { name: text }, additionalProperties: number };
  expect(seen({ name: 1, other: 2 }, schema)).toEqual(['other=2']);
});

test('keys that every object has are no fields', () => {
  const schema: Schema = { properties: { name: text }, additionalProperties: number };
  expect(seen({ constructor: 1 }, schema)).toEqual(['constructor=1']);
});

test('a schema without anything relevant has no part, and is worked out once', () => {
  const known = new WeakMap();
  let asked = 0;
  const concerns = (): boolean => {
    asked++;
    return false;
  };
  const schema: Schema = { properties: { name: text } };
  expect(relevantPart(schema, known, concerns)).toBeUndefined();
  expect(relevantPart(schema, known, concerns)).toBeUndefined();
  expect(asked).toBe(2);
});
