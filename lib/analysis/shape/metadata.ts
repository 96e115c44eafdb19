/** What the API server asks of the metadata of a custom object, whatever its kind. */
import { isDnsLabel, isLabel } from '../../mesh';
import { isFields } from '../model/json';
import type { Description } from './describe-error';
import { nearest } from './nearest';

const TEXT = 'a text';
const FIELDS: Readonly<Record<string, string>> = {
  ...{ name: TEXT, generateName: TEXT, namespace: TEXT, uid: TEXT, resourceVersion: TEXT, selfLink: TEXT },
  ...{ creationTimestamp: 'a time', deletionTimestamp: 'a time' },
  ...{ generation: 'a whole number', deletionGracePeriodSeconds: 'a whole number' },
  ...{ labels: 'a map of texts', annotations: 'a map of texts' },
  ...{ finalizers: 'a list of texts', ownerReferences: 'a list of objects', managedFields: 'a list of objects' },
};
const NONE: readonly Description[] = [];
const LONGEST_NAME = 253;
const MOST_ANNOTATIONS = 256 * 1024;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Everything that is wrong with it; a missing name is told where objects are read. */
export function metadataProblems(metadata: unknown): readonly Description[] {
  if (metadata === undefined || metadata === null) return [];
  if (!isFields(metadata)) return [problem('metadata', 'must be an object')];
  const unreadable: Description[] = [];
  for (const name of Object.keys(metadata)) unreadable.push(...fieldProblems(name, metadata[name]));
  return unreadable.length > 0 ? unreadable : valueProblems(metadata);
}

function problem(path: string, message: string): Description {
  return { path, message: `${path} ${message}`, unknownField: false };
}

/** Whether it can be read at all. */
function fieldProblems(name: string, value: unknown): readonly Description[] {
  const type = Object.hasOwn(FIELDS, name) ? FIELDS[name]! : undefined;
  if (type === undefined) {
    const meant = nearest(name, Object.keys(FIELDS));
    const message = `unknown field "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
    return [{ path: `metadata.${name}`, message, unknownField: true }];
  }
  // Null is no value to the API server, wherever it stands.
  if (value === null || value === undefined || isOf(type, value)) return NONE;
  const path = `metadata.${name}`;
  if (type === 'a map of texts' && isFields(value)) {
    return Object.entries(value)
      .filter(([, one]) => one !== null && typeof one !== 'string')
      .map(([key, one]) => problem(path, `must hold texts: put the value of "${key}" in quotes, "${String(one)}"`));
  }
  return [problem(path, `must be ${type}, not ${JSON.stringify(value)}`)];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case TEXT:
      return typeof value === 'string';
    case 'a time':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(value);
    case 'a map of texts':
      return isFields(value) && Object.values(value).every((one) => one === null || typeof one === 'string');
    case 'a whole number':
      return Number.isInteger(value);
    case 'a list of texts':
      return Array.isArray(value) && value.every((one) => one === null || typeof one === 'string');
    case 'a list of objects':
      return Array.isArray(value) && value.every((one) => one === null || isFields(one));
    default:
      return false;
  }
}

/** Whether it is allowed. */
function valueProblems(metadata: Readonly<Record<string, unknown>>): Description[] {
  const found: Description[] = [];
  const text = (name: string) => (metadata[name] ?? '') as string;
  const map = (name: string) => Object.entries((metadata[name] ?? {}) as Record<string, string | null>);
  const subdomain = 'must be a DNS name in lower case: letters, digits, "-" and "."';
  if (text('name') !== '' && !isSubdomain(text('name')))
    found.push(problem('metadata.name', `${subdomain}, not "${text('name')}"`));
  // What is generated follows a "-".
  if (text('generateName') !== '' && !isSubdomain(text('generateName').replace(/[^]-$/, 'a'))) {
    found.push(problem('metadata.generateName', `${subdomain}, not "${text('generateName')}"`));
  }
  if (text('namespace') !== '' && !isDnsLabel(text('namespace'))) {
    found.push(problem('metadata.namespace', `must be a DNS label in lower case, not "${text('namespace')}"`));
  }
  for (const [key, value] of map('labels')) {
    if (!isLabel(key, value ?? '')) found.push(problem('metadata.labels', `holds no label: "${key}: ${value ?? ''}"`));
  }
  if (Number(metadata.generation ?? 0) < 0) found.push(problem('metadata.generation', 'must not be negative'));
  const annotations = map('annotations');
  for (const [key] of annotations) {
    if (!isLabel(key.toLowerCase(), ''))
      found.push(problem('metadata.annotations', `has a key that is none: "${key}"`));
  }
  const size = annotations.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + (value ?? '')), 0);
  if (size > MOST_ANNOTATIONS) found.push(problem('metadata.annotations', `hold ${size} bytes, over 256 KiB`));
  for (const one of (metadata.finalizers ?? []) as (string | null)[]) {
    if (!isLabel(one ?? '', '')) found.push(problem('metadata.finalizers', `hold "${one ?? ''}", which is no name`));
  }
  return found;
}

function isSubdomain(name: string): boolean {
  return name.length <= LONGEST_NAME && SUBDOMAIN.test(name);
}
