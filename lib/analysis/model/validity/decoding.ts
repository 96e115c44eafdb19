/** Values that the schema lets through and istiod cannot read: numbers beyond 32 bits, durations that nobody looked at. */
import { schemaOf, servedVersions, type Schema } from '../../shape/schema-store';
import { nanoseconds } from '../duration';
import { at, isFields, list } from '../json';
import type { Problem, Problems } from './problems';

const SMALLEST = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;
/** Fields with durations for which no rule of the schema asks. */
const DURATIONS = new Set(['budgetInterval', 'idleTimeout', 'ttl']);

const holders = new WeakMap<Schema, boolean>();

/** @returns false where istiod could read nothing of the resource, so that nothing else is judged */
export function checkDecoding(problems: Problems): boolean {
  const { group, kind, version, spec } = problems.resource;
  if (!servedVersions(group, kind)?.includes(version)) return true;
  const schema = schemaOf(group, kind, version).schema.properties?.spec;
  if (schema) visit(problems, spec, schema, 'spec');
  return !problems.hasErrors;
}

function visit(problems: Problems, value: unknown, schema: Schema, path: string): void {
  if (!mayHold(schema)) return;
  const { items, properties, additionalProperties } = schema;
  if (items) list(value).forEach((one, i) => visit(problems, one, items, at(path, i)));
  if (typeof value === 'number') problems.error(path, numberProblem(value, schema));
  if (!isFields(value)) return;
  for (const [name, one] of Object.entries(value)) {
    const own = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (typeof own !== 'object') continue;
    if (isDuration(own, name)) problems.error(at(path, name), lengthProblem(one));
    else visit(problems, one, own, at(path, name));
  }
}

function numberProblem(value: number, schema: Schema): Problem {
  const isRead = !isInt32(schema) || (value >= SMALLEST && value <= LARGEST);
  return isRead ? undefined : `${value} is not within ${SMALLEST} to ${LARGEST}, what istiod can read here`;
}

function lengthProblem(value: unknown): Problem {
  const isRead = typeof value !== 'string' || nanoseconds(value) !== undefined;
  return isRead ? undefined : `"${value}" is no duration such as 1.5s or 1h30m`;
}

function isInt32(schema: Schema): boolean {
  return schema.type === 'integer' && schema.format === 'int32';
}

function isDuration(schema: Schema, name: string): boolean {
  return schema.type === 'string' && DURATIONS.has(name) && schema['x-kubernetes-validations'] === undefined;
}

function mayHold(schema: Schema): boolean {
  const known = holders.get(schema);
  if (known !== undefined) return known;
  const { properties = {}, items, additionalProperties } = schema;
  const within = [...Object.values(properties), items, additionalProperties].filter((one) => typeof one === 'object');
  const hasDuration = Object.entries(properties).some(([name, one]) => isDuration(one, name));
  const result = isInt32(schema) || hasDuration || within.some(mayHold);
  holders.set(schema, result);
  return result;
}
