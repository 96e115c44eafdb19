/** Values that the schema lets through and istiod cannot read: numbers beyond 32 bits, durations that nobody looked at. */
import { lookAt, pathOf, relevantPart, type Part } from '../../shape/relevant';
import { schemaOf, servedVersions, type Schema } from '../../shape/schema-store';
import { nanoseconds } from '../duration';
import { at } from '../json';
import type { Problem, Problems } from './problems';

const SMALLEST = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;
/** Fields with durations for which no rule of the schema asks. */
const DURATIONS: ReadonlySet<unknown> = new Set(['budgetInterval', 'idleTimeout', 'ttl']);

const parts = new WeakMap<Schema, Part | null>();

/** @returns false where istiod could read nothing of the resource, so that nothing else is judged */
export function checkDecoding(problems: Problems): boolean {
  const { group, kind, version, spec } = problems.resource;
  if (!servedVersions(group, kind)?.includes(version)) return true;
  const schema = schemaOf(group, kind, version).schema.properties?.spec;
  const part = schema && relevantPart(schema, parts, (one, name) => isInt32(one) || isDuration(one, name));
  if (!part) return true;
  lookAt(spec, part, (value, { schema }, keys) => {
    const problem = typeof value === 'number' ? numberProblem(value, schema) : lengthProblem(value, schema, keys);
    if (problem !== undefined) problems.error(at('spec', pathOf(keys)), problem);
  });
  return !problems.hasErrors;
}

function numberProblem(value: number, schema: Schema): Problem {
  const isRead = !isInt32(schema) || (value >= SMALLEST && value <= LARGEST);
  return isRead ? undefined : `${value} is not within ${SMALLEST} to ${LARGEST}, what istiod can read here`;
}

function lengthProblem(value: unknown, schema: Schema, keys: readonly (string | number)[]): Problem {
  if (typeof value !== 'string' || !isDuration(schema, keys[keys.length - 1]) || nanoseconds(value) !== undefined) {
    return undefined;
  }
  return `"${value}" is no duration such as 1.5s or 1h30m`;
}

function isInt32(schema: Schema): boolean {
  return schema.type === 'integer' && schema.format === 'int32';
}

function isDuration(schema: Schema, name: string | number | undefined): boolean {
  return schema.type === 'string' && DURATIONS.has(name) && schema['x-kubernetes-validations'] === undefined;
}
