import type { Fields } from '../../snapshot';
import { record, textMap, texts } from '../model/fields';
import type { RequestView } from './request-view';

/** What is done to headers on the way: removed first, then set or added. */
export interface HeaderChanges {
  readonly remove: readonly string[];
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly add: readonly (readonly [name: string, value: string])[];
}

/** Header operations of a rule or destination, for both directions, and the authority they set. */
export interface HeaderOperations {
  readonly request: HeaderChanges;
  readonly response: HeaderChanges;
  readonly authority: string;
}

const NOTHING: HeaderChanges = { remove: [], set: [], add: [] };
export const NO_OPERATIONS: HeaderOperations = { request: NOTHING, response: NOTHING, authority: '' };

/** Reads a `headers` block. */
export function headerOperations(headers: Fields): HeaderOperations {
  const request = record(headers['request']);
  const response = record(headers['response']);
  if (headers['request'] === undefined && headers['response'] === undefined) return NO_OPERATIONS;
  const authority = (value: unknown): string => {
    let found = '';
    for (const [name, item] of textMap(value)) if (/^(:authority|host)$/i.test(name)) found = item;
    return found;
  };
  return {
    request: changes(request),
    response: changes(response),
    authority: authority(request['set']) || authority(request['add']),
  };
}

function changes(side: Fields): HeaderChanges {
  return { remove: texts(side['remove']).filter(ordinary), set: pairs(side['set']), add: pairs(side['add']) };
}

function pairs(value: unknown): readonly (readonly [string, string])[] {
  return [...textMap(value)].filter(([name]) => ordinary(name)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function ordinary(name: string): boolean {
  return !name.startsWith(':') && name.toLowerCase() !== 'host';
}

/**
 * Applies changes to a copy of the headers.
 *
 * @param headers written to
 * @returns the names of Envoy variables that are not known
 */
export function applyChanges(headers: Map<string, string>, by: HeaderChanges, request: RequestView): readonly string[] {
  const unknown: string[] = [];
  for (const name of by.remove) headers.delete(name.toLowerCase());
  for (const [name, value] of by.set) headers.set(name.toLowerCase(), expand(value, request, unknown));
  for (const [name, value] of by.add) {
    const key = name.toLowerCase();
    const known = headers.get(key);
    const added = expand(value, request, unknown);
    headers.set(key, known === undefined ? added : `${known},${added}`);
  }
  return unknown;
}

/** Fills in Envoy's `%REQ(name)%` and `%%`. */
function expand(value: string, request: RequestView, unknown: string[]): string {
  if (!value.includes('%')) return value;
  return value.replace(
    /%(?:%|([A-Z_]+)(?:\(([^)]*)\))?(?::\d+)?%)/g,
    (whole, command: string | undefined, argument = '') => {
      if (whole === '%%') return '%';
      if (command === 'REQ')
        return (
          String(argument)
            .split('?')
            .map((name) => requestHeader(name, request))
            .find(Boolean) ?? '-'
        );
      if (command === 'PROTOCOL') return 'HTTP/1.1';
      unknown.push(command ?? whole);
      return '';
    },
  );
}

function requestHeader(name: string, request: RequestView): string | undefined {
  switch (name.toLowerCase()) {
    case ':authority':
      return request.authority;
    case ':method':
      return request.method;
    case ':scheme':
      return request.scheme;
    case ':path':
      return request.path + (request.query === undefined ? '' : `?${request.query}`);
    default:
      return request.headers.get(name.toLowerCase());
  }
}
