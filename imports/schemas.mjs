import { SCHEMAS } from './sources.mjs';
import { generateValidator } from './validators.mjs';

/** What a description says to people, and what only the API server's storage reads. */
const LEFT_OUT = new Set(['description', 'example', 'externalDocs', 'title']);

/**
 * The schema of every served version of the kinds that checks know: `group/kind.json` → { group, kind, scope, versions }, where
 * versions with one schema share it; and beside it `group/kind.js`, which validates objects against each schema.
 */
export function generateSchemas(crds) {
  const files = new Map();
  const index = {};
  for (const { spec } of crds) {
    const wanted = SCHEMAS[spec.group];
    if (!wanted || (wanted !== '*' && !wanted.includes(spec.names.kind))) continue;
    const schemas = [];
    const versions = {};
    for (const version of spec.versions.filter((one) => one.served)) {
      const text = JSON.stringify(bare(version.schema.openAPIV3Schema));
      if (!schemas.includes(text)) schemas.push(text);
      versions[version.name] = schemas.indexOf(text);
    }
    const file = `${spec.group}/${spec.names.kind}.json`;
    const head = JSON.stringify({ group: spec.group, kind: spec.names.kind, scope: spec.scope, versions });
    files.set(file, `${head.slice(0, -1)},"schemas":[\n${schemas.join(',\n')}\n]}\n`);
    files.set(`${spec.group}/${spec.names.kind}.js`, generateValidator(schemas.map((text) => JSON.parse(text))));
    index[`${spec.group}/${spec.names.kind}`] = Object.keys(versions);
  }
  files.set('runtime.js', RUNTIME);
  files.set('index.json', `${JSON.stringify(index, undefined, 1)}\n`);
  return files;
}

/** What validators need besides themselves: formats, RE2, and lengths in characters as the API server counts them. */
const RUNTIME = `"use strict";
const { isIPv4, isIPv6 } = require("node:net");
const { RE2JS } = require("re2js");
exports.formats = {
  ipv4: isIPv4,
  ipv6: isIPv6,
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  "date-time": (text) =>
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$/.test(text),
};
const compiled = new Map();
exports.re2 = (pattern) => ({
  test(text) {
    let matcher = compiled.get(pattern);
    if (!matcher) compiled.set(pattern, (matcher = RE2JS.compile(pattern)));
    return matcher.test(text);
  },
});
exports.length = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
`;

/** The schema without what does not decide anything; properties may have any of those names. */
function bare(schema, isProperties = false) {
  if (Array.isArray(schema)) return schema.map((one) => bare(one));
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isProperties || !LEFT_OUT.has(key))
      .map(([key, value]) => [key, bare(value, key === 'properties' && !isProperties)]),
  );
}
