/** Values that the schema lets through and istiod cannot read: numbers beyond 32 bits, durations that nobody looked at. */
import { schemaOf, servedVersions, type Schema } from '../../shape/schema-store';
import { nanoseconds } from '../duration';
import type { Fields } from '../../../snapshot';
import { at } from '../json';
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
  if (schema) visit({ problems, keys: ['spec'] }, spec, schema);
  return !problems.hasErrors;
}

interface Visit {
  readonly problems: Problems;
  /** Where the visit is; a path is made of them where something is wrong. */
  readonly keys: (string | number)[];
}

function visit(to: Visit, value: unknown, schema: Schema): void {
  if (!mayHold(schema)) return;
  const { items, properties, additionalProperties } = schema;
  if (typeof value === 'number') report(to, numberProblem(value, schema));
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (let i = 0; items && i < value.length; i++) {
      to.keys.push(i);
      visit(to, value[i], items);
      to.keys.pop();
    }
    return;
  }
  for (const name of Object.keys(value)) {
    const own = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (typeof own !== 'object') continue;
    const one = (value as Fields)[name];
    to.keys.push(name);
    if (isDuration(own, name)) report(to, lengthProblem(one));
    else visit(to, one, own);
    to.keys.pop();
  }
}

function report({ problems, keys }: Visit, problem: Problem): void {
  if (problem === undefined) return;
  const [first = '', ...more] = keys;
  problems.error(more.reduce<string>(at, String(first)), problem);
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
