import Ajv, { _ } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

/** Keywords that mean in JSON schema what they mean to the API server. */
const SAME = [
  ...[
    'enum',
    'required',
    'pattern',
    'minLength',
    'maxLength',
    'maximum',
    'minimum',
    'exclusiveMinimum',
    'exclusiveMaximum',
  ],
  ...['maxItems', 'minItems', 'maxProperties', 'minProperties', 'multipleOf', 'format', 'default'],
];
const FORMATS = ['int32', 'int64', 'float', 'double', 'byte', 'ipv4', 'ipv6', 'date-time'];
/** Formats of texts that the API server checks; those of numbers say how they are stored. */
const CHECKED = ['byte', 'ipv4', 'ipv6', 'date-time'];
const PRELUDE = `"use strict";
const { formats, length, re2 } = require("../runtime.js");
`;

/**
 * JavaScript that validates each of a kind's schemas: `v0`, `v1`, …, in their order. An unknown field is an error, as the API
 * server has it with strict field validation; list types and CEL are not part of it.
 */
export function generateValidator(schemas) {
  const ajv = new Ajv.default({
    strict: false,
    allErrors: true,
    messages: false,
    useDefaults: true,
    inlineRefs: false,
    code: { source: true, optimize: 2, formats: _`formats` },
    formats: Object.fromEntries(FORMATS.map((name) => [name, CHECKED.includes(name) ? () => true : true])),
  });
  const exported = {};
  schemas.forEach((schema, index) => {
    const id = `schema${index}`;
    const parts = new Map();
    const { properties, ...rest } = inParts(converted(schema), parts, true);
    const definitions = Object.fromEntries([...parts].map(([text, name]) => [name, JSON.parse(text)]));
    const whole = { ...properties, apiVersion: {}, kind: {}, metadata: {} };
    ajv.addSchema({ ...rest, $id: id, definitions, properties: whole });
    exported[`v${index}`] = id;
  });
  return `${PRELUDE}${withoutRuntime(standalone.default(ajv, exported))}\n`;
}

/** Go's regular expressions and rune counts in place of JavaScript's, so that the result needs no ajv. */
function withoutRuntime(code) {
  return code
    .replace(/^"use strict";/, '')
    .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, 'length')
    .replace(/new RegExp\(("(?:[^"\\]|\\.)*"), "u"\)/g, 're2($1)');
}

/** Characters of a schema beyond which it becomes a function of its own. */
const LARGE = 150;

/**
 * The schema with its large objects as references: what a kind says twice is there once, and what no resource has is never
 * compiled. Alternatives stay where they are, since errors within them are told by their place.
 */
function inParts(schema, parts, isWhole = false) {
  if (typeof schema !== 'object') return schema;
  const json = { ...schema };
  if (json.items) json.items = inParts(json.items, parts);
  if (json.additionalProperties) json.additionalProperties = inParts(json.additionalProperties, parts);
  if (json.properties) {
    json.properties = Object.fromEntries(
      Object.entries(json.properties).map(([name, of]) => [name, inParts(of, parts)]),
    );
  }
  const { default: otherwise, ...rest } = json;
  const text = JSON.stringify(rest);
  if (isWhole || !json.properties || text.length < LARGE) return json;
  if (!parts.has(text)) parts.set(text, `part${parts.size}`);
  const $ref = `#/definitions/${parts.get(text)}`;
  return otherwise === undefined ? { $ref } : { $ref, default: otherwise };
}

function converted(schema, within = false) {
  if (typeof schema !== 'object') return schema;
  const json = Object.fromEntries(SAME.filter((key) => key in schema).map((key) => [key, schema[key]]));
  if (json.format && !FORMATS.includes(json.format)) delete json.format;
  const either = schema['x-kubernetes-int-or-string'];
  const type = either ? ['integer', 'string'] : schema.type;
  if (either || type === 'integer') {
    // Beyond these Go reads a number as no integer at all.
    json.maximum = Math.min(json.maximum ?? Infinity, 2 ** 63 - 1024);
    json.minimum = Math.max(json.minimum ?? -Infinity, -(2 ** 63));
  }
  if (type) json.type = schema.nullable ? [type, 'null'].flat() : type;
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    if (schema[key] && !(either && key === 'anyOf')) json[key] = schema[key].map((one) => converted(one, true));
  }
  if (schema.not) json.not = converted(schema.not, true);
  if (schema.items) json.items = converted(schema.items, within);
  if (schema.properties) {
    json.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, of]) => [name, converted(of, within)]),
    );
  }
  if (schema.additionalProperties !== undefined)
    json.additionalProperties = converted(schema.additionalProperties, within);
  else if (schema.properties && !within && !schema['x-kubernetes-preserve-unknown-fields'])
    json.additionalProperties = false;
  return json;
}
