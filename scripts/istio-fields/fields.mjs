// Which fields there are, and which of them a manifest sets.
// A path is `spec.http[].match[].headers.*.exact`: `[]` is every element of a list, `*` every key of a map.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the page is about. */
export const KINDS = [
  'networking.istio.io/VirtualService',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/Gateway',
  'networking.istio.io/ServiceEntry',
  'networking.istio.io/Sidecar',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'security.istio.io/PeerAuthentication',
];

/** Leaves of the schema of one kind, in version v1. */
export function fieldsOf(root, kind) {
  const { versions, schemas } = JSON.parse(readFileSync(join(root, 'imports/schema', `${kind}.json`), 'utf8'));
  return [...leaves(schemas[versions.v1].properties.spec, 'spec')].sort();
}

function* leaves(schema, path) {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length > 0) {
    for (const [name, property] of properties) yield* leaves(property, `${path}.${name}`);
  } else if (schema.items) yield* leaves(schema.items, `${path}[]`);
  else if (typeof schema.additionalProperties === 'object') yield* leaves(schema.additionalProperties, `${path}.*`);
  else yield path;
}

/** Adds to `found` every field of `known` that `value` sets; an empty object sets all that it could hold nothing of. */
export function collect(value, known, found, path = 'spec') {
  if (known.has(path)) {
    found.add(path);
  } else if (Array.isArray(value)) {
    for (const one of value) collect(one, known, found, `${path}[]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      const named = `${path}.${name}`;
      const isMap = !known.has(named) && ![...known].some((field) => under(field, named));
      collect(one, known, found, isMap ? `${path}.*` : named);
    }
  }
}

/** Whether a field is this one, or lies below it. */
export function under(field, path) {
  return field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[]`);
}
